"""No text of the timeline is cut off or runs into another, at any size, window or focus."""

import math
from datetime import UTC, timedelta
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.model.terms import Source
from core.view.lanes import Lanes
from core.view.points import BandPoint, DosePoint, Marker, MarkerPoint, ReadingPoint, State
from gui.theme import LIGHT
from gui.timeline.lettering import Written
from gui.timeline.view import TimelineView

NOW = 1_800_000_000.0
HOUR = 3600.0
SIZES = pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (700, 420)], ids=str)
HALF_PIXEL = 0.5


def busy_case() -> Lanes:
    """Three days with every kind of point, wild values and crowds of marks."""
    lanes = Lanes().with_band(BandPoint(NOW - 72 * HOUR, 65, 75, "65-75", 0))
    lanes = lanes.with_band(BandPoint(NOW - 3 * HOUR, 80, 85, "80-85", 1))
    points = [
        ReadingPoint(
            NOW - 72 * HOUR + row * 400,
            200 - row % 3 if row % 97 == 0 else 70 + row % 17,
            f"{70 + row % 17}.3" if row % 7 == 0 else str(70 + row % 17),
            list(Source)[row % 3],
            row,
            list(State)[1 + row % 2] if row % 31 == 0 else State.USABLE,
            calculated=row % 7 == 0,
        )
        for row in range(640)
    ]
    lanes = lanes.with_readings(points)
    for row in range(150):
        t, thousandths = NOW - 72 * HOUR + row * 1700, 995 + row % 40
        value = math.nan if row % 41 == 0 else thousandths / 1000
        lanes = lanes.with_given(DosePoint(t, value, f"{thousandths / 1000:.3f}", row))
        lanes = lanes.with_advised(DosePoint(t, 1.5, "1.5", row))
        lanes = lanes.with_accepted(DosePoint(t + 60, 1.5, "1.5", row))
        lanes = lanes.with_marker(MarkerPoint(t, Marker(row % len(Marker)), row))
    return lanes


def check(written: list[Written], whole: QRectF) -> None:
    assert written
    for each in written:
        room = each.room.intersected(whole)
        grown = room.adjusted(-HALF_PIXEL, -HALF_PIXEL, HALF_PIXEL, HALF_PIXEL)
        assert grown.contains(each.letters), f"{each.text} is cut off: {each}"
    for one, other in combinations(written, 2):
        common = one.letters.intersected(other.letters)
        apart = min(common.width(), common.height()) <= 1.0
        assert apart, f"{one.text} runs into {other.text}"


def show(qtbot: QtBot, size: tuple[int, int], font: QFont | None = None) -> TimelineView:
    view = TimelineView(UTC, LIGHT)
    if font is not None:
        view.setFont(font)
    qtbot.addWidget(view)
    view.resize(*size)
    with qtbot.waitExposed(view):
        view.show()
    return view


def verify_all(view: TimelineView) -> None:
    for part, written in ((view.chart, view.chart.written), (view.strip, view.strip.written)):
        check(written, QRectF(QWidget.rect(part)))


@SIZES
@pytest.mark.parametrize("hours", [1, 4, 8, 24, 72])
def test_texts_keep_their_rooms_in_every_window(
    qtbot: QtBot, size: tuple[int, int], hours: int
) -> None:
    view = show(qtbot, size)
    view.render(busy_case(), NOW, timedelta(minutes=30))
    view.set_window(hours)
    view.grab()
    verify_all(view)


@SIZES
@pytest.mark.parametrize("back", [0.0, 0.01, 0.1, 0.5, 0.93, 3.9])
def test_texts_keep_their_rooms_under_the_focus_line(
    qtbot: QtBot, size: tuple[int, int], back: float
) -> None:
    view = show(qtbot, size)
    view.render(busy_case(), NOW, timedelta(minutes=30))
    view.focus_at(NOW - back * HOUR)
    view.grab()
    verify_all(view)


@SIZES
def test_texts_keep_their_rooms_away_from_now(qtbot: QtBot, size: tuple[int, int]) -> None:
    view = show(qtbot, size)
    view.render(busy_case(), NOW, timedelta(minutes=30))
    for hours in (9, 31.3, 70, 72):
        view.focus_at(NOW - hours * HOUR)
        view.grab()
        verify_all(view)


def test_texts_keep_their_rooms_with_letters_twice_the_size(qtbot: QtBot) -> None:
    font = QFont()
    font.setPointSizeF(2 * font.pointSizeF())
    view = show(qtbot, (1920, 1000), font)
    view.render(busy_case(), NOW, timedelta(minutes=30))
    view.grab()
    verify_all(view)
    assert view.chart.written[0].letters.height() > 20


def test_texts_keep_their_rooms_in_an_empty_case(qtbot: QtBot) -> None:
    view = show(qtbot, (700, 420))
    view.render(Lanes(), NOW, timedelta(minutes=30))
    view.grab()
    verify_all(view)


def test_the_least_size_is_large_enough_for_the_texts(qtbot: QtBot) -> None:
    view = show(qtbot, (10, 10))
    view.resize(view.minimumSizeHint())
    view.render(busy_case(), NOW, timedelta(minutes=30))
    view.grab()
    verify_all(view)
    assert view.minimumSizeHint().width() <= 700
    assert view.minimumSizeHint().height() <= 420


def test_a_read_out_too_long_for_its_strip_ends_in_a_sign_and_is_whole_in_the_tooltip(
    qtbot: QtBot,
) -> None:
    view = show(qtbot, (700, 420))
    lanes = busy_case()
    for seq, kind in enumerate(Marker):
        lanes = lanes.with_marker(MarkerPoint(NOW - 60, kind, 900 + seq))
    view.render(lanes, NOW, timedelta(minutes=30))
    view.focus_at(NOW - 60)
    view.grab()
    verify_all(view)
    assert view.strip.written[-1].text == "\u2026"
    assert view.strip.toolTip().endswith("advice overridden")
