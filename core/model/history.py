"""The usable history of one infusion in time order, and where its course stands."""

from dataclasses import field, replace

from core.frozen import dataclass
from core.model.counting import (
    Counted,
    Moment,
    PlainDose,
    PlainPause,
    PlainReading,
    count,
    instant,
    minute_start,
    step,
)
from core.model.course import UNKNOWN, Course, Lines, begin
from core.model.series import Series


@dataclass(frozen=True, slots=True)
class History:
    """Readings, dose reports and pauses of one infusion.

    Counting waits until somebody asks for the course, so that a long stored case opens quickly;
    from then on each new moment costs the same.
    """

    readings: Series[PlainReading] = field(default_factory=Series)
    doses: Series[PlainDose] = field(default_factory=Series)
    pauses: Series[PlainPause] = field(default_factory=Series)
    lines: Lines | None = None
    _counted: list[Counted] = field(default_factory=list, compare=False, repr=False)

    @property
    def course(self) -> Course:
        """Where the infusion stands: a cohort of one."""
        return self._count().course

    @property
    def before(self) -> Course | None:
        """The course before the latest reading, while that reading is the newest moment."""
        return self._count().before

    def _count(self) -> Counted:
        if not self._counted:
            self._counted.append(
                Counted(begin(1), None)
                if self.lines is None
                else count(self.lines, self.readings, self.doses, self.pauses)
            )
        return self._counted[0]

    def counted_on(self, lines: Lines, moment: Moment) -> list[Counted]:
        """This history's count, if there is one, taken one moment further."""
        return [step(self._counted[0], lines, moment)] if self._counted else []

    @property
    def deciding(self) -> PlainReading | None:
        """The reading that counts for the latest minute: the best source in it."""
        last = self.readings.last
        if last is None:
            return None
        same = self.readings.from_key(minute_start(last.at), instant)
        return min(reversed(same), key=lambda reading: reading.rank)

    @property
    def newest(self) -> int:
        """When the newest moment was, in seconds since the epoch; UNKNOWN when there is none."""
        lasts = (self.readings.last, self.doses.last, self.pauses.last)
        return max((moment.at for moment in lasts if moment is not None), default=UNKNOWN)


def add_reading(history: History, lines: Lines, reading: PlainReading) -> History:
    """The history with a reading at its place in time; the best source of a minute counts."""
    last = history.readings.last
    readings = history.readings.insert_by(reading, instant)
    same_minute = last is not None and minute_start(last.at) == minute_start(reading.at)
    if reading.at > history.newest and not same_minute:
        counted = history.counted_on(lines, reading)
        return History(readings, history.doses, history.pauses, lines, counted)
    if same_minute and _outranked(history, reading):
        return replace(history, readings=readings)
    return History(readings, history.doses, history.pauses, lines)


def _outranked(history: History, reading: PlainReading) -> bool:
    best, last = history.deciding, history.readings.last
    return (
        best is not None and last is not None and reading.at >= last.at and reading.rank > best.rank
    )


def add_dose(history: History, lines: Lines, dose: PlainDose) -> History:
    """The history with a dose report at its place in time."""
    doses = history.doses.insert_by(dose, instant)
    if dose.at >= history.newest:
        counted = history.counted_on(lines, dose)
        return History(history.readings, doses, history.pauses, lines, counted)
    return History(history.readings, doses, history.pauses, lines)


def add_pause(history: History, lines: Lines, pause: PlainPause) -> History:
    """The history with titration resting or going on from a moment."""
    pauses = history.pauses.insert_by(pause, instant)
    if pause.at >= history.newest:
        counted = history.counted_on(lines, pause)
        return History(history.readings, history.doses, pauses, lines, counted)
    return History(history.readings, history.doses, pauses, lines)


def strike(history: History, lines: Lines, seq: int) -> History:
    """The history less the entry with this number."""
    readings = history.readings.without(lambda reading: reading.seq == seq)
    doses = history.doses.without(lambda dose: dose.seq == seq)
    return History(readings, doses, history.pauses, lines)


def recount(history: History, lines: Lines) -> History:
    """The history counted afresh, for another target band."""
    return History(history.readings, history.doses, history.pauses, lines)
