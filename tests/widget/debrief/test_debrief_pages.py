"""What stands beside the debrief's timeline, and its keys: twin, checklist, figures, comparison."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from core.lab.debrief_view import DebriefView
from gui.debrief.actions import ACTS
from gui.debrief.window import DebriefWindow, Material

KEYS = {act.code: act.key for act in ACTS}


def press(*keys: str) -> None:
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        pressed = QKeySequence(key)[0]  # type: ignore[index]  # the stubs lack it
        QTest.keyClick(widget, pressed.key(), pressed.keyboardModifiers())
        QApplication.processEvents()


def rows(table: QTableWidget) -> list[list[str]]:
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(table.columnCount())]
        found.append([" ".join(item.text().split()) for item in items if item is not None])
    return found


def said(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel))


def test_the_table_is_the_twin_of_the_marks(window: DebriefWindow, view: DebriefView) -> None:
    table = window.beside.opportunities.table
    told = [(cells[0], cells[1], cells[4]) for cells in rows(table)]
    assert told == [(row.at[:5], row.map, row.word) for row in view.verdicts]
    assert rows(table)[2][2] == "vasopressin: hold"
    assert len(window.chart.frame().spots) == table.rowCount()
    icons = [table.item(row, 4) for row in range(table.rowCount())]
    assert all(item is not None and not item.icon().isNull() for item in icons)


def test_the_table_follows_the_line_and_the_line_the_table(window: DebriefWindow) -> None:
    press("Right", "Right")
    assert window.beside.opportunities.table.currentRow() == 2
    press("Ctrl+1", "Down")
    assert window.chart.scene.row == 3
    assert "rule large-step" in said(window.chosen)
    press("Ctrl+Right")
    assert window.beside.opportunities.table.currentRow() == 4
    press("F2", "Left")
    assert window.beside.opportunities.table.currentRow() == 3


def test_only_what_waits_for_the_instructor_takes_a_tick_by_key(
    window: DebriefWindow, qtbot: QtBot
) -> None:
    press("PgDown", "Ctrl+2")
    page = window.beside.checklist
    assert page.chosen_id == "aloud"
    with qtbot.waitSignal(window.ticked) as ticked:
        press("Ctrl+D")
    assert ticked.args == ["aloud", 660]
    with qtbot.waitSignal(window.ticked) as ticked:
        press("Ctrl+M")
    assert ticked.args == ["aloud", None]
    with qtbot.waitSignal(window.unticked) as left_open:
        press("Ctrl+U")
    assert left_open.args == ["aloud"]
    press("Up")
    assert page.chosen_id == "first"
    with qtbot.assertNotEmitted(window.ticked):
        press("Ctrl+D", "Ctrl+M")


def test_a_tick_shows_without_moving_anything(window: DebriefWindow, view: DebriefView) -> None:
    press("PgDown", "Ctrl+2")
    second = window.chart.scene.second
    done = replace(view.checklist[1], state="done", word="done", points="1 of 1")
    window.render(replace(view, checklist=(view.checklist[0], done), score="3 of 4 points"))
    assert rows(window.beside.checklist.table)[1][0] == "done"
    assert window.beside.checklist.chosen_id == "aloud"
    assert window.chart.scene.second == second
    assert window.strip.score.text() == "3 of 4 points"


def test_figures_events_and_talk_tell_everything(window: DebriefWindow, view: DebriefView) -> None:
    press("Ctrl+3")
    told = said(window.beside.sheets["figures"])
    assert view.objectives[0].text in told
    assert view.objectives[0].score in told
    for row in (*view.outcomes, *view.head):
        assert row.name in told
        assert row.value in told.replace("\u00a0", " ")
    assert "not done" in told
    assert view.uncounted[0] in told
    press("Ctrl+4")
    assert [cells[1] for cells in rows(window.beside.events.table)] == [
        "answer",
        "prompt",
        "keying slip",
        "note",
    ]
    assert window.chart.scene.second == 60
    press("Down", "Down")
    assert window.chart.scene.second == 1800
    press("Ctrl+6")
    assert "What made you wait?" in said(window.beside.sheets["talk"])
    assert "Said it aloud" in said(window.beside.sheets["talk"])


@pytest.mark.parametrize(
    ("key", "codes"),
    [("F6", ("protocol",)), ("F7", ("no_change",)), ("F8", ("protocol", "no_change"))],
)
def test_other_courses_are_asked_for_from_the_moment_of_the_line(
    window: DebriefWindow, qtbot: QtBot, key: str, codes: tuple[str, ...]
) -> None:
    press("PgDown", "Down")
    with qtbot.waitSignal(window.compared) as asked:
        press(key)
    assert asked.args == [720, codes]


def test_the_comparison_comes_with_its_figures_and_goes_again(
    window: DebriefWindow, qtbot: QtBot, laid_over: DebriefView
) -> None:
    with qtbot.assertNotEmitted(window.compared):
        press("Shift+F8")
    window.render(laid_over)
    window.show_comparison()
    assert QApplication.focusWidget() is window.chart
    told = said(window.beside.sheets["compare"])
    assert "The courses part at 08:20." in told
    assert "20 min (+8 min)".replace(" min", "\u00a0min") in told
    assert "Without any change" in told
    with qtbot.waitSignal(window.compared) as asked:
        press("Shift+F8")
    assert asked.args == [60, ()]


def test_a_course_that_was_not_kept_asks_for_no_other(
    open_window: Callable[[DebriefView, Material], DebriefWindow], view: DebriefView, qtbot: QtBot
) -> None:
    window = open_window(view, Material(comparable=False))
    with qtbot.assertNotEmitted(window.compared):
        press("F6", "F7", "F8")
    assert "not kept while it was played" in said(window.beside.sheets["compare"])


def test_while_it_is_computed_esc_stops_and_only_then_closes(
    window: DebriefWindow, qtbot: QtBot
) -> None:
    window.show_progress("Computing, 1 of 3 done.")
    assert window.compare.progress.isVisible()
    with qtbot.assertNotEmitted(window.compared):
        press("F8")
    with qtbot.waitSignal(window.stopped):
        press("Esc")
    assert window.isVisible()
    window.show_progress(None)
    with qtbot.waitSignal(window.closed):
        press("Esc")
    assert not window.isVisible()


@pytest.mark.parametrize("page", ["1", "2", "3", "4", "5", "6"])
def test_esc_closes_from_every_page(window: DebriefWindow, page: str) -> None:
    press(f"Ctrl+{page}")
    assert QApplication.focusWidget() is not window.chart
    press("Esc")
    assert not window.isVisible()


def test_every_action_stands_in_a_menu_with_a_key_of_its_own(window: DebriefWindow) -> None:
    menus = [menu for menu in window.menuBar().findChildren(QMenu) if menu.title()]
    entries = [action for menu in menus for action in menu.actions()]
    named = [entry for entry in entries if not entry.isSeparator()]
    assert len(named) == len(ACTS)
    keys = [entry.shortcut().toString() for entry in named]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_nothing_is_modal_and_every_control_has_a_name(window: DebriefWindow) -> None:
    press("Ctrl+P")
    assert QApplication.activeModalWidget() is None
    parts = [*window.findChildren(QAbstractButton), *window.findChildren(QTableWidget)]
    focusable = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    unnamed = [
        part
        for part in focusable
        if not part.accessibleName() and not (isinstance(part, QAbstractButton) and part.text())
    ]
    assert unnamed == []
