"""A long case is read without the collector, kept out of its rounds, and given back when closed."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from core.cases.unswept import MANY, let_go, unswept


class Ring:
    """Something that only the collector can find to be garbage."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    yield
    gc.unfreeze()
    with unswept():
        pass
    gc.collect()


def test_the_collector_rests_meanwhile_and_works_again() -> None:
    with unswept():
        assert not gc.isenabled()
        with unswept():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_fault() -> None:
    with pytest.raises(ValueError, match="broken"), unswept():
        raise ValueError("broken")
    assert gc.isenabled()


def test_only_much_is_kept_out_of_later_rounds() -> None:
    before = gc.get_freeze_count()
    with unswept():
        few = [[place] for place in range(100)]
    assert gc.get_freeze_count() == before
    with unswept():
        many = [[place] for place in range(MANY + 1)]
    assert gc.get_freeze_count() > before + MANY
    assert len(few) + len(many) > MANY


def test_what_was_let_go_of_is_found_before_more_is_kept_out() -> None:
    with unswept():
        ring = Ring()
        many = [[place] for place in range(MANY + 1)]
    seen = weakref.ref(ring)
    del ring
    gc.collect()
    assert seen() is not None
    let_go()
    with unswept():
        assert seen() is None
    assert len(many) > MANY
