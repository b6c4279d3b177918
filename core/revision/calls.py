"""The calls that change: each notify row by its id and phase, with a moment that tells it apart."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.model.course import UNKNOWN
from core.model.facts import Axis, Phase
from core.model.terms import Action
from core.revision.change import Change, Example, Group
from core.revision.joint import Pair, bands_in_both
from core.revision.moment import fact_text
from core.rules.boxes import Interval
from core.rules.compile import Protocol
from core.rules.table import ANY, MOST, Table


@dataclass(frozen=True, slots=True)
class _Call:
    """What a notify row asks in one phase, by fact, and how it is shown."""

    id: str
    phase: int
    asks: dict[Axis, Interval]
    urgency: str
    per: str


def calls_changed(before: Protocol, now: Protocol) -> Iterator[Change]:
    """Calls added, taken away, shown otherwise, or made at other moments; each said once."""
    said = set()
    for pair in bands_in_both(before, now):
        for change in _in_band(pair):
            key = (change.code, tuple(change.args.items()))
            if key not in said:
                said.add(key)
                yield change


def _in_band(pair: Pair) -> Iterator[Change]:
    was, now_are = (
        _calls(each.tables[band])
        for each, band in zip((pair.before, pair.now), pair.bands, strict=True)
    )
    agent = pair.now.agent
    for key in dict.fromkeys((*was, *now_are)):
        one, other = was.get(key), now_are.get(key)
        args = {"call": key[0], "phase": Phase(key[1]).name.lower()}
        if one is None:
            yield Change(Group.CALLS, "call-added", agent, args)
        elif other is None:
            yield Change(Group.CALLS, "call-removed", agent, args)
        else:
            yield from _differences(one, other, pair.now)


def _calls(table: Table) -> dict[tuple[str, int], _Call]:
    found = {}
    for number, line in enumerate(table.notify):
        low, high = table.notify_low[number], table.notify_high[number]
        asked = np.flatnonzero((low != ANY[0]) | (high != ANY[1])).tolist()
        asks = {Axis(axis): (int(low[axis]), int(high[axis])) for axis in asked}
        phase = asks.pop(Axis.PHASE)[0]
        found[line.id, phase] = _Call(line.id, phase, asks, line.urgency.value, line.per)
    return found


def _differences(one: _Call, other: _Call, part: Protocol) -> Iterator[Change]:
    """What a call asks otherwise now, fact by fact, and how it is shown."""
    for name in ("urgency", "per"):
        before, now = getattr(one, name), getattr(other, name)
        if before != now:
            args = {"call": one.id, "name": name, "before": before, "now": now}
            yield Change(Group.CALLS, "call-shown", part.agent, args)
    for axis in dict.fromkeys((*one.asks, *other.asks)):
        spans = one.asks.get(axis, ANY), other.asks.get(axis, ANY)
        if spans[0] != spans[1]:
            before, now = (_span(axis, span, part.unit) for span in spans)
            args = {"call": one.id, "fact": axis.name.lower(), "before": before, "now": now}
            yield Change(
                Group.CALLS, "call-asks", part.agent, args, _example(axis, spans, part.unit)
            )


def _span(axis: Axis, span: Interval, unit: str) -> str:
    """An interval in its unit, both ends included: "at most 49 mmHg"."""
    low, high = span
    if axis is Axis.ACTION and span != ANY:
        return ", ".join(str(action) for action in list(Action)[low:high])
    if low <= UNKNOWN + 1 and high >= MOST:
        return "any" if low == UNKNOWN else "known"
    if low <= UNKNOWN + 1:
        return f"at most {fact_text(axis, high - 1, unit)}"
    if high >= MOST:
        return f"at least {fact_text(axis, low, unit)}"
    first, last = (fact_text(axis, count, unit) for count in (low, high - 1))
    return first if first == last else f"{first} to {last}"


def _example(axis: Axis, spans: tuple[Interval, Interval], unit: str) -> Example | None:
    """A value that only one of the two spans holds; None where it cannot be told by a figure."""
    ends = [end for low, high in spans for end in (low - 1, low, high - 1, high)]
    for value in ends:
        inside = [low <= value < high for low, high in spans]
        if axis is not Axis.ACTION and 0 <= value < MOST and inside[0] is not inside[1]:
            before, now = ({"called": "yes" if one else "no"} for one in inside)
            return Example("", {axis.name.lower(): fact_text(axis, value, unit)}, before, now)
    return None
