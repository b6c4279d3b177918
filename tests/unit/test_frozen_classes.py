"""Our frozen dataclasses behave as those of the standard library do."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar

import pytest

from core.frozen import _frozen_slots


def usual(decorator: Callable[..., Any]) -> list[type]:
    """What is asked for most: fields of every sort, by place and by name."""

    @decorator(frozen=True, slots=True)
    class Plain:
        """Two fields, one hidden, one made, one left out of comparing."""

        kind: ClassVar[str] = "plain"
        first: int
        second: str = "two"
        found: list[int] = field(default_factory=list)
        hidden: int = field(default=0, repr=False)
        aside: int = field(default=0, compare=False)
        kept: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)

        def __post_init__(self) -> None:
            if self.first < 0:
                raise ValueError("below nothing")

    @decorator(frozen=True, slots=True, kw_only=True)
    class Named:
        """Fields by name only; the first has a default."""

        kind: str = "named"
        at: int

    return [Plain, Named]


def seldom(decorator: Callable[..., Any]) -> list[type]:
    """What is seldom asked for."""

    @decorator(frozen=True, slots=True, eq=False)
    class Itself:
        """Compared by identity."""

        value: int

    @decorator(frozen=True, slots=True)
    class Mine:
        """Compares and prints in a way of its own."""

        value: int

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "mine"

    return [Itself, Mine]


def small(decorator: Callable[..., Any]) -> list[type]:
    """With one field, none, and one more than another."""

    @decorator(frozen=True, slots=True)
    class Nothing:
        """Without a field."""

    @decorator(frozen=True, slots=True)
    class Single:
        """One field."""

        value: Any

    @decorator(frozen=True, slots=True)
    class Heir(Single):
        """One field more than what it comes from."""

        more: int = 0

    return [Nothing, Single, Heir]


def declared(decorator: Callable[..., Any]) -> dict[str, Any]:
    """The same classes by name, made by one decorator."""
    return {one.__name__: one for one in (*usual(decorator), *seldom(decorator), *small(decorator))}


OURS, STANDARD = declared(_frozen_slots), declared(dataclasses.dataclass)
BOTH = pytest.mark.parametrize("classes", [OURS, STANDARD], ids=["ours", "standard"])
Kept = type("Kept", (), {"__annotations__": {"a": int, "b": str}, "__module__": __name__})
Kept = _frozen_slots(frozen=True, slots=True)(Kept)


@BOTH
def test_fields_are_given_by_place_or_name_and_defaults_fill_in(classes: dict[str, Any]) -> None:
    plain = classes["Plain"]
    one = plain(1, found=[3], aside=9)
    assert (one.first, one.second, one.found, one.hidden, one.aside) == (1, "two", [3], 0, 9)
    assert one.kept == {}
    assert plain(1).found is not plain(1).found
    assert classes["Named"](at=4).kind == "named"


@BOTH
def test_equality_and_hash_look_at_what_is_compared(classes: dict[str, Any]) -> None:
    plain, itself, single = classes["Plain"], classes["Itself"], classes["Single"]
    assert plain(1, aside=1) == plain(1, aside=2)
    assert plain(1) != plain(1, hidden=1)
    assert plain(1) != (1, "two", [], 0)
    assert itself(1) != itself(1)
    assert classes["Nothing"]() == classes["Nothing"]()
    assert hash(classes["Named"](at=1)) == hash(classes["Named"](at=1))
    nan = float("nan")
    assert single(nan) == single(nan)
    assert hash(classes["Mine"](1)) == 7
    assert classes["Mine"](1) == classes["Mine"](2)
    with pytest.raises(TypeError):
        hash(single([]))


@BOTH
def test_nothing_of_them_can_be_changed(classes: dict[str, Any]) -> None:
    one = classes["Plain"](1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'first'"):
        one.first = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'first'"):
        del one.first
    assert not hasattr(one, "__dict__")


@BOTH
def test_what_is_missing_or_unknown_is_named(classes: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"Plain\.__init__\(\) missing 1 .*'first'"):
        classes["Plain"]()
    with pytest.raises(TypeError, match="unexpected keyword argument 'third'"):
        classes["Plain"](1, third=3)
    with pytest.raises(TypeError):
        classes["Named"](4)
    with pytest.raises(ValueError, match="below nothing"):
        classes["Plain"](-1)


@BOTH
def test_they_are_dataclasses(classes: dict[str, Any]) -> None:
    one: Any = classes["Plain"](1)
    assert dataclasses.is_dataclass(type(one))
    assert [kept.name for kept in dataclasses.fields(one)][:2] == ["first", "second"]
    assert dataclasses.replace(one, first=2).first == 2
    assert classes["Plain"].__match_args__[:2] == ("first", "second")
    assert copy.deepcopy(one) == one


@BOTH
def test_an_heir_has_the_fields_of_both(classes: dict[str, Any]) -> None:
    heir = classes["Heir"](1, 2)
    assert (heir.value, heir.more) == (1, 2)
    assert heir == classes["Heir"](1, 2)
    assert heir != classes["Single"](1)
    with pytest.raises(FrozenInstanceError):
        heir.value = 2


@pytest.mark.parametrize("name", OURS)
def test_they_print_and_take_what_the_standard_ones_do(name: str) -> None:
    ours, standard = OURS[name], STANDARD[name]
    given = {"Plain": {"first": 1}, "Named": {"at": 1}, "Nothing": {}}.get(name, {"value": 1})
    assert repr(ours(**given)) == repr(standard(**given))
    shapes = [inspect.signature(one).parameters for one in (ours, standard)]
    named = [[(one.name, one.kind, one.annotation) for one in shape.values()] for shape in shapes]
    assert named[0] == named[1]


def test_they_can_be_pickled() -> None:
    one = Kept(1, "b")
    again = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes
    assert again == one
    assert again is not one


def test_a_class_without_a_word_asks_for_no_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    """The standard library writes a missing docstring from the signature, which takes long."""
    monkeypatch.delattr(inspect, "signature")

    @_frozen_slots(frozen=True, slots=True)
    class Bare:
        first: int

    assert Bare.__doc__ == "Bare"
