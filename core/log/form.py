"""How the values of an event are written as JSON, and read back: strictly, one way for each type.

A reader takes what JSON gave and returns the value, or raises `Misread` with the place. The reader
of a class is made from its annotations when a fact of that class is first met: a case that begins
meets a few of them and need not wait for all.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from core.log.row import to_stamp
from core.quantity.measures import Dose, Measure

Read = Callable[[Any], Any]
Write = Callable[[Any], Any]
_SECOND = timedelta(seconds=1)
_REMEMBERED = 1024
"""How many texts of each kind are remembered: a long case says the same few again and again."""


class Misread(ValueError):  # noqa: N818 - says what is so
    """What JSON gave is not of the form; `place` are the names on the way to it."""

    def __init__(self, what: str, place: tuple[str, ...] = ()) -> None:
        super().__init__(f"{'.'.join(place)} {what}" if place else what)
        self.what = what
        self.place = place


def plain(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    """A value as JSON can hold it. ValueError for one that has no canonical text."""
    kind: Any = type(value)
    return _writer_of(kind)(value)


@cache
def _writer_of(kind: Any) -> Write:  # noqa: ANN401 - the class of any value
    for known, write in _WRITERS.items():
        if issubclass(kind, known):
            return write
    return _by_field(kind) if is_dataclass(kind) else _no_text


def _by_field(kind: Any) -> Write:  # noqa: ANN401 - a dataclass
    """Field by field as annotated: somebody waits for every entry, and each call more is felt."""
    hints = get_type_hints(kind)
    names = tuple(item.name for item in fields(kind))
    writers = tuple(_writer_for(hints[name]) for name in names)
    items_of = attrgetter(*names) if len(names) > 1 else lambda one: (getattr(one, names[0]),)

    def write(value: object) -> dict[str, Any]:
        items = zip(names, writers, items_of(value), strict=True)
        return {name: None if item is None else own(item) for name, own, item in items}

    return write


def _writer_for(hint: Any) -> Write:  # noqa: ANN401 - the annotation of a field
    """The writer of its one class; where it may be of several, the value says which."""
    args = [arg for arg in get_args(hint) if arg is not NoneType]
    kind = args[0] if get_origin(hint) is UnionType and len(args) == 1 else hint
    return _writer_of(kind) if isinstance(kind, type) else plain


def _no_text(value: object) -> str:
    raise ValueError(f"{value!r} has no canonical text")


def _plain_span(value: timedelta) -> str:
    return f"PT{value // _SECOND}S" if not value.microseconds else _no_text(value)


_WRITERS: dict[type, Write] = {
    StrEnum: str,
    str: lambda text: text,
    int: lambda number: number,
    NoneType: lambda nothing: nothing,
    Measure: str,
    Dose: str,
    datetime: lambda instant: to_stamp(instant).decode(),
    timedelta: _plain_span,
    tuple: lambda items: [plain(item) for item in items],
    dict: lambda items: {str(plain(name)): plain(item) for name, item in items.items()},
}
"""How each type is written: by the first that a value is of, so a word is not taken for a text."""


@cache
def reader_of(kind: Any) -> Read:  # noqa: ANN401 - a class, or an annotation of one of its fields
    """What reads a value of this type. TypeError for a type that no event holds yet."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is None:
        return _of_class(kind)
    return _OF_ORIGIN[origin](args)


def _of_union(args: tuple[Any, ...]) -> Read:
    first, second = args
    reader = reader_of(first)
    return _optional(reader) if second is NoneType else _either(reader, reader_of(second))


def _of_dict(args: tuple[Any, ...]) -> Read:
    if args in {(str, str), (str, int)}:
        return _alike(args[1])
    return _by_name(reader_of(args[0]), reader_of(args[1]))


_OF_ORIGIN: dict[Any, Callable[[tuple[Any, ...]], Read]] = {
    Literal: lambda words: _among({word: word for word in words}),
    UnionType: _of_union,
    tuple: lambda args: _several(reader_of(args[0])),
    dict: _of_dict,
}


def _of_class(kind: type) -> Read:
    if kind in _SCALARS:
        return _SCALARS[kind]
    if issubclass(kind, StrEnum):
        return _among({word.value: word for word in kind})
    if issubclass(kind, Measure | Dose):
        return _quantity(kind)
    if is_dataclass(kind):
        return _fields(kind)
    raise TypeError(f"no event holds a {kind}")


def _is_no(kind: type, value: object) -> Misread:
    return Misread(f"is {value!r}, no {'text' if kind is str else kind.__name__}")


# No isinstance in what follows: to Python a yes is an integer.


def _text(value: str) -> str:
    if type(value) is not str:
        raise _is_no(str, value)
    return _writable(value)


def _writable(text: str) -> str:
    """The text, unless it holds half a character, which could not be written again."""
    if not text.isascii():
        text.encode()
    return text


def _whole(value: int) -> int:
    if type(value) is not int:
        raise _is_no(int, value)
    return value


def _instant(value: str) -> datetime:
    if type(value) is not str or value[10:11] != "T" or value[-1] != "Z":
        raise Misread(f"is {value!r}, no time in UTC")
    return datetime.fromisoformat(value)


def _span(value: str) -> timedelta:
    if type(value) is not str:
        raise _is_no(str, value)
    span = timedelta(seconds=int(value.removeprefix("PT").removesuffix("S")))
    if plain(span) != value:
        raise Misread(f"is {value!r}, no duration in seconds")
    return span


_SCALARS: dict[type, Read] = {str: _text, int: _whole, datetime: _instant, timedelta: _span}


def _among(words: dict[str, Any]) -> Read:
    def read(value: str) -> object:
        if type(value) is not str or value not in words:
            raise Misread(f"is {value!r}, none of {', '.join(words)}")
        return words[value]

    return read


def _quantity(kind: type[Measure] | type[Dose]) -> Read:
    parse = lru_cache(_REMEMBERED)(kind.parse)

    def read(value: str) -> object:
        if type(value) is not str:
            raise _is_no(str, value)
        return parse(value)

    return read


def _optional(reader: Read) -> Read:
    return lambda value: None if value is None else reader(value)


def _either(first: Read, second: Read) -> Read:
    def read(value: object) -> object:
        try:
            return first(value)
        except ValueError:
            return second(value)

    return read


def _several(each: Read) -> Read:
    def read(value: list[Any]) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _is_no(list, value)
        return tuple([each(item) for item in value])

    return read


def _alike(kind: type) -> Read:
    """Texts or whole numbers by name: looked at together, for every advice has a dozen."""

    def read(value: dict[str, Any]) -> dict[str, Any]:
        if type(value) is not dict:
            raise _is_no(dict, value)
        _writable("".join(value))
        if not {kind}.issuperset(map(type, value.values())):
            raise Misread(f"is {value!r}, not each one {'text' if kind is str else kind.__name__}")
        if kind is str:
            _writable("".join(value.values()))
        return value

    return read


def _by_name(key: Read, each: Read) -> Read:
    def read(value: dict[str, Any]) -> dict[Any, Any]:
        if type(value) is not dict:
            raise _is_no(dict, value)
        return {key(name): each(item) for name, item in value.items()}

    return read


def _fields(kind: Any) -> Read:  # noqa: ANN401 - a dataclass
    hints = get_type_hints(kind)
    readers = {item.name: reader_of(hints[item.name]) for item in fields(kind)}
    lacking = frozenset(name for name, hint in hints.items() if NoneType in get_args(hint))
    needed = frozenset(
        item.name
        for item in fields(kind)
        if item.default is MISSING and item.default_factory is MISSING
    )

    def read(value: dict[str, Any]) -> object:
        if type(value) is not dict:
            raise _is_no(dict, value)
        if value.keys() != readers.keys():
            _demand_names(value, readers, needed)
        made = dict.fromkeys(value)
        for name, item in value.items():
            if item is None and name in lacking:
                continue
            try:
                made[name] = readers[name](item)
            except ValueError as fault:
                raise _within(name, fault) from fault
        return kind(**made)

    return read


def _demand_names(given: dict[str, Any], known: dict[str, Read], needed: frozenset[str]) -> None:
    for name in given.keys() - known.keys():
        raise Misread("is not known here", (name,))
    for name in needed - given.keys():
        raise Misread("is missing", (name,))


def _within(name: str, fault: ValueError) -> Misread:
    """What went wrong with a field, told from around it."""
    if isinstance(fault, Misread):
        return Misread(fault.what, (name, *fault.place))
    return Misread(f"is no value: {fault}", (name,))
