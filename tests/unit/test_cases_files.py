"""Cases as files: begun, opened, looked into, foretold, and what is said where that fails."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.approval import Approval, Approvals, approve, read_approvals
from core.cases.board import Board
from core.cases.errors import CaseTrouble, NotApprovedError
from core.cases.folder import CaseFolder, id_of, new_id
from core.cases.line import CaseLine
from core.cases.offer import offer_of
from core.cases.opened import OpenedCase, begin_case, look_into, open_case
from core.cases.outlook import line_of, outlook_of
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.model.case import DosingWeight, Setup
from core.model.commands import AddNote, EndCase, OpenCase, RecordReading, ReportPump
from core.model.terms import Agent, Attested, Mode, Outcome, Route, Source, Urgency, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre, Mmhg, PumpRate
from core.session import Session
from core.view.wording import Words

START = datetime(2027, 3, 4, 14, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def opening(label: str = "ICU-12", when: datetime = START) -> OpenCase:
    text = read_protocol(DEFAULT_PROTOCOL).text
    offer = offer_of(protocol_from(text), text)
    setup = Setup(
        label=label,
        mode=Mode.WORKSTATION,
        weight=DosingWeight(Kilogram(Decimal(82)), WeightBasis.ACTUAL),
        bag=Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE),
        route=Route.CENTRAL,
        resolution=PumpRate(Decimal("0.1")),
        band=offer.bands[0],
        start_dose=offer.start,
        fluids=Attested.YES,
    )
    return OpenCase(
        at=when,
        setup=setup,
        counting=offer.counting,
        protocol=offer.protocol,
        protocol_version=offer.version,
        protocol_text=offer.text,
        initials="AB",
    )


def approval(command: OpenCase) -> Approval:
    return Approval(
        sha256=hashlib.sha256(command.protocol_text.encode()).hexdigest(),
        protocol=command.protocol,
        version=command.protocol_version,
        program="0.1.0",
        cells=1,
        initials="AB",
        at=START,
    )


APPROVED = Approvals((approval(opening()),))


def run_dose(session: Session, minutes: float, dose: str) -> None:
    report = Dose(Decimal(dose), DoseUnit.MCG_KG_MIN)
    when = at(minutes)
    session.handle(ReportPump(at=when, observed_at=when, agent=Agent.NOREPINEPHRINE, dose=report))


def read_map(session: Session, minutes: float, mmhg: int) -> None:
    when = at(minutes)
    reading = Mmhg(Decimal(mmhg))
    session.handle(
        RecordReading(at=when, observed_at=when, source=Source.ARTERIAL_LINE, map=reading)
    )


@pytest.fixture
def folder(tmp_path: Path) -> CaseFolder:
    return CaseFolder(tmp_path / "data")


@pytest.fixture
def begun(folder: CaseFolder) -> Callable[..., tuple[Path, OpenedCase]]:
    def make(label: str = "ICU-12") -> tuple[Path, OpenedCase]:
        path = folder.path_of(new_id(START))
        return path, begin_case(path, opening(label), APPROVED)

    return make


def test_an_id_tells_the_time_and_nothing_of_the_patient() -> None:
    made = {new_id(START) for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"20270304T140000Z-[0-9a-f]{6}", each) for each in made)


def test_a_case_begun_is_there_with_its_first_facts_and_goes_on(
    folder: CaseFolder, begun: Callable[..., tuple[Path, OpenedCase]]
) -> None:
    path, opened = begun()
    assert folder.paths() == (path,)
    assert opened.id == id_of(path)
    assert [fact.event.kind for fact in opened.facts] == ["case_opened", "shift_started"]
    opened.session.handle(AddNote(at=at(1), text="seen"))
    opened.close()
    again = open_case(path)
    assert [fact.event.kind for fact in again.facts][-1] == "note_added"
    assert again.session.state == opened.session.state
    assert tuple(again.session._log) == ()
    again.session.handle(AddNote(at=at(2), text="again"))
    again.close()
    assert look_into(path).state.count == 4


def test_a_case_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CaseTrouble, match="no folder"):
        begin_case(tmp_path / "nowhere" / "a.case", opening(), APPROVED)
    assert not (tmp_path / "nowhere").exists()


def test_at_the_workstation_only_an_approved_text_begins_a_case(
    folder: CaseFolder, tmp_path: Path
) -> None:
    path, command = folder.path_of(new_id(START)), opening()
    another = replace(command, protocol_text=command.protocol_text + "# one letter more")
    approve(tmp_path, approval(another))
    for known in (Approvals(), read_approvals(tmp_path)):
        with pytest.raises(NotApprovedError, match="not approved at this site"):
            begin_case(path, command, known)
    assert not path.exists()
    approve(tmp_path, approval(command))
    begin_case(path, command, read_approvals(tmp_path)).close()
    open_case(path).close()  # it keeps its text; nobody is asked again


def test_a_simulation_needs_no_approval(folder: CaseFolder) -> None:
    command = opening()
    simulated = replace(command, setup=replace(command.setup, mode=Mode.SIMULATION))
    path = folder.path_of(new_id(START))
    begin_case(path, simulated).close()
    assert path.exists()


def test_one_opener_at_a_time(begun: Callable[..., tuple[Path, OpenedCase]]) -> None:
    path, opened = begun()
    with pytest.raises(CaseTrouble, match="already open"):
        open_case(path)
    opened.close()
    open_case(path).close()


def test_a_missing_or_foreign_file_is_said_in_a_sentence(folder: CaseFolder) -> None:
    with pytest.raises(CaseTrouble, match="there is no case file"):
        open_case(folder.path_of("gone"))
    foreign = folder.path_of("foreign")
    foreign.write_bytes(b"a letter, not a case" * 100)
    with pytest.raises(CaseTrouble, match="not a sound case file"):
        open_case(foreign)


def test_a_protocol_that_this_version_cannot_read_is_said(folder: CaseFolder) -> None:
    path = folder.path_of(new_id(START))
    strange = replace(opening(), protocol_text='id = "of another age"')
    opened = begin_case(path, opening(), APPROVED)
    opened.close()
    other = folder.path_of(new_id(START))
    with pytest.raises(ValueError, match="missing"):
        begin_case(other, strange, Approvals((approval(strange),)))
    assert not other.exists()


def test_a_case_whose_pinned_protocol_cannot_be_read_is_refused(
    begun: Callable[..., tuple[Path, OpenedCase]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, opened = begun()
    opened.close()

    def older(_text: str) -> object:
        return protocol_from('id = "of another age"')

    monkeypatch.setattr("core.cases.opened.protocol_from", older)
    with pytest.raises(CaseTrouble, match="protocol this case was opened with"):
        open_case(path)
    monkeypatch.undo()
    open_case(path).close()


def test_home_foretells_exactly_what_it_would_say_at_each_moment(
    begun: Callable[..., tuple[Path, OpenedCase]], words: Words
) -> None:
    _, opened = begun()
    session = opened.session
    run_dose(session, 1, "0.2")
    for minutes in range(5, 185, 15):
        read_map(session, minutes, 70)
    outlook = outlook_of("a", session, words, at(181))
    assert len(outlook.lines) > 5
    for seconds in range(0, 30 * 3600, 61):
        moment = at(181) + timedelta(seconds=seconds)
        assert outlook.at(moment) == line_of("a", session, words, moment), moment
    opened.close()


def test_home_counts_the_agents_that_run_beside_norepinephrine(
    begun: Callable[..., tuple[Path, OpenedCase]], words: Words
) -> None:
    _, case = begun()
    run_dose(case.session, 1, "0.1")
    assert line_of("a", case.session, words, at(2)).others == 0
    for minute, dose, others in ((3, "0.03", 1), (5, "0", 0)):
        when, given = at(minute), Dose(Decimal(dose), DoseUnit.UNITS_MIN)
        report = ReportPump(at=when, observed_at=when, agent=Agent.VASOPRESSIN, dose=given)
        case.session.handle(report)
        assert line_of("a", case.session, words, when).others == others
    case.close()


def test_a_closed_case_shows_prompts_that_fall_due_and_is_not_written_to(
    folder: CaseFolder, begun: Callable[..., tuple[Path, OpenedCase]], words: Words
) -> None:
    path, opened = begun()
    run_dose(opened.session, 1, "0.1")
    read_map(opened.session, 2, 61)
    opened.close()
    before = path.read_bytes()
    board = Board(folder, words)
    for each in board.unread():
        board.read(each, at(2))
    assert the_line(board, at(3)).prompts == ()
    change = board.next_change(at(3))
    assert change is not None
    assert change <= at(9)
    late = the_line(board, at(60))
    assert late.overdue
    assert [prompt.urgency for prompt in late.prompts] == [Urgency.SOON]
    assert path.read_bytes() == before
    opened = open_case(path)
    assert opened.session.state.count == len(opened.facts)
    opened.close()


def the_line(board: Board, now: datetime) -> CaseLine:
    (line,) = board.lines(now)
    return line


def test_only_new_and_changed_files_are_read(
    folder: CaseFolder, begun: Callable[..., tuple[Path, OpenedCase]], words: Words
) -> None:
    path, opened = begun()
    opened.close()
    board = Board(folder, words)
    assert board.unread() == (path,)
    board.read(path, at(1))
    board.save()
    again = Board(folder, words)
    assert again.unread() == ()
    assert the_line(again, at(1)).label == "ICU-12"
    opened = open_case(path)
    opened.session.handle(EndCase(at=at(2), outcome=Outcome.WEANED))
    opened.close()
    assert again.unread() == (path,)
    again.read(path, at(3))
    assert the_line(again, at(3)).ended
    other_words = Words({**words.texts, "row.ended": "Over"}, words.zone)
    assert Board(folder, other_words).unread() == (path,)
    path.unlink()
    again.forget_missing()
    assert again.lines(at(3)) == ()


def test_an_open_case_is_told_from_its_session_and_closed_from_then_on(
    folder: CaseFolder, begun: Callable[..., tuple[Path, OpenedCase]], words: Words
) -> None:
    path, opened = begun()
    board = Board(folder, words)
    board.take(opened.id, opened.session)
    assert board.unread() == ()
    run_dose(opened.session, 1, "0.12")
    assert the_line(board, at(2)).open
    assert the_line(board, at(2)).dose == "0.12 mcg/kg/min"
    opened.close()
    board.release(path, at(2))
    assert board.unread() == ()
    assert not the_line(board, at(2)).open
    assert the_line(board, at(30)).overdue
    board.release(path, at(3))


def test_a_file_that_cannot_be_read_has_a_line_that_says_why(
    folder: CaseFolder, words: Words
) -> None:
    path = folder.path_of("20270101T000000Z-abcdef")
    path.write_bytes(b"cut short")
    board = Board(folder, words)
    board.read(path, START)
    assert "not a sound case file" in the_line(board, START).broken
    board.save()
    assert Board(folder, words).unread() == (path,)
    board.read(folder.path_of("gone"), START)
    assert len(board.lines(START)) == 1


def test_the_folder_clears_up_after_a_crash(folder: CaseFolder) -> None:
    left = folder.cases / ".20270101T000000Z-abcdef.case.0123.new"
    left.write_bytes(b"half")
    assert folder.paths() == ()
    assert folder.clear_up() == (left,)
    assert not left.exists()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands here", "utf-8")
    with pytest.raises(OSError, match="data"):
        CaseFolder(tmp_path / "data")
