"""One chunk of patients under one arm, from the first reading to the last hour.

Readings are taken at whole minutes, pumps are set at whole seconds. In each minute first the pumps
that were set since the last are taken in, then the true pressure is sampled when that is due, then
the patients whose reading is due are looked at, and nobody else: the body needs no steps.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FlagArray, IntArray
from core.patient.cohort import Cohort, drawn
from core.rules.gates import OPEN
from core.rules.rungs import Rungs
from core.trial.assistant import Assistant
from core.trial.bedside import Bedside, bedside
from core.trial.deciding import Decided, Deciding, Readings, Reports
from core.trial.nurse import Looks, acts, keyed, looks, next_look, rounded
from core.trial.plan import MINUTE_S, Arm, Plan
from core.trial.record import Record
from core.trial.setting import Setting, mcg_min_per_step, rungs_for, setting
from core.trial.tally import Tally, excluded

FASTEST_ML_H = 999.9
"""The most an infusion pump can be keyed to."""
NOT_DUE = 2**62
Watch = Callable[[Readings, Decided, Reports], None]
"""Told of readings, the answers and the reports that will follow them: for tests and for cases."""


@dataclass(slots=True, eq=False)
class _Pumps:
    """What is about to be set, and what runs otherwise than charted."""

    due_s: IntArray
    dose: IntArray
    steps: IntArray
    slipped: FlagArray
    charted: IntArray
    wrong: FlagArray

    @classmethod
    def none(cls, count: int) -> "_Pumps":
        zero = [np.zeros(count, dtype=np.int64) for _ in range(3)]
        no = [np.zeros(count, dtype=np.bool_) for _ in range(2)]
        return cls(np.full(count, NOT_DUE), zero[0], zero[1], no[0], zero[2], no[1])


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
        self._pumps = _Pumps.none(count)
        self._step_mcg_min = mcg_min_per_step(plan)
        self._most_steps = int(FASTEST_ML_H / float(plan.resolution.value))
        self._hard = told.protocol.numbers.hard
        self._second_due = np.full(count, NOT_DUE)
        self._started = np.zeros(count, dtype=np.bool_)
        self._from = np.zeros(count, dtype=np.int64)
        chance = looks(plan, self._beds.own, -1)
        self._look_at = -(-chance.late_s // MINUTE_S) * MINUTE_S

    def run(self) -> Record:
        """Follow everybody to the end."""
        untreated = self._beds.truth.moment(None, 0.0).map_mmhg
        out = excluded(untreated, self._set.lines.low)
        for second in range(0, self._plan.seconds, MINUTE_S):
            self._minute(second)
        end = float(self._plan.seconds)
        cohort = self._beds.cohort
        given = self._beds.truth.infusion.given_by(end) / cohort.weight_kg
        return self._tally.record(cohort.ids, out, given, self._started)

    def _minute(self, second: int) -> None:
        pumps = np.flatnonzero(self._pumps.due_s <= second)
        if len(pumps):
            self._set_pumps(pumps)
        if self._plan.second_agent:
            self._begin_second_agent(second)
        if second % self._plan.sample_s == 0:
            self._tally.sample(second, self._beds.true_map(None, second)[0])
        due = np.flatnonzero(self._look_at == second)
        if len(due):
            self._look(due, second)

    def _set_pumps(self, who: IntArray) -> None:
        pumps = self._pumps
        reports = Reports(who, pumps.due_s[who], pumps.dose[who])
        self._deciding.report(reports)
        self._tally.report(reports)
        self._run_at(who, reports.second, pumps.steps[who])
        pumps.charted[who] = reports.dose
        pumps.wrong[who] = pumps.slipped[who]
        pumps.due_s[who] = NOT_DUE
        self._started[who] |= reports.dose > 0

    def _run_at(self, who: IntArray, second: IntArray, steps: IntArray) -> None:
        """The pumps run so many steps from their second on, whatever the chart says."""
        rate = steps.astype(np.float64) * self._step_mcg_min
        self._beds.truth.set_rate(who, second.astype(np.float64), rate)

    def _begin_second_agent(self, second: int) -> None:
        who = np.flatnonzero(self._second_due <= second)
        if len(who):
            self._deciding.second_agent_begun(who, second)
            self._beds.truth.second.begin(who, np.full(len(who), float(second)))
            self._tally.begun(who)
            self._second_due[who] = -NOT_DUE

    def _look(self, who: IntArray, second: int) -> None:
        """Read, enter, follow the answer, and know when to look again."""
        chance = looks(self._plan, self._beds.own[who], second)
        self._find_slips(who, second, chance.finds)
        readings = self._readings(who, second, chance)
        told = self._deciding.read(readings)
        reports = self._follow(who, readings.entered, told)
        self._tally.read(readings, told, chance.missed)
        self._from[who], self._from[reports.who] = readings.entered, reports.second
        self._look_at[who] = next_look(self._plan, self._from[who], told.wait_s, chance)
        if self._watch is not None:
            self._watch(readings, told, reports)

    def _readings(self, who: IntArray, second: int, chance: Looks) -> Readings:
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

    def _find_slips(self, who: IntArray, second: int, finds: FlagArray) -> None:
        """A pump that runs otherwise than charted is set right by whoever finds it."""
        if not self._pumps.wrong.any():
            return
        found = who[finds & self._pumps.wrong[who]]
        if len(found):
            at = np.full(len(found), second, dtype=np.int64)
            self._run_at(found, at, self._rungs_of(found, self._pumps.charted[found]))
            self._pumps.wrong[found] = False

    def _follow(self, who: IntArray, entered: int, told: Decided) -> Reports:
        """Set the pumps as advised, or nearly so, or not at all; what will be reported of them."""
        some = np.flatnonzero((told.gate == OPEN) & (told.dose != told.before))
        chance = acts(self._plan, self._beds.own[who[some]], entered)
        dose = np.where(chance.rounds, self._rounded(told, some), told.dose[some])
        acting = np.flatnonzero(~chance.forgets)
        place, dose = who[some[acting]], dose[acting]
        pumps, at = self._pumps, entered + chance.after_s[acting]
        pumps.due_s[place], pumps.dose[place] = at, dose
        meant = self._rungs_of(place, dose)
        pumps.steps[place] = keyed(meant, chance.slips[acting], self._most_steps)
        pumps.slipped[place] = pumps.steps[place] != meant
        self._ask_second_agent(who[told.second_agent], entered)
        return Reports(place, at, dose)

    def _rounded(self, told: Decided, some: IntArray) -> IntArray:
        staff = self._plan.staff
        return rounded(told.dose[some], told.before[some], staff.round_to, self._hard)

    def _ask_second_agent(self, who: IntArray, entered: int) -> None:
        if self._plan.second_agent and len(who):
            chance = acts(self._plan, self._beds.own[who], entered)
            due = self._second_due[who]
            later = np.where(due == NOT_DUE, entered + chance.after_s, due)
            self._second_due[who] = later

    def _rungs_of(self, who: IntArray, dose: IntArray) -> IntArray:
        return self._rungs.picked(who).steps(dose, self._hard)


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
