"""What every window beside home does: its size, Esc, full screen, another palette, its end."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Look, dress
from gui.window import MenuWindow, SideWindow, bring


class Noting(MenuWindow):
    """Notes what it is told."""

    lines = (30, 20)

    def __init__(self) -> None:
        self.noted: list[str] = []
        super().__init__()

    def escape(self) -> None:
        self.noted.append("escape")

    def recolour(self) -> None:
        self.noted.append("recolour")


class Beside(SideWindow):
    """A window as it is."""

    lines = (20, 30)


@pytest.fixture
def window(qtbot: QtBot) -> Noting:
    made = Noting()
    qtbot.addWidget(made)
    made.setCentralWidget(QLabel("said"))
    return made


def test_the_size_is_told_in_lines_of_the_own_letters(window: Noting) -> None:
    em = window.fontMetrics().height()
    assert (window.sizeHint().width(), window.sizeHint().height()) == (30 * em, 20 * em)


def test_another_palette_is_followed_as_soon_as_something_is_shown(
    qtbot: QtBot, qapp: QApplication
) -> None:
    dress(qapp, LIGHT)
    empty, full = Noting(), Noting()
    for each in (empty, full):
        qtbot.addWidget(each)
        each.show()
    full.setCentralWidget(QLabel("said"))
    full.noted.clear()
    dress(qapp, DARK)
    try:
        qtbot.waitUntil(lambda: "recolour" in full.noted)
        assert empty.noted == []
    finally:
        dress(qapp, LIGHT)


def test_esc_is_the_windows_own_and_closes_one_beside(window: Noting, qtbot: QtBot) -> None:
    beside = Beside()
    qtbot.addWidget(beside)
    for each in (window, beside):
        bring(each)
        QTest.keyClick(each, Qt.Key.Key_A)
        assert each.isVisible()
    with qtbot.assertNotEmitted(window.closed), qtbot.waitSignal(beside.closed):
        for each in (window, beside):
            QTest.keyClick(each, Qt.Key.Key_Escape)
    assert window.noted == ["escape"]
    assert window.isVisible()
    assert not beside.isVisible()


def test_the_menu_closes_fills_the_screen_and_wishes_a_look(window: Noting, qtbot: QtBot) -> None:
    deeds = window.frame_deeds()
    assert set(deeds) == {"light", "dark", "close", "full_screen"}
    window.show()
    deeds["full_screen"]()
    assert window.isFullScreen()
    deeds["full_screen"]()
    assert not window.isFullScreen()
    with qtbot.waitSignal(window.look_wished) as wished:
        deeds["dark"]()
    assert wished.args == [Look.DARK]
    with qtbot.waitSignal(window.closed):
        deeds["close"]()
    assert not window.isVisible()
