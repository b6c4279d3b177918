"""Promises about the rules as they run: played through the engine, not read off the table."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from core.model.commands import Command
from core.model.course import UNKNOWN
from core.model.events import Advised, Event, Recorded
from core.model.evolve import evolve
from core.model.facts import Axis, Facts, Phase
from core.model.state import State
from core.model.terms import Action
from core.proof.cells import MAP_DOMAIN
from core.proof.finding import Breach
from core.proof.play import PINNED, play
from core.proof.subject import Subject
from core.proof.telling import band_text
from core.quantity.measures import Dose
from core.rules.advice import is_dosed
from core.rules.compile import Protocol
from core.rules.engine import decide
from core.rules.protocol import WorkedCase, WorkedGiven
from core.rules.worked import requests_of

PAST = 1
"""A reading is tried so many seconds past the age at which it is stale."""


def unusable(subject: Subject) -> Iterator[Breach]:
    """Stale, artefact or missing data give no change of dose."""
    yield from _on_nothing(subject)
    if subject.first:  # the gates know no band: one stands for all
        band = band_text(subject.part, 0)
        for given, late in _bad_readings(subject.part, band):
            answered = _dosed(subject.part, given, late)
            if answered is not None:
                args = {"band": band, "action": answered.action, "facts": given.course[-1]}
                yield Breach(answered.rule, args, given=None if late else given)


def _on_nothing(subject: Subject) -> Iterator[Breach]:
    """No row changes a dose when nothing is known but that the infusion runs."""
    highest = subject.part.numbers.highest
    doses = np.arange(1, highest + 1, dtype=np.int64)
    for band, table in enumerate(subject.part.tables):
        facts: Facts = np.full((highest, len(Axis)), UNKNOWN, dtype=np.int64)
        facts[:, Axis.PHASE], facts[:, Axis.DOSE] = Phase.RUNNING, doses
        rows = table.first(facts)
        ends = table.new_dose(rows, facts, chosen=doses, last=doses)
        answered = ((facts >= table.low[rows]) & (facts < table.high[rows])).all(axis=1)
        for row in sorted(set(rows[answered & (ends != doses)].tolist())):
            args = {
                "band": band_text(subject.part, band),
                "action": table.rows[row].action,
                "facts": "nothing known",
            }
            yield Breach(table.rows[row].id, args)


def _bad_readings(part: Protocol, band: str) -> Iterator[tuple[WorkedGiven, int]]:
    """Courses that end in a reading nobody may dose on, and how many seconds late it is typed."""
    unit, numbers = part.unit, part.numbers
    runs = f"0 min: runs {(numbers.start_default or numbers.floor) / 1000:g} {unit}"
    long = f"{max(numbers.intervals.values()) // 60} min"
    for pressure in (MAP_DOMAIN[0], 40, 120, MAP_DOMAIN[1]):
        reading = f"{long}: MAP {pressure} mmHg"
        yield WorkedGiven(band=band, course=(runs, f"{reading}, artefact")), 0
        late = max(numbers.stale_after_raise, numbers.stale_otherwise) + PAST
        yield WorkedGiven(band=band, course=(runs, reading)), late
    for pressure in (1, MAP_DOMAIN[0] - 1, MAP_DOMAIN[1] + 1, 299):
        yield WorkedGiven(band=band, course=(runs, f"{long}: MAP {pressure} mmHg")), 0


def _dosed(part: Protocol, given: WorkedGiven, late: int) -> Advised | None:
    """The advice to change a dose that the last reading earns, typed so many seconds late."""
    *before, last = requests_of(given, part, PINNED)
    typed = replace(last, at=last.at + timedelta(seconds=late))
    events = _last_events(part, (*before, typed))
    return next((e for e in events if isinstance(e, Advised) and is_dosed(e.action)), None)


def _last_events(part: Protocol, requests: tuple[Command, ...]) -> tuple[Event, ...]:
    state, events = State(), tuple[Event, ...]()
    for request in requests:
        events = decide(state, request, part)
        for event in events:
            state = evolve(state, Recorded(state.count + 1, request.at, event))
    return events


def worked(subject: Subject) -> Iterator[Breach]:
    """Every worked case of the file gives what it expects."""
    for case in subject.part.file.case:
        found = _answer_of(case, subject.part)
        if found is not None:
            yield Breach(case.expect.rule, {"case": case.name, "found": found}, given=case.given)


def _answer_of(case: WorkedCase, part: Protocol) -> str | None:
    """What a worked case gave instead of what it expects; None where they agree."""
    played, expect = play(case.given, part), case.expect
    if played is None:
        return "the course is refused"
    if played.advised is None:
        return "no advice" if played.withheld is None else played.withheld.gate
    advised = played.advised
    calls = {row.id for own in part.parts for row in own.file.notify} & played.called
    got = (advised.agent, advised.rule, advised.action, advised.dose, calls)
    dose, action = Dose.parse(expect.dose), Action(expect.action)
    want = (expect.agent, expect.rule, action, dose, set(expect.notify))
    if got == want:
        return None
    return ", ".join(
        [advised.agent, advised.rule, advised.action, str(advised.dose), *sorted(calls)]
    )
