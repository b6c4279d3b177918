"""The facts of a cell in words and units, as the sentences of the proof take them."""

from decimal import Decimal

from core.model.course import UNKNOWN
from core.model.facts import CONDITION_AXIS, SATURATION, SHOCK_CODE, Axis
from core.model.terms import Action
from core.proof.finding import Region
from core.quantity.text import number_text
from core.rules.bounds import AXIS_GRID, unit_of
from core.rules.compile import Protocol

_PER_UNIT = {"dose": 1000, "norepinephrine": 1000, "%": 100, "beats/min per mmHg": 100}
_WORDS: dict[Axis, tuple[str, ...]] = {
    Axis.VASOPRESSIN: ("off", "on"),
    Axis.FLUIDS: ("not attested", "attested"),
    Axis.ACTION: tuple(Action),
    Axis.SHOCK: tuple(SHOCK_CODE),
    **dict.fromkeys(CONDITION_AXIS.values(), ("no", "yes")),
}
_UNTOLD = frozenset({Axis.PHASE})
"""The phase has a place of its own in every sentence."""


def facts_text(part: Protocol, region: Region) -> str:
    """Every fact of a cell: "MAP 65 to 74 mmHg, dose 0.021 to 0.029 mcg/kg/min"."""
    told = (axis for axis in region if axis not in _UNTOLD)
    return ", ".join(f"{fact_name(axis)} {_span(part, axis, region[axis])}" for axis in told)


def dose_text(part: Protocol, dose: int) -> str:
    """A dose in thousandths with its unit."""
    return f"{_scaled(dose, _PER_UNIT['dose'])} {part.unit}"


def minutes_text(seconds: int) -> str:
    """A time in minutes, or in seconds where it is no whole number of them."""
    return f"{seconds // 60} min" if seconds % 60 == 0 else f"{seconds} s"


def band_text(part: Protocol, band: int) -> str:
    """A band as it is told: "65 to 75 mmHg"."""
    return f"{part.bands[band].low.value} to {part.bands[band].high}"


def fact_name(axis: Axis) -> str:
    """A fact as a sentence calls it."""
    name = axis.name.replace("_", " ")
    return name if axis is Axis.MAP else name.lower()


def _span(part: Protocol, axis: Axis, ends: tuple[int, int]) -> str:
    first, last = ends
    if first == UNKNOWN:
        return "unknown"
    if axis in _WORDS:
        words = _WORDS[axis]
        return words[first] if first == last else f"{words[first]} to {words[last]}"
    if AXIS_GRID[axis] == "time":
        return _times(first, last)
    scale = _PER_UNIT.get(AXIS_GRID[axis], 1)
    least, most = (_scaled(end, scale) for end in ends)
    unit = unit_of(AXIS_GRID[axis], part.unit)
    return f"{least} {unit}" if first == last else f"{least} to {most} {unit}"


def _scaled(count: int, scale: int) -> str:
    return number_text(Decimal(count) / scale)


def _times(first: int, last: int) -> str:
    if last >= SATURATION:
        return f"{minutes_text(first)} or more"
    if first == last:
        return minutes_text(first)
    # Grids are of whole seconds: what ends a second short of a minute ends under it.
    end = minutes_text(last) if (last + 1) % 60 else f"under {minutes_text(last + 1)}"
    return f"{minutes_text(first)} to {end}"
