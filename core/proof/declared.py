"""What a file declares, by fact: the numbers that rows may use, and the cuts of the promises."""

from collections.abc import Mapping

from core.model.facts import Axis, Phase
from core.rules.monitor import LEAST_INTERVAL
from core.rules.numbers import Numbers


def declared_bounds(numbers: Numbers) -> dict[Axis, frozenset[int]]:
    """Every number that a row may compare a fact with, by fact, as the integers of the rules.

    Doses may be a declared one less a declared step: where the step still fits. MAP is compared
    with lines by name, which is judged apart; the absolute ones are here.
    """
    n, times = numbers, numbers.intervals
    doses = {n.floor, n.soft, n.hard, n.stop_from, n.steps["low_dose"]}
    doses |= {dose for dose in (n.second_agent, n.second_agent_notice) if dose is not None}
    steps = {size for name, size in n.steps.items() if name != "low_dose"}
    found = {
        Axis.MAP: {n.lines[name] for name in ("start_at_once", "rescue", "critical")},
        Axis.DIASTOLIC: {n.lines["diastolic"]},
        Axis.SHOCK_INDEX: {n.lines["shock_index"]},
        Axis.DOSE: doses | {n.hard - size for size in steps},
        Axis.ENDS_AT: doses,
        Axis.SINCE_CHANGE: {*times.values(), n.settle},
        Axis.SINCE_OTHER_CHANGE: set(times.values()),
        Axis.BELOW_TARGET_FOR: {n.low_for_start},
        Axis.AT_TARGET_FOR: {n.stable_for_wean},
        Axis.ABOVE_TARGET_FOR: {times["above_band"]},
        Axis.READINGS_SINCE_RAISE: {n.readings_for_wean},
        Axis.SINCE_STEP: {0, n.step_window},
        Axis.LOW_READINGS_SINCE_STEP: {n.lows_for_undo},
        Axis.STEP_SIZE: steps,
        Axis.SINCE_FAILED_WEAN: {n.lockout},
        Axis.FAILED_WEANS: {FAILED_WEANS_THAT_CALL},
        Axis.MAP_FALL: {n.lines["map_fall"]},
        Axis.MAP_FALL_SHARE: {n.lines["map_fall_share"]},
        Axis.HEART_RATE_RISE_SHARE: {n.lines["heart_rate_rise_share"]},
        Axis.SINCE_STOP: {times["start"], *n.watch_readings},
    }
    return {axis: frozenset(found.get(axis, set()) | set(n.bounds.get(axis, ()))) for axis in Axis}


FAILED_WEANS_THAT_CALL = 2
"""Two failed weans within 24 h are called; the rule is part of what a failed wean means."""


def promised_cuts(numbers: Numbers, phase: Phase, lines: Mapping[str, int]) -> dict[Axis, set[int]]:
    """The numbers at which a promise changes, by fact, so that it does so between cells."""
    n, times = numbers, numbers.intervals
    pressures = {*lines.values(), lines["target.high"] + 1}
    if phase is Phase.OFF:
        return {
            Axis.MAP: pressures,
            Axis.DIASTOLIC: {n.lines["diastolic"] + 1},
            Axis.SHOCK_INDEX: {n.lines["shock_index"]},
            Axis.BELOW_TARGET_FOR: {n.low_for_start},
        }
    if phase is Phase.WATCH:
        return {Axis.MAP: pressures, Axis.SINCE_STOP: {times["start"], *n.watch_readings}}
    if phase is Phase.PAUSED:
        return {Axis.MAP: pressures}
    room = (n.steps["rescue"], n.steps["undo"], n.steps["up"], 0)
    doses = {n.floor, n.floor + 1, n.stop_from, n.stop_from + 1, n.steps["low_dose"]}
    return {
        Axis.MAP: pressures,
        Axis.DOSE: doses | {n.hard - size + 1 for size in room},
        Axis.SINCE_CHANGE: {*times.values(), LEAST_INTERVAL},
        Axis.AT_TARGET_FOR: {n.stable_for_wean},
        Axis.ABOVE_TARGET_FOR: {times["above_band"]},
        Axis.READINGS_SINCE_RAISE: {n.readings_for_wean},
        Axis.SINCE_STEP: set(),
        Axis.LOW_READINGS_SINCE_STEP: {n.lows_for_undo},
        Axis.SINCE_FAILED_WEAN: {n.lockout},
        Axis.SINCE_OTHER_CHANGE: {times["other_agent"]},
        Axis.PERFUSION_CONCERN: {0, 1},
        Axis.CATECHOLAMINE_FREE: set(n.bounds.get(Axis.CATECHOLAMINE_FREE, ())),
    }
