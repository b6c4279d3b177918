"""The cards by keys: chosen, copied, printed, put away."""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.texts import load_words
from core.view.cards import CARDS, card, plain_card
from core.view.wording import Words
from gui.cards.printing import print_text, printed
from gui.cards.window import CardWindow
from gui.theme import LIGHT, dress

CONTROL = Qt.KeyboardModifier.ControlModifier
Shown = Callable[[], CardWindow]


@pytest.fixture
def words() -> Words:
    return load_words(UTC)


@pytest.fixture
def paper() -> list[str]:
    """What was sent to the printer."""
    return []


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, words: Words, paper: list[str]) -> CardWindow:
    def print_it(text: str, _window: QWidget) -> bool:
        paper.append(text)
        return len(paper) == 1

    dress(qapp, LIGHT)
    shown = CardWindow(words, print_it)
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    return shown


def said(window: CardWindow) -> list[str]:
    return [label.text() for label in window.sheet.findChildren(QLabel)]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.mark.parametrize("code", CARDS)
def test_every_card_fits_its_window_and_is_read_at_arms_length(
    qtbot: QtBot, window: CardWindow, words: Words, code: str
) -> None:
    window.resize(window.sizeHint())
    window.show_card(code)
    shown, texts = card(code, words), said(window)
    assert window.windowTitle().startswith(shown.title)
    assert window.sheet.accessibleName() == shown.title
    for point in shown.points:
        assert point.says in texts
        assert point.source in texts
    qtbot.waitUntil(lambda: window.sheet.verticalScrollBar().maximum() == 0)
    large = [
        label for label in window.sheet.findChildren(QLabel) if label.text() == shown.points[0].says
    ]
    usual = QFontMetricsF(QApplication.font()).height()
    assert QFontMetricsF(large[0].font()).height() >= 1.4 * usual


def test_arrow_keys_lead_from_card_to_card(window: CardWindow) -> None:
    assert window.code == "extravasation"
    window.chooser.focus()
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert window.code == "wean-causes"
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert window.code == "line-residual"
    assert "bolus" in " ".join(said(window))


def test_a_card_is_copied_and_printed_as_text(
    window: CardWindow, words: Words, paper: list[str]
) -> None:
    window.show_card("perfusion")
    text = plain_card(card("perfusion", words), words)
    QTest.keyClick(focused(), Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == text
    assert window.told.text() == "Copied."
    QTest.keyClick(focused(), Qt.Key.Key_P, CONTROL)
    assert paper == [text]
    assert window.told.text() == ""
    QTest.keyClick(focused(), Qt.Key.Key_P, CONTROL)
    assert window.told.text() == words.say("cards.none")


def test_escape_puts_the_cards_away(window: CardWindow) -> None:
    assert not window.isModal()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_card_is_printed_on_paper(qapp: QApplication, tmp_path: Path, words: Words) -> None:
    assert qapp is not None
    printer, place = QPrinter(), tmp_path / "card.pdf"
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(place))
    assert printed(plain_card(card("extravasation", words), words), printer)
    assert place.read_bytes().startswith(b"%PDF")


def test_the_printer_is_asked_for_and_may_be_put_off(
    window: CardWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "card.pdf"
    answers = [QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted]

    def answered(dialog: QPrintDialog) -> QDialog.DialogCode:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(place))
        return answers.pop(0)

    monkeypatch.setattr(QPrintDialog, "exec", answered)
    assert print_text("a card", window)
    assert not place.exists()
    assert print_text("a card", window)
    assert place.exists()
