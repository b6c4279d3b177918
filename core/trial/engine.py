"""One chunk of patients under one arm, from the first reading to the last hour.

Nothing is stepped: each patient goes from look to look at its own pace, all of a chunk at once,
each at a second of its own. Readings are taken at whole minutes, pumps are set at whole seconds.
At a look first what was done since the last one is taken in, then the monitor is read. The true
pressure is sampled for outcomes afterwards, from what the pumps really ran.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FlagArray, FloatArray, IntArray, flagged
from core.patient.cohort import Cohort, drawn
from core.rules.gates import OPEN
from core.rules.rungs import Rungs
from core.trial.assistant import Assistant
from core.trial.bedside import Bedside, bedside
from core.trial.deciding import Decided, Deciding, Readings, Reports
from core.trial.history import Changes, History
from core.trial.nurse import Looks, acts, keyed, looks, next_look, rounded
from core.trial.plan import MINUTE_S, Arm, Plan
from core.trial.record import Record
from core.trial.setting import Setting, mcg_min_per_step, rungs_for, setting
from core.trial.tally import Tally, excluded

FASTEST_ML_H = 999.9
"""The most an infusion pump can be keyed to."""
NOT_DUE = 2**62
_BEGUN = NOT_DUE + 1
Watch = Callable[[Readings, Decided, Reports], None]
"""Told of readings, the answers and the reports that will follow them: for tests and for cases."""


@dataclass(slots=True, eq=False)
class _Pumps:
    """What is about to be set, and what runs otherwise than charted.

    `known_s`: from this minute on a pump that was set at `due_s` counts as set.
    """

    due_s: IntArray
    known_s: IntArray
    dose: IntArray
    steps: IntArray
    slipped: FlagArray
    charted: IntArray
    wrong: FlagArray

    @classmethod
    def none(cls, count: int) -> "_Pumps":
        zero = [np.zeros(count, dtype=np.int64) for _ in range(4)]
        no = [np.zeros(count, dtype=np.bool_) for _ in range(2)]
        return cls(np.full(count, NOT_DUE), zero[0], zero[1], zero[2], no[0], zero[3], no[1])


class Engine:
    """One arm of a plan on one chunk."""

    def __init__(  # noqa: PLR0913, PLR0917 - what an arm on a chunk is made of
        self,
        plan: Plan,
        told: Setting,
        cohort: Cohort,
        deciding: Deciding,
        rungs: Rungs,
        watch: Watch | None = None,
    ) -> None:
        """Everybody at second 0, no drug yet."""
        count = len(cohort)
        self._plan, self._set, self._watch = plan, told, watch
        self._rungs, self._deciding = rungs, deciding
        self._beds: Bedside = bedside(plan, cohort)
        self._tally = Tally(plan, told, count)
        self._pumps, self._history = _Pumps.none(count), History()
        self._step_mcg_min = mcg_min_per_step(plan)
        self._most_steps = int(FASTEST_ML_H / float(plan.resolution.value))
        self._hard = told.protocol.numbers.hard
        self._second_due = np.full(count, NOT_DUE)
        self._started = np.zeros(count, dtype=np.bool_)
        self._from = np.zeros(count, dtype=np.int64)
        chance = looks(plan, self._beds.own, -1)
        self._look_at = _minute_from(chance.late_s)

    def run(self) -> Record:
        """Follow everybody to the end."""
        untreated = self._beds.truth.moment(None, 0.0).map_mmhg
        out = excluded(untreated, self._set.lines.low)
        while len(who := flagged(self._look_at < self._plan.seconds)):
            self._settle(who, self._look_at[who])
            self._look(who, self._look_at[who])
        everyone = np.arange(len(self._look_at))
        self._settle(everyone, np.full(len(everyone), self._plan.seconds - MINUTE_S))
        self._sample()
        end = float(self._plan.seconds)
        cohort = self._beds.cohort
        given = self._beds.truth.infusion.given_by(end) / cohort.weight_kg
        return self._tally.record(cohort.ids, out, given, self._started)

    def _settle(self, who: IntArray, until: IntArray) -> None:
        """Take in what was done in these patients up to a second, in its sequence."""
        begins = self._second_due[who]
        pumps = flagged(self._pumps.due_s[who] <= until)
        second = flagged(begins <= until)
        if len(second):
            known = np.full(len(who), NOT_DUE)
            known[pumps] = self._pumps.known_s[who[pumps]]
            early = begins[second] < known[second]
            self._begin_second_agent(who[second[early]])
            second = second[~early]
        if len(pumps):
            self._set_pumps(who[pumps])
        if len(second):
            self._begin_second_agent(who[second])

    def _set_pumps(self, who: IntArray) -> None:
        pumps = self._pumps
        reports = Reports(who, pumps.due_s[who], pumps.dose[who])
        self._deciding.report(reports)
        self._tally.report(reports)
        pumps.charted[who] = reports.dose
        self._run_at(
            Changes(who, reports.second, pumps.steps[who], reports.dose > 0), pumps.known_s[who]
        )
        pumps.wrong[who] = pumps.slipped[who]
        pumps.due_s[who] = NOT_DUE
        self._started[who] |= reports.dose > 0

    def _run_at(self, changes: Changes, known: IntArray) -> None:
        """The pumps run so many steps from their second on, whatever the chart says."""
        self._beds.truth.set_rate(*self._rates(changes))
        self._history.add(changes, known)

    def _rates(self, changes: Changes) -> tuple[IntArray, FloatArray, FloatArray]:
        """In whom, from which second on, and how many mcg/min."""
        rate = changes.steps.astype(np.float64) * self._step_mcg_min
        return changes.who, changes.second.astype(np.float64), rate

    def _begin_second_agent(self, who: IntArray) -> None:
        second = self._second_due[who]
        self._deciding.second_agent_begun(who, second)
        self._beds.truth.second.begin(who, second.astype(np.float64))
        self._tally.begun(who)
        self._second_due[who] = _BEGUN

    def _sample(self) -> None:
        """Sample the true pressure of everyone, from the start to the end."""
        beds = self._beds.untreated()
        running = np.zeros(len(beds), dtype=np.bool_)
        for second, told in self._history.by(range(0, self._plan.seconds, self._plan.sample_s)):
            for changes in told:
                beds.truth.set_rate(*self._rates(changes))
                running[changes.who] = changes.running
            self._tally.sample(second, beds.sampled(second), running)

    def _look(self, who: IntArray, second: IntArray) -> None:
        """Read, enter, follow the answer, and know when to look again."""
        chance = looks(self._plan, self._beds.own[who], second)
        self._find_slips(who, second, chance.finds)
        readings = self._readings(who, second, chance)
        told = self._deciding.read(readings)
        reports = self._follow(readings, told)
        self._tally.read(readings, told, chance.missed)
        self._from[who], self._from[reports.who] = readings.entered, reports.second
        self._look_at[who] = next_look(self._plan, self._from[who], told.wait_s, chance)
        if self._watch is not None:
            self._watch(readings, told, reports)

    def _readings(self, who: IntArray, second: IntArray, chance: Looks) -> Readings:
        seen = self._beds.monitor(who, second)
        return Readings(
            who=who,
            second=second,
            entered=second + self._plan.staff.charts_s,
            map_mmhg=seen.map_mmhg,
            diastolic_mmhg=seen.diastolic_mmhg,
            heart_rate_bpm=seen.heart_rate_bpm,
            marked=seen.spoilt & chance.knows,
        )

    def _find_slips(self, who: IntArray, second: IntArray, finds: FlagArray) -> None:
        """A pump that runs otherwise than charted is set right by whoever finds it."""
        some = flagged(finds & self._pumps.wrong[who])
        if len(some):
            found, at = who[some], second[some]
            charted = self._pumps.charted[found]
            changes = Changes(found, at, self._rungs_of(found, charted), charted > 0)
            self._run_at(changes, at + MINUTE_S)
            self._pumps.wrong[found] = False

    def _follow(self, readings: Readings, told: Decided) -> Reports:
        """Set the pumps as advised, or nearly so, or not at all; what will be reported of them."""
        who, entered = readings.who, readings.entered
        some = flagged((told.gate == OPEN) & (told.dose != told.before))
        chance = acts(self._plan, self._beds.own[who[some]], entered[some])
        dose = np.where(chance.rounds, self._rounded(told, some), told.dose[some])
        acting = flagged(~chance.forgets)
        some, dose = some[acting], dose[acting]
        pumps, place, at = self._pumps, who[some], entered[some] + chance.after_s[acting]
        pumps.due_s[place], pumps.dose[place] = at, dose
        pumps.known_s[place] = _after(readings.second[some], at)
        meant = self._rungs_of(place, dose)
        pumps.steps[place] = keyed(meant, chance.slips[acting], self._most_steps)
        pumps.slipped[place] = pumps.steps[place] != meant
        self._ask_second_agent(readings, flagged(told.second_agent))
        return Reports(place, at, dose)

    def _rounded(self, told: Decided, some: IntArray) -> IntArray:
        staff = self._plan.staff
        return rounded(told.dose[some], told.before[some], staff.round_to, self._hard)

    def _ask_second_agent(self, readings: Readings, some: IntArray) -> None:
        if self._plan.second_agent and len(some):
            who, entered = readings.who[some], readings.entered[some]
            chance = acts(self._plan, self._beds.own[who], entered)
            begins = _after(readings.second[some], entered + chance.after_s)
            due = self._second_due[who]
            self._second_due[who] = np.where(due == NOT_DUE, begins, due)

    def _rungs_of(self, who: IntArray, dose: IntArray) -> IntArray:
        return self._rungs.picked(who).steps(dose, self._hard)


def _minute_from(second: IntArray) -> IntArray:
    """The whole minute at these seconds, or next after them."""
    minute: IntArray = -(-second // MINUTE_S) * MINUTE_S
    return minute


def _after(look: IntArray, second: IntArray) -> IntArray:
    """The whole minute at which something done at a second is known: after the look it is of."""
    return np.maximum(_minute_from(second), look + MINUTE_S)


def run_chunk(plan: Plan, arm: Arm, first: int, count: int) -> Record:
    """One arm on the patients from the id `first` on.

    Raises:
        PlanError: the arm does not fit the plan.
    """
    return engine_for(plan, setting(plan, arm), drawn(plan.preset, plan.seed, count, first)).run()


def engine_for(plan: Plan, told: Setting, cohort: Cohort, watch: Watch | None = None) -> Engine:
    """An arm decided by its compiled table, on these patients."""
    rungs = rungs_for(plan, cohort, told.protocol.unit)
    deciding = Assistant(told, len(cohort), rungs)
    return Engine(plan, told, cohort, deciding, rungs, watch)
