"""A protocol file as text again: what `core.library.file_from` reads back as the very same file.

Comments and layout of the text it came from are gone; a row stands on a line of its own.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from core.rules.protocol import ProtocolFile, WorkedCase


def tree_of(file: ProtocolFile | WorkedCase) -> dict[str, Any]:
    """The keys of a file, or of a case in it, as plain values, without those that it leaves out."""
    tree: dict[str, Any] = _plain(file)
    return tree


def _plain(value: object) -> Any:  # noqa: ANN401 - what TOML can hold
    if is_dataclass(value):
        found = {item.name: getattr(value, item.name) for item in fields(value)}
        return {name: _plain(item) for name, item in found.items() if item is not None}
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def text_of_tree(tree: Mapping[str, Any]) -> str:
    """The keys of a file as TOML."""
    return "".join(f"{_written(key)} = {_block(value)}\n" for key, value in tree.items())


def _block(value: object) -> str:
    """A list of tables takes a line for each; everything else stands in one."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return "[\n" + "".join(f"    {_inline(item)},\n" for item in value) + "]"
    return _inline(value)


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        told = ", ".join(f"{_written(key)} = {_inline(item)}" for key, item in value.items())
        return f"{{ {told} }}" if told else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(item) for item in value)}]"
    return _written(value)


def _written(value: object) -> str:
    """A text, a whole number or a truth value: JSON and TOML write these alike, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
