"""Calls belong to a reading, cards to a failed wean; each is shown once."""

from datetime import datetime, timedelta
from decimal import Decimal

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import ChangeTarget, Command, RecordReading, SeePrompt
from core.model.events import Event, Prompted
from core.model.terms import Source
from core.quantity.measures import Mmhg
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
FAILED = (
    "0 min: runs 0.1 mcg/kg/min",
    "30 min: MAP 70 mmHg",
    "31 min: runs 0.08 mcg/kg/min",
    "40 min: MAP 62 mmHg",
    "45 min: MAP 63 mmHg",
    "46 min: runs 0.1 mcg/kg/min",
)


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def begun(*course: str) -> Session:
    session = Session(MemoryLog(), protocol_from)
    for request in requests_of(WorkedGiven(course=course), PROTOCOL, TEXT):
        session.handle(request)
    return session


def ask(session: Session, command: Command) -> list[Event]:
    return [fact.event for fact in session.handle(command)]


def reading(observed: float, pressure: int) -> RecordReading:
    return RecordReading(
        at=at(observed),
        observed_at=at(observed),
        source=Source.ARTERIAL_LINE,
        map=Mmhg(Decimal(pressure)),
    )


class TestCallsAndCards:
    def prompts(self, events: list[Event]) -> list[str]:
        found = [event for event in events if isinstance(event, Prompted)]
        return [event.code for event in found if event.key.startswith(("call:", "card:"))]

    def test_a_card_is_shown_once_for_each_failed_wean(self) -> None:
        session = begun(*FAILED)
        assert self.prompts(ask(session, reading(51, 66))) == ["failed-wean"]
        assert self.prompts(ask(session, reading(56, 66))) == []
        assert [call.code for call in session.state.calls] == ["failed-wean"]

    def test_it_stays_until_somebody_has_seen_it_and_does_not_come_back(self) -> None:
        session = begun(*FAILED, "51 min: MAP 66 mmHg")
        (card,) = session.state.calls
        session.handle(SeePrompt(at=at(52), key=card.key))
        assert self.prompts(ask(session, reading(56, 66))) == []
        assert not session.state.calls

    def test_a_reading_from_before_the_last_change_names_the_same_failed_wean(self) -> None:
        session = begun(*FAILED, "51 min: MAP 66 mmHg")
        (card,) = session.state.calls
        session.handle(ChangeTarget(at=at(52), band=PROTOCOL.bands[0]))
        assert [call.key for call in session.state.calls] == [card.key]

    def test_a_call_belongs_to_its_reading(self) -> None:
        session = begun("0 min: MAP 45 mmHg")
        assert [call.code for call in session.state.calls] == ["critical-map"]
        assert self.prompts(ask(session, reading(2, 48))) == ["critical-map"]
        assert len(session.state.calls) == 1
        session.handle(reading(4, 55))
        assert not session.state.calls

    def test_a_call_put_aside_stays_aside_when_its_reading_is_decided_again(self) -> None:
        session = begun("0 min: MAP 45 mmHg")
        assert self.prompts(ask(session, ChangeTarget(at=at(1), band=PROTOCOL.bands[0]))) == [
            "critical-map"
        ]
        key = session.state.calls[0].key
        session.handle(SeePrompt(at=at(2), key=key))
        assert self.prompts(ask(session, ChangeTarget(at=at(3), band=PROTOCOL.bands[0]))) == []
        assert not session.state.calls
