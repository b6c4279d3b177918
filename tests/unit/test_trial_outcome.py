"""Outcomes of hand-made records: every one by hand, exclusions, pairs, and sequence of parts."""

from math import hypot, inf, isnan, nan
from typing import Any

import numpy as np
import pytest

from core.patient.arrays import FloatArray
from core.patient.chance import normal, uniform
from core.trial.compare import arm_found, compared, contrast
from core.trial.outcome import Measure
from core.trial.outcome_set import OUTCOMES
from core.trial.record import Exclusion, Record, merged
from core.trial.statistics import PairingError

HOURS = 24
FLOATS = {name for name, kind in Record.__annotations__.items() if kind is FloatArray}


def record(count: int = 4, **told: Any) -> Record:  # noqa: ANN401 - any field
    """Records of so many patients; what is not told is 0."""
    base: dict[str, Any] = {
        "ids": range(count),
        "seconds_followed": [3600 * HOURS] * count,
        **told,
    }
    arrays: dict[str, Any] = {
        name: np.asarray(
            base.get(name, [0] * count), dtype=np.float64 if name in FLOATS else np.int64
        )
        for name in Record.__annotations__
    }
    return Record(**arrays)


def value(told: Record, code: str) -> float:
    return arm_found("a", told, HOURS).outcomes[code].estimate.value


DAY_S = 3600 * HOURS
BY_HAND: dict[str, Any] = {
    "minutes_to_target": [5, 15, nan, 25],
    "seconds_in_band": [DAY_S, DAY_S // 2, 0, DAY_S // 2],
    "seconds_below_band": [0, 0, DAY_S // 4, DAY_S // 4],
    "seconds_above_band": [0, DAY_S // 2, 0, 0],
    "seconds_below_65": [0, 3600, 0, 7200],
    "depth_below_65_mmhg_min": [0, 10, 20, 30],
    "given_mcg_kg": [100, 200, 300, 400],
    "changes": [4, 8, 12, 16],
    "readings": [96, 96, 96, 96],
    "prompts": [24, 0, 0, 48],
    "prompts_hour_max": [3, 0, 0, 5],
    "hours_to_liberation": [10, 20, nan, 6],
    "wean_steps": [5, 5, 0, 10],
    "rebounds": [1, 0, 0, 2],
    "failed_weans": [0, 0, 0, 1],
    "second_agents": [0, 0, 1, 0],
    "second_agent_prompts": [0, 3, 1, 0],
    "escalations": [0, 0, 2, 0],
    "gate_stale": [1, 0, 0, 1],
    "mdpe_percent": [1, 2, 3, 100],
    "mdape_percent": [4, 5, nan, 6],
}
"""Four patients."""
WANTED = {
    "reached": 75,
    "to_target": 20,
    "in_band": 50,
    "below_65": 100 * (1 + 2) / 24 / 4,
    "below_band": 12.5,
    "above_band": 12.5,
    "minutes_below_65": 45,
    "minutes_above": 180,
    "depth_below_65": 15,
    "given": 250,
    "changes": 10,
    "readings": 96,
    "prompts": 0.75,
    "prompts_worst_hour": 2,
    "liberated": 75,
    "hours_on_drug": (10 + 20 + 24 + 6) / 4,
    "to_liberation": 15,
    "wean_steps": 5,
    "rebounds": 15,
    "failed_weans": 5,
    "second_agents": 25,
    "second_agent_asked": 50,
    "escalated": 25,
    "gate_artefact": 0,
    "gate_stale": 0.5,
    "gate_limit": 0,
    "gate_pump": 0,
    "artefact_readings": 0,
    "missed_readings": 0,
    "mdpe_percent": 2.5,
    "mdape_percent": 5,
    "wobble_percent": 0,
    "divergence_percent_h": 0,
}
"""What they come to, in the sequence of the outcomes."""


def test_every_outcome_by_hand() -> None:
    told = record(**BY_HAND)
    found = {code: value(told, code) for code in WANTED}
    assert found == pytest.approx(WANTED)
    assert list(WANTED) == [outcome.code for outcome in OUTCOMES]


def test_codes_are_unique_and_every_field_of_a_record_is_read() -> None:
    """A field that no outcome reads would be measured for nothing."""
    assert len({outcome.code for outcome in OUTCOMES}) == len(OUTCOMES)
    twos: dict[str, Any] = {name: [2] * 4 for name in Record.__annotations__}
    twos |= {"ids": range(4), "excluded": [0] * 4}
    base = repr(arm_found("a", record(**twos), HOURS).outcomes)
    unread = [
        name
        for name in twos
        if repr(arm_found("a", record(**{**twos, name: [1, 1, 0, 1]}), HOURS).outcomes) == base
    ]
    assert unread == ["ids"]


def test_means_come_with_median_and_quartiles_of_the_patients() -> None:
    told = arm_found("a", record(given_mcg_kg=[1, 2, 3, 10]), HOURS).outcomes["given"]
    assert told.spread is not None
    assert told.estimate.value == 4
    assert told.spread.median.value == 2.5
    assert (told.spread.lower_quartile, told.spread.upper_quartile) == (1.75, 4.75)


def test_who_never_reaches_the_target_counts_as_last() -> None:
    assert value(record(minutes_to_target=[10, nan, nan, nan]), "to_target") == inf


def test_the_excluded_are_counted_by_reason_and_left_out_of_every_outcome() -> None:
    excluded = [Exclusion.NONE, Exclusion.NO_SHOCK, Exclusion.NONE, Exclusion.NOT_A_NUMBER]
    told = record(excluded=excluded, given_mcg_kg=[1, 1000, 3, nan])
    found = arm_found("a", told, HOURS)
    assert (found.counted.present, found.counted.usable) == (4, 2)
    assert found.counted.by_reason == {Exclusion.NO_SHOCK: 1, Exclusion.NOT_A_NUMBER: 1}
    assert found.outcomes["given"].estimate.value == 2
    assert {o.estimate.count for o in found.outcomes.values()} <= {2}


def test_nobody_left_gives_no_numbers_and_no_error() -> None:
    none = record(excluded=[Exclusion.NO_SHOCK] * 4)
    both = compared({"a": none, "b": none}, HOURS)
    for found in both.arms[0].outcomes.values():
        assert isnan(found.estimate.value)
    assert all(isnan(gap.value) for gap in both.contrasts[0].differences.values())


def test_contrasts_are_the_first_arm_minus_each_other_one() -> None:
    one = record(given_mcg_kg=[10, 20, 30, 40], hours_to_liberation=[1, 2, 3, nan])
    other = record(given_mcg_kg=[11, 22, 33, 44], hours_to_liberation=[1, 2, nan, nan])
    told = compared({"new": one, "old": other, "same": one}, HOURS)
    assert [(c.name, c.versus) for c in told.contrasts] == [("new", "old"), ("new", "same")]
    gaps = told.contrasts[0].differences
    assert gaps["given"].value == -2.5
    assert gaps["liberated"].value == 25
    assert gaps["hours_on_drug"].value == pytest.approx(-21 / 4)
    assert gaps["rebounds"].count == 4
    assert isnan(gaps["rebounds"].value)
    assert {
        gap.value for gap in told.contrasts[1].differences.values() if not isnan(gap.value)
    } == {0}


def test_other_patients_or_other_exclusions_make_no_pairs() -> None:
    one = record()
    with pytest.raises(PairingError, match="new and old: not the same patients, so"):
        contrast("new", one, "old", record(ids=[0, 1, 2, 9]), HOURS)
    with pytest.raises(PairingError, match="left out"):
        contrast("new", one, "old", record(excluded=[1, 0, 0, 0]), HOURS)


def _drawn(first: int, count: int, shift: float) -> Record:
    """Patients who differ much and answer alike in both arms."""
    ids = np.arange(first, first + count, dtype=np.int64)
    own = 300 + 100 * normal(1, ids, 1, 0)
    hours = np.where(uniform(1, ids, 2, 0) < 0.7, 24 * uniform(1, ids, 3, 0), nan)
    return record(
        count,
        ids=ids,
        given_mcg_kg=own + shift + 5 * normal(1, ids, 4, int(shift)),
        hours_to_liberation=hours,
        wean_steps=np.floor(8 * uniform(1, ids, 5, 0)),
        rebounds=np.floor(2 * uniform(1, ids, 6, 0)),
    )


def test_the_sequence_and_size_of_parts_change_nothing() -> None:
    whole = {"a": _drawn(0, 600, -20), "b": _drawn(0, 600, 0)}
    parts = {
        name: merged([_drawn(400, 200, shift), _drawn(0, 150, shift), _drawn(150, 250, shift)])
        for name, shift in (("a", -20.0), ("b", 0.0))
    }
    assert repr(compared(parts, HOURS)) == repr(compared(whole, HOURS))


def test_pairs_make_a_small_difference_visible() -> None:
    """Between patients the dose differs by 100 SD; the arms by 20, and that is seen."""
    one, other = _drawn(0, 400, -20), _drawn(0, 400, 0)
    gap = contrast("a", one, "b", other, HOURS).differences["given"]
    assert -21 < gap.low < gap.value < gap.high < -19
    alone = [arm_found("x", told, HOURS).outcomes["given"].estimate for told in (one, other)]
    apart = hypot(*[each.high - each.low for each in alone])
    assert gap.high - gap.low < 0.2 * apart


def test_every_kind_of_outcome_is_there() -> None:
    assert {outcome.measure for outcome in OUTCOMES} == set(Measure)
