"""The engine of a trial with nurses of usual care in the place of a protocol."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.model.case import Band
from core.model.state import lines_from, thousandths
from core.patient.cohort import Cohort
from core.quantity.measures import DoseUnit, Mmhg
from core.rules.compile import Protocol
from core.trial.deciding import Deciding
from core.trial.engine import Engine, Watch
from core.trial.plan import Arm, Plan, PlanError
from core.trial.setting import Setting, rungs_for
from core.trial.usual_care import UsualCare, UsualCareError, usual_care_from
from core.trial.usual_care_ward import UsualCareWard


def usual_care_engine(
    plan: Plan,
    arm: Arm,
    cohort: Cohort,
    watch: Watch | None = None,
    beside: Callable[[Deciding], Deciding] = lambda nurses: nurses,
) -> Engine:
    """An arm of usual care on these patients; `beside` may listen to what the nurses decide.

    Nurses forget and round by habits of their own, so those two of the staff's are left out.

    Raises:
        PlanError: the file of usual care cannot be used, or the starting dose is in another unit.
    """
    told = usual_care_setting(plan, arm)
    staff = replace(plan.staff, forgets=0.0, rounds=0.0)
    band = (int(told.band.low.value), int(told.band.high.value))
    ward = UsualCareWard.opened(_care(arm), plan.seed, cohort.ids, band, told.start)
    rungs = rungs_for(plan, cohort, DoseUnit.MCG_KG_MIN)
    return Engine(replace(plan, staff=staff), told, cohort, beside(ward), rungs, watch)


def usual_care_setting(plan: Plan, arm: Arm) -> Setting:
    """An arm of usual care made ready: any band, its own starting dose unless the plan has one.

    What counts as a failed wean, and the most that a pump may run, are the default protocol's.

    Raises:
        PlanError: the file of usual care cannot be used, or the starting dose is in another unit.
    """
    protocol, start = _default(), _care(arm).start
    band = protocol.bands[0]
    if plan.band is not None:
        low, high = (Mmhg(Decimal(end)) for end in plan.band)
        band = Band(low, high)
    if plan.start is not None:
        if plan.start.unit is not DoseUnit.MCG_KG_MIN:
            raise PlanError(f"arm {arm.name}: doses are in mcg/kg/min, not {plan.start}")
        start = thousandths(plan.start)
    lines = lines_from(band, protocol.counting)
    return Setting(protocol, band, start, lines, pinned=not plan.second_agent)


def _care(arm: Arm) -> UsualCare:
    try:
        return usual_care_from(arm.text)
    except UsualCareError as fault:
        raise PlanError(f"arm {arm.name}: {fault}") from fault


def _default() -> Protocol:
    return protocol_from(read_protocol(DEFAULT_PROTOCOL).text)
