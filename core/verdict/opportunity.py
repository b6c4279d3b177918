"""What a verdict rests on: one opportunity to act, with all that happened in it.

The written definitions stand in `resources/help/verdicts.md`, the rules in precedence order in
`resources/texts/verdict.toml`. All times are counted from the reading that began the opportunity.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from core.model.terms import Action, Agent, Gate, OverrideReason, Reply
from core.quantity.measures import Dose, DoseUnit

LATE_FOR = timedelta(minutes=60)
"""How long after its deadline a step or a call still counts as late. Local: no source sets it;
one round of hourly charting."""

NEAR_SHARE = Decimal("0.25")
"""Share of the advised step by which the dose may miss it. Local: no source sets it."""

NEAR_AT_MOST = Decimal("0.5")
"""Share of the advised step that no tolerance passes, however coarse the pump. Local."""

STEPS = frozenset(
    {
        Action.START,
        Action.RESTART,
        Action.RAISE,
        Action.UNDO,
        Action.LOWER,
        Action.WEAN,
        Action.STOP,
    }
)
"""The actions that change the dose; hold, look again and escalate do not."""


class Verdict(StrEnum):
    """What an opportunity came to, judged against the protocol and never against the person."""

    RIGHT = "right"
    WRONG_SIZE = "wrong_size"
    WRONG_DIRECTION = "wrong_direction"
    LATE = "late"
    NOT_DONE = "not_done"
    NOT_INDICATED = "not_indicated"
    UNKNOWN = "unknown"

    @property
    def code(self) -> str:
        """The code of its word."""
        return f"verdict.{self.value}"


@dataclass(frozen=True, slots=True)
class Change:
    """The pump was set to `dose` (0 is a stop) at the time `after` the reading, zero or more."""

    after: timedelta
    dose: Dose


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One agent, from a reading at which the protocol speaks until something else takes over.

    Durations count from the reading; doses are in the agent's one dosing unit, norepinephrine as
    base.

    agent: whose dose is judged.
    action: what was advised; None where there was no advice.
    gate: why there was none, if a gate was closed.
    before: the set dose at the reading, 0 when off; None when it is not known.
    advised: the set dose that a step ends at; None where no step was advised.
    hard_limit: the protocol's; None where it declares none.
    pump_step: what one step of the pump's resolution changes with this bag and weight, to four
        decimals; None where bag, weight or resolution are not known.
    below_target: whether the MAP of the reading was below target low.
    step_by: how long step or call may take, which is until the recheck of the advice; None only
        where there was no advice.
    changes: what the pump was set to, in order of time; those outside the opportunity are not
        looked at.
    next_reading: the usable reading that opened the next opportunity, if there is one.
    charted_until: up to when the record tells anything, itself included.
    paused_from: when titration was paused, zero where it already was at the reading.
    called: whether this reading asked for a call of urgency now, beside the advice.
    calls_charted: whether the record would show that a call was answered.
    call_answered: when it was.
    reply: the last answer to the advice; `reason` stands beside the verdict and never changes it.
    delayed_until: the time that was said with a delay.

    Raises:
        ValueError: what is given cannot have happened together; the sentence says what.
        UnitError: doses of different units.
    """

    agent: Agent
    action: Action | None
    before: Dose | None
    step_by: timedelta | None
    charted_until: timedelta
    gate: Gate | None = None
    advised: Dose | None = None
    hard_limit: Dose | None = None
    pump_step: Dose | None = None
    below_target: bool = False
    changes: tuple[Change, ...] = ()
    next_reading: timedelta | None = None
    paused_from: timedelta | None = None
    called: bool = False
    calls_charted: bool = True
    call_answered: timedelta | None = None
    reply: Reply | None = None
    reason: OverrideReason | None = None
    delayed_until: timedelta | None = None

    def __post_init__(self) -> None:
        _demand_one_unit(self)
        faults = (
            ("advice needs the time until its recheck", _without_deadline(self)),
            ("a closed gate leaves no advice", self.gate is not None and self.action is not None),
            ("a step, and only a step, has an advised dose", _without_dose(self)),
            ("a step must end at another dose than it began at", _is_no_step(self)),
            ("changes must stand in order of time, none before the reading", _disordered(self)),
            ("a delay, and only a delay, has a time until", _without_until(self)),
        )
        broken = next((sentence for sentence, is_so in faults if is_so), None)
        if broken is not None:
            raise ValueError(f"not an opportunity of {self.agent}: {broken}")


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the rule it rests on, one of those in the texts."""

    verdict: Verdict
    rule: str

    @property
    def code(self) -> str:
        """The code of the rule; below it stand its verdict and what it says."""
        return f"verdict-rule.{self.rule}"


def _demand_one_unit(of: Opportunity) -> None:
    told = (of.before, of.advised, of.hard_limit, of.pump_step, *(item.dose for item in of.changes))
    doses = [dose for dose in told if dose is not None]
    for dose in doses:
        # Comparing refuses another unit.
        if dose < Dose(Decimal(0), doses[0].unit):
            raise ValueError(f"not an opportunity of {of.agent}: {dose} is below zero")
    is_vasopressin = of.agent is Agent.VASOPRESSIN
    if doses and (doses[0].unit is DoseUnit.UNITS_MIN) is not is_vasopressin:
        raise ValueError(f"not an opportunity of {of.agent}: it is not dosed in {doses[0].unit}")


def _without_deadline(of: Opportunity) -> bool:
    return (of.action is None) is not (of.step_by is None)


def _without_dose(of: Opportunity) -> bool:
    return (of.action in STEPS) is not (of.advised is not None)


def _is_no_step(of: Opportunity) -> bool:
    return of.advised is not None and of.advised == of.before


def _disordered(of: Opportunity) -> bool:
    times = [timedelta(0), *(change.after for change in of.changes)]
    return times != sorted(times)


def _without_until(of: Opportunity) -> bool:
    return (of.reply is Reply.DELAY) is not (of.delayed_until is not None)
