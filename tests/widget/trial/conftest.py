"""A tiny trial that was really run, and the window of trials in front and with the keys."""

from collections.abc import Callable
from datetime import UTC

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.library import text_at
from core.texts import load_words
from core.trial.plan import Arm, Plan
from core.trial.result import Result
from core.trial.usual_care import arm as usual_care_arm
from core.view.wording import Words
from gui.theme import LIGHT, dress
from gui.trial.task import tried
from gui.trial.window import TrialWindow

PROTOCOL = "norepinephrine-adult"
NONE = Qt.KeyboardModifier.NoModifier
Press = Callable[..., None]


@pytest.fixture(scope="session")
def trial_result() -> Result:
    """Eight patients for six hours on the default protocol and on usual care."""
    arms = (Arm(PROTOCOL, text_at(PROTOCOL)[1]), usual_care_arm())
    return tried(Plan(arms, patients=8, hours=6, seed=2), lambda _done, _whole: None)


@pytest.fixture
def words() -> Words:
    return load_words(UTC)


@pytest.fixture
def press() -> Press:
    """Presses a key at whatever has the keys."""

    def pressed(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, held)
        QApplication.processEvents()

    return pressed


@pytest.fixture
def enter() -> Callable[[str], None]:
    """Types a text at whatever has the keys."""

    def entered(text: str) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, text)

    return entered


@pytest.fixture
def bring(qtbot: QtBot, qapp: QApplication) -> Callable[[TrialWindow], None]:
    """Brings a window to the front with the keys."""
    dress(qapp, LIGHT)

    def brought(window: TrialWindow) -> None:
        window.resize(1366, 768)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.show_page("setup")

    return brought


@pytest.fixture
def window(qtbot: QtBot, words: Words, bring: Callable[[TrialWindow], None]) -> TrialWindow:
    """The form with two protocols and usual care."""
    found = TrialWindow(words)
    qtbot.addWidget(found)
    found.views.offer((("first", "first"), ("second", "second")), (("usual-care", "usual"),))
    bring(found)
    return found
