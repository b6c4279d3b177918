"""One meaning of a rule: the chunk and a session for each patient decide alike, every time."""

from dataclasses import replace

import numpy as np
import pytest

from core.library import read_protocol
from core.patient.cohort import Preset, drawn
from core.quantity.measures import PumpRate
from core.trial.deciding import OPEN, Decided, Readings, Reports
from core.trial.engine import Engine, Watch, engine_for
from core.trial.plan import Arm, Plan, StaffSpec
from core.trial.record import Record
from core.trial.sessions import Sessions
from core.trial.setting import rungs_for, setting

GRACE = 'overdue_after = "1 min"\n'
"""What the text says of readings that are late; beside it a share of the wait, as by default."""
ARM = Arm(
    "early",
    read_protocol("early-wean").text.replace(GRACE, GRACE + 'overdue_share = "10 %"\n'),
)
POOR = StaffSpec(forgets=0.1, rounds=0.2, slips=0.05)
BASE = Plan(arms=(ARM,), patients=10, hours=8, staff=POOR, seed=11)
ANSWER = (
    "usable",
    "gate",
    "row",
    "before",
    "dose",
    "wait_s",
    "prompts",
    "second_agent",
    "escalates",
)
SIGHT = ("map_mmhg", "diastolic_mmhg", "heart_rate_bpm", "marked")
Row = tuple[int, ...]

PLANS = {
    "a usual shift": BASE,
    "severe shock, a second agent, readings missed": replace(
        BASE, preset=Preset.SEVERE, second_agent=True, missed_share=0.2, seed=12
    ),
    "good answer, weaned, readings charted late": replace(
        BASE, response_factor=4.0, hours=24, seed=13, staff=replace(POOR, charts_s=640), patients=6
    ),
    "another band and a coarse pump": replace(
        BASE, band=(80, 85), resolution=PumpRate.parse("1 mL/h"), seed=14, patients=4
    ),
}


class Trace:
    """Every reading with its answer, and every change, in the sequence in which they came."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.changes: list[Row] = []

    def __call__(self, readings: Readings, told: Decided, reports: Reports) -> None:
        columns = [getattr(readings, name) for name in SIGHT]
        columns += [getattr(told, name) for name in ANSWER]
        for place, who in enumerate(readings.who.tolist()):
            answer = (int(column[place]) for column in columns)
            at = (int(readings.second[place]), int(readings.entered[place]))
            self.rows.append((who, *at, *answer))
        self.changes += zip(
            reports.who.tolist(), reports.second.tolist(), reports.dose.tolist(), strict=True
        )


def at_once(plan: Plan, watch: Watch) -> Record:
    cohort = drawn(plan.preset, plan.seed, plan.patients)
    return engine_for(plan, setting(plan, ARM), cohort, watch).run()


def one_by_one(plan: Plan, watch: Watch) -> Record:
    told, cohort = setting(plan, ARM), drawn(plan.preset, plan.seed, plan.patients)
    rungs = rungs_for(plan, cohort, told.protocol.unit)
    return Engine(plan, told, cohort, Sessions(plan, ARM, told, cohort), rungs, watch).run()


def told_twice(plan: Plan) -> tuple[Trace, Trace, Record, Record]:
    quick, slow = Trace(), Trace()
    return quick, slow, at_once(plan, quick), one_by_one(plan, slow)


@pytest.mark.parametrize("name", PLANS)
def test_the_chunk_decides_as_a_session_for_each_patient(name: str) -> None:
    quick, slow, record, judge = told_twice(PLANS[name])
    for mine, theirs in zip(quick.rows, slow.rows, strict=True):
        assert mine == theirs
    assert quick.changes == slow.changes
    assert record.same_as(judge)
    assert len(quick.changes) > PLANS[name].patients


@pytest.mark.nightly
@pytest.mark.parametrize("name", PLANS)
def test_a_thousand_are_decided_as_a_session_for_each(name: str) -> None:
    for first in range(0, 250, 50):
        plan = replace(PLANS[name], patients=50, hours=24, seed=100 + first)
        quick, slow, _, _ = told_twice(plan)
        assert [without_prompts(row) for row in quick.rows] == [
            without_prompts(row) for row in slow.rows
        ]
        assert quick.changes == slow.changes


def without_prompts(row: Row) -> Row:
    """A case remembers the last 256 prompts it has shown: after so many a card comes again."""
    place = 3 + len(SIGHT) + ANSWER.index("prompts")
    return (*row[:place], *row[place + 1 :])


def test_the_trials_of_this_file_meet_most_rows_and_gates() -> None:
    """Else agreement would say little: the plans above are to reach what a protocol can say."""
    rows: set[int] = set()
    gates: set[int] = set()
    for plan in PLANS.values():
        trace = Trace()
        at_once(replace(plan, patients=30, hours=24), trace)
        place = 3 + len(SIGHT)
        gates |= {row[place + 1] for row in trace.rows}
        rows |= {row[place + 2] for row in trace.rows}
    reachable = len(setting(BASE, ARM).protocol.tables[0].rows)
    assert len(rows) > 0.6 * reachable
    assert len(gates - {OPEN}) >= 2


def test_what_a_pump_cannot_show_is_withheld_in_both() -> None:
    plan = replace(BASE, resolution=PumpRate.parse("10 mL/h"), patients=4, hours=6, seed=15)
    quick, slow, record, judge = told_twice(plan)
    assert quick.rows == slow.rows
    assert record.same_as(judge)
    assert np.sum(record.gate_pump) > 0
