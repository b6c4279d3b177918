"""A change of advice as texts: how large it is, and one moment at which it is seen."""

from collections.abc import Mapping

from core.model.course import UNKNOWN
from core.model.facts import Axis, Phase
from core.model.state import dose_of
from core.model.terms import Action
from core.proof.finding import Region
from core.revision.advice import Otherwise
from core.revision.change import Example
from core.rules.bounds import AXIS_GRID
from core.rules.compile import Protocol
from core.rules.table import TableRow
from core.view.explain import value_text

_USES_STEP = frozenset({Action.UNDO})


def args_of(one: Otherwise, part: Protocol) -> dict[str, str]:
    """What the sentence of a change is filled with; doses with their unit."""
    return {
        "phase": one.phase.name.lower(),
        "bands": "" if one.everywhere else _bands(one, part),
        "row_before": one.before.id,
        "row_now": one.now.id,
        "action_before": one.before.action.value,
        "action_now": one.now.action.value,
        "recheck_before": time_text(one.before.recheck),
        "recheck_now": time_text(one.now.recheck),
        "interval_before": one.before.interval,
        "interval_now": one.now.interval,
        "more": _amount(one.most, part),
        "less": _amount(-one.least, part),
    }


def example_of(one: Otherwise, part: Protocol) -> Example:
    """The moment of the largest difference, with what either version asks there."""
    dose = one.moment.dose
    return Example(
        band=_band(part, one.moment.band),
        facts=_facts(one, part),
        before=_advised(one.before, dose.before, part),
        now=_advised(one.now, dose.now, part),
    )


def _advised(row: TableRow, dose: int, part: Protocol) -> Mapping[str, str]:
    """What one version advises there; `dose` in thousandths."""
    told = {"action": row.action.value, "dose": _dose(dose, part)}
    return {**told, "recheck": time_text(row.recheck)}


def _facts(one: Otherwise, part: Protocol) -> dict[str, str]:
    """The pressure, the dose, and every other fact that one of the two rows asks about."""
    region, unit = one.moment.region, str(part.unit)
    asked = {Axis.MAP, *one.before.asked, *one.now.asked}
    if one.phase is Phase.RUNNING:
        asked.add(Axis.DOSE)
    if {one.before.action, one.now.action} & _USES_STEP:
        asked.add(Axis.STEP_SIZE)
    values = {axis: _value(axis, region) for axis in Axis if axis in asked and axis in region}
    if Axis.DOSE in asked:
        values[Axis.DOSE] = one.moment.dose.dose
    if Axis.STEP_SIZE in asked:
        values[Axis.STEP_SIZE] = one.moment.dose.step
    values[Axis.MAP] = _pressure(one, part)
    return {
        axis.name.lower(): fact_text(axis, values[axis], unit)
        for axis in Axis
        if axis in values and values[axis] != UNKNOWN
    }


def fact_text(axis: Axis, value: int, unit: str) -> str:
    """A fact with its unit: "61 mmHg", "5 min", "2 h"."""
    if AXIS_GRID.get(axis) == "time":
        return time_text(value)
    return value_text(axis, value, unit)


def time_text(seconds: int) -> str:
    """A time in the largest unit it is a whole number of: "2 h", "5 min", "90 s"."""
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def _value(axis: Axis, region: Region) -> int:
    return region[axis][0]


def _pressure(one: Otherwise, part: Protocol) -> int:
    """Of the MAP in the cell the one nearest to the target."""
    first, last = one.moment.region[Axis.MAP]
    low = int(part.bands[one.moment.band].low.value)
    return min(max(low, first), last)


def _amount(thousandths: int, part: Protocol) -> str:
    return _dose(thousandths, part) if thousandths else ""


def _dose(thousandths: int, part: Protocol) -> str:
    return str(dose_of(thousandths, part.unit))


def _bands(one: Otherwise, part: Protocol) -> str:
    return ", ".join(_band(part, number) for number in sorted(one.bands))


def _band(part: Protocol, number: int) -> str:
    band = part.bands[number]
    return f"{band.low.value} to {band.high}"
