"""The further agents at the bedside: reasons, bags, rates and weights, each with its own part.

The case: 80 kg. Vasopressin 20 units in 100 mL: 0.03 units/min is 9 mL/h. Epinephrine 4 mg in
250 mL (16 mcg/mL): 0.1 mcg/kg/min is 30 mL/h.
"""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import DosingWeight
from core.model.commands import ChangeWeight, Command, HangBag, ReportPump, StrikeEntry
from core.model.events import (
    AdviceWithheld,
    Advised,
    EntryRefused,
    Event,
    Prompted,
    PumpReported,
)
from core.model.infusions import infusion_of
from core.model.terms import Action, Agent, Gate, Keep, StrikeReason, Use, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Kilogram,
    Milligram,
    Millilitre,
    PumpRate,
    Units,
)
from core.rules.prompts import bag_empty_at
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
NE, VASO, EPI = Agent.NOREPINEPHRINE, Agent.VASOPRESSIN, Agent.EPINEPHRINE
PHENYL, DOPA = Agent.PHENYLEPHRINE, Agent.DOPAMINE
STRONGER = Bag(Units(Decimal(40)), Millilitre(Decimal(100)), ExpressedAs.BASE)
MILLIGRAMS = Bag(Milligram(Decimal(20)), Millilitre(Decimal(250)), ExpressedAs.BASE)
STEADY = "10 min to 130 min every 60 min: MAP 70 mmHg"


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def begun(*course: str) -> Session:
    session = Session(MemoryLog(), protocol_from)
    for request in requests_of(WorkedGiven(course=course), PROTOCOL, TEXT):
        session.handle(request)
    return session


def ask(session: Session, command: Command) -> tuple[Event, ...]:
    return tuple(fact.event for fact in session.handle(command))


def dose_of(agent: Agent, text: str) -> Dose:
    unit = DoseUnit.UNITS_MIN if agent is VASO else DoseUnit.MCG_KG_MIN
    return Dose(Decimal(text), unit)


def told(agent: Agent, minutes: float, dose: str, **more: object) -> ReportPump:
    said = {"at": at(minutes), "observed_at": at(minutes), **more}
    return ReportPump(agent=agent, dose=dose_of(agent, dose), **said)  # type: ignore[arg-type]  # by name


def rated(agent: Agent, minutes: float, rate: str) -> ReportPump:
    when = at(minutes)
    return ReportPump(at=when, observed_at=when, agent=agent, rate=PumpRate(Decimal(rate)))


def refusal(events: tuple[Event, ...]) -> str | None:
    return next((e.reason.code for e in events if isinstance(e, EntryRefused)), None)


def reported(events: tuple[Event, ...]) -> list[PumpReported]:
    return [event for event in events if isinstance(event, PumpReported)]


def rules(events: tuple[Event, ...]) -> list[tuple[Agent, str]]:
    return [(event.agent, event.rule) for event in events if isinstance(event, Advised)]


def hung(agent: Agent, minutes: float, bag: Bag, **more: object) -> HangBag:
    said = {"at": at(minutes), "observed_at": at(minutes), **more}
    return HangBag(agent=agent, bag=bag, **said)  # type: ignore[arg-type]  # by name


class TestReasons:
    @pytest.mark.parametrize(
        ("agent", "dose", "use", "code"),
        [
            (PHENYL, "1", None, "phenylephrine_without_reason"),
            (PHENYL, "1", Use.KIDNEYS, "phenylephrine_for_kidneys"),
            (PHENYL, "1", Use.BRADYCARDIA, "phenylephrine_without_reason"),
            (PHENYL, "1", Use.ARRHYTHMIA_ON_NOREPINEPHRINE, None),
            (PHENYL, "1", Use.HIGH_OUTPUT, None),
            (PHENYL, "1", Use.SALVAGE, None),
            (DOPA, "5", None, "dopamine_without_reason"),
            (DOPA, "5", Use.KIDNEYS, "dopamine_for_kidneys"),
            (DOPA, "5", Use.SALVAGE, "dopamine_without_reason"),
            (DOPA, "5", Use.BRADYCARDIA, None),
            (DOPA, "5", Use.LOW_ARRHYTHMIA_RISK, None),
            (DOPA, "5", Use.CHARTED, None),
            (VASO, "0.03", None, None),
            (EPI, "0.05", None, None),
        ],
    )
    def test_only_a_listed_reason_opens_a_restricted_agent(
        self, agent: Agent, dose: str, use: Use | None, code: str | None
    ) -> None:
        session = begun("0 min: MAP 70 mmHg")
        assert refusal(ask(session, told(agent, 1, dose, use=use))) == code
        assert (agent in session.state.given) is (code is None)
        assert session.state.uses == ({} if code or use is None else {agent: use})

    def test_a_reason_is_said_once_and_the_kidneys_never_become_one(self) -> None:
        session = begun("0 min: MAP 70 mmHg")
        ask(session, told(DOPA, 1, "5", use=Use.BRADYCARDIA))
        assert refusal(ask(session, told(DOPA, 2, "7.5"))) is None
        again = ask(session, told(DOPA, 3, "10", use=Use.KIDNEYS))
        assert refusal(again) == "dopamine_for_kidneys"
        assert session.state.given[DOPA].dose == dose_of(DOPA, "7.5")
        assert session.state.uses == {DOPA: Use.BRADYCARDIA}

    def test_the_bag_of_a_restricted_agent_wants_it_too_and_then_the_pump_does_not(self) -> None:
        session = begun("0 min: MAP 70 mmHg")
        without = ask(session, hung(PHENYL, 1, MILLIGRAMS))
        assert refusal(without) == "phenylephrine_without_reason"
        assert not session.state.others
        ask(session, hung(PHENYL, 2, MILLIGRAMS, use=Use.SALVAGE))
        assert refusal(ask(session, told(PHENYL, 3, "1"))) is None

    def test_a_reason_goes_with_the_report_that_is_struck_and_is_asked_for_again(self) -> None:
        session = begun("0 min: MAP 70 mmHg")
        ask(session, told(DOPA, 1, "5", use=Use.BRADYCARDIA))
        slip = session.state.given[DOPA].seq
        ask(session, told(PHENYL, 1, "1", use=Use.SALVAGE))
        ask(session, StrikeEntry(at=at(2), refers_to=slip, reason=StrikeReason.WRONG_PATIENT))
        assert session.state.uses == {PHENYL: Use.SALVAGE}
        assert refusal(ask(session, told(DOPA, 3, "5"))) == "dopamine_without_reason"


class TestDoseAndRate:
    def test_a_dose_has_the_rate_of_its_own_bag(self) -> None:
        session = begun("0 min: vasopressin runs 0.03 units/min", "1 min: MAP 70 mmHg")
        given = session.state.given[VASO]
        assert (str(given.rate), str(given.delivered)) == ("9 mL/h", "0.03 units/min")

    def test_a_rate_gives_the_dose_of_its_own_bag(self) -> None:
        session = begun("0 min: vasopressin runs 0.03 units/min", "1 min: MAP 70 mmHg")
        (event,) = reported(ask(session, rated(VASO, 2, "12")))
        assert (event.dose, str(event.delivered)) == (dose_of(VASO, "0.04"), "0.04 units/min")

    def test_the_advised_rate_gives_the_advised_dose(self) -> None:
        """0.05 of 80 kg on 16 mcg/mL is 15 mL/h."""
        session = begun("0 min: epinephrine runs 0.1 mcg/kg/min", STEADY)
        (event,) = reported(ask(session, rated(EPI, 131, "15")))
        assert event.dose == dose_of(EPI, "0.05")
        assert session.state.advised_doses == {}
        assert PumpRate(Decimal(15)) in infusion_of(session.state, EPI).advised_doses

    def test_without_its_bag_an_agent_is_told_by_its_dose_and_not_advised_on(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "0 min: MAP 70 mmHg")
        assert refusal(ask(session, rated(EPI, 1, "15"))) == "other_agent_by_dose"
        ask(session, told(EPI, 2, "0.1"))
        assert session.state.given[EPI].rate is None
        events = tuple(fact.event for fact in session.handle(told(NE, 3, "0.1")))
        assert not rules(events)

    def test_the_advice_for_an_agent_without_a_bag_is_withheld(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "0 min: MAP 70 mmHg")
        ask(session, told(EPI, 2, "0.1"))
        course = requests_of(WorkedGiven(course=("10 min: MAP 70 mmHg",)), PROTOCOL, TEXT)
        (withheld,) = [
            fact.event
            for fact in session.handle(course[-1])
            if isinstance(fact.event, AdviceWithheld)
        ]
        assert withheld.gate is Gate.SETUP_INCOMPLETE
        assert withheld.detail is not None
        assert (withheld.detail.code, withheld.detail.args) == ("no_bag_of", {"agent": EPI})

    @pytest.mark.parametrize(
        ("agent", "dose", "code"),
        [(VASO, "0.2", None), (VASO, "0.201", "dose_beyond_entry_limit")],
    )
    def test_no_dose_above_twice_the_hard_limit_is_taken_down(
        self, agent: Agent, dose: str, code: str | None
    ) -> None:
        session = begun("0 min: vasopressin runs 0.03 units/min", "1 min: MAP 70 mmHg")
        assert refusal(ask(session, told(agent, 2, dose))) == code

    def test_units_are_no_micrograms(self) -> None:
        session = begun("0 min: vasopressin runs 0.03 units/min", "1 min: MAP 70 mmHg")
        wrong = ReportPump(at=at(2), observed_at=at(2), agent=VASO, dose=dose_of(EPI, "0.03"))
        assert refusal(ask(session, wrong)) == "dose_in_other_unit"


class TestBags:
    def test_each_agent_has_its_own(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "0 min: vasopressin runs 0.03 units/min")
        before = session.state
        events = ask(session, hung(VASO, 5, STRONGER))
        state = session.state
        assert state.bag == before.bag
        assert state.given[NE] == before.given[NE]
        (event,) = reported(events)
        assert (event.agent, event.dose, str(event.rate)) == (
            VASO,
            dose_of(VASO, "0.03"),
            "4.5 mL/h",
        )

    def test_a_kept_rate_of_another_strength_is_a_change_of_that_agent_alone(self) -> None:
        session = begun(
            "0 min: runs 0.1 mcg/kg/min", "0 min: vasopressin runs 0.03 units/min", STEADY
        )
        events = ask(session, hung(VASO, 131, STRONGER, keep=Keep.RATE))
        assert reported(events)[0].dose == dose_of(VASO, "0.06")
        assert rules(events)[-1] == (NE, "other-agent-changed")
        state = session.state
        changed = int(infusion_of(state, VASO).history.course.change_at[0])
        assert changed == int(at(131).timestamp())
        assert int(state.history.course.change_at[0]) == int(at(0).timestamp())

    def test_each_runs_out_at_its_own_hour(self) -> None:
        """100 mL at 9 mL/h last 11 h 6 min 40 s; 250 mL at 7.5 mL/h last 33 h 20 min."""
        session = begun("0 min: runs 0.1 mcg/kg/min", "0 min: vasopressin runs 0.03 units/min")
        assert bag_empty_at(session.state, VASO) == at(0) + timedelta(seconds=40_000)
        assert bag_empty_at(session.state) == at(2000)
        assert bag_empty_at(session.state, EPI) is None
        due = {
            item.args["agent"]: item.due_at
            for item in session.due(at(3000))
            if item.code == "bag-empty"
        }
        assert due == {
            "vasopressin": at(-30) + timedelta(seconds=40_000),
            "norepinephrine": at(1970),
        }


class TestWeight:
    @pytest.mark.parametrize(
        ("keep", "rates", "doses"),
        [
            (Keep.DOSE, ["9.4", "37.5"], ["0.1", "0.1"]),
            (Keep.RATE, ["7.5", "30"], ["0.08", "0.08"]),
        ],
    )
    def test_it_restates_what_is_dosed_by_weight_and_nothing_else(
        self, keep: Keep, rates: list[str], doses: list[str]
    ) -> None:
        session = begun(
            "0 min: runs 0.1 mcg/kg/min",
            "0 min: epinephrine runs 0.1 mcg/kg/min",
            "0 min: vasopressin runs 0.03 units/min",
            "5 min: MAP 70 mmHg",
        )
        heavier = DosingWeight(Kilogram(Decimal(100)), WeightBasis.ACTUAL)
        events = reported(ask(session, ChangeWeight(at=at(6), weight=heavier, keep=keep)))
        assert [event.agent for event in events] == [NE, EPI]
        assert [str(event.rate) for event in events] == [f"{rate} mL/h" for rate in rates]
        assert [event.dose for event in events] == [dose_of(EPI, dose) for dose in doses]
        assert str(session.state.given[VASO].rate) == "9 mL/h"

    def test_no_rate_of_any_agent_stands_for_an_advised_dose_any_longer(self) -> None:
        session = begun("0 min: epinephrine runs 0.1 mcg/kg/min", STEADY)
        assert infusion_of(session.state, EPI).advised_doses
        heavier = DosingWeight(Kilogram(Decimal(100)), WeightBasis.ACTUAL)
        session.handle(ChangeWeight(at=at(400), weight=heavier, keep=Keep.DOSE))
        assert not infusion_of(session.state, EPI).advised_doses


class TestCorrections:
    BOTH = ("0 min: runs 0.1 mcg/kg/min", "0 min: vasopressin runs 0.02 units/min", STEADY)

    def test_a_change_of_another_agent_takes_the_standing_advice_back(self) -> None:
        session = begun(*self.BOTH)
        assert session.state.standing is not None
        assert session.state.standing.advised.action is Action.WEAN
        session.handle(told(VASO, 131, "0.03"))
        assert session.state.standing.withdrawn

    def test_striking_that_change_lets_the_wean_stand_again(self) -> None:
        session = begun(*self.BOTH)
        (fact, *_) = session.handle(told(VASO, 131, "0.03"))
        struck = StrikeEntry(at=at(132), refers_to=fact.seq, reason=StrikeReason.TYPING_SLIP)
        assert rules(ask(session, struck)) == [(NE, "wean")]
        assert session.state.given[VASO].dose == dose_of(VASO, "0.02")
        assert len(session.state.others[VASO].history.doses) == 1

    def test_a_struck_report_takes_its_volume_back(self) -> None:
        session = begun(*self.BOTH)
        (fact, *_) = session.handle(told(VASO, 131, "0.06"))
        session.handle(told(VASO, 191, "0.06"))
        before = session.state.others[VASO].bag
        struck = StrikeEntry(at=at(192), refers_to=fact.seq, reason=StrikeReason.TYPING_SLIP)
        session.handle(struck)
        after = session.state.others[VASO].bag
        assert before is not None
        assert after is not None
        assert float(before.used_ml - after.used_ml) == pytest.approx(12)

    def test_a_late_report_that_makes_the_last_one_a_change_holds_the_wean(self) -> None:
        session = begun(*self.BOTH)
        session.handle(told(VASO, 131, "0.02"))
        late = told(VASO, 128, "0.03", at=at(132))
        assert rules(ask(session, late)) == [(NE, "other-agent-changed")]

    def test_a_late_report_beside_the_advice_adds_nothing(self) -> None:
        session = begun(*self.BOTH)
        session.handle(told(VASO, 90, "0.02", at=at(131)))
        assert len(ask(session, told(VASO, 60, "0.02", at=at(132)))) == 1


def prompts(session: Session, minutes: float) -> list[tuple[str, str]]:
    return [(item.code, item.args.get("agent", "")) for item in session.due(at(minutes))]


@pytest.mark.parametrize(
    ("start", "code", "keys"),
    [
        ("epinephrine runs 0.1 mcg/kg/min", "wean-eligible", "wean:epinephrine:"),
        ("epinephrine runs 0.05 mcg/kg/min", "stop-eligible", "wean:epinephrine:"),
        ("runs 0.1 mcg/kg/min", "wean-eligible", "wean:1"),
    ],
)
def test_the_wean_prompt_names_its_agent(start: str, code: str, keys: str) -> None:
    session = begun(f"0 min: {start}", STEADY)
    agent = start.partition(" ")[0] if start[0] == "e" else "norepinephrine"
    assert (code, agent) in prompts(session, 131)
    (item,) = [item for item in session.due(at(131)) if item.code == code]
    assert item.key.startswith(keys)


def test_when_one_agent_is_off_the_next_has_an_episode_of_its_own() -> None:
    both = ("0 min: epinephrine runs 0.05 mcg/kg/min", "0 min: runs 0.1 mcg/kg/min")
    session = begun(*both, STEADY)
    assert ("stop-eligible", "epinephrine") in prompts(session, 130)
    session.handle(told(EPI, 131, "0"))
    assert not any(code in {"stop-eligible", "wean-eligible"} for code, _ in prompts(session, 132))
    course = WorkedGiven(course=("165 min: MAP 70 mmHg",))
    shown = ask(session, requests_of(course, PROTOCOL, TEXT)[-1])
    assert rules(shown) == [(NE, "wean")]
    (prompt,) = [e for e in shown if isinstance(e, Prompted) and e.code == "wean-eligible"]
    assert prompt.args == {"agent": "norepinephrine"}
