"""Usual care: frozen data with sources, nurses that differ, decisions by patient and second."""

import hashlib
from dataclasses import replace
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
from core.trial.usual_care import (
    Checks,
    Grade,
    UsualCare,
    UsualCareError,
    arm,
    arms,
    is_usual_care,
    shipped_text,
    usual_care_from,
)
from core.trial.usual_care_decide import NEVER_S, Sight, decide
from core.trial.usual_care_engine import usual_care_engine, usual_care_setting
from core.trial.usual_care_nurse import Nurses, nurses
from core.trial.usual_care_ward import UsualCareWard

SEED = 7
MANY = 4000
FROZEN = "102933ac8cc7252f66f84ce58944ca35c572600219bb0dfec75fae5ad047df88"


def shipped(checks: Checks = Checks.MIXED) -> UsualCare:
    return usual_care_from(shipped_text(checks))


def whole(value: int, count: int = MANY) -> IntArray:
    return np.full(count, value, dtype=np.int64)


def sight(map_mmhg: int, dose: int = 100, count: int = MANY, **changes: Any) -> Sight:  # noqa: ANN401 - any field
    base = Sight(
        ids=np.arange(count, dtype=np.int64),
        second=whole(36_000, count),
        map_mmhg=whole(map_mmhg, count),
        usable=np.ones(count, dtype=np.bool_),
        dose=whole(dose, count),
        changed_s=whole(NEVER_S, count),
        reached=np.ones(count, dtype=np.bool_),
        started=np.ones(count, dtype=np.bool_),
        band=(65, 75),
        start=50,
    )
    return replace(base, **changes)


def there(checks: Checks = Checks.MIXED) -> Nurses:
    return nurses(shipped(checks), SEED, np.arange(MANY, dtype=np.int64), whole(36_000))


def share_changed(map_mmhg: int, checks: Checks = Checks.EVERY_15, **changes: Any) -> float:  # noqa: ANN401 - any field
    seen = sight(map_mmhg, **changes)
    decided = decide(shipped(checks), SEED, seen)
    return float((decided.dose != seen.dose).mean())


def test_the_text_is_frozen() -> None:
    """A change of the comparator wants a new version, a changelog line and a new digest here."""
    digest = hashlib.sha256(shipped_text().encode()).hexdigest()
    assert (shipped().version, digest) == ("1.0.0", FROZEN)


def test_every_parameter_has_a_grade_a_reason_and_known_sources() -> None:
    care = shipped()
    assert {habit.grade for habit in care.habits.values()} == set(Grade)
    for habit in care.habits.values():
        assert habit.why
        assert habit.meaning
        cites = set(habit.sources)
        assert cites <= care.sources.keys()
        assert habit.grade is Grade.ASSUMED or "local" not in cites


def test_there_is_an_arm_for_each_interval_and_each_knows_itself() -> None:
    assert list(arms()) == ["usual-care", "usual-care-15", "usual-care-30", "usual-care-60"]
    hashes = {arm(name).hash for name in arms()}
    assert len(hashes) == 4
    for name, checks in arms().items():
        assert is_usual_care(arm(name).text)
        assert usual_care_from(arm(name).text).checks is checks
    assert not is_usual_care('id = "some-protocol"')


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('checks = "mixed"', 'checks = "2 min"', "checks"),
        ('name = "raise_step"', 'name = "raise_steps"', "raise_step"),
        ('name = "raise_step"', 'name = "lower_step"', "raise_step"),
        ("typical = 0.9", "typical = 1.9", "act_far_share: a share is at most 1"),
        ("typical = 0.03\n", "typical = 3\n", "raise_step: 3 is outside"),
        ('sources = ["ehs"]', 'sources = ["nobody"]', "start_dose: a source"),
        ('grade = "derived"', 'grade = "guessed"', "act_low_share: 'guessed'"),
        ("spread = 2\n", "spread = 0\n", "low_line_mmhg: a spread and a law"),
        ("format = 1", "format = ", "not TOML"),
        ("format = 1\n", "", "format: missing"),
    ],
)
def test_a_faulty_file_is_refused_and_the_place_named(old: str, new: str, named: str) -> None:
    text = shipped_text()
    assert old in text
    with pytest.raises(UsualCareError) as refused:
        usual_care_from(text.replace(old, new, 1))
    assert named in str(refused.value)


def test_nurses_differ_as_the_data_say() -> None:
    crowd = there()
    for minutes in (15, 30, 60):
        assert (crowd.check_min == minutes).mean() == pytest.approx(1 / 3, abs=0.03)
    assert np.median(crowd.raise_step) == pytest.approx(30, rel=0.05)
    assert np.std(np.log(crowd.lower_step)) == pytest.approx(0.4, rel=0.08)
    assert np.median(crowd.act_low_share) == pytest.approx(0.4, abs=0.02)
    assert (crowd.grid == 50).mean() == pytest.approx(0.1, abs=0.02)
    assert set(there(Checks.EVERY_30).check_min.tolist()) == {30}


def test_a_nurse_stays_for_a_shift_and_another_follows() -> None:
    care, ids = shipped(), np.arange(MANY, dtype=np.int64)
    early, late, next_shift = (
        nurses(care, SEED, ids, whole(second)) for second in (0, 43_199, 43_200)
    )
    assert np.array_equal(early.raise_step, late.raise_step)
    assert not np.any(early.raise_step == next_shift.raise_step)


def test_low_is_raised_high_is_lowered_and_most_is_left() -> None:
    decided = decide(shipped(Checks.EVERY_15), SEED, sight(63))
    changed = decided.dose != 100
    assert 0.25 < changed.mean() < 0.5
    assert (decided.dose[changed] > 100).mean() == pytest.approx(0.95, abs=0.02)
    high = decide(shipped(Checks.EVERY_15), SEED, sight(90))
    changed = high.dose != 100
    assert 0.08 < changed.mean() < 0.2
    assert (high.dose[changed] < 100).mean() == pytest.approx(0.95, abs=0.02)
    assert share_changed(72) < 0.05
    assert share_changed(67) < 0.15


def test_rare_checks_act_more_often_each_and_as_often_in_an_hour() -> None:
    """Shares are per 15 min: four chances of a tenth are one of 34 %."""
    typical = replace(
        shipped(), habits={n: replace(h, spread=0.0) for n, h in shipped().habits.items()}
    )
    fixed = {
        checks: decide(replace(typical, checks=checks), SEED, sight(95)).dose
        for checks in (Checks.EVERY_15, Checks.EVERY_60)
    }
    assert (fixed[Checks.EVERY_15] != 100).mean() == pytest.approx(0.1, abs=0.015)
    assert (fixed[Checks.EVERY_60] != 100).mean() == pytest.approx(1 - 0.9**4, abs=0.025)


def test_far_below_is_answered_at_once_and_by_more() -> None:
    care = shipped(Checks.EVERY_60)
    far, near = decide(care, SEED, sight(50)), decide(care, SEED, sight(60))
    assert (far.dose > 100).mean() == pytest.approx(0.9, abs=0.02)
    assert not (far.dose < 100).any()
    assert np.median(far.dose[far.dose > 100]) > np.median(near.dose[near.dose > 100])
    assert set(far.next_check_s.tolist()) == {300}
    assert set(near.next_check_s.tolist()) == {3600}


def test_before_the_target_is_reached_nurses_stay_at_the_bedside() -> None:
    not_yet = np.zeros(MANY, dtype=np.bool_)
    decided = decide(shipped(Checks.EVERY_60), SEED, sight(62, reached=not_yet))
    assert (decided.dose > 100).mean() == pytest.approx(
        0.9 * (there().low_line_mmhg > -3).mean(), abs=0.03
    )
    assert set(decided.next_check_s.tolist()) == {300}
    reached = decide(shipped(Checks.EVERY_60), SEED, sight(66, reached=not_yet))
    assert set(reached.next_check_s.tolist()) == {3600}


def test_an_artefact_changes_nothing_and_is_looked_at_again_soon() -> None:
    decided = decide(shipped(), SEED, sight(30, usable=np.zeros(MANY, dtype=np.bool_)))
    assert set(decided.dose.tolist()) == {100}
    assert set(decided.next_check_s.tolist()) == {300}


def test_nothing_is_lowered_soon_after_a_change_nor_when_nothing_runs() -> None:
    assert share_changed(90, changed_s=whole(36_000 - 600)) == 0.0
    assert share_changed(90, dose=0) == 0.0
    assert share_changed(50, dose=0) > 0.8


def test_a_lowering_takes_half_at_most_and_stops_from_a_low_dose() -> None:
    habits = {
        **shipped().habits,
        "act_high_share": replace(shipped().habits["act_high_share"], typical=0.9),
    }
    eager = replace(shipped(Checks.EVERY_60), habits=habits)
    crowd = there()
    for dose in (200, 60, 40, 20):
        lowered = decide(eager, SEED, sight(90, dose=dose)).dose
        lowered, stops = lowered[lowered < dose], crowd.stop_from[lowered < dose] >= dose
        assert len(lowered) > 1000
        assert set(lowered[stops].tolist()) <= {0}
        assert (lowered[~stops] >= dose / 2 - 10).all()
        assert (lowered[~stops] > 0).mean() > 0.9


def test_doses_are_multiples_that_a_nurse_sets_and_stay_under_the_most() -> None:
    raised = decide(shipped(), SEED, sight(50, dose=203)).dose
    grid = there().grid
    changed = raised != 203
    assert (raised[changed] % grid[changed] == 0).all()
    assert (raised[changed] > 203).all()
    assert set(decide(shipped(), SEED, sight(50, dose=1000)).dose.tolist()) == {1000}
    assert decide(shipped(), SEED, sight(50, dose=980)).dose.max() == 1000


def test_a_decision_hangs_on_patient_and_second_not_on_its_neighbours() -> None:
    seen = sight(62)
    decided = decide(shipped(), SEED, seen)
    some = np.array([3999, 5, 17], dtype=np.int64)
    fields = ("ids", "second", "map_mmhg", "usable", "dose", "changed_s", "reached", "started")
    few = replace(seen, **{name: getattr(seen, name)[some] for name in fields})
    alone = decide(shipped(), SEED, few)
    assert np.array_equal(alone.dose, decided.dose[some])
    assert np.array_equal(alone.next_check_s, decided.next_check_s[some])
    later = decide(shipped(), SEED, replace(seen, second=whole(36_900)))
    assert not np.array_equal(later.dose, decided.dose)
    assert not np.array_equal(decide(shipped(), SEED + 1, seen).dose, decided.dose)


def ward(count: int = MANY, start: int | None = None) -> UsualCareWard:
    ids = np.arange(count, dtype=np.int64)
    return UsualCareWard.opened(shipped(Checks.EVERY_15), SEED, ids, (65, 75), start)


def readings(map_mmhg: int, second: int, who: IntArray, *, marked: bool = False) -> Readings:
    shown, count = whole(map_mmhg, len(who)), len(who)
    return Readings(who, second, second, shown, shown, shown, np.full(count, marked))


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
    chunk = UsualCareWard.opened(shipped(Checks.EVERY_15), SEED, some, (65, 75))
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
