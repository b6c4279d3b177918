"""The demo case: a real stay that ends now, whole on disk or not at all, and says what it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.cases.errors import CaseTrouble
from core.chart.demo import (
    SCENES,
    WEANING,
    begin_demo,
    demo_chart,
    play_demo,
)
from core.chart.rows import ChartReading
from core.log.journal import CaseJournal
from core.log.memory import MemoryLog
from core.log.verify import verify
from core.model.events import Answered, EntryRefused, NoteAdded, ReadingRecorded
from core.model.terms import Action, Mode, OverrideReason, Quality, Reply
from core.session import Session
from core.texts import load_words
from core.view.build import case_view
from core.view.case_view import AdviceStatus, CaseView
from core.view.story import Story, told

NOW = datetime(2027, 3, 2, 14, 32, 17, tzinfo=UTC)
MINUTE = NOW.replace(second=0)
Scene = Callable[[MemoryLog, datetime], Session]


def view_of(log: MemoryLog, session: Session) -> CaseView:
    words, story = load_words(UTC), Story()
    for fact in log:
        story = told(story, fact, words)
    return case_view(session.state, session.protocol, story, words, NOW)


@pytest.fixture(scope="module")
def shown() -> dict[str, CaseView]:
    views = {}
    for name, scene in SCENES.items():
        log = MemoryLog()
        views[name] = view_of(log, scene(log, NOW))
    return views


def test_the_rows_end_at_the_present_minute_and_keep_their_distances() -> None:
    chart, later = demo_chart(NOW), demo_chart(NOW + timedelta(days=400, seconds=30))
    assert chart.rows[-1].at == MINUTE
    gaps = {new.at - old.at for old, new in zip(chart.rows, later.rows, strict=True)}
    assert gaps == {timedelta(days=400)}
    assert chart.assumed["times"].startswith("shifted as a whole")


def test_labels_are_codes(shown: dict[str, CaseView]) -> None:
    assert {view.strip.label for view in shown.values()} == {
        "DEMO-283181",
        "DEMO-213315",
        "DEMO-286072",
    }
    assert {view.strip.mode for view in shown.values()} == {Mode.SIMULATION}


def test_the_case_says_that_it_is_a_demo_from_a_shifted_chart() -> None:
    log = MemoryLog()
    play_demo(log, NOW)
    (note,) = [fact.event for fact in log if isinstance(fact.event, NoteAdded)]
    assert "real, de-identified" in note.text
    assert "MIMIC-III 283181" in note.text
    assert "shifted" in note.text


@pytest.mark.parametrize("name", SCENES)
def test_nothing_of_a_scene_is_refused_or_lies_ahead(name: str) -> None:
    log = MemoryLog()
    session = SCENES[name](log, NOW)
    facts = list(log)
    assert not any(isinstance(fact.event, EntryRefused) for fact in facts)
    assert max(fact.recorded_at for fact in facts) == MINUTE == session.state.at


def test_titrating_has_raises_behind_it_and_one_to_answer(shown: dict[str, CaseView]) -> None:
    view = shown["titrating"]
    assert view.next_step is not None
    assert (view.next_step.action, view.next_step.status) == (Action.RAISE, AdviceStatus.OPEN)
    assert view.lanes.given["text"].tolist() == ["0.04", "0.06", "0.1"]
    assert view.next_step.dose == "0.14 mcg/kg/min"
    assert not view.overdue


def test_weaning_is_advised_and_prompted(shown: dict[str, CaseView]) -> None:
    view = shown["weaning"]
    assert view.next_step is not None
    assert (view.next_step.action, view.next_step.status) == (Action.WEAN, AdviceStatus.OPEN)
    codes = [prompt.code for prompt in view.prompts]
    assert codes == ["wean-eligible", "arterial-line", "perfusion-check"]


def test_the_artefact_is_asked_about_and_never_dosed_on(shown: dict[str, CaseView]) -> None:
    view = shown["artefact"]
    assert view.reading is not None
    assert (view.reading.text, view.reading.artefact) == ("2 mmHg", True)
    assert view.silence.startswith("Artefact? MAP 2 is kept")
    assert view.next_step is not None
    assert dict(view.next_step.inputs)["MAP"] == "60 mmHg"


def test_the_override_has_its_reason(shown: dict[str, CaseView]) -> None:
    view = shown["override"]
    assert view.next_step is not None
    assert (view.next_step.status, view.next_step.reply) == (AdviceStatus.ANSWERED, Reply.MODIFY)
    assert view.next_step.answer == "modified, 0.5 mcg/kg/min, Step too small for this patient"
    assert view.pump.dose == "0.5 mcg/kg/min"
    assert "vasopressin 0.02 units/min" in view.strip.beside


def test_the_same_moment_gives_the_same_facts() -> None:
    one, two = MemoryLog(), MemoryLog()
    play_demo(one, NOW, WEANING)
    play_demo(two, NOW, WEANING)
    assert list(one) == list(two)


def test_a_demo_is_a_case_file_to_go_on_with(tmp_path: Path) -> None:
    path = tmp_path / "demo.case"
    opened = begin_demo(path, NOW)
    try:
        assert opened.session.state.setup is not None
        assert opened.session.state.setup.label == "DEMO-283181"
        assert opened.facts[-1].recorded_at == MINUTE
    finally:
        opened.close()
    assert verify(path).intact


def test_a_demo_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "demo.case"
    with pytest.raises(CaseTrouble, match="missing"):
        begin_demo(path, NOW)
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]


def test_a_demo_can_be_played_straight_into_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "demo.case"
    with CaseJournal.create(path) as journal:
        session = play_demo(journal, NOW)
        assert session.state.count == len(list(journal))
    assert verify(path).intact


def test_each_charted_reading_is_in_the_case_once() -> None:
    log = MemoryLog()
    play_demo(log, NOW)
    charted = [row for row in demo_chart(NOW).rows if isinstance(row, ChartReading)]
    told_of = [fact.event for fact in log if isinstance(fact.event, ReadingRecorded)]
    assert [event.at for event in told_of] == [row.at for row in charted]
    assert sum(event.quality is Quality.ARTEFACT for event in told_of) == 8


def test_an_override_is_the_only_answer_with_a_reason() -> None:
    reasons = []
    for scene in SCENES.values():
        log = MemoryLog()
        scene(log, NOW)
        reasons += [fact.event.reason for fact in log if isinstance(fact.event, Answered)]
    assert [reason for reason in reasons if reason] == [OverrideReason.STEP_TOO_SMALL]
