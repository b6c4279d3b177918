"""The block view: for each hour what MAP and each infusion did, as block charting asks for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from itertools import pairwise

from core.model.events import PumpReported, Recorded
from core.model.terms import Agent
from core.report.past import Past

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class BlockDose:
    """One infusion in a block: the least and the highest dose, the last one, how many changes.

    The dose that ran on from before counts. Doses are in the agent's own unit.
    """

    least: Decimal
    most: Decimal
    last: Decimal
    changes: int


@dataclass(frozen=True, slots=True)
class Block:
    """A span from `begins` to `ends` (aware UTC): usable MAP in mmHg, and the dose of each agent.

    A dose is None before the pump was first reported. A span of several hours is one in which
    nothing was read or reported.
    """

    begins: datetime
    ends: datetime
    pressures: tuple[int, ...]
    doses: dict[Agent, BlockDose | None]


def blocks_of(facts: Sequence[Recorded], past: Past, zone: tzinfo) -> tuple[Block, ...]:
    """Every hour of the case by the local clock; empty hours in a row as one block."""
    if not facts:
        return ()
    first, last = (pick(fact.event.at for fact in facts) for pick in (min, max))
    joined: list[Block] = []
    for block in _hours(past, _hour_of(first, zone), last):
        if joined and _empty(block) and _empty(joined[-1]):
            before = joined[-1]
            joined[-1] = Block(before.begins, block.ends, (), before.doses)
        else:
            joined.append(block)
    return tuple(joined)


def _hour_of(at: datetime, zone: tzinfo) -> datetime:
    """The beginning of the local hour, which in some zones is no whole hour of UTC."""
    local = at.astimezone(zone)
    within = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return at.astimezone(UTC) - within


def _hours(past: Past, begins: datetime, last: datetime) -> Iterator[Block]:
    running: dict[Agent, Decimal] = {}
    readings, reports = _by_hour(past, begins)
    while begins <= last:
        doses = {}
        for agent in past.reports:
            doses[agent] = _dose(running.get(agent), reports.get((agent, begins), ()))
            here = doses[agent]
            if here is not None:
                running[agent] = here.last
        yield Block(begins, begins + HOUR, tuple(readings.get(begins, ())), doses)
        begins += HOUR


def _by_hour(
    past: Past, first: datetime
) -> tuple[dict[datetime, list[int]], dict[tuple[Agent, datetime], list[PumpReported]]]:
    readings: dict[datetime, list[int]] = {}
    reports: dict[tuple[Agent, datetime], list[PumpReported]] = {}
    for _, reading in past.readings:
        readings.setdefault(_floor(reading.at, first), []).append(int(reading.map.value))
    for agent, reported in past.reports.items():
        for _, report in reported:
            reports.setdefault((agent, _floor(report.at, first)), []).append(report)
    return readings, reports


def _floor(at: datetime, first: datetime) -> datetime:
    return first + (at - first) // HOUR * HOUR


def _dose(before: Decimal | None, reports: Sequence[PumpReported]) -> BlockDose | None:
    known = [] if before is None else [before]
    known += [report.dose.value for report in reports]
    if not known:
        return None
    changes = sum(one != other for one, other in pairwise(known))
    begun = before is None and known[0] != 0
    return BlockDose(min(known), max(known), known[-1], changes + begun)


def _empty(block: Block) -> bool:
    changed = (dose.changes for dose in block.doses.values() if dose is not None)
    return not block.pressures and not any(changed)
