"""The two logs a session can have behave alike."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.log.errors import CaseDamaged, LogUnavailable
from core.log.journal import CaseJournal
from core.log.memory import MemoryLog
from core.log.row import NewRow
from core.log.store import CaseStore
from core.model.events import NoteAdded, Recorded, ShiftStarted
from core.session import EventLog

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def entry(seq: int) -> Recorded:
    at = NOON + timedelta(minutes=seq)
    event = NoteAdded(at=at, text=f"n{seq}") if seq % 2 else ShiftStarted(at=at, initials="KO")
    return Recorded(seq, at, event)


@pytest.fixture(params=["memory", "file"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventLog]:
    if request.param == "memory":
        yield MemoryLog()
    else:
        with CaseJournal.create(tmp_path / "ICU-12.case") as journal:
            yield journal


def test_entries_come_back_in_order(log: EventLog) -> None:
    assert list(log) == []
    log.append([entry(1), entry(2)])
    log.append([])
    log.append([entry(3)])
    assert list(log) == [entry(1), entry(2), entry(3)]


@pytest.mark.parametrize("seqs", [[1], [3], [2, 2], [2, 4], [0]])
def test_a_number_out_of_order_is_refused(log: EventLog, seqs: list[int]) -> None:
    log.append([entry(1)])
    with pytest.raises(ValueError, match="cannot follow entry"):
        log.append([entry(seq) for seq in seqs])
    assert list(log) == [entry(1)]


def test_what_is_walked_is_what_was_there_at_the_start(log: EventLog) -> None:
    log.append([entry(1)])
    walk = iter(log)
    log.append([entry(2)])
    assert list(walk) == [entry(1)]


def test_entries_stay_when_the_log_is_tidied(log: EventLog) -> None:
    log.tidy()
    log.append([entry(seq) for seq in range(1, 41)])
    log.tidy()
    log.append([entry(41)])
    assert [fact.seq for fact in log] == list(range(1, 42))


def test_a_case_goes_on_where_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "ICU-12.case"
    with CaseJournal.create(path) as journal:
        assert journal.path == path
        journal.append([entry(1), entry(2)])
    with CaseJournal.open(path) as journal:
        assert not journal.read_only
        journal.append([entry(3)])
        assert list(journal) == [entry(1), entry(2), entry(3)]
    with CaseJournal.open_read_only(path) as journal:
        assert journal.read_only
        assert list(journal) == [entry(1), entry(2), entry(3)]
        with pytest.raises(LogUnavailable, match="reading only"):
            journal.append([entry(4)])


def test_an_event_that_cannot_be_kept_keeps_its_companions_out(tmp_path: Path) -> None:
    with CaseJournal.create(tmp_path / "ICU-12.case") as journal:
        naive = Recorded(2, NOON, NoteAdded(at=NOON.replace(tzinfo=None), text="x"))
        with pytest.raises(ValueError, match="not aware UTC"):
            journal.append([entry(1), naive])
        assert list(journal) == []


def test_a_body_that_is_no_event_is_refused_when_the_case_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ICU-12.case"
    with CaseStore.create(path) as store:
        store.append([NewRow(NOON, "note_added", 1, b'{"kind":"note_added"}')])
    with CaseJournal.open(path) as journal, pytest.raises(CaseDamaged, match="entry 1 cannot"):
        list(journal)


@pytest.mark.parametrize("make", [CaseJournal.open, CaseJournal.open_read_only])
def test_a_case_that_is_not_there(make: Callable[[Path], CaseJournal], tmp_path: Path) -> None:
    with pytest.raises(LogUnavailable, match="there is no case file"):
        make(tmp_path / "ICU-12.case")
