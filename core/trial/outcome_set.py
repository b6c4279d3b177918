"""The outcomes of a trial, in the sequence in which they are shown.

The control-loop measures are those of Varvel, Donoho and Shafer (1992) for a controller: with the
error of a sample as a percentage of the middle of the band, the bias is its median, the inaccuracy
the median of its size, the wobble the median distance from that patient's own bias, and the
divergence the slope of its size over time. Each is worked out per patient and then summed up.
"""

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.trial.outcome import Better, Group, Measure, Outcome, Values
from core.trial.record import Record

_MINUTE_S, _HOUR_S, _DAY_S = 60.0, 3600.0, 86400.0


def _minutes(name: str) -> Values:
    return lambda record, _: _field(record, name) / _MINUTE_S


def _percent(name: str) -> Values:
    return lambda record, _: 100.0 * _field(record, name)


def _plain(name: str) -> Values:
    return lambda record, _: _field(record, name)


def _field(record: Record, name: str) -> FloatArray:
    array: FloatArray | IntArray = getattr(record, name)
    return array.astype(np.float64)


def _seconds(record: Record, _: int) -> FloatArray:
    return _field(record, "seconds_followed")


def _hours(record: Record, _: int) -> FloatArray:
    return _field(record, "seconds_followed") / _HOUR_S


def _days(record: Record, _: int) -> FloatArray:
    return _field(record, "seconds_followed") / _DAY_S


def _hundredths(name: str) -> Values:
    """What a percentage of events is divided by: every event counts a hundredth."""
    return lambda record, _: _field(record, name) / 100.0


def _came(name: str) -> Values:
    return lambda record, _: (~np.isnan(_field(record, name))).astype(np.float64)


def _some(name: str) -> Values:
    return lambda record, _: (_field(record, name) > 0).astype(np.float64)


def _or_never(name: str) -> Values:
    """When it came, infinite where it never did."""
    return lambda record, _: np.where(_came(name)(record, 0) > 0, _field(record, name), np.inf)


def _up_to_the_end(record: Record, hours: int) -> FloatArray:
    """Hours on norepinephrine, up to the horizon: the time whose mean is the restricted mean."""
    told: FloatArray = np.minimum(_or_never("hours_to_liberation")(record, hours), float(hours))
    return told


def _share_of_time(code: str, name: str, better: Better) -> Outcome:
    return Outcome(code, Group.PRESSURE, Measure.MEAN, "%", better, _percent(name), _seconds)


def _per_day(code: str, group: Group, name: str, better: Better = Better.LESS) -> Outcome:
    return Outcome(code, group, Measure.MEAN, "/day", better, _plain(name), _days)


def _control(name: str, unit: str, better: Better) -> Outcome:
    return Outcome(name, Group.CONTROL, Measure.MEDIAN, unit, better, _plain(name))


_LESS, _MORE, _NEITHER = Better.LESS, Better.MORE, Better.NEITHER
_PRESSURE, _COST, _WEANING, _GUARDS = Group.PRESSURE, Group.COST, Group.WEANING, Group.GUARDS
_MEAN, _RATE, _SHARE, _MEDIAN = Measure.MEAN, Measure.RATE, Measure.SHARE, Measure.MEDIAN

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("reached", _PRESSURE, _SHARE, "%", _MORE, _came("minutes_to_target")),
    Outcome("to_target", _PRESSURE, _MEDIAN, "min", _LESS, _or_never("minutes_to_target")),
    _share_of_time("in_band", "seconds_in_band", _MORE),
    _share_of_time("below_65", "seconds_below_65", _LESS),
    _share_of_time("below_band", "seconds_below_band", _LESS),
    _share_of_time("above_band", "seconds_above_band", _LESS),
    Outcome("minutes_below_65", _PRESSURE, _MEAN, "min", _LESS, _minutes("seconds_below_65")),
    Outcome("minutes_above", _PRESSURE, _MEAN, "min", _LESS, _minutes("seconds_above_band")),
    Outcome(
        "depth_below_65", _PRESSURE, _MEAN, "mmHg min", _LESS, _plain("depth_below_65_mmhg_min")
    ),
    Outcome("given", _COST, _MEAN, "mcg/kg", _LESS, _plain("given_mcg_kg")),
    _per_day("changes", _COST, "changes"),
    _per_day("readings", _COST, "readings"),
    Outcome("prompts", _COST, _MEAN, "/h", _LESS, _plain("prompts"), _hours),
    Outcome("prompts_worst_hour", _COST, _MEAN, "", _LESS, _plain("prompts_hour_max")),
    Outcome("liberated", _WEANING, _SHARE, "%", _MORE, _came("hours_to_liberation")),
    Outcome("hours_on_drug", _WEANING, _MEAN, "h", _LESS, _up_to_the_end),
    Outcome("to_liberation", _WEANING, _MEDIAN, "h", _LESS, _or_never("hours_to_liberation")),
    Outcome("wean_steps", _WEANING, _MEAN, "", _NEITHER, _plain("wean_steps")),
    Outcome("rebounds", _WEANING, _RATE, "%", _LESS, _plain("rebounds"), _hundredths("wean_steps")),
    Outcome(
        "failed_weans",
        _WEANING,
        _RATE,
        "%",
        _LESS,
        _plain("failed_weans"),
        _hundredths("wean_steps"),
    ),
    Outcome("second_agents", _COST, _SHARE, "%", _NEITHER, _some("second_agents")),
    Outcome("second_agent_asked", _COST, _SHARE, "%", _NEITHER, _some("second_agent_prompts")),
    Outcome("escalated", _GUARDS, _SHARE, "%", _NEITHER, _some("escalations")),
    _per_day("gate_artefact", _GUARDS, "gate_artefact", _NEITHER),
    _per_day("gate_stale", _GUARDS, "gate_stale", _NEITHER),
    _per_day("gate_limit", _GUARDS, "gate_limit", _NEITHER),
    _per_day("gate_pump", _GUARDS, "gate_pump", _NEITHER),
    _per_day("artefact_readings", _GUARDS, "artefact_readings", _NEITHER),
    _per_day("missed_readings", _GUARDS, "missed_readings", _NEITHER),
    _control("mdpe_percent", "%", _NEITHER),
    _control("mdape_percent", "%", _LESS),
    _control("wobble_percent", "%", _LESS),
    _control("divergence_percent_h", "%/h", _NEITHER),
)
"""Every outcome once; codes are unique."""
