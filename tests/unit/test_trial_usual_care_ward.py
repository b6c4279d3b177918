"""Nurses of usual care at the bedsides of a trial: what they remember, and whole arms of them."""

from typing import Any

import numpy as np
import pytest

from core.patient.arrays import IntArray
from core.patient.cohort import Preset, drawn
from core.quantity.measures import Dose
from core.trial.arm_chunk import demand_arm
from core.trial.deciding import NO_ROW, OPEN, Readings, Reports
from core.trial.plan import Arm, Plan, PlanError, StaffSpec
from core.trial.run import run
from core.trial.usual_care import Checks, arm, shipped_text, usual_care_from
from core.trial.usual_care_engine import usual_care_engine, usual_care_setting
from core.trial.usual_care_ward import UsualCareWard

SEED = 7
MANY = 4000


def whole(value: int, count: int = MANY) -> IntArray:
    return np.full(count, value, dtype=np.int64)


def ward(count: int = MANY, start: int | None = None) -> UsualCareWard:
    ids = np.arange(count, dtype=np.int64)
    return UsualCareWard.opened(
        usual_care_from(shipped_text(Checks.EVERY_15)), SEED, ids, (65, 75), start
    )


def readings(map_mmhg: int, second: int, who: IntArray, *, marked: bool = False) -> Readings:
    shown, count = whole(map_mmhg, len(who)), len(who)
    at = np.full(count, second, dtype=np.int64)
    return Readings(who, at, at, shown, shown, shown, np.full(count, marked))


def test_a_ward_starts_on_a_low_reading_and_remembers_pump_and_target() -> None:
    everybody = np.arange(MANY, dtype=np.int64)
    there = ward()
    assert there.read(readings(72, 0, everybody)).dose.max() == 0
    first = there.read(readings(55, 300, everybody))
    assert set(first.dose.tolist()) == {0, 50}
    assert first.before.max() == 0
    started = everybody[first.dose == 50]
    there.report(Reports(started, whole(360, len(started)), first.dose[started]))
    again = there.read(readings(55, 600, everybody))
    assert (again.dose[started] >= 50).mean() > 0.95
    assert (again.dose[started] > 50).mean() > 0.3
    assert set(again.before[started].tolist()) == {50}
    assert there.reached.all()
    assert np.array_equal(np.flatnonzero(there.changed_s == 360), started)
    assert set(ward(start=100).read(readings(50, 0, everybody)).dose.tolist()) == {0, 100}


def test_a_ward_does_nothing_on_artefacts_and_shows_no_prompt() -> None:
    everybody = np.arange(MANY, dtype=np.int64)
    for told in (
        ward().read(readings(50, 0, everybody, marked=True)),
        ward().read(readings(5, 0, everybody)),
        ward().read(readings(250, 0, everybody)),
    ):
        assert not told.usable.any()
        assert told.dose.max() == 0
        assert set(told.wait_s.tolist()) == {300}
    told = ward().read(readings(50, 0, everybody))
    assert told.usable.all()
    assert (told.prompts.max(), told.row.max(), told.gate.max()) == (0, NO_ROW, OPEN)
    assert not told.escalates.any()
    assert not told.second_agent.any()


def test_a_ward_answers_some_of_its_patients_as_it_answers_all() -> None:
    everybody, some = np.arange(MANY, dtype=np.int64), np.array([17, 3, 900], dtype=np.int64)
    told, part = (ward().read(readings(50, 0, who)) for who in (everybody, some))
    assert np.array_equal(part.dose, told.dose[some])
    chunk = UsualCareWard.opened(
        usual_care_from(shipped_text(Checks.EVERY_15)), SEED, some, (65, 75)
    )
    alone = chunk.read(readings(50, 0, np.arange(3, dtype=np.int64)))
    assert np.array_equal(alone.dose, told.dose[some])


def usual_plan(**changes: Any) -> Plan:  # noqa: ANN401 - any field
    return Plan(**{"arms": (arm(),), "patients": 12, "hours": 3, "sample_s": 60, **changes})


def test_an_arm_of_usual_care_is_the_same_in_chunks_of_any_size() -> None:
    whole, parted = (run(usual_plan(), workers=1, chunk=chunk)[0] for chunk in (12, 5))
    assert whole.same_as(parted)
    assert whole.changes.sum() > 12
    assert whole.prompts.sum() == 0
    assert np.isfinite(whole.minutes_to_target).any()


def test_usual_care_takes_any_band_and_start_and_no_other_unit() -> None:
    cohort = drawn(Preset.DEFAULT, 1, 12)
    plan = usual_plan(band=(80, 90), start=Dose.parse("0.1 mcg/kg/min"))
    told = usual_care_setting(plan, arm())
    assert (int(told.band.low.value), told.start) == (80, 100)
    assert len(usual_care_engine(plan, arm(), cohort).run()) == 12
    with pytest.raises(PlanError, match="usual-care: doses are in mcg/kg/min"):
        usual_care_setting(usual_plan(start=Dose.parse("5 mcg/min")), arm())
    broken = Arm("usual-care", shipped_text().replace('checks = "mixed"', 'checks = "hourly"'))
    with pytest.raises(PlanError, match="usual-care: usual care, checks: give one of mixed"):
        demand_arm(usual_plan(), broken)


def test_nurses_forget_by_habit_and_not_twice() -> None:
    """The staff's own forgetting and rounding belong to who follows advice."""
    forgetful = StaffSpec(forgets=1.0, rounds=1.0, slips=0.0)
    careful = StaffSpec(forgets=0.0, rounds=0.0, slips=0.0)
    one, other = (run(usual_plan(staff=staff), workers=1)[0] for staff in (forgetful, careful))
    assert one.same_as(other)
