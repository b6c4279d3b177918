"""The published contrasts computed: each by the engine on virtual patients, none tuned to them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from core.library import read_protocol
from core.patient.arrays import FlagArray, FloatArray
from core.patient.body import at_start
from core.patient.cohort import Preset, drawn
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.response import map_mmhg
from core.quantity.measures import Dose
from core.trial.contrasts import Cell, Line, Published, Runner, grid, published
from core.trial.plan import PERFECT, Arm, Plan
from core.trial.record import Record
from core.trial.statistics import spread
from core.trial.usual_care import arm as usual_care_arm

SEED = 5
AUTOMATIC = "early-wean"
"""The protocol that stands for a controller: of those that come with the program it has the
smallest steps and acts most often."""
_MANY, _WEEK_H = 500, 7 * 24
_FROM_H, _TO_H = 4, 6
_OFTEN = 0.1
"""Readings ten times as often as advised, at most one a minute: the nearest to a closed loop."""
_NONE_MISSED = 0.0
"""The papers tell of readings that were taken."""
_BAND = (80, 90)
_TARGET_MMHG = 65.0
_WITHIN_MIN = 60
_OWN_BAND = 'low = "65 mmHg"\nhigh = "75 mmHg"'
_OTHER_BAND = 'low = "80 mmHg"\nhigh = "90 mmHg"'


def lines(run: Runner) -> Iterator[Line]:
    """Each contrast but the grid, in the sequence of the file, computed as it is asked for."""
    yield from _in_band(run)
    yield from _shock(run)
    yield from start_lines(run)


def start_lines(run: Runner) -> Iterator[Line]:
    """The contrasts of the first hour, which take seconds to compute."""
    doses = (("start-025", 0.025), ("start-050", 0.05))
    for name, dose in doses:
        yield _held(published()[f"{name}-held"], dose)
    for name, dose in doses:
        yield _titrated(published()[f"{name}-titrated"], dose, run)


def cells(run: Runner) -> Iterator[Cell]:
    """Rinehart's grid, one response level at a time."""
    told = grid()
    for response in told.responses:
        plan = Plan(
            arms=(_automatic(),),
            patients=told.patients,
            hours=told.hours,
            seed=SEED,
            staff=PERFECT,
            artefacts=False,
            response_factor=response,
            reading_factor=_OFTEN,
            missed_share=_NONE_MISSED,
            sample_s=60,
        )
        record = _only(run(plan))
        yield Cell(response, tuple(_measured(each, record) for each in told.measures))


def _measured(told: Published, record: Record) -> Line:
    return _median(told, getattr(record, told.id))


def _in_band(run: Runner) -> Iterator[Line]:
    """Hours 4 to 6: what a trial of 6 h has more than one of 4 h of the very same courses."""
    arm = replace(_automatic(), text=_automatic().text.replace(_OWN_BAND, _OTHER_BAND, 1))
    base = _plan(arm, _TO_H, sample_s=60)
    base = replace(base, preset=Preset.EARLY, band=_BAND)
    for name, plan in _three_ways(base, "closed-loop", "manual"):
        yield _median(published()[name], _late_share(plan, run))


def _three_ways(plan: Plan, followed: str, usual: str) -> Iterator[tuple[str, Plan]]:
    """Followed at once and read often, followed at once and read as advised, and usual care."""
    at_once = replace(plan, staff=PERFECT)
    yield f"{followed}-often", replace(at_once, reading_factor=_OFTEN)
    yield f"{followed}-advised", at_once
    yield usual, replace(plan, arms=(usual_care_arm(),))


def _plan(arm: Arm, hours: int, sample_s: int) -> Plan:
    """What the contrasts of one arm have in common."""
    return Plan((arm,), _MANY, hours, SEED, sample_s=sample_s, missed_share=_NONE_MISSED)


def _late_share(plan: Plan, run: Runner) -> FloatArray:
    """The share of the last two hours in band, in percent, of each patient."""
    whole, first = _only(run(plan)), _only(run(replace(plan, hours=_FROM_H)))
    inside = whole.seconds_in_band - first.seconds_in_band
    share: FloatArray = 100.0 * inside / (whole.seconds_followed - first.seconds_followed)
    return share


def _shock(run: Runner) -> Iterator[Line]:
    base = _plan(_automatic(), _WEEK_H, sample_s=3600)
    for name, plan in _three_ways(base, "weaning", "clinicians"):
        hours = _only(run(plan)).hours_to_liberation
        yield _median(published()[name], np.where(np.isnan(hours), np.inf, hours))


def _held(told: Published, dose: float) -> Line:
    """One dose for an hour, no noise: where the line of highest against first MAP meets 65."""
    cohort = drawn(Preset.DEFAULT, SEED, _MANY)
    given = Inputs.none(_MANY).changed(norepinephrine_mcg_min=dose * cohort.weight_kg)
    minute, body = motion(cohort, 60.0), at_start(cohort)
    first = map_mmhg(cohort, body, Inputs.none(_MANY))
    highest = first
    for _ in range(_WITHIN_MIN):
        body = moved(cohort, body, given, minute)
        highest = np.maximum(highest, map_mmhg(cohort, body, given))
    low = first <= _TARGET_MMHG
    slope, at_zero = _fitted(first[low], highest[low])
    return Line(told, (_TARGET_MMHG - at_zero) / slope, np.nan, np.nan, int(low.sum()))


def _fitted(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Slope and intercept of the line of least squares."""
    across = x - x.mean()
    slope = float((across * y).sum() / (across * across).sum())
    return slope, float(y.mean()) - slope * float(x.mean())


def _titrated(told: Published, dose: float, run: Runner) -> Line:
    """The pressure at the start that best parts who reached 65 from who did not (Youden)."""
    start = Dose.parse(f"{dose} mcg/kg/min")
    record = _only(run(replace(_plan(usual_care_arm(), 1, sample_s=60), start=start)))
    cohort = drawn(Preset.DEFAULT, SEED, _MANY).picked(record.ids)
    first = map_mmhg(cohort, at_start(cohort), Inputs.none(len(cohort)))
    reached = record.minutes_to_target <= _WITHIN_MIN
    return Line(told, parting(first, reached), np.nan, np.nan, len(record))


def parting(first: FloatArray, reached: FlagArray) -> float:
    """The cut with the largest sum of sensitivity and specificity; NaN where all are alike."""
    if reached.all() or not reached.any():
        return float("nan")
    cuts = np.sort(first)
    gain = [(first[reached] >= cut).mean() - (first[~reached] >= cut).mean() for cut in cuts]
    return float(cuts[int(np.argmax(gain))])


def _automatic() -> Arm:
    return Arm(AUTOMATIC, read_protocol(AUTOMATIC).text)


def _only(records: Mapping[str, Record]) -> Record:
    """The patients who count of a trial of one arm."""
    (record,) = records.values()
    return record.picked(record.usable)


def _median(told: Published, values: FloatArray) -> Line:
    there = spread(values)
    return Line(
        told, there.median.value, there.lower_quartile, there.upper_quartile, there.median.count
    )
