"""What a file says of its own numbers: which it leaves open, which are filled in, in which unit."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from core.rules.bounds import NONE
from core.rules.protocol import (
    FurtherAgent,
    Intervals,
    ProtocolFile,
    StartRange,
    Steps,
    texts_of,
)
from core.rules.rows import NotifyRow, Row


def left_open(file: ProtocolFile) -> Iterator[str]:
    """The limits that are "none": only an example may lack what it is shaped on lacks."""
    if file.example:
        return
    sections: dict[str, StartRange | Steps | Intervals]
    sections = {"limits.start": file.limits.start, "limits.steps": file.limits.steps}
    sections["limits.intervals"] = file.limits.intervals
    texts = {
        f"{name}.{key}": text
        for name, part in sections.items()
        for key, text in texts_of(part).items()
    }
    for place, text in {"limits.hard": file.limits.hard, **texts}.items():
        if text == NONE:
            yield f"{place}: it is left open, and only an example may do that"


def filled(file: ProtocolFile) -> Iterator[str]:
    """The places that are said to be filled in: each is there, and said where from."""
    for place in file.filled:
        part: object = file
        for key in place.split("."):
            part = _within(part, key)
        if part is None:
            yield f"filled: there is no {place}"
    if file.filled and "filled" not in file.sources:
        yield 'filled: the source "filled" is not listed under [sources]'


def _within(part: object, key: str) -> object:
    """What stands under a key, or under a number counted from one; None if nothing does."""
    if isinstance(part, tuple) and key.isdecimal():
        return part[int(key) - 1] if 1 <= int(key) <= len(part) else None
    known = is_dataclass(part) and key in {item.name for item in fields(part)}
    return getattr(part, key) if known else None


def beside(file: ProtocolFile) -> Iterator[str]:
    """A further agent's row asks about norepinephrine's dose in the one unit of the file."""
    parts: tuple[ProtocolFile | FurtherAgent, ...] = (file, *file.agent)
    for part in parts:
        rows: tuple[Row | NotifyRow, ...] = (*part.rule, *part.notify)
        asked = [(f"row {row.id}", row.when.norepinephrine) for row in rows]
        spans = [(place, span) for place, span in asked if span]
        said = [(place, text) for place, span in spans for text in texts_of(span).values() if text]
        said += [("bounds", text) for text in part.bounds.get("norepinephrine", ())]
        for place, text in said:
            if not text.endswith(f" {file.dosing.unit}"):
                yield f'{place}: norepinephrine is dosed in {file.dosing.unit}, not as in "{text}"'
