"""Usual care: frozen data with sources, nurses that differ, decisions by patient and second."""

import hashlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.patient.arrays import IntArray
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
from core.trial.usual_care_nurse import Nurses, nurses

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
