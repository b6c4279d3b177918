"""A debrief of a course that simulated staff has run: ticks, other courses, prints and exports."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.lab.counterfactual import Choice
from core.lab.played import Played, played_by, played_of
from core.lab.run import run
from core.lab.shelf import read_scenario
from core.lab.simulation import Simulation
from core.lab.trail import Trail
from core.log.memory import MemoryLog
from core.texts import load_words
from core.view.wording import Words
from gui.app.debrief import DebriefDesk
from gui.app.debrief_rules import definitions
from gui.debrief.rerun import Task, rerun
from gui.debrief.window import DebriefWindow
from gui.theme import LIGHT, dress

COMPUTED = 60_000
"""Milliseconds that a child may take to start and compute, on a machine with other work."""
Open = Callable[..., DebriefDesk]


@cache
def staff_course() -> Played:
    return played_of(run(read_scenario("first-hour"), 7, "usual"))


@cache
def learner_course() -> tuple[Played, Trail]:
    """Twelve minutes in which a learner does nothing, marked while they pass."""
    log, trail = MemoryLog(), Trail()
    simulation = Simulation(read_scenario("first-hour"), 7, log)
    for minute in range(12):
        simulation.pass_time(simulation.start + timedelta(minutes=minute))
        trail.mark(simulation)
    simulation.stop()
    return played_by(simulation, log), trail


@pytest.fixture
def words() -> Words:
    return load_words(UTC)


@pytest.fixture
def open_desk(qapp: QApplication, qtbot: QtBot, words: Words, tmp_path: Path) -> Iterator[Open]:
    dress(qapp, LIGHT)
    desks = []

    def opened(played: Played, trail: Trail | None = None) -> DebriefDesk:
        desk = DebriefDesk(words, played, trail, prints=tmp_path / "prints")
        desks.append(desk)
        with qtbot.waitActive(desk.window):
            desk.show()
        return desk

    yield opened
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(open_desk: Open) -> DebriefDesk:
    return open_desk(staff_course())


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, held)
    QApplication.processEvents()


def computed(window: DebriefWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.computing, timeout=COMPUTED)


def test_every_rule_has_its_definition_from_the_manual(words: Words) -> None:
    rules = {code.split(".")[1] for code in words.texts if code.startswith("verdict-rule.")}
    assert set(definitions()) == rules
    assert definitions()["small-step"].startswith("A step was advised, and the dose at")
    told = definitions()["step-taken-back"]
    assert told.endswith("had set a dose that is not unchanged, whichever way.")
    assert "\n" not in "".join(definitions().values())


def test_every_opportunity_of_the_course_is_explained(desk: DebriefDesk) -> None:
    window = desk.window
    for row in window.view.verdicts:
        rule = window.chosen.lines["rule"].text()
        assert rule == f"{row.rule}: {definitions()[row.rule]}"
        assert window.chosen.sentence.text() == row.sentence
        press(Qt.Key.Key_Right)


def test_a_tick_is_scored_at_the_moment_of_the_line_and_taken_back(desk: DebriefDesk) -> None:
    window, held = desk.window, Qt.KeyboardModifier.ControlModifier
    before = window.strip.score.text()
    press(Qt.Key.Key_2, held)
    assert window.beside.checklist.chosen_id == "says-it-aloud"
    states = []
    for key in (Qt.Key.Key_D, Qt.Key.Key_M, Qt.Key.Key_U):
        press(key, held)
        (item,) = [row for row in window.view.checklist if row.id == "says-it-aloud"]
        states.append(item.state)
    assert states == ["done", "missed", "open"]
    assert window.strip.score.text() == before


def test_the_other_courses_are_computed_beside_the_window(desk: DebriefDesk, qtbot: QtBot) -> None:
    window = desk.window
    press(Qt.Key.Key_End)
    for _ in range(2):
        press(Qt.Key.Key_PageUp)
    asked = window.chart.scene.second
    press(Qt.Key.Key_F6)
    assert window.computing
    assert window.compare.progress.isVisible()
    with qtbot.waitSignal(desk.rerunner.counted, timeout=COMPUTED):
        pass
    computed(window, qtbot)
    overlay = window.view.overlay
    assert [line.code for line in overlay.maps] == ["given", "protocol"]
    assert overlay.moment is not None
    assert asked - 60 < overlay.moment <= asked
    press(Qt.Key.Key_F7)
    computed(window, qtbot)
    assert [line.code for line in window.view.overlay.maps] == ["given", "protocol", "no_change"]
    assert window.beside.page == "compare"
    press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert window.view.overlay.moment is None


def test_the_child_tells_what_this_process_computes(desk: DebriefDesk, qtbot: QtBot) -> None:
    task = Task(staff_course(), None, 1500, (Choice.NO_CHANGE,))
    (here,) = rerun(task, lambda _done, _total: None)
    with qtbot.waitSignal(desk.rerunner.told, timeout=COMPUTED) as told:
        desk.rerunner.begin(task)
    assert told.args is not None
    ((there,),) = told.args
    assert there.figures == here.figures
    assert there.played.truth.samples == here.played.truth.samples


def test_esc_stops_the_child_and_the_course_stays_as_it_was(
    desk: DebriefDesk, qtbot: QtBot
) -> None:
    window = desk.window
    press(Qt.Key.Key_F8)
    assert desk.rerunner.running
    press(Qt.Key.Key_Escape)
    assert not desk.rerunner.running
    assert not window.computing
    assert window.isVisible()
    assert window.notice.text == "Computing was stopped."
    assert window.view.overlay.moment is None
    press(Qt.Key.Key_F7)
    computed(window, qtbot)
    assert [line.code for line in window.view.overlay.maps] == ["given", "no_change"]


def test_a_learners_course_sets_out_from_what_was_marked(open_desk: Open, qtbot: QtBot) -> None:
    played, trail = learner_course()
    window = open_desk(played, trail).window
    for _ in range(5):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F6)
    computed(window, qtbot)
    assert window.view.overlay.moment == window.chart.scene.second
    assert len(window.view.overlay.maps) == 2


def test_a_learners_course_that_nobody_marked_is_told_so(open_desk: Open) -> None:
    window = open_desk(learner_course()[0]).window
    press(Qt.Key.Key_F8)
    assert not window.computing
    assert not window.actions_table["both"].isEnabled()


def test_why_a_child_failed_is_said(open_desk: Open, qtbot: QtBot) -> None:
    played, _ = learner_course()
    desk = open_desk(played)
    desk.rerunner.begin(Task(played, None, 60, (Choice.PROTOCOL,)))
    qtbot.waitUntil(lambda: bool(desk.window.notice.text), timeout=COMPUTED)
    assert "a learner's course is marked while it is played" in desk.window.notice.text


def test_a_child_that_cannot_begin_is_said(
    desk: DebriefDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: bool(desk.window.notice.text))
    assert desk.window.notice.text.startswith("The other course could not be computed")
    assert not desk.window.computing


def test_print_and_export_are_written_and_never_over_a_file_unasked(
    desk: DebriefDesk, tmp_path: Path
) -> None:
    held = Qt.KeyboardModifier.ControlModifier
    press(Qt.Key.Key_P, held)
    press(Qt.Key.Key_Return)
    (printed,) = (tmp_path / "prints").glob("*.pdf")
    assert printed.read_bytes().startswith(b"%PDF")
    assert str(printed) in desk.window.notice.text
    press(Qt.Key.Key_E, held)
    press(Qt.Key.Key_Return)
    (exported,) = (tmp_path / "prints").glob("*.html")
    text = exported.read_text("utf-8")
    assert desk.window.view.verdicts[0].sentence in text.replace("\u00a0", " ")
    exported.write_text("kept", "utf-8")
    press(Qt.Key.Key_E, held)
    press(Qt.Key.Key_Return)
    assert exported.read_text("utf-8") == "kept"
    assert "is there already" in desk.window.saving.message.text
    press(Qt.Key.Key_Space)
    assert exported.read_text("utf-8") == text


def test_a_place_that_cannot_be_written_is_said(desk: DebriefDesk, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", "utf-8")
    desk.window.save_wished.emit("html", str(tmp_path / "taken" / "debrief.html"), False)
    assert "could not be written" in desk.window.saving.message.label.text()
    desk.window.save_wished.emit("html", str(tmp_path), False)
    assert desk.window.saving.message.pick_buttons() == []
