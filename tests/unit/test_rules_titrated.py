"""Which agent an advice is about: the policy's order, and only what runs and is counted."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.library import protocol_from, read_protocol
from core.log.codec import decode, encode
from core.log.memory import MemoryLog
from core.log.row import LogRow
from core.model.commands import Command, HangBag, OpenCase, ReportPump
from core.model.course import UNKNOWN
from core.model.events import (
    AdviceWithheld,
    Advised,
    CaseOpened,
    EntryRefused,
    Event,
    Prompted,
    Recorded,
)
from core.model.evolve import evolve
from core.model.facts import Axis
from core.model.infusions import seen_by
from core.model.state import State
from core.model.state import replace as with_fields
from core.model.terms import Agent, Condition, Shock
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Millilitre, Units
from core.rules.look import around, catecholamine_free
from core.rules.protocol import WorkedGiven
from core.rules.titrated import running, titrated
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
FORMER = Path(__file__).parents[1] / "data" / "protocols" / "norepinephrine-adult-1.0.0.toml"
NE, VASO, EPI = Agent.NOREPINEPHRINE, Agent.VASOPRESSIN, Agent.EPINEPHRINE
STEADY = "10 min to 130 min every 60 min: MAP 70 mmHg"
BOTH = ("0 min: runs 0.1 mcg/kg/min", "0 min: epinephrine runs 0.1 mcg/kg/min")
UP = 'up = ["norepinephrine", "epinephrine", "phenylephrine", "dopamine"]'
DOWN = 'down = ["dopamine", "phenylephrine", "epinephrine", "norepinephrine", "vasopressin"]'


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def begun(*course: str, text: str = TEXT, counted: bool = True) -> Session:
    session = Session(MemoryLog(), protocol_from)
    for request in requests_of(WorkedGiven(course=course), protocol_from(text), text):
        session.handle(without_countings(request) if not counted else request)
    return session


def without_countings(request: Command) -> Command:
    return replace(request, countings={}) if isinstance(request, OpenCase) else request


def last(session: Session) -> tuple[Agent, str]:
    standing = session.state.standing
    assert standing is not None
    return standing.advised.agent, standing.advised.rule


def policy(up: str = UP, down: str = DOWN) -> str:
    assert UP in TEXT
    assert DOWN in TEXT
    return TEXT.replace(UP, up).replace(DOWN, down)


class TestOrder:
    def test_low_is_for_the_first_upwards_and_steady_for_the_first_downwards(self) -> None:
        assert last(begun(*BOTH, "10 min: MAP 60 mmHg")) == (NE, "up")
        assert last(begun(*BOTH, STEADY)) == (EPI, "wean")

    def test_another_policy_is_another_order(self) -> None:
        swapped = policy('up = ["epinephrine", "norepinephrine"]', 'down = ["norepinephrine"]')
        assert last(begun(*BOTH, "10 min: MAP 60 mmHg", text=swapped)) == (EPI, "up")
        assert last(begun(*BOTH, STEADY, text=swapped)) == (NE, "wean")

    def test_what_runs_and_is_in_no_order_is_held(self) -> None:
        """Then norepinephrine's rows answer, whether it runs or not."""
        alone = policy('up = ["norepinephrine"]', 'down = ["norepinephrine"]')
        held = ("0 min: epinephrine runs 0.1 mcg/kg/min",)
        assert last(begun(*held, STEADY, text=alone)) == (NE, "stay-off")
        assert last(begun(*held, "5 min: MAP 54 mmHg", text=alone)) == (NE, "start-map")

    def test_vasopressin_named_upwards_calls_where_it_alone_runs(self) -> None:
        """It is never raised: its row escalates, and nothing is left to pass it on to."""
        named = policy('up = ["norepinephrine", "vasopressin"]')
        session = begun("0 min: vasopressin runs 0.03 units/min", "9 min: MAP 60 mmHg", text=named)
        assert last(session) == (VASO, "fixed")
        assert [call.code for call in session.state.calls] == ["escalate-call"]

    def test_at_its_limit_an_agent_that_was_lowered_last_says_so_where_none_is_left(self) -> None:
        named = policy('up = ["vasopressin"]')
        course = (
            "0 min: vasopressin runs 0.1 units/min",
            "30 min: MAP 70 mmHg",
            "31 min: vasopressin runs 0.098 units/min",
            "40 min: MAP 62 mmHg",
            "45 min: MAP 63 mmHg",
        )
        assert last(begun(*course, text=named)) == (VASO, "undo-at-hard-limit")

    def test_a_case_not_opened_and_one_without_a_reading_are_norepinephrines(self) -> None:
        assert titrated(State(), PROTOCOL, at(0)) is PROTOCOL
        assert running(State(), PROTOCOL) == ()
        course = requests_of(WorkedGiven(course=BOTH), PROTOCOL, TEXT)
        session = Session(MemoryLog(), protocol_from)
        for request in course:
            session.handle(request)
        assert titrated(session.state, PROTOCOL, at(1)) is PROTOCOL
        assert [part.agent for part in running(session.state, PROTOCOL)] == [NE, EPI]

    def test_a_dose_in_another_unit_is_told_and_not_titrated(self) -> None:
        state = begun(*BOTH, STEADY).state
        flat = replace(state.given[EPI], dose=Dose(Decimal(8), DoseUnit.MCG_MIN))
        other = with_fields(state, given={**state.given, EPI: flat})
        assert [part.agent for part in running(other, PROTOCOL)] == [NE]
        assert titrated(other, PROTOCOL, at(130)) is PROTOCOL


def advice_of(events: Iterator[Event]) -> list[tuple[Agent, str, Dose]]:
    return [(e.agent, e.rule, e.dose) for e in events if isinstance(e, Advised)]


class TestOldCase:
    """A case of the first version: one agent counted, its own text pinned."""

    def former(self) -> str:
        return FORMER.read_text("utf-8")

    def test_its_text_is_still_read_and_knows_one_agent(self) -> None:
        protocol = protocol_from(self.former())
        assert (protocol.file.version, len(protocol.parts)) == ("1.0.0", 1)
        assert protocol.countings == {}

    def test_a_text_of_no_known_version_must_say_everything(self) -> None:
        text = self.former().replace('version = "1.0.0"', 'version = "1.0.1"')
        with pytest.raises(ValueError, match=r"wean\.settle: this key is missing"):
            protocol_from(text)

    def test_it_goes_on_with_norepinephrine_only(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", STEADY, text=self.former())
        assert last(session) == (NE, "wean")
        dose = Dose(Decimal("0.03"), DoseUnit.UNITS_MIN)
        reported = session.handle(
            ReportPump(at=at(131), observed_at=at(131), agent=VASO, dose=dose)
        )
        assert [fact.event.kind for fact in reported][:1] == ["pump_reported"]
        assert session.state.given[VASO].dose == dose
        assert session.state.others == {}
        assert [part.agent for part in running(session.state, session.protocol)] == [NE]
        bag = Bag(Units(Decimal(20)), Millilitre(Decimal(100)), ExpressedAs.BASE)
        (refused, *_) = session.handle(
            HangBag(at=at(132), observed_at=at(132), agent=VASO, bag=bag)
        )
        assert isinstance(refused.event, EntryRefused)
        assert refused.event.reason.code == "bag_of_other_agent"

    def test_a_log_without_countings_is_folded_under_the_present_text_too(self) -> None:
        told = ("0 min: runs 0.1 mcg/kg/min", STEADY)
        session = begun(*told, counted=False)
        assert session.state.countings == {}
        dose = Dose(Decimal("0.1"), DoseUnit.MCG_KG_MIN)
        session.handle(ReportPump(at=at(131), observed_at=at(131), agent=EPI, dose=dose))
        assert session.state.others == {}
        course = WorkedGiven(course=("165 min: MAP 70 mmHg",))
        facts = session.handle(requests_of(course, PROTOCOL, TEXT)[-1])
        assert [one[:2] for one in advice_of(fact.event for fact in facts)] == [(NE, "wean")]
        with pytest.raises(ValueError, match="not counted"):
            session.state.lines_of(EPI)

    def test_a_stored_opening_without_the_new_fields_is_folded(self) -> None:
        log = MemoryLog()
        session = Session(log, protocol_from)
        opening = requests_of(WorkedGiven(course=("0 min: pause",)), PROTOCOL, TEXT)[0]
        session.handle(without_countings(opening))
        stored = encode(next(iter(log)))
        body = json.loads(stored.body)
        del body["countings"], body["setup"]["shock"], body["setup"]["conditions"]
        old = json.dumps(body).encode()
        row = LogRow(1, stored.recorded_at, stored.kind, stored.version, old, b"")
        (fact,) = decode([row])
        assert isinstance(fact.event, CaseOpened)
        state = evolve(State(), fact)
        assert (state.countings, state.conditions, state.shock) == ({}, {}, None)


class TestAround:
    def test_what_is_not_said_is_unknown(self) -> None:
        state = begun("0 min: MAP 70 mmHg").state
        facts = around(state, int(at(5).timestamp()), NE)
        unknown = {axis for axis, value in facts.items() if value == UNKNOWN}
        assert unknown == {Axis.AGE, Axis.SHOCK, Axis.SINCE_OTHER_CHANGE} | {
            Axis[condition.name] for condition in Condition
        }
        assert facts[Axis.NOREPINEPHRINE] == 0

    def test_what_is_said_is_known_to_every_agent(self) -> None:
        state = begun(
            *BOTH, "1 min: shock cardiogenic", "1 min: arrhythmia no", "10 min: runs 0.2 mcg/kg/min"
        ).state
        for agent, since in ((NE, 1200), (EPI, 600)):
            facts = around(seen_by(state, agent), int(at(20).timestamp()), agent)
            assert facts[Axis.SHOCK] == list(Shock).index(Shock.CARDIOGENIC)
            assert facts[Axis.ARRHYTHMIA] == 0
            assert facts[Axis.NOREPINEPHRINE] == 200
            assert facts[Axis.SINCE_OTHER_CHANGE] == since

    @pytest.mark.parametrize(
        ("course", "minutes"),
        [
            ((), 60),
            (("0 min: vasopressin runs 0.03 units/min",), 60),
            (("0 min: runs 0.1 mcg/kg/min", "20 min: runs 0 mcg/kg/min"), 40),
            ((*BOTH, "20 min: runs 0 mcg/kg/min"), None),
            (
                (*BOTH, "20 min: runs 0 mcg/kg/min", "30 min: epinephrine runs 0 mcg/kg/min"),
                30,
            ),
        ],
    )
    def test_the_time_without_any_catecholamine(
        self, course: tuple[str, ...], minutes: int | None
    ) -> None:
        state = begun(*course, "59 min: MAP 70 mmHg").state
        seconds = UNKNOWN if minutes is None else minutes * 60
        assert catecholamine_free(state, int(at(60).timestamp())) == seconds

    def test_one_that_was_running_before_the_case_leaves_it_unknown(self) -> None:
        state = begun("0 min: MAP 70 mmHg").state
        assert state.setup is not None
        setup = replace(state.setup, others_running=(EPI,))
        now = int(at(60).timestamp())
        assert catecholamine_free(with_fields(state, setup=setup), now) == UNKNOWN
        only = replace(setup, others_running=(VASO,))
        assert catecholamine_free(with_fields(state, setup=only), now) == 3600
        assert catecholamine_free(State(), now) == UNKNOWN


class TestCallsOfTwo:
    def test_one_call_is_made_once_though_two_agents_ask_for_it(self) -> None:
        session = begun(*BOTH, "5 min: MAP 110 mmHg")
        assert [call.code for call in session.state.calls] == ["high-map"]
        assert last(session) == (EPI, "high-half")

    def test_behind_a_closed_gate_the_other_agent_still_calls(self) -> None:
        opening, *course = requests_of(
            WorkedGiven(course=("0 min: vasopressin runs 0.03 units/min", "5 min: MAP 110 mmHg")),
            PROTOCOL,
            TEXT,
        )
        assert isinstance(opening, OpenCase)
        session = Session(MemoryLog(), protocol_from)
        facts: tuple[Recorded, ...] = ()
        no_bag = replace(opening, setup=replace(opening.setup, bag=None))
        for request in (no_bag, *course):
            facts = session.handle(request)
        events = [fact.event for fact in facts]
        assert any(isinstance(event, AdviceWithheld) for event in events)
        assert [event.code for event in events if isinstance(event, Prompted)] == ["high-map"]
