"""One patient of a trial as a case that can be opened in the ordinary window.

The very same patient is run again alone, with a `Session` in the place of the table. Under usual
care nurses decide as in the trial, and the case shows beside them what the tried protocol would
have advised: its advice is never followed there. The case is one of a simulation and has ended.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.log.memory import MemoryLog
from core.model.events import Recorded
from core.patient.arrays import IntArray
from core.patient.cohort import drawn
from core.trial.deciding import Decided, Deciding, Readings, Reports
from core.trial.engine import Engine
from core.trial.plan import Arm, Plan
from core.trial.sessions import Opened, Sessions
from core.trial.setting import rungs_for, setting
from core.trial.usual_care import is_usual_care
from core.trial.usual_care_engine import usual_care_engine


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which patient, by the id, under which arm of a plan, and what the case says of itself.

    `ends`: the moment at which the last hour is over.
    """

    plan: Plan
    arm: Arm
    patient: int
    label: str
    note: str
    ends: datetime


class _Beside:
    """Nurses decide; the sessions hear the same readings and reports."""

    def __init__(self, nurses: Deciding, cases: Sessions) -> None:
        self._nurses, self._cases = nurses, cases

    def read(self, readings: Readings) -> Decided:
        self._cases.read(readings)
        return self._nurses.read(readings)

    def report(self, reports: Reports) -> None:
        self._cases.report(reports, follows=False)
        self._nurses.report(reports)

    def second_agent_begun(self, who: IntArray, second: IntArray) -> None:
        self._cases.second_agent_begun(who, second)
        self._nurses.second_agent_begun(who, second)


def advising(plan: Plan, arm: Arm) -> Arm:
    """The protocol that advises in a case: the arm itself, beside usual care the first of the plan.

    Raises:
        ValueError: no arm of the plan is a protocol.
    """
    if not is_usual_care(arm.text):
        return arm
    for each in plan.arms:
        if not is_usual_care(each.text):
            return each
    raise ValueError("no arm of this trial is a protocol, so there is no advice to show in a case")


def facts_of(wanted: Wanted) -> tuple[Recorded, ...]:
    """The whole case, from its opening to its end.

    Raises:
        ValueError: no arm of the plan is a protocol, or it cannot be used with it.
    """
    arm, advises = wanted.arm, advising(wanted.plan, wanted.arm)
    plan = replace(wanted.plan, arms=(arm,), first=wanted.patient, patients=1)
    told, cohort = setting(plan, advises), drawn(plan.preset, plan.seed, 1, plan.first)
    log = MemoryLog()
    begins = wanted.ends - timedelta(seconds=plan.seconds)
    cases = Sessions(plan, advises, told, cohort, Opened(wanted.label, begins, lambda _: log))
    if arm is advises:
        rungs = rungs_for(plan, cohort, told.protocol.unit)
        engine = Engine(plan, told, cohort, cases, rungs)
    else:
        engine = usual_care_engine(plan, arm, cohort, beside=lambda nurses: _Beside(nurses, cases))
    engine.run()
    cases.end(plan.seconds, wanted.note)
    return tuple(log)
