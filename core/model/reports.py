"""The reports of what the pump runs, in order of time, and what follows from all of them.

What runs now and since when, and how much of the bag is used: a late report counts, and a struck
one does not, as if that had been so from the start.
"""

import dataclasses
from datetime import datetime, timedelta
from fractions import Fraction

from core.model.series import Series
from core.model.state import Given, Hanging, seconds
from core.model.terms import Agent

_HOUR, _TICK = timedelta(hours=1), timedelta(microseconds=1)


def second_of(report: Given) -> int:
    """The second a report belongs to: two within one second stay in their order of entry."""
    return seconds(report.at)


def latest(reports: Series[Given]) -> dict[Agent, Given]:
    """What runs of each agent, each with the time since when its dose has been the same."""
    given: dict[Agent, Given] = {}
    for report in reports:
        before = given.get(report.agent)
        same = before is not None and before.dose == report.dose
        since = before.since if same and before is not None else report.at
        given[report.agent] = dataclasses.replace(report, since=since)
    return given


def counted_on(bag: Hanging, before: Given | None, at: datetime) -> Hanging:
    """The bag after it ran at the rate of `before` until `at`."""
    if at <= bag.counted_at:
        return bag
    rate = Fraction(0) if before is None or before.rate is None else Fraction(before.rate.value)
    hours = Fraction((at - bag.counted_at) // _TICK, _HOUR // _TICK)
    return dataclasses.replace(bag, used_ml=bag.used_ml + rate * hours, counted_at=at)


def recounted(bag: Hanging, agent: Agent, reports: Series[Given]) -> Hanging:
    """The bag with its volume counted afresh from every report of its agent."""
    fresh = dataclasses.replace(bag, used_ml=Fraction(0), counted_at=bag.since)
    before = None
    for report in reports:
        if report.agent is agent:
            fresh = counted_on(fresh, before, report.at)
            before = report
    return fresh
