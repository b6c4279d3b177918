"""What was read in full before: a file that comes with the program, and beside it what it says.

Reading a protocol in full takes pydantic and a TOML reader in Python, and every start reads one.
So what came of it is kept as JSON in `resources/twins`, one for each exact text, and holds nothing
of its own: each object names its class and is made as it stands there. It is found by the SHA-256
of the text; any other text is read in full. `python -m core.cases.twins` writes them, and the tests
demand that each is what a full reading gives.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import resources
from core.quantity.measures import Dose, Measure

FOLDER = Path(resources.__path__[0], "twins")
INDEX = "index.json"
"""The names of the twins by the SHA-256 of the text that each was read from."""
_SECOND = timedelta(seconds=1)


def twin_of(text: str, kinds: tuple[ModuleType, ...], folder: Path = FOLDER) -> Any:  # noqa: ANN401 - what was read
    """What a full reading of the text gave; None if this very text has no twin.

    `kinds` are the modules of the classes in it.
    """
    digest = sha256(text.encode()).hexdigest()
    name = _index(folder).get(digest)
    if name is None:
        return None
    hook = partial(_made, _makers(kinds))
    kept = json.loads((folder / name).read_text("utf-8"), object_hook=hook)
    found, read = kept
    return read if found == digest else None


@cache
def _index(folder: Path) -> dict[str, str]:
    path = folder / INDEX
    names: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return names


@cache
def _makers(kinds: tuple[ModuleType, ...]) -> dict[str, Callable[..., Any]]:
    makers: dict[str, Callable[..., Any]] = {
        name: kind.parse if issubclass(kind, Measure | Dose) else kind
        for module in kinds
        for name, kind in vars(module).items()
        if isinstance(kind, type)
    }
    return {**makers, "dict": _mapping, "timedelta": lambda seconds: timedelta(seconds=seconds)}


def _made(makers: dict[str, Callable[..., Any]], said: dict[str, Any]) -> Any:  # noqa: ANN401 - any class
    make = makers[said.pop("is")]
    if "of" in said:
        return make(said["of"])
    return make(**{name: _fixed(value) for name, value in said.items()})


def _mapping(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    return {key: _fixed(value) for key, value in pairs}


def _fixed(value: object) -> object:
    return tuple(_fixed(item) for item in value) if isinstance(value, list) else value


def twin_text(text: str, read: object) -> str:
    """The twin of a text: its SHA-256, and what a full reading gave, a row or a case to a line."""
    told = _told(read)
    parts = ",\n".join(f"{json.dumps(name)}: {_lines(value)}" for name, value in told.items())
    return f'["{sha256(text.encode()).hexdigest()}",\n{{{parts}}}]\n'


def _lines(value: object) -> str:
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "[" + ",\n ".join(json.dumps(item, ensure_ascii=False) for item in value) + "]"


def index_text(names: Iterable[tuple[str, str]]) -> str:
    """The index of twins: pairs of the text and the name of its twin."""
    found = {name: sha256(text.encode()).hexdigest() for text, name in names}
    return json.dumps({found[name]: name for name in sorted(found)}, indent=1) + "\n"


def _told(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    match value:
        case StrEnum() | Measure() | Dose():
            return {"is": type(value).__name__, "of": str(value)}
        case None | str() | int():
            return value
        case timedelta():
            return {"is": "timedelta", "of": value // _SECOND}
        case tuple():
            return [_told(item) for item in value]
        case dict():
            return {"is": "dict", "of": [[_told(key), _told(item)] for key, item in value.items()]}
        case _ if is_dataclass(value):
            return {"is": type(value).__name__} | _fields(value)
        case _:
            raise TypeError(f"no file says a {type(value)}")


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass
    """What a part says, without what it leaves out."""
    said = {item.name: (getattr(value, item.name), _default(item)) for item in fields(value)}
    return {name: _told(one) for name, (one, default) in said.items() if one != default}


def _default(item: "Field[Any]") -> object:
    return item.default if item.default_factory is MISSING else item.default_factory()
