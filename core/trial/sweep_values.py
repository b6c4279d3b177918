"""Which fields of a protocol can be swept, and the values that are asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.rules.bounds import Grid, count
from core.rules.protocol import ProtocolFile
from core.trial.rewrite import Rewriting, asked, both, interval, plain, step

MOST_VALUES = 12
BAND = "band"
_BAND = re.compile(r"([0-9]{2,3})(?: to |-)([0-9]{2,3})(?: mmHg)?")


class SweepError(ValueError):
    """A sweep that cannot be made; the sentence names what is wrong and what is accepted."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that can be swept: the grid of its values, and what changes with it."""

    grid: Grid
    rewrite: Rewriting


FIELDS: Mapping[str, Field] = {
    **{
        f"limits.steps.{name}": Field("dose", step(name))
        for name in ("up", "rescue", "undo", "down", "wean")
    },
    **{
        f"limits.intervals.{name}": Field("time", interval(name))
        for name in ("up", "rescue", "undo", "above_band", "wean")
    },
    "limits.steps.rescue+undo": Field("dose", both(step("rescue"), step("undo"))),
    "limits.steps.down+wean": Field("dose", both(step("down"), step("wean"))),
    "limits.intervals.above_band+wean": Field(
        "time", both(interval("above_band"), interval("wean"))
    ),
    "limits.stable_for_wean": Field(
        "time", asked("limits.stable_for_wean", "when.at_target_for.at_least", "time")
    ),
    "limits.readings_for_wean": Field(
        "readings",
        asked("limits.readings_for_wean", "when.readings_since_raise.at_least", "readings"),
    ),
    "limits.start.default": Field("dose", plain("limits.start.default")),
}
"""Every field that can be swept but the band, by its place in the file; two at once with a plus."""


def asked_for(told: str, file: ProtocolFile) -> tuple[str, tuple[str, ...]]:
    """The field and the values of "FIELD=V1,V2"; a bare number has the unit of the file.

    Raises:
        SweepError: an unknown field, no value or too many, or a value of another kind.
    """
    name, _, listed = (part.strip() for part in told.partition("="))
    if name not in {*FIELDS, BAND}:
        raise SweepError(f'"{name}" cannot be swept; give one of {", ".join([*FIELDS, BAND])}')
    given = split(listed)
    if not 1 < len(given) <= MOST_VALUES:
        raise SweepError(f"{name}: give 2 to {MOST_VALUES} values, as in {name}={example(name)}")
    values = [value_of(name, text, file) for text in given]
    if len({sized(name, value, file) for value in values}) < len(values):
        raise SweepError(f"{name}: a value stands twice in {', '.join(values)}")
    return name, tuple(values)


def split(listed: str) -> list[str]:
    """The values of a list with commas between them."""
    return [text.strip() for text in listed.split(",") if text.strip()]


def declared(name: str, file: ProtocolFile) -> str:
    """What the file says now; of two fields at once what the first of them says."""
    if name == BAND:
        return band_text(f"{_whole(file.target[0].low)} to {_whole(file.target[0].high)}")
    found: object = file
    for key in name.partition("+")[0].split("."):
        found = getattr(found, key)
    return str(found)


def _whole(pressure: str) -> str:
    return pressure.partition(" ")[0]


def band_text(text: str) -> str:
    """A band in house form.

    Raises:
        SweepError: it is none.
    """
    told = _BAND.fullmatch(text)
    if told is None or int(told[1]) >= int(told[2]):
        raise SweepError(f'band: "{text}" is none; give two whole mmHg as in {example(BAND)}')
    return f"{int(told[1])} to {int(told[2])} mmHg"


def value_of(name: str, text: str, file: ProtocolFile) -> str:
    """A value with its unit.

    Raises:
        SweepError: it is no quantity of the kind that stands there.
    """
    if name == BAND:
        return band_text(text)
    value = text if " " in text else f"{text} {declared(name, file).partition(' ')[2]}"
    try:
        sized(name, value, file)
    except ValueError as fault:
        raise SweepError(f"{name}: {fault}") from fault
    return value


def sized(name: str, value: str, file: ProtocolFile) -> int | str:
    """How large a value is, however it was written.

    Raises:
        ValueError: it is no quantity of the kind that stands there.
    """
    return value if name == BAND else count(value, FIELDS[name].grid, file.dosing.unit)


def example(name: str) -> str:
    """How values of a field are written."""
    if name == BAND:
        return "60 to 70,65 to 75"
    ways: Mapping[Grid, str] = {"dose": "0.01,0.02,0.03", "time": "5 min,10 min"}
    return ways.get(FIELDS[name].grid, "2,3")
