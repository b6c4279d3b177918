"""A simulated nurse answers advice: as advised, rounded, later, or not at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.lab.staff import Staff
from core.lab.staff_pump import rounded_dose, rounded_rate, slipped
from core.lab.staff_tasks import Answer, Chart, Deed, Keyed, Seen, SetPump, Typed
from core.model.commands import AnswerAdvice, ReportPump
from core.model.events import Advised
from core.model.state import Standing, dose_of
from core.model.terms import Action, OverrideReason, Reply
from core.quantity.measures import Dose, PumpRate
from core.rules.advice import is_dosed

BEFORE_EXPIRY = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What she means to set: the words of the answer, and the rate where it is known.

    `report` tells the pump by rate, which no answer can.
    """

    answer: AnswerAdvice
    rate: PumpRate | None
    report: ReportPump | None = None


def standing_advice(seen: Seen, advice: int) -> Standing | None:
    """The advice with this number if it can still be answered."""
    standing = seen.state.standing
    if standing is None or standing.seq != advice or standing.withdrawn:
        return None
    over = standing.answered is not None or seen.now >= standing.advised.expires_at
    return None if over else standing


def answered(staff: Staff, task: Answer, seen: Seen) -> tuple[Staff, tuple[Deed, ...]]:
    """Answer the advice; advice that no longer stands goes without."""
    standing = standing_advice(seen, task.advice)
    if standing is None:
        return staff, ()
    advised, profile, chance = standing.advised, staff.profile, staff.chance
    if not is_dosed(advised.action):
        return staff, (Typed(_accepting(seen, task.advice, pump_set=False)),)
    if chance.happens("refuses", profile.refuses, task.advice):
        reason = chance.chosen("refusals", profile.refusals, task.advice)
        return staff, (_declined(seen, task.advice, reason or OverrideReason.OTHER),)
    if _puts_off(staff, task.advice):
        return _put_off(staff, task, seen)
    return _set(staff, task, seen, advised)


def pump_set(task: SetPump, seen: Seen) -> tuple[Deed, ...]:
    """Set what was put off, unless newer advice has come meanwhile."""
    standing = seen.state.standing
    if standing is None or standing.seq != task.advice or standing.withdrawn:
        return ()
    return (Typed(_report(seen, standing.advised.dose, standing)),)


def _accepting(seen: Seen, advice: int, *, pump_set: bool) -> AnswerAdvice:
    return AnswerAdvice(at=seen.now, advice=advice, reply=Reply.ACCEPT, pump_set=pump_set)


def _declined(seen: Seen, advice: int, reason: OverrideReason) -> Typed:
    return Typed(AnswerAdvice(at=seen.now, advice=advice, reply=Reply.DECLINE, reason=reason))


def _report(seen: Seen, dose: Dose, standing: Standing) -> ReportPump:
    agent = standing.advised.agent
    now = seen.now
    return ReportPump(at=now, observed_at=now, agent=agent, dose=dose, follows=standing.seq)


def _puts_off(staff: Staff, advice: int) -> bool:
    """Whether it is said that it comes later; putting off without a word was planned before."""
    profile, chance = staff.profile, staff.chance
    delays = chance.happens("delays", profile.delays, advice)
    return delays and chance.happens("delay_said", profile.delay_said, advice)


def _put_off(staff: Staff, task: Answer, seen: Seen) -> tuple[Staff, tuple[Deed, ...]]:
    until = seen.now + staff.chance.spread("delay", staff.profile.delay, task.advice)
    said = AnswerAdvice(
        at=seen.now,
        advice=task.advice,
        reply=Reply.DELAY,
        reason=OverrideReason.PROCEDURE,
        until=until,
    )
    return staff.having(SetPump(until, task.advice)), (Typed(said),)


def _set(
    staff: Staff, task: Answer, seen: Seen, advised: Advised
) -> tuple[Staff, tuple[Deed, ...]]:
    setting = _meant(staff, task.advice, seen, advised)
    if setting is None:
        return staff, (_declined(seen, task.advice, OverrideReason.STEP_TOO_SMALL),)
    late = staff.chance.happens("late.pump", staff.profile.charts_late, task.advice)
    if late and setting.rate is not None:
        return _chart_later(staff, task.advice, seen, setting.rate, advised)
    reported = () if setting.report is None else (Typed(setting.report),)
    return staff, (Typed(setting.answer), *reported, *_slip(staff, task.advice, seen, advised))


def _meant(staff: Staff, advice: int, seen: Seen, advised: Advised) -> _Setting | None:
    """What she means to set; None where rounding leaves nothing of the step."""
    plain = _Setting(_accepting(seen, advice, pump_set=True), advised.rate)
    rounds = staff.chance.happens("rounds", staff.profile.rounds, advice)
    if not rounds or advised.action is Action.STOP:
        return plain
    steps = staff.profile.round_to
    if any(isinstance(step, PumpRate) for step in steps):
        return _by_rate(seen, advice, advised, steps) or plain
    if all(isinstance(step, Dose) and step.unit is not advised.dose.unit for step in steps):
        return plain
    hard = _hard_limit(seen, advised)
    dose = rounded_dose(advised, steps, hard)
    if dose is None or dose == advised.dose:
        return None if dose is None else plain
    return _Setting(_modified(seen.now, advice, dose), None)


def _by_rate(
    seen: Seen, advice: int, advised: Advised, steps: tuple[Dose | PumpRate, ...]
) -> _Setting | None:
    rate = None if advised.rate is None else rounded_rate(advised.rate, steps)
    if rate is None or rate == advised.rate:
        return None
    report = ReportPump(
        at=seen.now, observed_at=seen.now, agent=advised.agent, rate=rate, follows=advice
    )
    return _Setting(_accepting(seen, advice, pump_set=False), rate, report)


def _modified(now: datetime, advice: int, dose: Dose) -> AnswerAdvice:
    return AnswerAdvice(
        at=now,
        advice=advice,
        reply=Reply.MODIFY,
        reason=OverrideReason.OTHER,
        dose=dose,
        pump_set=True,
    )


def _hard_limit(seen: Seen, advised: Advised) -> Dose:
    part = seen.protocol.part(advised.agent) or seen.protocol
    return dose_of(part.numbers.hard, part.unit)


def _chart_later(
    staff: Staff, advice: int, seen: Seen, rate: PumpRate, advised: Advised
) -> tuple[Staff, tuple[Deed, ...]]:
    """The pump is set now and typed in later, as of now."""
    later = seen.now + staff.chance.spread("late.pump", staff.profile.late_by, advice)
    report = ReportPump(at=later, observed_at=seen.now, agent=advised.agent, rate=rate)
    return staff.having(Chart(later, report, advice)), (Keyed(advised.agent, rate),)


def _slip(staff: Staff, advice: int, seen: Seen, advised: Advised) -> tuple[Deed, ...]:
    """The pump keyed otherwise than it was charted a moment ago."""
    setup = seen.state.setup
    happens = staff.chance.happens("slips", staff.profile.slips, advice)
    if not happens or advised.rate is None or advised.rate.value == 0 or setup is None:
        return ()
    wrong = slipped(advised.rate, setup.resolution, staff.chance, advice)
    return () if wrong is None else (Keyed(advised.agent, wrong),)
