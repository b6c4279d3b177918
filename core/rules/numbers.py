"""The declared numbers of a protocol as integers: doses in thousandths, times in seconds."""

from datetime import timedelta

import numpy as np

from core.frozen import dataclass
from core.model.case import Counting
from core.model.course import Lane
from core.model.facts import SATURATION, Axis
from core.model.state import dose_of
from core.quantity.measures import Dose, DoseUnit
from core.rules.bounds import Grid, count, count_or
from core.rules.further import PumpPair, further_bounds, pump_pairs
from core.rules.protocol import ProtocolFile, texts_of

_WHOLE_SHARE = 10_000
_LINE_GRID: dict[str, Grid] = {
    "shock_index": "beats/min per mmHg",
    "map_fall_share": "%",
    "heart_rate_rise_share": "%",
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The declared limits as integers: doses in thousandths, times in seconds, MAP in mmHg.

    `lines` are as declared, by name: those "below target" or "above target" hang on the band.
    `bounds` are what a row may compare a fact with besides, `pumps` the bags that are listed.
    A limit that is "none" leaves no room: no dose is under it, a step of it is 0, an interval of
    it never ends.
    """

    floor: int
    soft: int
    hard: int
    second_agent: int | None
    second_agent_notice: int | None
    stop_from: int
    start_least: int
    start_most: int
    start_default: int
    steps: dict[str, int]
    intervals: dict[str, int]
    plausible: tuple[int, int]
    stale_after_raise: int
    raise_window: int
    stale_otherwise: int
    lines: dict[str, int]
    stable_for_wean: int
    readings_for_wean: int
    lockout: int
    step_window: int
    settle: int
    low_for_start: int
    lows_for_undo: int
    watch_readings: tuple[int, ...]
    run_gap: int
    bounds: dict[Axis, tuple[int, ...]]
    pumps: tuple[PumpPair, ...]

    @property
    def highest(self) -> int:
        """The highest dose that is titrated: the hard limit, without one the highest declared."""
        return self.hard or max(self.soft, self.start_most)


@dataclass(frozen=True, slots=True)
class Reminders:
    """When reminders fall due, in seconds; `overdue_share` of a wait in ten-thousandths."""

    overdue_after: int
    overdue_share: int
    overdue_again: tuple[int, ...]
    wean_again: int
    above_band_after: int
    above_band_again: int
    bag_lead: int
    site_check: int
    line_check: int
    perfusion_check: int
    arterial_line: int
    after_pause: int

    def grace(self, wait: Lane) -> Lane:
        """For how many seconds past its time a reading is not yet overdue, by the wait for it."""
        return np.maximum(self.overdue_after, wait * self.overdue_share // _WHOLE_SHARE)


def numbers_of(file: ProtocolFile) -> Numbers:
    limits, reading = file.limits, file.reading

    def dose(text: str) -> int:
        return count(text, "dose", file.dosing.unit)

    def dose_or_none(text: str) -> int:
        return count_or(0, text, "dose", file.dosing.unit)

    return Numbers(
        floor=dose(limits.floor),
        soft=dose(limits.soft),
        hard=dose_or_none(limits.hard),
        second_agent=None if limits.second_agent is None else dose(limits.second_agent),
        second_agent_notice=(
            None if limits.second_agent_notice is None else dose(limits.second_agent_notice)
        ),
        stop_from=dose(limits.stop_from),
        start_least=dose_or_none(limits.start.least),
        start_most=dose_or_none(limits.start.most),
        start_default=dose_or_none(limits.start.default),
        steps=_steps(file),
        intervals=_intervals(file),
        plausible=_plausible(file),
        stale_after_raise=count(reading.stale_after_raise, "time", ""),
        raise_window=count(reading.raise_window, "time", ""),
        stale_otherwise=count(reading.stale_otherwise, "time", ""),
        lines=_lines(file),
        stable_for_wean=count(limits.stable_for_wean, "time", ""),
        readings_for_wean=count(limits.readings_for_wean, "readings", ""),
        lockout=count(file.wean.lockout, "time", ""),
        step_window=count(file.wean.step_window, "time", ""),
        settle=count(file.wean.settle, "time", ""),
        low_for_start=count(reading.low_for_start, "time", ""),
        lows_for_undo=count(file.wean.lows_for_undo, "readings", ""),
        watch_readings=tuple(count(text, "time", "") for text in file.wean.watch_readings),
        run_gap=count(reading.run_gap, "time", ""),
        bounds=further_bounds(file),
        pumps=pump_pairs(file),
    )


def _plausible(file: ProtocolFile) -> tuple[int, int]:
    reading = file.reading
    return count(reading.plausible_from, "mmHg", ""), count(reading.plausible_to, "mmHg", "")


def _steps(file: ProtocolFile) -> dict[str, int]:
    sizes = texts_of(file.limits.steps)
    del sizes["high_line"]
    return {name: count_or(0, text, "dose", file.dosing.unit) for name, text in sizes.items()}


def _intervals(file: ProtocolFile) -> dict[str, int]:
    declared = file.limits.intervals
    texts = {**texts_of(declared), "other_agent": declared.other_agent or declared.wean}
    return {name: count_or(SATURATION, text, "time", "") for name, text in texts.items()}


def _lines(file: ProtocolFile) -> dict[str, int]:
    declared = texts_of(file.limits.lines)
    return {name: count(text, _LINE_GRID.get(name, "mmHg"), "") for name, text in declared.items()}


def reminders_of(file: ProtocolFile) -> Reminders:
    prompts = file.prompts
    return Reminders(
        overdue_after=count(prompts.overdue_after, "time", ""),
        overdue_share=count(prompts.overdue_share, "%", ""),
        overdue_again=tuple(count(text, "time", "") for text in prompts.overdue_again),
        wean_again=count(prompts.wean_again, "time", ""),
        above_band_after=count(prompts.above_band_after, "time", ""),
        above_band_again=count(prompts.above_band_again, "time", ""),
        bag_lead=count(prompts.bag_lead, "time", ""),
        site_check=count(prompts.site_check, "time", ""),
        line_check=count(prompts.line_check, "time", ""),
        perfusion_check=count(prompts.perfusion_check, "time", ""),
        arterial_line=count(prompts.arterial_line, "time", ""),
        after_pause=count(prompts.after_pause, "time", ""),
    )


def counting_of(file: ProtocolFile) -> Counting:
    def span(text: str) -> timedelta:
        return timedelta(seconds=count(text, "time", ""))

    def dose(text: str) -> Dose:
        return dose_of(count(text, "dose", file.dosing.unit), DoseUnit(file.dosing.unit))

    high = file.limits.second_agent
    return Counting(
        run_gap=span(file.reading.run_gap),
        step_window=span(file.wean.step_window),
        stop_from=dose(file.limits.stop_from),
        watch=span(file.wean.watch),
        high_dose=None if high is None else dose(high),
    )
