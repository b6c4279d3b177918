"""What is looked at while an infusion runs: site or line, perfusion, and cuff readings only."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import (
    CheckPerfusion,
    OpenCase,
    SeePrompt,
    StateCondition,
    StateShock,
)
from core.model.events import ReadingRecorded, Recorded
from core.model.state import State
from core.model.terms import (
    Attested,
    Condition,
    PerfusionSign,
    Route,
    Shock,
)
from core.rules.checks import checks, running_from
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
RUNS = "0 min: runs 0.1 mcg/kg/min"
LOOKS = {"site-check", "line-check", "perfusion-check", "arterial-line", "same-reading"}
EVERY = tuple(PerfusionSign)
MENTAL, LACTATE = PerfusionSign.MENTAL_STATUS, PerfusionSign.LACTATE


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def begun(*course: str, route: Route = Route.CENTRAL) -> Session:
    session = Session(MemoryLog(), protocol_from)
    opening, *requests = requests_of(WorkedGiven(course=course), PROTOCOL, TEXT)
    assert isinstance(opening, OpenCase)
    session.handle(replace(opening, setup=replace(opening.setup, route=route)))
    for request in requests:
        session.handle(request)
    return session


def looks(session: Session) -> dict[str, float]:
    """The minute at which each look falls due next."""
    found = {item.code: item for item in checks(session.state, PROTOCOL)}
    return {code: (item.due_at - BEGAN).total_seconds() / 60 for code, item in found.items()}


class TestLooks:
    def test_while_nothing_runs_nothing_is_looked_at(self) -> None:
        session = begun("0 min: MAP 70 mmHg")
        assert looks(session) == {}
        assert not LOOKS & {item.code for item in session.due(at(3000))}
        assert running_from(session.state) < 0
        assert list(checks(State(), PROTOCOL)) == []

    def test_a_central_line_every_12_h_perfusion_every_4_h(self) -> None:
        assert looks(begun(RUNS, "5 min: MAP 70 mmHg")) == {
            "line-check": 720,
            "perfusion-check": 240,
        }

    def test_a_peripheral_site_every_hour(self) -> None:
        session = begun(RUNS, "5 min: MAP 70 mmHg", route=Route.PERIPHERAL)
        assert looks(session)["site-check"] == 60
        (key,) = [item.key for item in session.due(at(60)) if item.code == "site-check"]
        session.handle(SeePrompt(at=at(75), key=key))
        assert looks(session)["site-check"] == 135

    def test_any_agent_counts_from_when_the_first_began(self) -> None:
        session = begun(
            "10 min: vasopressin runs 0.03 units/min",
            "30 min: runs 0.1 mcg/kg/min",
            "60 min: vasopressin runs 0 units/min",
            "61 min: MAP 70 mmHg",
        )
        assert looks(session) == {"line-check": 750, "perfusion-check": 270}

    def test_another_agent_alone_is_enough(self) -> None:
        session = begun("10 min: vasopressin runs 0.03 units/min", "30 min: MAP 70 mmHg")
        assert looks(session) == {"line-check": 730, "perfusion-check": 250}

    def test_a_look_at_perfusion_starts_its_hours_anew(self) -> None:
        session = begun(RUNS, "5 min: MAP 70 mmHg")
        session.handle(CheckPerfusion(at=at(100), looked_at=EVERY))
        assert looks(session)["perfusion-check"] == 340
        session.handle(SeePrompt(at=at(200), key="perfusion:1"))
        assert looks(session)["perfusion-check"] == 440

    def test_cuff_readings_only_ask_for_a_line_after_an_hour(self) -> None:
        cuff = begun(RUNS, "5 min to 50 min every 15 min: MAP 70 mmHg, by cuff")
        assert looks(cuff)["arterial-line"] == 60
        both = begun(RUNS, "5 min: MAP 70 mmHg", "20 min: MAP 70 mmHg, by cuff")
        assert "arterial-line" not in looks(both)
        assert "arterial-line" not in looks(begun(RUNS))

    def test_twelve_cuff_readings_in_a_row_say_the_line_is_out(self) -> None:
        course = (RUNS, "1 min: MAP 70 mmHg", "5 min to {} min every 5 min: MAP 70 mmHg, by cuff")
        eleven = begun(*course[:2], course[2].format(55))
        assert "arterial-line" not in looks(eleven)
        assert "arterial-line" in looks(begun(*course[:2], course[2].format(60)))


class TestSameReading:
    ALIKE = "5 min to {} min every 5 min: MAP 70 mmHg"

    def test_twelve_alike_ask_whether_the_source_is_live(self) -> None:
        assert "same-reading" not in looks(begun(RUNS, self.ALIKE.format(55)))
        assert looks(begun(RUNS, self.ALIKE.format(60)))["same-reading"] == 60

    def test_a_run_is_shown_once_however_long_and_the_next_run_again(self) -> None:
        long = begun(RUNS, self.ALIKE.format(120))
        (found,) = [item for item in checks(long.state, PROTOCOL) if item.code == "same-reading"]
        assert (found.due_at, found.args["map"]) == (at(60), "70")
        assert found.args["since"] == at(5).isoformat()
        course = (RUNS, self.ALIKE.format(60), "65 min: MAP 71 mmHg")
        assert "same-reading" not in looks(begun(*course))
        again = begun(*course, "70 min to 125 min every 5 min: MAP 70 mmHg")
        assert looks(again)["same-reading"] == 125

    def test_another_source_between_is_a_look_of_its_own(self) -> None:
        cuff = "31 min: MAP 70 mmHg, by cuff"
        rest = "35 min to 60 min every 5 min: MAP 70 mmHg"
        assert "same-reading" not in looks(begun(RUNS, self.ALIKE.format(30), cuff, rest))

    def test_while_nothing_runs_nobody_asks(self) -> None:
        assert "same-reading" not in looks(begun(self.ALIKE.format(60)))


class TestPatient:
    def test_the_type_of_shock_and_a_condition_are_taken_down(self) -> None:
        session = begun("0 min: MAP 70 mmHg")
        session.handle(StateShock(at=at(1), shock=Shock.SEPTIC))
        session.handle(StateShock(at=at(2), shock=Shock.CARDIOGENIC))
        said = StateCondition(at=at(3), condition=Condition.ARRHYTHMIA, answer=Attested.YES)
        session.handle(said)
        taken_back = replace(said, at=at(4), answer=Attested.UNKNOWN)
        assert session.state.shock is Shock.CARDIOGENIC
        assert session.state.conditions == {Condition.ARRHYTHMIA: Attested.YES}
        session.handle(taken_back)
        session.handle(StateShock(at=at(5), shock=None))
        assert session.state.shock is None
        assert session.state.conditions == {Condition.ARRHYTHMIA: Attested.UNKNOWN}

    @pytest.mark.parametrize(
        ("before", "looked_at", "concerns", "after"),
        [
            (Attested.UNKNOWN, EVERY, (LACTATE,), Attested.YES),
            (Attested.UNKNOWN, (LACTATE,), (LACTATE,), Attested.YES),
            (Attested.YES, EVERY, (), Attested.NO),
            (Attested.UNKNOWN, EVERY, (), Attested.NO),
            (Attested.YES, (MENTAL,), (), Attested.YES),
            (Attested.NO, (MENTAL,), (), Attested.NO),
            (Attested.UNKNOWN, (MENTAL,), (), Attested.UNKNOWN),
        ],
    )
    def test_a_concern_sets_the_condition_and_only_a_full_look_takes_it_back(
        self,
        before: Attested,
        looked_at: tuple[PerfusionSign, ...],
        concerns: tuple[PerfusionSign, ...],
        after: Attested,
    ) -> None:
        session = begun("0 min: MAP 70 mmHg")
        concern = Condition.PERFUSION_CONCERN
        session.handle(StateCondition(at=at(1), condition=concern, answer=before))
        session.handle(CheckPerfusion(at=at(2), looked_at=looked_at, concerns=concerns))
        assert session.state.conditions[concern] is after
        assert session.state.perfusion is not None
        assert session.state.perfusion.concerns == concerns

    def test_a_concern_holds_the_wean_until_a_full_look_finds_none(self) -> None:
        session = begun(RUNS, "10 min to 130 min every 60 min: MAP 70 mmHg")
        session.handle(CheckPerfusion(at=at(131), looked_at=EVERY, concerns=(MENTAL,)))
        assert self.rule_at(session, 135) == "wean-hold-perfusion"
        session.handle(CheckPerfusion(at=at(136), looked_at=(LACTATE,)))
        assert self.rule_at(session, 140) == "wean-hold-perfusion"
        session.handle(CheckPerfusion(at=at(141), looked_at=EVERY))
        assert self.rule_at(session, 145) == "wean"

    @staticmethod
    def rule_at(session: Session, minutes: int) -> str:
        course = WorkedGiven(course=(f"{minutes} min: MAP 70 mmHg",))
        facts: tuple[Recorded, ...] = session.handle(requests_of(course, PROTOCOL, TEXT)[-1])
        assert isinstance(facts[0].event, ReadingRecorded)
        assert session.state.standing is not None
        return session.state.standing.advised.rule
