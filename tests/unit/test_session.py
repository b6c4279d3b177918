"""The one loop: facts are durable before anyone sees them, and a case keeps its protocol."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import AddNote, Command, RecordReading, Tick
from core.model.events import Advised, Recorded
from core.model.terms import Source
from core.quantity.measures import Mmhg
from core.rules.compile import Protocol
from core.rules.engine import CaseNotOpenError
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
COURSE = ("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg", "20 min: MAP 70 mmHg")


def requests(*course: str, text: str = TEXT) -> tuple[Command, ...]:
    return requests_of(WorkedGiven(course=course or COURSE), protocol_from(text), text)


class FullDisk(MemoryLog):
    """A log that fails while `full`."""

    full = False
    tidied = 0

    def tidy(self) -> None:
        self.tidied += 1

    def append(self, events: Sequence[Recorded]) -> None:
        if self.full:
            raise OSError("no space left on device")
        super().append(events)


def test_facts_are_numbered_dated_and_told_in_order() -> None:
    told: list[tuple[Recorded, ...]] = []
    log = MemoryLog()
    session = Session(log, protocol_from, [told.append])
    returned = [session.handle(request) for request in requests()]
    assert told == [(), *returned]
    facts = [fact for group in returned for fact in group]
    assert list(log) == facts
    assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
    assert facts[-1].recorded_at == BEGAN + timedelta(minutes=20)
    assert session.state.count == len(facts)
    assert session.state.at == BEGAN + timedelta(minutes=20)


def test_what_could_not_be_made_durable_never_happened() -> None:
    told: list[tuple[Recorded, ...]] = []
    log = FullDisk()
    session = Session(log, protocol_from)
    *earlier, last = requests()
    for request in earlier:
        session.handle(request)
    session.listen(told.append)
    before = session.state
    log.full = True
    with pytest.raises(OSError, match="no space"):
        session.handle(last)
    assert session.state is before
    assert told == []
    log.full = False
    assert session.handle(last)
    assert len(told) == 1


def test_a_request_that_causes_nothing_writes_nothing() -> None:
    log = FullDisk()
    session = Session(log, protocol_from)
    for request in requests():
        session.handle(request)
    log.full = True
    assert session.handle(Tick(at=BEGAN + timedelta(minutes=21))) == ()


def test_reopening_gives_the_same_state_and_tells_the_story() -> None:
    log = MemoryLog()
    first = Session(log, protocol_from)
    for request in requests():
        first.handle(request)
    told: list[tuple[Recorded, ...]] = []
    again = Session(log, protocol_from, [told.append])
    assert again.state == first.state
    assert told == [tuple(log)]


def test_facts_that_were_decided_before_are_taken_as_if_they_were_new() -> None:
    first, told = MemoryLog(), list[tuple[Recorded, ...]]()
    session = Session(first, protocol_from)
    batches = [session.handle(request) for request in requests()]
    log = FullDisk()
    again = Session(log, protocol_from, [told.append])
    for batch in batches:
        again.take(batch)
    assert (again.state, told) == (session.state, [(), *batches])
    log.full = True
    extra = session.handle(AddNote(at=BEGAN + timedelta(minutes=30), text="later"))
    with pytest.raises(OSError, match="no space left"):
        again.take(extra)
    assert (again.state.count, told) == (session.state.count - 1, [(), *batches])


def test_the_log_is_tidied_on_request() -> None:
    log = FullDisk()
    session = Session(log, protocol_from)
    session.tidy()
    assert log.tidied == 1


def test_a_case_that_is_not_open_has_no_protocol() -> None:
    session = Session(MemoryLog(), protocol_from)
    with pytest.raises(ValueError, match="no protocol yet"):
        _ = session.protocol
    with pytest.raises(ValueError, match="no protocol yet"):
        session.handle(AddNote(at=BEGAN, text="too early"))


def test_a_running_case_keeps_the_text_it_began_with() -> None:
    """The file on disk may change: the case asks for its own text, once."""
    asked: list[str] = []

    def protocol_of(text: str) -> Protocol:
        asked.append(text)
        return protocol_from(text)

    slower = TEXT.replace(
        'then = { action = "raise", by = "0.02', 'then = { action = "raise", by = "0.01'
    )
    assert slower != TEXT
    log = MemoryLog()
    session = Session(log, protocol_of)
    opening, run, low, _ = requests(text=slower)
    for request in (opening, run):
        session.handle(request)
    advised = [fact.event for fact in Session(log, protocol_of).handle(low)]
    (advice,) = [event for event in advised if isinstance(event, Advised)]
    assert str(advice.dose) == "0.11 mcg/kg/min"
    assert set(asked) == {slower}


def test_prompts_and_the_next_due_moment_come_from_the_state() -> None:
    session = Session(MemoryLog(), protocol_from)
    for request in requests():
        session.handle(request)
    due = BEGAN + timedelta(minutes=36)
    assert session.next_due(BEGAN + timedelta(minutes=20)) == due
    assert session.due(due - timedelta(seconds=1)) == ()
    assert [item.code for item in session.due(due)] == ["reading-overdue"]


def test_a_second_opening_and_an_early_reading_are_faults_of_the_driver() -> None:
    session = Session(MemoryLog(), protocol_from)
    opening, *_ = requests()
    session.handle(opening)
    with pytest.raises(CaseNotOpenError):
        session.handle(opening)
    unopened = Session(MemoryLog(), lambda _: protocol_from(TEXT))
    reading = RecordReading(at=BEGAN, observed_at=BEGAN, source=Source.CUFF, map=Mmhg(Decimal(60)))
    with pytest.raises(ValueError, match="not open"):
        unopened.handle(reading)
