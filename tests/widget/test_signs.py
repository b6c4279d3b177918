"""A sign is part of a window, never a window of its own that flashes up and takes the keys."""

from collections.abc import Callable
from datetime import UTC

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.texts import load_words
from gui.case.trouble_bar import TroubleBar
from gui.message import Kind, Sign
from gui.notice import Notice


@pytest.mark.parametrize("make", [lambda: Notice("Put away"), lambda: TroubleBar(load_words(UTC))])
def test_making_a_bar_opens_no_window(make: Callable[[], QWidget], qtbot: QtBot) -> None:
    bar = make()
    qtbot.addWidget(bar)
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == []
    (sign,) = bar.findChildren(Sign)
    assert not sign.isWindow()
    with qtbot.waitExposed(bar):
        bar.show()
    assert sign.isVisible()
    sign.show_kind(Kind.HINT)
    assert not sign.isVisible()


def test_a_sign_without_a_place_waits_for_one(qtbot: QtBot) -> None:
    sign = Sign()
    qtbot.addWidget(sign)
    sign.show_kind(Kind.QUESTION)
    assert not sign.isVisible()
