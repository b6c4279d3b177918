"""The program's own decisions for a chunk: its compiled table and its code, one lane a patient.

Everything clinical is the live case's: the counting of `core.model.course`, the facts, the table,
the gates, the limits and the pump rounding of `core.rules`. Norepinephrine is the only agent that
is titrated; vasopressin can only be stated to run.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np

from core.model.course import UNKNOWN, Course, Flag, Lane, Lines, begin, with_dose, with_reading
from core.model.facts import ACTION_CODE, SATURATION, Axis, Facts, gather, phase
from core.model.terms import Action, Gate
from core.patient.arrays import FlagArray, IntArray, flagged
from core.rules.compile import Protocol
from core.rules.gates import OPEN, gates, stale
from core.rules.look import stale_limit
from core.rules.monitor import broken
from core.rules.rungs import Rungs, lost
from core.rules.table import Table
from core.trial.calls import Called, Calls
from core.trial.deciding import GATES, NO_ROW, Decided, Readings, Reports
from core.trial.nurse import LOOK_AGAIN_S
from core.trial.overdue import Overdue
from core.trial.setting import Setting

_lanes: Callable[[Course], tuple[Lane, ...]] = attrgetter(*(item.name for item in fields(Course)))
_WEANS = (Action.WEAN, Action.STOP)
_ESCALATE = ACTION_CODE[Action.ESCALATE]
_LIMIT, _PUMP = GATES.index(Gate.LIMIT_BREACH), GATES.index(Gate.PUMP_TOO_COARSE)


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """What the table makes of some readings, before limits and rounding."""

    facts: Facts
    course: Course
    row: Lane
    ends_at: Lane


class Assistant:
    """One arm of a trial decided by its protocol."""

    def __init__(self, setting: Setting, patients: int, rungs: Rungs) -> None:
        """No infusion runs, nothing was read."""
        self._part: Protocol = setting.protocol
        self._set, self._rungs = setting, rungs
        self._table: Table = setting.protocol.table(setting.band)
        self._lines: Lines = setting.lines
        self._course = begin(patients)
        self._running = np.zeros(patients, dtype=np.int64)
        self._vasopressin = np.zeros(patients, dtype=np.int64)
        constant = setting.constant(self._lines)
        self._rows = self._table.rows_of(None).pinned(constant)
        notify = self._table.notify_rows().pinned(constant)
        self._asked = {cell.axis for cell in (*self._rows.cells, *notify.cells)}
        self._calls = Calls(self._table, notify, patients)
        self._overdue = Overdue(self._part.reminders, patients)
        self._rechecks = np.array([row.recheck for row in self._table.rows], dtype=np.int64)
        self._weans = np.isin(self._table.actions, [ACTION_CODE[one] for one in _WEANS])

    def read(self, readings: Readings) -> Decided:
        """Take readings and answer them, as `RecordReading` does."""
        usable = ~readings.marked & self._plausible(readings.map_mmhg)
        overdue = self._overdue.by(readings.who, readings.entered)
        course = self._with_reading(readings, usable)
        gate = self._gate(readings, course, usable)
        told = self._decided(readings, course, gate, usable)
        told.prompts[:] += overdue
        bare = flagged((gate != OPEN) & usable)
        if len(bare):
            self._call_bare(told, readings, course, bare)
        return told

    def report(self, reports: Reports) -> None:
        """Take what pumps run, as `ReportPump` does."""
        who = reports.who
        old = self._of(who)
        there = np.ones(len(who), dtype=np.bool_)
        new = with_dose(old, self._lines, at=reports.second, dose=reports.dose, here=there)
        self._put(new, old, who)
        self._overdue.changed(who, reports.second, reports.dose != old.dose)
        hard = self._part.numbers.hard
        self._running[who] = self._rungs.picked(who).steps(reports.dose, hard)

    def second_agent_begun(self, who: IntArray, second: IntArray) -> None:  # noqa: ARG002 - only that
        """Vasopressin is stated to run, as `StateVasopressin` does."""
        self._vasopressin[who] = 1

    def _plausible(self, pressure: Lane) -> FlagArray:
        least, most = self._part.numbers.plausible
        inside: FlagArray = (pressure >= least) & (pressure <= most)
        return inside

    def _with_reading(self, readings: Readings, usable: Flag) -> Course:
        old = self._of(readings.who)
        course = with_reading(
            old,
            self._lines,
            at=readings.second,
            map_mmhg=readings.map_mmhg,
            diastolic=readings.diastolic_mmhg,
            heart_rate=readings.heart_rate_bpm,
            here=usable,
        )
        self._put(course, old, readings.who)
        return course

    def _gate(self, readings: Readings, course: Course, usable: Flag) -> Lane:
        now = readings.entered
        limit = stale_limit(self._part.numbers, course.raise_at, now)
        return gates({Gate.ARTEFACT: ~usable, Gate.STALE: stale(now - readings.second, limit)})

    def _decided(self, readings: Readings, course: Course, gate: Lane, usable: Flag) -> Decided:
        """The answers; the table is asked for everyone, and heard where every gate is open."""
        who, way_open = readings.who, gate == OPEN
        answers = self._answers(readings, course)
        called = self._called(who, answers, way_open)
        gate = np.where(way_open, self._withheld(who, answers), gate)
        given = gate == OPEN
        waits = self._rechecks.take(answers.row)
        escalates = self._table.actions.take(answers.row) == _ESCALATE
        self._overdue.withheld(who[way_open & ~given])
        return Decided(
            usable=usable,
            gate=gate,
            row=np.where(given, answers.row, NO_ROW),
            before=course.dose,
            dose=np.where(given, answers.ends_at, course.dose),
            wait_s=np.where(given, waits, LOOK_AGAIN_S),
            prompts=called.shown + self._offered(readings, answers.row, waits, given),
            second_agent=called.second_agent,
            escalates=escalates & given,
        )

    def _offered(self, readings: Readings, row: Lane, waits: Lane, given: Flag) -> Lane:
        """The weans that the advice given offers, as prompts of each patient."""
        told = np.zeros(len(row), dtype=np.int64)
        who, weans = readings.who[given], self._weans.take(row[given])
        now = readings.entered[given]
        told[given] = self._overdue.advised(who, now, waits[given], weans)
        return told

    def _answers(self, readings: Readings, course: Course) -> _Answers:
        count = len(readings.who)
        facts = gather(course, self._lines, readings.second, self._around(readings, course))
        row = self._rows.first(facts)
        chosen = np.full(count, self._set.start, dtype=np.int64)
        ends_at = self._table.new_dose(row, facts, chosen=chosen, last=course.last_dose)
        return _Answers(facts, course, row, ends_at)

    def _around(self, readings: Readings, course: Course) -> dict[Axis, Lane]:
        """What one infusion's course cannot know, as far as rows ask; the rest is pinned."""
        told: dict[Axis, Lane] = {}
        if Axis.VASOPRESSIN in self._asked:
            told[Axis.VASOPRESSIN] = self._vasopressin[readings.who]
        if Axis.NOREPINEPHRINE in self._asked:
            told[Axis.NOREPINEPHRINE] = course.dose
        if Axis.CATECHOLAMINE_FREE in self._asked:
            off_for = np.minimum(readings.second - np.maximum(course.change_at, 0), SATURATION)
            told[Axis.CATECHOLAMINE_FREE] = np.where(course.dose > 0, UNKNOWN, off_for)
        return told

    def _called(self, who: IntArray, answers: _Answers, way_open: Flag) -> Called:
        self._table.fill(answers.facts, answers.row, answers.ends_at)
        return self._calls.on(who, answers.facts, answers.course, way_open)

    def _withheld(self, who: IntArray, answers: _Answers) -> Lane:
        """The gates past the table: a declared limit, then a pump too coarse for the step."""
        gate = np.full(len(who), OPEN, dtype=np.int64)
        some = flagged(answers.ends_at != answers.course.dose)
        if len(some):
            gate[some] = self._judged(
                who[some],
                answers.facts.T.take(some, axis=1).T,
                answers.course.dose[some],
                answers.ends_at[some],
            )
        return gate

    def _judged(self, who: IntArray, facts: Facts, before: Lane, after: Lane) -> Lane:
        numbers, rungs = self._part.numbers, self._rungs.picked(who)
        over = np.zeros(len(who), dtype=np.bool_)
        for flags in broken(numbers, self._set.band, facts, after).values():
            over |= flags
        coarse = lost(before, after, rungs.steps(after, numbers.hard), self._running[who])
        return np.where(over, _LIMIT, np.where(coarse, _PUMP, OPEN)).astype(np.int64)

    def _call_bare(self, told: Decided, readings: Readings, course: Course, bare: IntArray) -> None:
        """What readings call for by their MAP alone, where a gate is closed."""
        some, at = _picked(course, bare), readings.entered[bare]
        facts = np.full((len(Axis), len(bare)), UNKNOWN, dtype=np.int64).T
        facts[:, Axis.PHASE] = phase(some, self._lines, at)
        facts[:, Axis.MAP] = readings.map_mmhg[bare]
        told.prompts[bare] += self._calls.on(
            readings.who[bare], facts, some, np.ones(len(bare), dtype=np.bool_)
        ).shown

    def _of(self, who: IntArray) -> Course:
        return Course(*(lane.take(who, mode="clip") for lane in _lanes(self._course)))

    def _put(self, course: Course, before: Course, who: IntArray) -> None:
        """Keep what a course has become; most of it stays, and is the very lane it was."""
        lanes = zip(_lanes(self._course), _lanes(before), _lanes(course), strict=True)
        for kept, old, new in lanes:
            if new is not old:
                kept[who] = new


def _picked(course: Course, who: IntArray) -> Course:
    return Course(*(lane.take(who) for lane in _lanes(course)))
