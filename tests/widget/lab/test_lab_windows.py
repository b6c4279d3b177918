"""The instructor's window by keys, the chooser, the pre-brief and the bedside screen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.lab.act import GiveFluid, Hydrocortisone, Vital
from core.lab.pace import SPEEDS
from gui.lab.actions import ACTS, When, possible
from gui.lab.chooser import ChooserWindow
from gui.lab.wishes import (
    Do,
    Fire,
    GoBack,
    HideAdvice,
    Override,
    RoomPress,
    SetSpeed,
    Skip,
    TakeNote,
    TimePress,
    Wish,
)
from gui.plain import theme_of
from gui.theme import DARK, LIGHT, dress

Bench = Any


def press(window: QWidget, *keys: str) -> None:
    for key in keys:
        pressed = QKeySequence(key)[0]  # type: ignore[index]  # the stubs lack it
        focus = QApplication.focusWidget() or window
        QTest.keyClick(focus, pressed.key(), pressed.keyboardModifiers())
        QApplication.processEvents()


def type_in(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def shown(window: QWidget, qtbot: QtBot) -> QWidget:
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def desk(lab_bench: Bench, qtbot: QtBot) -> Any:  # noqa: ANN401 - an InstructorWindow, noted
    """The instructor's window of a room at rest; its wishes are noted and carried out by nobody."""
    room = lab_bench.begin()
    room.begin()
    room.instructor.wished.emit(TimePress.BOOKMARK)
    room.instructor.wished.disconnect(room._on_wish)
    window = shown(room.instructor, qtbot)
    noted: list[Wish] = []
    room.instructor.wished.connect(noted.append)
    return window, noted


def test_every_act_is_in_a_menu_with_a_key_of_its_own() -> None:
    keys = [act.key for act in ACTS if act.key]
    assert len(keys) == len(set(keys))
    unkeyed = [act.code for act in ACTS if not act.key]
    assert unkeyed == []


SENT: list[tuple[str, Wish]] = [
    ("F5", TimePress.PAUSE_OR_GO),
    ("F6", TimePress.SLOWER),
    ("F7", TimePress.FASTER),
    ("F8", TimePress.JUMP),
    ("F9", Fire("fluids-run")),
    ("Shift+F9", Skip("fluids-run")),
    ("F12", RoomPress.SHOW_LEARNER),
    ("Ctrl+B", TimePress.BOOKMARK),
    ("Ctrl+Z", GoBack(1)),
    ("Ctrl+Shift+A", HideAdvice(hidden=True)),
    ("Ctrl+Shift+E", RoomPress.FINISH),
    ("Ctrl+H", Do(Hydrocortisone(on=True))),
    *((f"Ctrl+{place}", SetSpeed(speed)) for place, speed in enumerate(SPEEDS, 1)),
]


@pytest.mark.parametrize(("key", "wish"), SENT, ids=[key for key, _ in SENT])
def test_a_key_says_what_is_wished(desk: Any, key: str, wish: Wish) -> None:  # noqa: ANN401
    window, noted = desk
    window.script.chosen_id = "fluids-run"
    press(window, key)
    assert noted == [wish]


def test_fluid_by_key(desk: Any) -> None:  # noqa: ANN401 - as above
    window, noted = desk
    press(window, "Ctrl+F", "Ctrl+Shift+F")
    acts = [wish.act for wish in noted]
    assert [type(act) for act in acts] == [GiveFluid, GiveFluid]
    assert [(str(act.volume), act.over) for act in acts] == [
        ("250 mL", timedelta(minutes=10)),
        ("500 mL", timedelta(minutes=20)),
    ]


def test_a_figure_is_typed_and_an_empty_one_lets_go(desk: Any) -> None:  # noqa: ANN401
    window, noted = desk
    press(window, "Ctrl+O")
    type_in("58")
    press(window, "Return")
    assert noted == [Override(Vital.MAP, Decimal(58))]
    assert window.meddle.fields[Vital.MAP].text == ""
    press(window, "Return")
    assert noted[1:] == [Override(Vital.MAP, None)]
    type_in("301")
    press(window, "Return")
    assert len(noted) == 2
    assert "301 mmHg is above 300 mmHg" in window.meddle.fields[Vital.MAP].message.text


def test_a_note_is_typed(desk: Any) -> None:  # noqa: ANN401 - as above
    window, noted = desk
    press(window, "Ctrl+N")
    type_in("asked aloud")
    press(window, "Return")
    assert noted == [TakeNote("asked aloud")]
    assert window.meddle.noted.text() == "Noted."


def test_arrows_choose_in_the_script(desk: Any) -> None:  # noqa: ANN401 - as above
    window, _ = desk
    press(window, "F2")
    before = window.script.chosen_id
    press(window, "Down")
    assert window.script.chosen_id != before
    press(window, "Up")
    assert window.script.chosen_id == before
    assert [row.is_chosen for row in window.script.rows].count(True) == 1


def test_the_log_takes_keys(desk: Any) -> None:  # noqa: ANN401 - as above
    window, _ = desk
    press(window, "F3")
    assert window.log.text.hasFocus()


def test_what_makes_no_sense_is_off(lab_bench: Bench) -> None:
    room = lab_bench.begin()
    view = room.view()
    ended = replace(view, ended="Ended at 09:00.", coming=())
    marked = replace(view, bookmarks=())
    assert possible(When.GOING_ON, view)
    assert not possible(When.GOING_ON, ended)
    assert possible(When.OVER, ended)
    assert not possible(When.OVER, view)
    assert not possible(When.COMING, ended)
    assert not possible(When.MARKED, marked)
    assert not possible(When.OVERRIDDEN, view)


def test_a_wrong_pump_is_told_in_words(lab_bench: Bench) -> None:
    room = lab_bench.begin("tenfold-slip")
    room.begin()
    while not any(pump.wrong for pump in room.view().pumps):
        assert room.simulation.ended is None
        room.pass_time(room.simulation.next_event())
    room.show()
    (cell,) = room.instructor.truth.pumps
    assert cell.wrong.text() == "differs from the chart"
    assert "charted" in cell.runs.text()
    rate = room.view().pumps[0].set_rate
    assert rate in room.learner.screen_strip.pumps.text()


def test_an_artefact_is_named_for_the_instructor_alone(lab_bench: Bench) -> None:
    room = lab_bench.begin("line-artefact")
    room.begin()
    for _ in range(400):
        room.pass_time(room.simulation.now + timedelta(seconds=10))
        if room.view().artefact or room.view().doings:
            break
    said = f"{room.instructor.truth.artefact.text()} {room.instructor.truth.doings.text()}"
    assert room.view().artefact in said
    texts = [label.text() for label in room.learner.findChildren(QLabel)]
    assert not any("damping" in text or "too low" in text for text in texts)


def test_the_look_follows_the_palette(lab_bench: Bench, qapp: QApplication, qtbot: QtBot) -> None:
    room = lab_bench.begin()
    shown(room.instructor, qtbot)
    dress(qapp, DARK)
    QApplication.processEvents()
    assert theme_of(room.instructor.trend) is DARK
    dress(qapp, LIGHT)
    room.instructor.actions_table["dark"].trigger()
    assert len(lab_bench.looks) == 1


# --- chooser and pre-brief ---------------------------------------------------------------------


@pytest.fixture
def chooser(lab_bench: Bench, qtbot: QtBot) -> ChooserWindow:
    lab_bench.lab.show("JM")
    found = lab_bench.lab.chooser
    assert isinstance(found, ChooserWindow)
    shown(found, qtbot)
    found.list.setFocus()
    return found


def test_the_chooser_offers_eight_with_length_objectives_and_pre_brief(
    chooser: ChooserWindow,
) -> None:
    assert chooser.list.count() == 8
    for row in range(8):
        chooser.list.setCurrentRow(row)
        view = chooser.chosen
        assert view is not None
        assert view.trouble == ""
        page = chooser.detail.widget()
        assert page is not None
        texts = [label.text() for label in page.findChildren(QLabel)]
        assert view.title in texts
        assert all(f"\u2022 {text}" in texts for text in view.objectives)
        assert [part.text for part in view.prebrief if part.text not in texts] == []
        assert view.length.startswith("up to ")


def test_a_learner_begins_by_keys(lab_bench: Bench, chooser: ChooserWindow) -> None:
    press(chooser, "Down", "Return")
    assert chooser.seed.edit.hasFocus()
    press(chooser, "Ctrl+A")
    type_in("42")
    press(chooser, "Return", "Return")
    assert chooser.initials.edit.hasFocus()
    press(chooser, "Return")
    room = lab_bench.lab.room
    assert room.simulation.seed == 42
    assert room.simulation.scenario.id == "bag-change"
    assert room.bridge.view.strip.initials == "JM"
    assert "learner JM plays, seed 42" in room.view().players


def test_staff_plays_by_keys(lab_bench: Bench, chooser: ChooserWindow) -> None:
    press(chooser, "Return", "Return", "Right", "Return", "Return")
    room = lab_bench.lab.room
    assert room.view().players.startswith("staff plays: A usual shift")
    assert not chooser.isVisible()


@pytest.mark.parametrize("seed", ["", "-1", "1.5", "12345", "x"])
def test_a_bad_seed_begins_nothing(lab_bench: Bench, chooser: ChooserWindow, seed: str) -> None:
    chooser.seed.put(seed)
    chooser.begin()
    assert lab_bench.lab.room is None
    assert chooser.seed.message.text


def test_initials_are_asked_of_a_learner(lab_bench: Bench, chooser: ChooserWindow) -> None:
    chooser.initials.put("")
    chooser.begin()
    assert lab_bench.lab.room is None
    assert chooser.initials.message.text


def test_a_case_that_cannot_be_written_begins_nothing(
    lab_bench: Bench, chooser: ChooserWindow
) -> None:
    lab_bench.folder.cases.rmdir()
    lab_bench.folder.cases.write_text("in the way", "utf-8")
    chooser.begin()
    assert lab_bench.lab.room is None
    assert "The simulation was not begun" in chooser.notice.text


def test_esc_leaves_the_chooser(chooser: ChooserWindow) -> None:
    QTest.keyClick(chooser, Qt.Key.Key_Escape)
    assert not chooser.isVisible()


def test_the_scope_stands_where_it_starts(lab_bench: Bench, chooser: ChooserWindow) -> None:
    scope = lab_bench.words.say("program.scope")
    assert scope in [label.text() for label in chooser.findChildren(QLabel)]
    room = lab_bench.begin()
    assert scope in [label.text() for label in room.prebrief.findChildren(QLabel)]


def test_the_pre_brief_names_no_title_and_no_objective(lab_bench: Bench) -> None:
    room = lab_bench.begin("tenfold-slip")
    told = " ".join(label.text() for label in room.prebrief.findChildren(QLabel))
    assert room.simulation.scenario.title not in told
    assert not any(each.text in told for each in room.simulation.scenario.objectives)


# --- the bedside screen ------------------------------------------------------------------------


def test_only_what_changed_is_set_anew(lab_bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    room = lab_bench.begin()
    room.begin()
    lab_bench.ticks(1)
    calls: list[str] = []
    set_text: Callable[[QLabel, str], None] = QLabel.setText

    def noting(label: QLabel, text: str) -> None:
        calls.append(text)
        set_text(label, text)

    monkeypatch.setattr(QLabel, "setText", noting)
    room.show()
    assert calls == []
    lab_bench.ticks(20)
    assert len(calls) < 60


def test_the_screen_shows_the_cuff_where_there_is_no_line(lab_bench: Bench) -> None:
    room = lab_bench.begin("extravasation")
    room.begin()
    room.pass_time(room.simulation.start + timedelta(minutes=1))
    screen = room.learner.screen_strip
    monitor = room.simulation.monitor()
    if monitor.line is None:
        assert screen.source.text().startswith("cuff at ")
        assert screen.cuff.text().startswith("next cuff ")
    assert screen.map.text() == str(monitor.map)
