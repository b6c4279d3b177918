"""Frozen dataclasses with slots, made in a quarter of the time that the standard library takes.

`dataclasses.dataclass` writes and compiles six functions for each class, and the program loads
some two hundred of them before its first advice. Here `__init__` is written for each class; what
compares, hashes, prints and guards is one function for all. `fields`, `replace`, `match` and
pickling work on them as on any dataclass.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from dataclasses import dataclass as _plain
from operator import attrgetter
from sys import modules
from typing import TYPE_CHECKING, Any, Literal

_set = object.__setattr__


def _frozen_slots(
    *,
    frozen: Literal[True],  # noqa: ARG001 - the others are never frozen
    slots: Literal[True],
    kw_only: bool = False,
    eq: bool = True,
) -> Callable[[type], type]:
    """The decorator, of those ways of a dataclass that are used here."""

    def made(cls: type) -> type:
        # Without a word the standard library writes one from the signature, which takes longest.
        cls.__doc__ = cls.__doc__ or cls.__name__
        own: Any = _plain(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
        own.__init__ = _init(own)
        return _filled(own, _COMPARING | _REST if eq else _REST)

    return made


def _filled(own: Any, shared: dict[str, Any]) -> type:  # noqa: ANN401 - a class in the making
    """The class with what it does not write itself."""
    shown: tuple[Field[object], ...] = fields(own)
    own.__shown__ = tuple(field.name for field in shown if field.repr)
    own.__compared__ = _values_of(tuple(field.name for field in shown if field.compare))
    own.__kept__ = tuple(field.name for field in shown)
    for name, function in shared.items():
        # A class that compares by itself has the hash None until it says how.
        if vars(own).get(name) is None:
            setattr(own, name, function)
    made: type = own
    return made


def _values_of(names: tuple[str, ...]) -> Callable[[object], object]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _init(own: Any) -> Callable[..., None]:  # noqa: ANN401 - a class in the making
    given: tuple[Field[object], ...] = fields(own)
    asked = [_parameter(field) for field in given if field.init and not field.kw_only]
    named = [_parameter(field) for field in given if field.init and field.kw_only]
    lines = [f"_set(self, {field.name!r}, {_value(field)})" for field in given]
    if hasattr(own, "__post_init__"):
        lines.append("self.__post_init__()")
    text = (
        f"def making(_set, _of, _missing):\n"
        f" def __init__({', '.join(['self', *asked, *(['*', *named] if named else [])])}):\n  "
        + "\n  ".join(lines or ["pass"])
        + "\n return __init__"
    )
    made: dict[str, Any] = {}
    exec(text, vars(modules[own.__module__]), made)  # noqa: S102 - names of fields, nothing else
    init: Callable[..., None] = made["making"](_set, own.__dataclass_fields__, MISSING)
    init.__qualname__ = f"{own.__qualname__}.__init__"
    init.__annotations__ = {field.name: field.type for field in given if field.init}
    return init


def _parameter(field: "Field[object]") -> str:
    if field.default is not MISSING:
        return f"{field.name}=_of[{field.name!r}].default"
    return field.name if field.default_factory is MISSING else f"{field.name}=_missing"


def _value(field: "Field[object]") -> str:
    """The value a field gets; one that is not asked for is made."""
    fresh = f"_of[{field.name!r}].default_factory()"
    if field.default_factory is MISSING:
        return field.name
    return f"{fresh} if {field.name} is _missing else {field.name}" if field.init else fresh


def _eq(self: Any, other: Any) -> Any:  # noqa: ANN401 - any of the classes, anything
    if other.__class__ is not self.__class__:
        return NotImplemented
    compared = self.__class__.__compared__
    return compared(self) == compared(other)


def _hash(self: Any) -> int:  # noqa: ANN401 - any of the classes
    return hash(self.__class__.__compared__(self))


def _repr(self: Any) -> str:  # noqa: ANN401 - any of the classes
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__shown__)
    return f"{self.__class__.__qualname__}({shown})"


def _setattr(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: Any) -> list[object]:  # noqa: ANN401 - any of the classes
    return [getattr(self, name) for name in self.__kept__]


def _setstate(self: Any, state: list[object]) -> None:  # noqa: ANN401 - any of the classes
    for name, value in zip(self.__kept__, state, strict=True):
        _set(self, name, value)


_COMPARING = {"__eq__": _eq, "__hash__": _hash}
_REST = {
    "__repr__": _repr,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - to a type checker it is that
else:
    dataclass = _frozen_slots
