"""Patient by patient: the dot in focus is told, and its patient is asked for under either arm."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.trial.result import Result
from core.trial.result_text import number
from core.trial.result_view import Pairs, result_view
from core.view.wording import Words
from gui.trial.dots import Dots
from gui.trial.window import TrialWindow

Press = Callable[..., None]
Key, Held = Qt.Key, Qt.KeyboardModifier
TRIED, USUAL = "norepinephrine-adult", "usual-care"


@pytest.fixture
def dots(window: TrialWindow, trial_result: Result, words: Words) -> Dots:
    """The dots in front, painted."""
    window.show_result(result_view(trial_result, words))
    window.show_page("pairs")
    window.views.scatter.grab()
    return window.views.scatter


@pytest.fixture
def pairs(dots: Dots, window: TrialWindow) -> Pairs:
    assert dots.isVisible()
    shown = window.views.pairs
    assert shown is not None
    return shown


def test_every_dot_has_a_patient_who_counts(pairs: Pairs, trial_result: Result) -> None:
    record = trial_result.records[TRIED]
    assert list(pairs.ids) == record.ids[record.usable].tolist()
    assert len(pairs.ids) == len(pairs.dots) > 2


def test_arrows_go_along_an_axis_and_tell_whose_dot_it_is(
    dots: Dots, pairs: Pairs, press: Press, words: Words
) -> None:
    for axis, key in ((0, Key.Key_Right), (1, Key.Key_Up)):
        for _ in pairs.dots:
            before = pairs.dots[dots.dot][axis]
            press(key)
            assert pairs.dots[dots.dot][axis] >= before
        assert pairs.dots[dots.dot][axis] == max(dot[axis] for dot in pairs.dots)
        press({0: Key.Key_Left, 1: Key.Key_Down}[axis])
    said, (across, up) = dots.accessibleDescription(), pairs.dots[dots.dot]
    told = f"{TRIED} {number(up, words)}, {USUAL} {number(across, words)}"
    assert said.startswith(f"Patient {pairs.ids[dots.dot]}: {told}.")
    assert said in " ".join(text.text for text in dots.written)


def test_enter_opens_under_the_tried_arm_and_with_shift_under_the_other(
    dots: Dots, pairs: Pairs, window: TrialWindow, press: Press, qtbot: QtBot
) -> None:
    press(Key.Key_Right)
    patient = pairs.ids[dots.dot]
    for held, arm in ((Held.NoModifier, TRIED), (Held.ShiftModifier, USUAL)):
        with qtbot.waitSignal(window.patient_wished) as wished:
            press(Key.Key_Return, held)
        assert wished.args == [arm, patient]


def test_a_click_opens_the_nearest_dot_and_none_far_from_all(
    dots: Dots, pairs: Pairs, qtbot: QtBot
) -> None:
    place = len(pairs.ids) - 1
    left, at = Qt.MouseButton.LeftButton, dots.place_of(place).toPoint()
    with qtbot.waitSignal(dots.opened) as opened:
        QTest.mouseClick(dots, left, pos=at)
    assert opened.args is not None
    assert dots.place_of(pairs.ids.index(opened.args[1])) == dots.place_of(dots.dot)
    with qtbot.assertNotEmitted(dots.opened):
        QTest.mouseClick(dots, left, pos=QPoint(2, 2))
