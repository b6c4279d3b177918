"""A sequence that shares its storage and never shows one holder what another added."""

import pytest

from core.model.series import Series


def series(*items: int) -> Series[int]:
    made: Series[int] = Series()
    for item in items:
        made = made.append(item)
    return made


def own(item: int) -> int:
    return item


def test_an_empty_series() -> None:
    empty = series()
    assert list(empty) == []
    assert len(empty) == 0
    assert empty.last is None
    assert empty.from_key(0, own) == []
    assert empty == Series()


def test_older_holders_do_not_see_what_is_appended() -> None:
    one = series(1)
    two = one.append(2)
    other = one.append(3)
    assert (list(one), list(two), list(other)) == ([1], [1, 2], [1, 3])
    assert two.shared is one.shared
    assert other.shared is not one.shared


def test_an_insertion_goes_after_all_that_sort_with_it() -> None:
    pairs: Series[tuple[int, str]] = Series()
    for pair in ((1, "a"), (3, "b"), (3, "c"), (2, "d"), (1, "e"), (3, "f")):
        pairs = pairs.insert_by(pair, lambda item: item[0])
    assert "".join(name for _, name in pairs) == "aedbcf"


def test_an_insertion_in_the_middle_leaves_the_older_holder_alone() -> None:
    before = series(1, 5)
    assert list(before.insert_by(3, own)) == [1, 3, 5]
    assert list(before) == [1, 5]


def test_items_are_left_out() -> None:
    numbers = series(1, 2, 3, 4)
    assert list(numbers.without(lambda item: item % 2 == 0)) == [1, 3]
    assert numbers.without(lambda item: item > 9) is numbers


@pytest.mark.parametrize("start", range(8))
def test_items_from_a_key_on(start: int) -> None:
    numbers = series(1, 3, 3, 6)
    numbers.append(7)
    assert numbers.from_key(start, own) == [item for item in (1, 3, 3, 6) if item >= start]


def test_items_by_position() -> None:
    numbers = series(1, 2, 3)
    numbers.append(4)
    assert numbers.last == 3
    assert [numbers[index] for index in (0, 2, -1, -3)] == [1, 3, 3, 1]
    assert numbers[1:] == [2, 3]
    assert numbers[-2:] == [2, 3]
    for index in (3, -4):
        with pytest.raises(IndexError):
            numbers[index]


def test_equal_items_make_equal_series() -> None:
    numbers = series(1, 2)
    longer = numbers.append(3)
    assert numbers == series(1, 2)
    assert hash(numbers) == hash(series(1, 2))
    assert numbers != longer
    assert numbers != [1, 2]
