"""Printing and exporting by keys: a line for the path, and nothing replaced unasked."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.debrief.window import DebriefWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, held)
    QApplication.processEvents()


def test_a_print_goes_where_it_is_offered(window: DebriefWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_P, CONTROL)
    assert QApplication.focusWidget() is window.saving.path
    assert window.saving.what.text() == "The debrief as PDF"
    with qtbot.waitSignal(window.save_wished) as wished:
        press(Qt.Key.Key_Return)
    assert wished.args == ["pdf", "/there/debrief.pdf", False]


def test_an_export_goes_where_somebody_types(window: DebriefWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_E, CONTROL)
    QTest.keyClicks(window.saving.path, "/else/where.html")
    with qtbot.waitSignal(window.save_wished) as wished:
        press(Qt.Key.Key_Return)
    assert wished.args == ["html", "/else/where.html", False]


def test_a_file_in_the_way_is_replaced_on_a_second_key_only(
    window: DebriefWindow, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_P, CONTROL)
    window.saving.refuse("/there/debrief.pdf is there already.", replaceable=True)
    assert "is there already" in window.saving.message.text
    with qtbot.waitSignal(window.save_wished) as wished:
        press(Qt.Key.Key_Space)
    assert wished.args == ["pdf", "/there/debrief.pdf", True]


def test_an_empty_line_writes_nothing(window: DebriefWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_P, CONTROL)
    press(Qt.Key.Key_Delete)
    with qtbot.assertNotEmitted(window.save_wished):
        press(Qt.Key.Key_Return)
    assert "Type where" in window.saving.message.text


def test_esc_puts_the_line_away_and_the_keys_on_the_timeline(window: DebriefWindow) -> None:
    press(Qt.Key.Key_P, CONTROL)
    QTest.keyClicks(window.saving.path, "/else")
    press(Qt.Key.Key_Escape)
    assert not window.saving.isVisible()
    assert window.isVisible()
    assert QApplication.focusWidget() is window.chart
