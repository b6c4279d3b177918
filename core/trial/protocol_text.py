"""A protocol file as text again: what `core.library.file_from` reads back as the very same file.

Comments and layout of the text it came from are gone; a row stands on a line of its own.
"""

import json
from collections.abc import Mapping
from typing import Any

from core.rules.protocol import ProtocolFile


def tree_of(file: ProtocolFile) -> dict[str, Any]:
    """The keys of a file as plain values, without those that it leaves out."""
    return file.model_dump(mode="json", exclude_none=True)


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
