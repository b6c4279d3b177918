"""The evidence window by keys: found, looked at, led back, and every entry shown in full."""

from datetime import UTC

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.evidence import Conflict, Entry, register
from core.texts import load_words
from gui.evidence.finding import found
from gui.evidence.window import EvidenceWindow
from gui.theme import LIGHT, dress

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> EvidenceWindow:
    dress(qapp, LIGHT)
    shown = EvidenceWindow(register(), load_words(UTC))
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    shown.show_all()
    return shown


def press(*codes: Qt.Key) -> None:
    for code in codes:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, code)


def ids(entries: tuple[Entry, ...]) -> list[str]:
    return [one.id for one in entries]


def said(window: EvidenceWindow) -> str:
    return "\n".join(label.text() for label in window.detail.findChildren(QLabel))


def test_an_id_finds_one_entry_and_words_find_all_that_hold_them() -> None:
    assert ids(found(register(), "a1")) == ["A1"]
    assert ids(found(register(), " C7 ")) == ["C7"]
    assert ids(found(register(), "phentolamine")) == ["A11"]
    both = found(register(), "vasopressin salvage")
    assert "C11" in ids(both)
    assert "A12" not in ids(both)
    assert ids(found(register(), "2021 limit", "row:up")) == []
    assert ids(found(register(), "interval", "row:up")) == ["A4"]
    assert len(found(register(), "")) == len(register().entries)
    assert found(register(), "no such word") == ()


def test_the_keys_wait_in_the_search_field_and_go_down_into_the_list(
    window: EvidenceWindow,
) -> None:
    assert QApplication.focusWidget() is window.search
    QTest.keyClicks(window.search, "hepatorenal")
    assert ids(window.shown) == ["C18"]
    assert "0.5 mg/h" in said(window)
    assert window.count.text() == "1 of 63"
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is window.list
    press(Qt.Key.Key_Escape)
    assert len(window.shown) == len(register().entries)
    assert QApplication.focusWidget() is window.search


def test_escape_clears_what_was_typed_then_closes(qtbot: QtBot, window: EvidenceWindow) -> None:
    QTest.keyClicks(window.search, "fluid")
    press(Qt.Key.Key_Escape)
    assert window.search.text() == ""
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        press(Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_arrow_keys_show_one_entry_after_the_other(window: EvidenceWindow) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert "STATEMENT A3" in said(window)
    press(Qt.Key.Key_End)
    assert "CONFLICT C18" in said(window)
    QTest.keyClick(window.list, Qt.Key.Key_F, CONTROL)
    assert QApplication.focusWidget() is window.search


def test_what_stands_behind_a_row_is_shown_alone_until_every_entry_is_wanted(
    window: EvidenceWindow,
) -> None:
    window.show_behind("row:up")
    assert ids(window.shown) == ["A4", "B6"]
    assert window.scope.text() == "Behind rule up"
    assert window.scope.isVisible()
    assert "STATEMENT A4" in said(window)
    assert QApplication.focusWidget() is window.list
    press(Qt.Key.Key_Escape)
    assert len(window.shown) == len(register().entries)
    assert not window.scope.isVisible()
    assert window.isVisible()


def test_a_row_of_local_policy_says_that_nothing_stands_behind_it(
    window: EvidenceWindow,
) -> None:
    window.show_behind("row:rescue-wait")
    assert window.shown == ()
    assert said(window).startswith("Nothing in the two documents stands behind rule rescue-wait")
    assert QApplication.focusWidget() is window.every
    press(Qt.Key.Key_Return)
    assert len(window.shown) == len(register().entries)


def test_words_that_no_entry_holds_are_said_to_find_none(window: EvidenceWindow) -> None:
    QTest.keyClicks(window.search, "zebra")
    assert window.shown == ()
    assert said(window).startswith("No entry holds")


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_every_entry_is_shown_in_full(window: EvidenceWindow, letter: str) -> None:
    entries = [one for one in register().entries if one.id[0] == letter]
    assert len(entries) > 17
    for entry in entries:
        window.search.setText(entry.id)
        told = said(window)
        wanted = [entry.said, entry.does, entry.grade, *(source.text for source in entry.source)]
        wanted += [one.partition(":")[2] for one in entry.where if one != "window:evidence"]
        if isinstance(entry, Conflict):
            wanted += [*entry.sides, entry.resolved, entry.why]
        assert [text for text in wanted if text not in told] == [], entry.id
        row = window.list.currentItem()
        assert ("SUPERSEDED" in told) == ("[SUPERSEDED]" in row.text()) == entry.superseded


def test_every_part_has_a_name(window: EvidenceWindow) -> None:
    parts = (window.search, window.list, window.detail)
    names = [part.accessibleName() for part in parts]
    assert names == ["Find", "Statements and conflicts", "The chosen entry"]
