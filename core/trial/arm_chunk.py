"""Any arm on a chunk of patients: a protocol by its compiled table, usual care by its nurses."""

from core.patient.cohort import drawn
from core.trial.engine import run_chunk
from core.trial.plan import Arm, Plan
from core.trial.record import Record
from core.trial.setting import setting
from core.trial.usual_care import is_usual_care
from core.trial.usual_care_engine import usual_care_engine, usual_care_setting


def demand_arm(plan: Plan, arm: Arm) -> None:
    """Make sure that an arm can be used with a plan, before anything is run.

    Raises:
        PlanError: it cannot; the sentence says why.
    """
    if is_usual_care(arm.text):
        usual_care_setting(plan, arm)
    else:
        setting(plan, arm)


def run_arm_chunk(plan: Plan, arm: Arm, first: int, count: int) -> Record:
    """One arm on the patients from the id `first` on.

    Raises:
        PlanError: the arm does not fit the plan.
    """
    if not is_usual_care(arm.text):
        return run_chunk(plan, arm, first, count)
    return usual_care_engine(plan, arm, drawn(plan.preset, plan.seed, count, first)).run()
