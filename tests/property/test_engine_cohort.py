"""A cohort is answered like its members one by one: courses, facts, table and calls."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from core.library import protocol_from, read_protocol
from core.model.course import (
    UNKNOWN,
    Course,
    Lane,
    Lines,
    begin,
    with_dose,
    with_pause,
    with_reading,
)
from core.model.facts import Axis, gather

PROTOCOL = protocol_from(read_protocol("early-wean").text)
PATIENTS = 200
TURNS = 80
T0 = 1_700_000_000
TABLE, BAND = PROTOCOL.tables[0], PROTOCOL.bands[0]
LINES = Lines(
    low=int(BAND.low.value),
    high=int(BAND.high.value),
    run_gap=int(PROTOCOL.counting.run_gap.total_seconds()),
    step_window=int(PROTOCOL.counting.step_window.total_seconds()),
    stop_from=int(PROTOCOL.counting.stop_from.value * 1000),
    watch=int(PROTOCOL.counting.watch.total_seconds()),
)


@dataclass(frozen=True)
class Turn:
    """What happens to each patient at one time: one thing, in some lanes only."""

    kind: int
    at: Lane
    number: Lane
    other: Lane
    here: NDArray[np.bool_]

    def upon(self, course: Course, one: slice) -> Course:
        at, number, other = self.at[one], self.number[one], self.other[one]
        here = self.here[one]
        if self.kind == 0:
            return with_dose(course, LINES, at=at, dose=number, here=here)
        if self.kind == 1:
            return with_pause(course, paused=number > 60, here=here)
        diastolic = np.where(other == UNKNOWN, UNKNOWN, other - 20)
        return with_reading(
            course, LINES, at=at, map_mmhg=number, diastolic=diastolic, heart_rate=other, here=here
        )


def turns() -> list[Turn]:
    rng = np.random.default_rng(20260105)
    at, made = np.full(PATIENTS, T0, dtype=np.int64), []
    for _ in range(TURNS):
        at = at + rng.choice([0, 60, 300, 1800, 4000, 20_000], PATIENTS)
        kind = int(rng.choice([0, 1, 2, 2, 2]))
        number = rng.integers(40, 110, PATIENTS)
        number = np.where(kind == 0, rng.integers(0, 12, PATIENTS) * 10, number)
        other = np.where(rng.random(PATIENTS) < 0.3, UNKNOWN, rng.integers(30, 160, PATIENTS))
        made.append(Turn(kind, at, number, other, rng.random(PATIENTS) < 0.8))
    return made


def answers(course: Course, now: Lane, chosen: Lane) -> tuple[NDArray[np.int64], ...]:
    """Facts, deciding row, the dose it ends at, and what is called."""
    even = chosen % 2
    facts = gather(course, LINES, now, {Axis.VASOPRESSIN: even, Axis.FLUIDS: even})
    row = TABLE.first(facts)
    ends_at = TABLE.new_dose(row, facts, chosen=chosen, last=course.last_dose)
    called = TABLE.called(TABLE.with_answer(facts, row, ends_at))
    return facts, row, ends_at, called.astype(np.int64)


def test_a_cohort_is_answered_like_its_members() -> None:
    cohort, alone = begin(PATIENTS), [begin(1) for _ in range(PATIENTS)]
    chosen = np.arange(20, 20 + PATIENTS) % 80 + 20
    seen: set[int] = set()
    for number, turn in enumerate(turns()):
        cohort = turn.upon(cohort, slice(None))
        alone = [turn.upon(course, slice(i, i + 1)) for i, course in enumerate(alone)]
        if number % 8 == 7:
            now = turn.at + 60
            together = answers(cohort, now, chosen)
            ones = [slice(i, i + 1) for i in range(PATIENTS)]
            each = [answers(c, now[s], chosen[s]) for c, s in zip(alone, ones, strict=True)]
            for part, parts in zip(together, zip(*each, strict=True), strict=True):
                assert np.array_equal(part, np.concatenate(parts))
            seen |= set(together[1].tolist())
    for item in fields(Course):
        joined = np.concatenate([getattr(course, item.name) for course in alone])
        assert np.array_equal(getattr(cohort, item.name), joined), item.name
    assert len(seen) > len(TABLE.rows) // 2
    assert {int(TABLE.low[row, Axis.PHASE]) for row in seen} == {0, 1, 2, 3}
