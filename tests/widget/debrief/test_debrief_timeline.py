"""The debrief's timeline by keys: walked, read out, and told apart without colour."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.lab.debrief_view import DebriefView
from core.verdict.opportunity import Verdict
from core.view.wording import Words
from gui.debrief.courses import LOOKS, colour_of
from gui.debrief.marks import Marker, stamp_of
from gui.debrief.window import DebriefWindow, Material
from gui.theme import DARK, LIGHT, Theme, contrast, dress

SHIFT = Qt.KeyboardModifier.ShiftModifier
VERDICTS = [str(verdict) for verdict in Verdict]


def press(window: DebriefWindow, *keys: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is window.chart
        QTest.keyClick(widget, key, held or Qt.KeyboardModifier.NoModifier)


def said(window: DebriefWindow) -> str:
    return "\n".join(label.text() for label in window.chosen.findChildren(QLabel))


def test_the_keys_wait_on_the_timeline_at_the_first_opportunity(window: DebriefWindow) -> None:
    assert QApplication.focusWidget() is window.chart
    assert window.chart.scene.row == 0
    assert "Told by rule advised-step at minute 1." in said(window)
    assert "advised-step: As advised at the deadline." in said(window)
    assert "accepted" in said(window)


def test_left_and_right_walk_every_opportunity_of_one_moment_too(window: DebriefWindow) -> None:
    rows = []
    for _ in range(7):
        press(window, Qt.Key.Key_Right)
        rows.append(window.chart.scene.row)
    assert rows == [1, 2, 3, 4, 5, 5, 5]
    press(window, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert window.chart.scene.row == 2
    assert "held beside the titrated agent" in said(window)
    press(window, Qt.Key.Key_Home)
    assert window.chart.scene.row == 0
    press(window, Qt.Key.Key_End)
    assert window.chart.scene.row == 5


def test_with_shift_the_line_goes_by_minutes_and_the_last_opportunity_is_told(
    window: DebriefWindow,
) -> None:
    press(window, Qt.Key.Key_Right, held=SHIFT)
    assert (window.chart.scene.second, window.chart.scene.row) == (120, 0)
    press(window, Qt.Key.Key_PageDown)
    assert (window.chart.scene.second, window.chart.scene.row) == (720, 1)
    press(window, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp)
    assert (window.chart.scene.second, window.chart.scene.row) == (0, None)
    assert "had not said anything" in said(window)
    press(window, Qt.Key.Key_Right)
    assert window.chart.scene.row == 0
    press(window, *[Qt.Key.Key_PageDown] * 8)
    assert window.chart.scene.second == 3600
    press(window, Qt.Key.Key_Left)
    assert window.chart.scene.row == 5


def test_f4_leads_from_one_that_was_not_right_to_the_next_and_round(window: DebriefWindow) -> None:
    rows = []
    for _ in range(4):
        press(window, Qt.Key.Key_F4)
        rows.append(window.chart.scene.row)
    assert rows == [1, 3, 4, 1]


def test_zooming_keeps_the_line_in_sight_and_nothing_runs_off_the_course(
    window: DebriefWindow,
) -> None:
    press(window, Qt.Key.Key_End, Qt.Key.Key_Plus)
    scene = window.chart.scene
    assert (scene.start, scene.length) == (1800, 1800)
    press(window, Qt.Key.Key_Home)
    assert window.chart.scene.start == 0
    press(window, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert window.chart.scene.length == 900
    press(window, Qt.Key.Key_Minus, Qt.Key.Key_0)
    assert (window.chart.scene.start, window.chart.scene.length) == (0, 3600)


def test_a_click_on_a_mark_chooses_it_and_elsewhere_puts_the_line(window: DebriefWindow) -> None:
    frame = window.chart.frame()
    spot = frame.spots[3]
    x, y = frame.spot_place(spot)
    QTest.mouseClick(window.chart, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert window.chart.scene.row == 3
    place = QPoint(round(frame.map.x(2000)), round(frame.map.room.center().y()))
    QTest.mouseClick(window.chart, Qt.MouseButton.LeftButton, pos=place)
    assert abs(window.chart.scene.second - 2000) < 5
    assert window.chart.scene.row == 3


def test_what_a_screen_reader_says_holds_moment_figures_and_verdict(
    window: DebriefWindow, laid_over: DebriefView
) -> None:
    press(window, Qt.Key.Key_Right)
    told = window.chart.accessibleDescription()
    assert told.startswith("08:10 (+10min). True MAP 60 mmHg, norepinephrine 0.267 mcg/kg/min.")
    assert "late. Told by rule late-step" in told
    window.render(laid_over)
    assert "Without any change" not in window.compare.figures.text()
    press(window, Qt.Key.Key_Right, Qt.Key.Key_Right)
    lines = window.compare.figures.text().splitlines()
    assert [text.partition(":")[0] for text in lines] == [
        "As it was",
        "As the protocol advises",
        "Without any change",
    ]
    assert "MAP 65 mmHg" in lines[1]
    press(window, Qt.Key.Key_Right)
    assert "As it was: MAP not known" in window.compare.figures.text()


def test_every_text_on_the_timeline_has_its_room(
    window: DebriefWindow, laid_over: DebriefView
) -> None:
    window.render(laid_over)
    for _ in range(6):
        press(window, Qt.Key.Key_Right)
        window.chart.repaint()
        texts = window.chart.written
        whole = window.chart.rect().adjusted(0, 0, 1, 1)
        assert all(whole.contains(text.letters.toAlignedRect()) for text in texts)
        over = [
            (one.text, two.text)
            for one, two in combinations(texts, 2)
            if one.letters.intersects(two.letters)
        ]
        assert over == []
    names = {text.text for text in texts}
    assert {"As it was", "As the protocol advises", "Without any change"} <= names
    assert "target 65-75, then 70-80" in names
    assert {"right", "late", "wrong size", "wrong direction", "unknown"} <= names


def test_the_lines_of_the_courses_differ_in_pattern_and_in_shape() -> None:
    assert len({look.pattern for look in LOOKS.values()}) == len(LOOKS) == 3
    assert len({look.shape for look in LOOKS.values()}) == 3


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_lines_and_marks_stand_out_from_their_ground(theme: Theme) -> None:
    for code in LOOKS:
        for of_dose in (False, True):
            assert contrast(colour_of(code, theme, of_dose=of_dose), theme.field) >= 3, code
    for code in VERDICTS:
        stamp = stamp_of(code, theme)
        assert contrast(stamp.letter, stamp.ground) >= 4.5, code
        assert contrast(stamp.edge, theme.field) >= 3, code


def grey(marker: Marker, code: str) -> QImage:
    picture = marker.pixmap(code, 24, 1.0).toImage()
    ground = QImage(picture.size(), QImage.Format.Format_Grayscale8)
    ground.fill(QColor(marker.theme.field))
    for y in range(picture.height()):
        for x in range(picture.width()):
            if picture.pixelColor(x, y).alpha() > 127:
                ground.setPixelColor(x, y, picture.pixelColor(x, y))
    return ground


def test_marks_differ_without_colour_by_shape_and_by_letter(words: Words, qapp: object) -> None:
    marker = Marker(words, LIGHT, QApplication.font())
    assert qapp is not None
    pictures = {code: grey(marker, code) for code in VERDICTS}
    for one, two in combinations(VERDICTS, 2):
        assert pictures[one] != pictures[two], (one, two)
    letters = {words.say(f"debriefing.letter.{code}") for code in VERDICTS}
    assert len(letters) == len(VERDICTS)
    shapes = {(stamp_of(code, LIGHT).corners, stamp_of(code, LIGHT).dashed) for code in VERDICTS}
    assert len(shapes) == len(VERDICTS)


def test_a_course_of_which_nothing_was_said_is_walked_too(
    open_window: Callable[[DebriefView, Material], DebriefWindow],
    view: DebriefView,
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    window = open_window(replace(view, verdicts=()), Material())
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_F4, Qt.Key.Key_End):
        press(window, key)
    assert window.chart.scene.second == 3600
    assert window.chart.scene.row is None
    dress(qapp, DARK)
    qtbot.waitUntil(lambda: window.palette().window().color() == QColor(DARK.window))
    assert window.chart.grab().toImage().pixelColor(3, 3) == QColor(DARK.field)
    dress(qapp, LIGHT)
