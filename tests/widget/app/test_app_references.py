"""Evidence and cards from the menus: by their keys, one window each, beside what is at work."""

from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.evidence import register
from core.texts import load_words
from gui.app.program import Program
from gui.app.references import References, beside
from gui.button import TextButton

Fixture = Any
"""A class of the fixtures beside this file, which cannot be imported."""
CONTROL = Qt.KeyboardModifier.ControlModifier


def press(qtbot: QtBot, program: Program, key: Qt.Key) -> None:
    window = program.window
    with qtbot.waitActive(window):
        window.activateWindow()
    QTest.keyClick(window, key, CONTROL)


def test_home_opens_the_evidence_by_its_key(qtbot: QtBot, program: Program) -> None:
    assert program.window.actions_by_code["evidence"].shortcut().toString() == "Ctrl+E"
    press(qtbot, program, Qt.Key.Key_E)
    evidence = program.clinic.references.evidence
    qtbot.waitUntil(evidence.isActiveWindow)
    assert QApplication.focusWidget() is evidence.search
    assert len(evidence.shown) == 63


def test_home_opens_the_cards_by_their_key(qtbot: QtBot, program: Program) -> None:
    press(qtbot, program, Qt.Key.Key_K)
    cards = program.clinic.references.cards
    qtbot.waitUntil(cards.isActiveWindow)
    assert cards.code == "extravasation"
    cards.show_card("perfusion")
    press(qtbot, program, Qt.Key.Key_K)
    assert program.clinic.references.cards is cards
    assert cards.code == "perfusion"


def test_a_wish_says_what_is_to_be_shown(program: Program) -> None:
    program.clinic.do("evidence:row:vasopressin/taper")
    assert "B14" in [one.id for one in program.clinic.references.evidence.shown]
    assert len(program.clinic.references.evidence.shown) < 63
    program.clinic.do("card:wean-causes")
    assert program.clinic.references.cards.code == "wean-causes"
    assert program.clinic.references.cards.isVisible()


def test_both_go_with_the_program(qtbot: QtBot, program: Program) -> None:
    program.clinic.do("evidence")
    program.clinic.do("card")
    windows = (program.clinic.references.evidence, program.clinic.references.cards)
    with qtbot.waitSignals([window.destroyed for window in windows]):
        program.close()
        assert not any(window.isVisible() for window in windows)


@pytest.fixture
def place_of(qtbot: QtBot) -> Callable[[QRect], QPoint]:
    """Where the cards stand beside a window that takes so much of the screen."""

    def placed(taken: QRect) -> QPoint:
        references, anchor = References(load_words(UTC)), QWidget()
        qtbot.addWidget(anchor)
        qtbot.addWidget(references.cards)
        anchor.setGeometry(taken)
        references.cards.resize(300, 200)
        return beside(references.cards, anchor)

    return placed


def test_the_cards_stand_where_there_is_room(place_of: Callable[[QRect], QPoint]) -> None:
    screen = QApplication.primaryScreen().availableGeometry()
    half = screen.width() // 2
    left, top = screen.left(), screen.top()
    at_left = QRect(left, top, half, 300)
    assert place_of(at_left) == QPoint(left + half, top)
    at_right = QRect(left + half, top, half, 300)
    assert place_of(at_right) == QPoint(left + half - 300, top)
    assert place_of(screen).x() + 150 == screen.center().x()


def test_a_case_leads_to_the_evidence_behind_its_advice(
    qtbot: QtBot, program: Program, driver: Fixture
) -> None:
    bridge = driver.begin()
    driver.run(bridge, "0.1")
    driver.read(bridge, 61)
    (window,) = program.clinic.cases.windows
    step = bridge.view.next_step
    assert step is not None
    window.actions_table["why"].trigger()
    button = window.right.why.findChild(TextButton, "button_evidence")
    assert isinstance(button, TextButton)
    button.click()
    evidence = program.clinic.references.evidence
    qtbot.waitUntil(evidence.isActiveWindow)
    assert evidence.shown == register().behind(step.reference)
    assert bridge.view.next_step is step
