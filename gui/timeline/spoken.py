"""A read-out in words: the parts of the strip, and the sentence for a screen reader."""

from collections import Counter
from dataclasses import dataclass
from datetime import tzinfo

from core.view.points import DosePoint, ReadingPoint, State
from core.view.read_out import FurtherDoses, ReadOut
from gui.timeline import words
from gui.timeline.ticks import clock_text, date_text


@dataclass(frozen=True, slots=True)
class Said:
    """One part of a read-out: a quiet label, the value, and what qualifies it."""

    label: str
    value: str
    rest: str = ""

    @property
    def text(self) -> str:
        """The part in one piece."""
        return " ".join(each for each in (self.label, self.value, self.rest) if each)


def dose_text(point: DosePoint) -> str:
    """A dose as the core wrote it, or that it is off or paused."""
    if point.paused:
        return words.PAUSED
    return point.text if point.dose else words.OFF


def spoken(out: ReadOut, zone: tzinfo) -> str:
    """The read-out as one sentence."""
    return ", ".join(part.text for part in said(out, zone))


def said(out: ReadOut, zone: tzinfo, now: float | None = None) -> list[Said]:
    """The parts of a read-out; with `now`, the date is told where it is another day."""
    clock = clock_text(out.t, zone)
    date = date_text(out.t, zone)
    other_day = now is not None and date != date_text(now, zone)
    parts = [Said("", clock, date if other_day else "")]
    parts += [_reading(out.reading, out.t, zone)] if out.reading else []
    parts += [_beside(point, out.t, zone) for point in out.beside]
    parts += _doses(out, zone)
    if out.band is not None:
        parts.append(Said(words.TARGET, out.band.text))
    return parts + marks_said(out)


def _reading(point: ReadingPoint, t: float, zone: tzinfo) -> Said:
    return Said(words.MAP_TITLE[0], f"{point.text} {words.MAP_UNIT}", _qualified(point, t, zone))


def _qualified(point: ReadingPoint, t: float, zone: tzinfo) -> str:
    source = words.SOURCE[point.source]
    parts = [source, words.CALCULATED if point.calculated else "", _other_time(point.t, t, zone)]
    return " ".join(part for part in parts if part)


def _beside(point: ReadingPoint, t: float, zone: tzinfo) -> Said:
    state = {State.USABLE: "", State.ARTEFACT: words.ARTEFACT, State.STRUCK: words.STRUCK}
    rest = (words.SOURCE[point.source], state[point.state], _other_time(point.t, t, zone))
    value = f"{point.text} {words.MAP_UNIT}"
    return Said(words.MAP_TITLE[0], value, " ".join(each for each in rest if each))


def _doses(out: ReadOut, zone: tzinfo) -> list[Said]:
    """Norepinephrine's doses, then every other agent's under its name."""
    if not out.further:
        given = _given("dose", words.DOSE_UNIT, out.given)
        return [*given, *_answered(out.advised, out.accepted, out.t, zone)]
    parts = _of_several(words.MAIN_AGENT, words.DOSE_UNIT, out, out.t, zone)
    for each in out.further:
        parts += _of_several(each.name, each.unit, each, out.t, zone)
    return parts


def _of_several(
    name: str, unit: str, doses: ReadOut | FurtherDoses, t: float, zone: tzinfo
) -> list[Said]:
    """One agent among several: what was advised and accepted only where it is not what runs."""
    given = doses.given
    advised, accepted = (
        None if point is None or (given is not None and point.text == given.text) else point
        for point in (doses.advised, doses.accepted)
    )
    runs = [Said(each.label, each.value) for each in _given(name, unit, given)]
    return [*runs, *_answered(advised, accepted, t, zone)]


def _given(label: str, unit: str, point: DosePoint | None) -> list[Said]:
    if point is None:
        return []
    shown, figure = dose_text(point), point.dose > 0
    return [Said(label, f"{shown} {unit}" if figure else shown, words.GIVEN if figure else "")]


def _answered(
    advised: DosePoint | None, accepted: DosePoint | None, t: float, zone: tzinfo
) -> list[Said]:
    pairs = ((words.ADVISED, advised), (words.ACCEPTED, accepted))
    return [
        Said(label, dose_text(point), _other_time(point.t, t, zone))
        for label, point in pairs
        if point is not None
    ]


def _other_time(then: float, t: float, zone: tzinfo) -> str:
    """The time of something that was not in the minute of the focus."""
    clock = clock_text(then, zone)
    if clock == clock_text(t, zone) and abs(t - then) < 60:  # noqa: PLR2004 - a minute
        return ""
    return words.at(clock)


def marks_said(out: ReadOut) -> list[Said]:
    """Each kind of mark once, with its number where it is more than one."""
    counts = Counter((mark.kind, mark.struck) for mark in out.marks)
    parts = []
    for (kind, struck), count in counts.items():
        number = words.times(count) if count > 1 else ""
        rest = " ".join(each for each in (number, words.STRUCK if struck else "") if each)
        parts.append(Said("", words.MARKER[kind], rest))
    return parts
