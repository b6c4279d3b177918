"""The hidden part of a simulated case: what its debrief needs and the learner's case must not hold.

Seed, exact scenario and the instructor's interventions; with the facts of the case they make the
whole course again. It is one small record as JSON, packed by gzip, whose check sum tells a torn
file. Packing also keeps a learner who looks through the folder from reading it unawares; it locks
nothing.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Annotated, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError, model_validator

from core.frozen import dataclass
from core.lab.act import OverrideVital
from core.lab.intervention import (
    Do,
    Done,
    Fire,
    GoneBack,
    Intervention,
    Over,
    Override,
    Skip,
    TakeNote,
)
from core.lab.shelf import LARGEST_FILE
from core.lab.written import text_read
from core.lab.written_act import written
from core.lab.written_then import Then
from core.quantity.measures import Mmhg

FORMAT = 1
LARGEST = 16 * LARGEST_FILE
"""More than this no scenario with its interventions comes to; the rest is not unpacked."""


class HiddenPartError(ValueError):
    """The bytes are no hidden part; the text says what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What a simulation begins with. `program` is the version that played it.

    `scenario` is the exact text of its file and `named` what the file was called; `staff` is the
    profile of a simulated nurse, None for a learner alone.
    """

    program: str
    named: str
    scenario: str
    seed: int
    staff: str | None


@dataclass(frozen=True, slots=True)
class HiddenPart:
    """What a simulation began with, and what the instructor did to it, in sequence."""

    begun: Begun
    interventions: tuple[Intervention, ...]


class _Kept(BaseModel):
    """One intervention: exactly one of the keys behind `true_map` says which."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True
    )

    second: int = Field(ge=0)
    facts: int = Field(ge=0)
    true_map: Annotated[Mmhg, PlainValidator(text_read(Mmhg.parse, "65.125 mmHg"))]
    fire: str | None = None
    skip: str | None = None
    do: Then | None = None
    override: Then | None = None
    note: str | None = None
    back_from: int | None = Field(default=None, ge=0)
    over: Literal[True] | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> "_Kept":
        if len(tuple(self._said())) != 1:
            raise ValueError("an intervention says exactly one thing")
        return self

    def _said(self) -> Iterator[Done]:
        if self.fire is not None:
            yield Fire(self.fire)
        if self.skip is not None:
            yield Skip(self.skip)
        if self.do is not None:
            yield Do(self.do.act())
        if self.override is not None:
            yield _override(self.override)
        if self.note is not None:
            yield TakeNote(self.note)
        if self.back_from is not None:
            yield GoneBack(self.back_from)
        if self.over is not None:
            yield Over()

    def intervention(self) -> Intervention:
        """What it means."""
        return Intervention(self.second, self.facts, self.true_map, next(self._said()))


class _Record(BaseModel):
    """The file as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: int
    program: str
    named: str
    scenario: str
    seed: int
    staff: str | None
    interventions: tuple[_Kept, ...]


def _override(said: Then) -> Override:
    act = said.act()
    if not isinstance(act, OverrideVital):
        raise ValueError("an override names a figure of the monitor")  # noqa: TRY004 - pydantic's
    return Override(act.vital, act.value)


def packed(part: HiddenPart) -> bytes:
    """The bytes of a file; of the same part the same bytes."""
    begun = part.begun
    record = {
        "format": FORMAT,
        "program": begun.program,
        "named": begun.named,
        "scenario": begun.scenario,
        "seed": begun.seed,
        "staff": begun.staff,
        "interventions": [_plain(each) for each in part.interventions],
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)


def unpacked(content: bytes) -> HiddenPart:
    """The hidden part of a file's bytes.

    Raises:
        HiddenPartError: they are cut short, changed, of a newer format or of another kind.
    """
    text = _inflated(content)
    _demand_format(text)
    try:
        record = _Record.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        unknown = f"it holds what is not known here: {place}: {first['msg']}"
        raise HiddenPartError(unknown) from error
    begun = Begun(record.program, record.named, record.scenario, record.seed, record.staff)
    return HiddenPart(begun, tuple(each.intervention() for each in record.interventions))


def _inflated(content: bytes) -> bytes:
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        text = inflater.decompress(content, LARGEST)
    except zlib.error as error:
        raise HiddenPartError("it is damaged") from error
    if inflater.unconsumed_tail:
        raise HiddenPartError("it is larger than any hidden part")
    if not inflater.eof:
        raise HiddenPartError("it is cut short")
    if inflater.unused_data:
        raise HiddenPartError("something stands behind its end")
    return text


def _demand_format(text: bytes) -> None:
    """A newer format is told as such, before anything else in it is judged."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HiddenPartError("it holds no record") from error
    found = record.get("format") if isinstance(record, dict) else None
    if type(found) is not int:
        raise HiddenPartError("it holds no record")
    if found != FORMAT:
        raise HiddenPartError(f"it has format {found}, this Pressor reads format {FORMAT}")


def _plain(kept: Intervention) -> dict[str, object]:
    moment = {"second": kept.second, "facts": kept.facts, "true_map": str(kept.true_map)}
    return {**moment, **_said(kept.done)}


def _said(done: Done) -> dict[str, object]:
    match done:
        case Fire(happening):
            said: dict[str, object] = {"fire": happening}
        case Skip(happening):
            said = {"skip": happening}
        case Do(act):
            said = {"do": written(act)}
        case Override(vital, value):
            said = {"override": written(OverrideVital(vital, value))}
        case TakeNote(text):
            said = {"note": text}
        case GoneBack(came_from):
            said = {"back_from": came_from}
        case Over():
            said = {"over": True}
        case _:
            assert_never(done)
    return said
