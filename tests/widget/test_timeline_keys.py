"""Moving about in the timeline by keys and mouse, and what is read out there."""

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.terms import Source
from core.view.lanes import Lanes
from core.view.points import BandPoint, DosePoint, Marker, MarkerPoint, ReadingPoint, State
from gui.theme import DARK, LIGHT
from gui.timeline.span import AHEAD, HOUR
from gui.timeline.view import TimelineView

ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 9, 13, 5, tzinfo=ZONE).timestamp()
NOW = START + 2 * HOUR
RUN_GAP = timedelta(minutes=30)


def case() -> Lanes:
    lanes = Lanes().with_band(BandPoint(START - 60, 65, 75, "65-75", 1))
    lanes = lanes.with_given(DosePoint(START - 60, 0.1, "0.1", 2))
    lanes = lanes.with_reading(ReadingPoint(START, 61, "61", Source.ARTERIAL_LINE, 3))
    lanes = lanes.with_advised(DosePoint(START + 20, 0.12, "0.12", 4))
    lanes = lanes.with_marker(MarkerPoint(START + 20, Marker.ADVICE, 4))
    lanes = lanes.with_reading(
        ReadingPoint(START + 600, 3, "3", Source.ARTERIAL_LINE, 5, State.ARTEFACT)
    )
    return lanes.with_reading(ReadingPoint(START + HOUR, 67, "67", Source.CUFF, 6))


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    timeline = TimelineView(ZONE, LIGHT)
    qtbot.addWidget(timeline)
    timeline.resize(900, 560)
    with qtbot.waitExposed(timeline):
        timeline.show()
    timeline.render(case(), NOW, RUN_GAP)
    timeline.setFocus()
    return timeline


def description(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Description)


def name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def texts(view: TimelineView) -> list[str]:
    view.grab()
    return [each.text for each in view.chart.written]


def wheel(view: TimelineView, x: float, turn: QPoint, keys: Qt.KeyboardModifier) -> bool:
    """Turn the wheel over the chart and tell whether the chart took it."""
    place = QPointF(x, 100)
    event = QWheelEvent(
        place,
        QPointF(view.chart.mapToGlobal(place.toPoint())),
        QPoint(),
        turn,
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.chart, event)
    return event.isAccepted()


def test_arrow_keys_visit_every_event_and_read_it_out(view: TimelineView) -> None:
    visited = list[float]()
    view.focused.connect(visited.append)
    QTest.keyClick(view.chart, Qt.Key.Key_Home)
    for _ in range(4):
        QTest.keyClick(view.chart, Qt.Key.Key_Right)
    assert visited == [START - 60, START, START + 20, START + 600, START + HOUR]
    QTest.keyClick(view.chart, Qt.Key.Key_Left)
    assert visited[-1] == START + 600
    QTest.keyClick(view.chart, Qt.Key.Key_End)
    assert visited[-1] == START + HOUR


def test_the_focused_values_are_spoken_in_one_sentence(view: TimelineView) -> None:
    view.focus_at(START + 20)
    assert description(view.chart) == (
        "13:05, MAP 61 mmHg arterial line, dose 0.1 mcg/kg/min given, advised 0.12, "
        "target 65-75, advice"
    )
    assert name(view.chart) == "Timeline of MAP and dose"
    assert description(view.strip) == description(view.chart)


def test_an_artefact_is_spoken_as_one_and_older_values_with_their_time(
    view: TimelineView,
) -> None:
    view.focus_at(START + 600)
    assert description(view.chart) == (
        "13:15, MAP 61 mmHg arterial line at 13:05, MAP 3 mmHg arterial line artefact, "
        "dose 0.1 mcg/kg/min given, advised 0.12 at 13:05, target 65-75"
    )


def test_off_and_paused_are_spoken_as_words_and_a_struck_mark_as_struck(
    view: TimelineView,
) -> None:
    lanes = case().with_given(DosePoint(START + 900, math.nan, "", 7)).struck(4)
    lanes = lanes.with_given(DosePoint(START + 1800, 0.0, "0", 8))
    view.render(lanes, NOW, RUN_GAP)
    view.focus_at(START + 900)
    assert "dose paused" in description(view.chart)
    view.focus_at(START + 1800)
    assert "dose off" in description(view.chart)
    view.focus_at(START + 20)
    assert description(view.chart).endswith("advice struck through")
    assert "advised" not in description(view.chart)


def test_many_marks_of_a_kind_are_told_once_with_their_number(view: TimelineView) -> None:
    lanes = case()
    for seq in range(3):
        lanes = lanes.with_marker(MarkerPoint(START + HOUR + seq, Marker.PROMPT, 10 + seq))
    view.render(lanes, NOW, RUN_GAP)
    view.focus_at(START + HOUR)
    assert description(view.chart).endswith("prompt (3)")


def test_without_a_focus_line_now_is_read_out(view: TimelineView) -> None:
    assert description(view.chart).startswith("15:05, MAP 67 mmHg cuff at 14:05")
    QTest.keyClick(view.chart, Qt.Key.Key_Home)
    assert description(view.chart).startswith("13:04, dose 0.1")
    QTest.keyClick(view.chart, Qt.Key.Key_Escape)
    assert description(view.chart).startswith("15:05")


def test_the_strip_shows_what_the_sentence_says(view: TimelineView) -> None:
    view.focus_at(START + 20)
    view.grab()
    shown = " ".join(each.text for each in view.strip.written)
    assert shown == (
        "13:05 MAP 61 mmHg arterial line dose 0.1 mcg/kg/min given advised 0.12 target 65-75 advice"
    )


def test_plus_and_minus_go_through_the_fixed_windows(view: TimelineView) -> None:
    lengths = list[float]()
    for key in [Qt.Key.Key_Minus] * 5 + [Qt.Key.Key_Plus] * 6:
        QTest.keyClick(view.chart, key)
        lengths.append(view.chart.scene.span.length / HOUR)
    assert lengths == [8, 24, 72, 72, 72, 24, 8, 4, 1, 1, 1]
    assert view.chart.scene.span.following


def test_buttons_choose_the_window_and_show_which_it_is(view: TimelineView) -> None:
    buttons = {each.text(): each for each in view.windows.findChildren(QToolButton)}
    assert list(buttons) == ["1h", "4h", "8h", "24h", "72h", "Now"]
    assert buttons["4h"].isChecked()
    QTest.mouseClick(buttons["24h"], Qt.MouseButton.LeftButton)
    assert view.chart.scene.span.length == 24 * HOUR
    assert [text for text, each in buttons.items() if each.isChecked()] == ["24h"]
    assert wheel(view, 300, QPoint(0, 120), Qt.KeyboardModifier.ControlModifier)
    assert not any(each.isChecked() for each in buttons.values())
    assert name(buttons["1h"]) == "Show 1 hour"
    assert not buttons["Now"].isEnabled()


def test_page_keys_move_by_a_window_and_zero_comes_back(view: TimelineView) -> None:
    view.set_window(1)
    end = view.chart.scene.span.end
    QTest.keyClick(view.chart, Qt.Key.Key_PageUp)
    assert view.chart.scene.span.end == end - HOUR
    assert any(text.startswith("now 15:05") for text in texts(view))
    QTest.keyClick(view.chart, Qt.Key.Key_PageDown)
    assert view.chart.scene.span.end == end
    for _ in range(5):
        QTest.keyClick(view.chart, Qt.Key.Key_PageUp)
    assert view.chart.scene.span.end == pytest.approx(START - 60 + 0.9 * HOUR)
    QTest.keyClick(view.chart, Qt.Key.Key_0)
    assert view.chart.scene.span.end == pytest.approx(NOW + AHEAD * HOUR)
    assert "now" in texts(view)


def test_the_button_brings_now_back_after_panning(view: TimelineView) -> None:
    view.set_window(1)
    view.focus_at(START)
    button = view.windows.findChild(QToolButton, "back_to_now")
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert view.chart.scene.span.holds(NOW)
    assert view.chart.scene.focus is None


def test_zooming_keeps_the_focus_line_in_sight(view: TimelineView) -> None:
    view.focus_at(START)
    QTest.keyClick(view.chart, Qt.Key.Key_Plus)
    assert view.chart.scene.span.length == HOUR
    assert view.chart.scene.span.holds(START)
    assert view.chart.scene.focus == START


def test_time_moves_the_window_along_unless_it_was_panned(view: TimelineView) -> None:
    view.render(case(), NOW + 600, RUN_GAP)
    assert view.chart.scene.span.end == pytest.approx(NOW + 600 + AHEAD * 4 * HOUR)
    view.set_window(1)
    QTest.keyClick(view.chart, Qt.Key.Key_PageUp)
    panned = view.chart.scene.span
    assert not panned.following
    view.render(case(), NOW + 1200, RUN_GAP)
    assert view.chart.scene.span == panned


def test_a_case_that_is_whole_in_sight_stays_there(view: TimelineView) -> None:
    before = view.chart.scene.span
    QTest.keyClick(view.chart, Qt.Key.Key_PageUp)
    assert view.chart.scene.span == before


def test_an_event_out_of_sight_is_brought_into_sight(view: TimelineView) -> None:
    view.set_window(1)
    QTest.keyClick(view.chart, Qt.Key.Key_Home)
    span = view.chart.scene.span
    assert span.holds(START - 60)
    assert span.length == HOUR
    assert any(text.startswith("now 15:05") for text in texts(view))


def test_the_wheel_zooms_at_the_mouse_with_ctrl_only(view: TimelineView) -> None:
    view.set_window(1)
    QTest.keyClick(view.chart, Qt.Key.Key_PageUp)
    under = view.chart.frame().t(300)
    length = view.chart.scene.span.length
    assert wheel(view, 300, QPoint(0, 120), Qt.KeyboardModifier.ControlModifier)
    assert view.chart.scene.span.length == pytest.approx(length / 1.25)
    assert view.chart.frame().t(300) == pytest.approx(under)
    before = view.chart.scene.span
    assert not wheel(view, 300, QPoint(0, 120), Qt.KeyboardModifier.NoModifier)
    assert view.chart.scene.span == before


def test_turning_the_wheel_sideways_pans(view: TimelineView) -> None:
    view.set_window(1)
    end = view.chart.scene.span.end
    assert wheel(view, 300, QPoint(120, 0), Qt.KeyboardModifier.NoModifier)
    assert view.chart.scene.span.end == pytest.approx(end - 0.1 * HOUR)


def test_zoom_ends_at_a_quarter_of_an_hour_and_at_a_week(view: TimelineView) -> None:
    for _ in range(30):
        wheel(view, 300, QPoint(0, 120), Qt.KeyboardModifier.ControlModifier)
    assert view.chart.scene.span.length == 0.25 * HOUR
    for _ in range(50):
        wheel(view, 300, QPoint(0, -120), Qt.KeyboardModifier.ControlModifier)
    assert view.chart.scene.span.length == 168 * HOUR


def test_dragging_pans_and_leaves_the_focus_line_alone(view: TimelineView) -> None:
    view.set_window(1)
    chart, before = view.chart, view.chart.scene.span
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    QTest.mouseMove(chart, QPoint(400, 100))
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(400, 100))
    moved = before.end - chart.scene.span.end
    assert moved == pytest.approx(100 / chart.frame().per_second)
    assert chart.scene.focus is None


def test_the_mouse_moves_the_focus_line_and_a_click_pins_it(view: TimelineView) -> None:
    chart, cuff = view.chart, START + HOUR
    x = round(chart.frame().x(cuff)) + 3
    QTest.mouseMove(chart, QPoint(x, 100))
    assert chart.scene.focus == cuff
    QTest.mouseMove(chart, QPoint(x + 60, 100))
    assert chart.scene.focus == pytest.approx(chart.frame().t(x + 60))
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(x, 100))
    QTest.mouseMove(chart, QPoint(x + 90, 100))
    assert chart.scene.focus == cuff


def test_the_focus_line_leaves_with_the_mouse_unless_it_was_pinned(view: TimelineView) -> None:
    chart, place = view.chart, QPoint(300, 100)
    QTest.mouseMove(chart, place)
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert chart.scene.focus is None
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert chart.scene.focus is not None


def test_the_focus_line_never_goes_beyond_now(view: TimelineView) -> None:
    QTest.mouseMove(view.chart, QPoint(round(view.chart.frame().right) - 1, 100))
    assert view.chart.scene.focus == NOW


def test_marks_name_themselves_under_the_mouse(view: TimelineView) -> None:
    frame = view.chart.frame()
    place = QPoint(round(frame.x(START + 20)), round(frame.marks.center().y()))
    QTest.mouseMove(view.chart, place)
    assert view.chart.toolTip() == "advice"
    QTest.mouseMove(view.chart, place - QPoint(0, 60))
    assert view.chart.toolTip() == ""


def test_other_keys_are_left_to_the_window(view: TimelineView) -> None:
    scene = view.chart.scene
    QTest.keyClick(view.chart, Qt.Key.Key_M)
    assert view.chart.scene is scene


def test_an_empty_case_can_be_moved_about_in(view: TimelineView) -> None:
    view.render(Lanes(), NOW, RUN_GAP)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Minus):
        QTest.keyClick(view.chart, key)
    view.grab()
    assert view.chart.scene.focus is None
    assert description(view.chart) == "15:05"


def test_other_colours_are_taken_at_once(view: TimelineView) -> None:
    view.set_theme(DARK)
    image = view.grab().toImage()
    assert image.pixelColor(2, 200).name().upper() == DARK.field
    assert view.chart.scene.lanes == case()


def test_a_larger_font_makes_larger_letters(view: TimelineView) -> None:
    view.grab()
    before = view.chart.written[-1].letters.height()
    font = view.font()
    font.setPointSizeF(2 * font.pointSizeF())
    view.setFont(font)
    view.grab()
    assert view.chart.written[-1].letters.height() > 1.7 * before
    assert view.strip.sizeHint().height() > 1.7 * before
