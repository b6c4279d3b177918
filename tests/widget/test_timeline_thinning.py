"""A crowd of readings is thinned without hiding an extreme, and drawn in few calls."""

import ast
import inspect
from datetime import UTC
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot

import gui.timeline
from core.model.terms import Source
from core.view.lanes import Lanes
from core.view.points import Marker, MarkerPoint, ReadingPoint, State
from core.view.track import Track
from gui.theme import LIGHT
from gui.timeline.draw import frame_of
from gui.timeline.frame import Frame
from gui.timeline.glyphs import Glyph, draw_glyph
from gui.timeline.lettering import Letters
from gui.timeline.marker_row import clusters
from gui.timeline.measure import frame_times
from gui.timeline.raw import draw_blocks, draw_fragments, draw_pixel_blocks, draw_segments
from gui.timeline.scene import Scene
from gui.timeline.span import HOUR, Span
from gui.timeline.stamps import PixmapStamps
from gui.timeline.thinning import line_of, symbol_places

NOW = 1_800_000_000.0
RUN_GAP = 600.0


def crowd(count: int, hours: float = 4.0) -> Lanes:
    rng = np.random.default_rng(7)
    values = np.clip(rng.normal(75, 9, count).round(), 20, 200)
    times = NOW - hours * HOUR + np.arange(count) * (hours * HOUR / count)
    return Lanes().with_readings(
        [
            ReadingPoint(float(t), float(value), str(value), Source.ARTERIAL_LINE, seq)
            for seq, (t, value) in enumerate(zip(times, values, strict=True))
        ]
    )


def frame_for(lanes: Lanes, hours: float = 4.0) -> Frame:
    span = Span(0.0, hours * HOUR).at_now(NOW)
    scene = Scene(lanes, NOW, RUN_GAP, span, UTC, LIGHT)
    return frame_of(QRectF(0, 0, 900, 500), scene, Letters(QFont()))


@pytest.mark.parametrize("count", [3_000, 20_000])
def test_each_pixel_column_shows_its_least_and_greatest(qtbot: QtBot, count: int) -> None:
    assert qtbot is not None
    lanes = crowd(count)
    frame, trace = frame_for(lanes), lanes.traces[0]
    segments, bars = line_of(trace, frame, RUN_GAP)
    assert len(segments) + len(bars) <= 2 * frame.map_room.width() + 2
    seconds = frame.map_room.width() / int(frame.map_room.width()) / frame.per_second
    columns = np.floor(trace.t / seconds)
    seen = 0
    for column in np.unique(columns)[1:-1]:
        values = trace.value[columns == column]
        x = np.floor(frame.x(float((column + 0.5) * seconds))) + 0.5
        if len(values) > 1 and frame.left < x < frame.right:
            (bar,) = bars[bars[:, 0] == x - 0.5]
            top, bottom = frame.map_y(float(values.max())), frame.map_y(float(values.min()))
            np.testing.assert_allclose(bar, [x - 0.5, top, 1.0, bottom - top])
            seen += 1
    assert seen > 500


def test_few_readings_are_joined_one_by_one(qtbot: QtBot) -> None:
    assert qtbot is not None
    lanes = crowd(100)
    frame, trace = frame_for(lanes), lanes.traces[0]
    segments, bars = line_of(trace, frame, RUN_GAP)
    assert len(bars) == 0
    first = int(np.searchsorted(trace.t, frame.start)) - 1
    assert len(segments) == 99 - first
    np.testing.assert_allclose(segments[:, 0], frame.x(trace.t[first:-1]))
    np.testing.assert_allclose(segments[:, 3], frame.map_y(trace.value[first + 1 :]))


def test_a_crowd_is_broken_at_gaps_and_artefacts_too(qtbot: QtBot) -> None:
    assert qtbot is not None
    full = crowd(8_000)
    kept = [row for row in range(8_000) if not 3_000 <= row < 5_000]
    points = [
        ReadingPoint(float(full.readings["t"][row]), 70.0, "70", Source.ARTERIAL_LINE, row)
        for row in kept
    ]
    lanes = Lanes().with_readings(points)
    frame = frame_for(lanes)
    hole = (frame.x(full.readings["t"][2_999].item()), frame.x(full.readings["t"][5_000].item()))
    segments, bars = line_of(lanes.traces[0], frame, RUN_GAP)
    crossing = (segments[:, 0] < hole[0] - 2) & (segments[:, 2] > hole[1] + 2)
    inside = (segments[:, 0] > hole[0] + 2) & (segments[:, 0] < hole[1] - 2)
    assert not crossing.any()
    assert not inside.any()
    assert not ((bars[:, 0] > hole[0] + 2) & (bars[:, 0] < hole[1] - 2)).any()
    long, _ = line_of(lanes.traces[0], frame, 4 * HOUR)
    assert ((long[:, 2] - long[:, 0]) > hole[1] - hole[0] - 4).any()
    artefact = ReadingPoint(NOW - 2 * HOUR, 3.0, "3", Source.ARTERIAL_LINE, 1, State.ARTEFACT)
    parted, _ = line_of(lanes.with_reading(artefact).traces[0], frame, 4 * HOUR)
    assert not ((parted[:, 2] - parted[:, 0]) > hole[1] - hole[0] - 4).any()


def test_crowded_symbols_keep_their_distance_and_the_newest(qtbot: QtBot) -> None:
    assert qtbot is not None
    lanes = crowd(5_000)
    frame, times = frame_for(lanes), lanes.traces[0].t
    rows = symbol_places(times, frame, 10.0)
    assert len(rows) <= frame.map_room.width() / 10 + 3
    assert rows[-1] == 4_999
    assert (np.diff(rows) > 0).all()
    few = crowd(20)
    assert symbol_places(few.traces[0].t, frame_for(few), 10.0).tolist() == list(range(20))


def test_symbols_stay_with_their_readings_while_the_view_moves(qtbot: QtBot) -> None:
    assert qtbot is not None
    lanes = crowd(5_000)
    frame, times = frame_for(lanes), lanes.traces[0].t
    scene = Scene(lanes, NOW, RUN_GAP, Span(NOW - 777.0, 4 * HOUR), UTC, LIGHT)
    moved = frame_of(QRectF(0, 0, 900, 500), scene, Letters(QFont()))
    here = set(symbol_places(times, frame, 10.0).tolist()[2:-2])
    there = set(symbol_places(times, moved, 10.0).tolist()[2:-2])
    common = [
        row for row in here if moved.left + 30 < moved.x(float(times[row])) < moved.right - 30
    ]
    assert len(common) > 50
    assert set(common) <= there


def test_marks_are_told_together_by_the_highest_kind() -> None:
    lanes = Lanes()
    kinds = (Marker.ADVICE, Marker.OVERRIDDEN, Marker.NOTE, Marker.PROMPT, Marker.NOTE)
    for seq, (t, kind) in enumerate(zip((0.0, 5.0, 9.0, 50.0, 200.0), kinds, strict=True)):
        lanes = lanes.with_marker(MarkerPoint(t, kind, seq))
    told = [(each.t, each.kind, each.count) for each in clusters(lanes.markers, 10.0)]
    assert told == [(0.0, Marker.OVERRIDDEN, 3), (50.0, Marker.PROMPT, 1), (200.0, Marker.NOTE, 1)]
    unstruck = clusters(lanes.struck(1).markers, 10.0)
    assert (unstruck[0].kind, unstruck[0].count) == (Marker.ADVICE, 2)
    assert clusters(Lanes().markers, 10.0) == ()


def test_every_shape_differs_even_without_colour(qtbot: QtBot) -> None:
    assert qtbot is not None
    greys = list[QImage]()
    for glyph in Glyph:
        image = QImage(32, 32, QImage.Format.Format_Grayscale8)
        image.fill(QColor("#808080"))
        with QPainter(image) as painter:
            draw_glyph(painter, glyph, LIGHT, QPointF(16, 16), 24)
        greys.append(image)
    alike = {
        (one.name, other.name)
        for one, other in combinations(Glyph, 2)
        if greys[one] == greys[other]
    }
    assert alike == {("ADVISED", "MARK_ADVICE"), ("ACCEPTED", "MARK_ACCEPTED")}


def painted(draw: str, rows: list[list[float]]) -> QImage:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    array = np.array(rows)
    with QPainter(image) as painter:
        painter.setPen(QColor("black"))
        if draw == "segments":
            draw_segments(painter, array)
        elif draw == "blocks":
            painter.setBrush(QColor("red"))
            draw_blocks(painter, array)
        else:
            sheet = QPixmap(20, 10)
            sheet.fill(QColor("red"))
            draw_fragments(painter, array, sheet)
    return image


def test_qt_reads_the_rows_as_they_are_meant() -> None:
    segments = painted("segments", [[5, 5, 50, 5], [5, 20, 5, 50]])
    assert segments.pixelColor(30, 5) == QColor("black")
    assert segments.pixelColor(5, 30) == QColor("black")
    assert segments.pixelColor(30, 30) == QColor("white")
    blocks = painted("blocks", [[10, 10, 5, 30]])
    assert blocks.pixelColor(12, 35) == QColor("red")
    assert blocks.pixelColor(35, 12) == QColor("white")
    fragments = painted("fragments", [[30, 30, 0, 0, 10, 10, 1, 1, 0, 1]])
    assert fragments.pixelColor(30, 30) == QColor("red")
    assert fragments.pixelColor(22, 30) == QColor("white")


@pytest.mark.parametrize(("draw", "width"), [("segments", 4), ("blocks", 4), ("fragments", 10)])
def test_rows_of_another_width_never_reach_qt(draw: str, width: int) -> None:
    with pytest.raises(ValueError, match=f"rows of {width} numbers are needed"):
        painted(draw, [[0.0] * (width - 1)])


def test_stamps_stay_sharp_on_every_screen(qtbot: QtBot) -> None:
    assert qtbot is not None
    for ratio in (1.0, 1.25, 2.0):
        image = QImage(round(60 * ratio), round(60 * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor("white"))
        places = np.array([29.7])
        glyphs = np.array([Glyph.SECOND], np.int8)
        with QPainter(image) as painter:
            PixmapStamps(LIGHT, ratio).put(painter, glyphs, places, places, 20.0)
        middle = round(29.7 * ratio)
        assert image.pixelColor(middle, middle).name().upper() == LIGHT.map_line
        inked = [x for x in range(image.width()) if image.pixelColor(x, middle) != QColor("white")]
        assert len(inked) == pytest.approx(0.53 * 20 * ratio, abs=2.5)


def test_no_lane_strokes_a_path() -> None:
    """A smooth polyline wider than a pixel takes a hundred times as long as its segments."""
    folder = Path(inspect.getfile(gui.timeline)).parent
    strokes = {"drawPolyline", "drawPath", "strokePath", "drawPolygon"}
    found = {
        path.name
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in strokes
    }
    assert found == {"glyphs.py"}


def test_the_measure_paints_every_frame_it_counts(qtbot: QtBot) -> None:
    assert qtbot is not None
    times = frame_times(2_000, 100, frames=3)
    assert list(times) == ["repaint", "append", "pan", "zoom"]
    assert all(len(each) == 3 and min(each) > 0 for each in times.values())


def test_marks_added_one_by_one_are_told_as_if_all_had_been_there() -> None:
    lanes, times = Lanes(), [0.0, 4.0, 11.0, 12.0, 13.0, 40.0, 41.0, 90.0]
    for seq, t in enumerate(times):
        lanes = lanes.with_marker(MarkerPoint(t, Marker(seq % len(Marker)), seq))
        at_once = Track.of(**{name: lanes.markers[name] for name in lanes.markers.names})
        assert clusters(lanes.markers, 10.0) == clusters(at_once, 10.0)
    assert [each.count for each in clusters(lanes.markers, 10.0)] == [2, 3, 2, 1]


def test_whole_pixels_are_filled_where_fractions_would_be(qtbot: QtBot) -> None:
    blocks = np.array([[2.0, 3.2, 1.0, 4.6], [5.4, 1.0, 2.2, 2.0], [9.0, 4.0, 1.0, 0.0]])
    pictures = []
    for draw in (draw_blocks, draw_pixel_blocks):
        picture = QImage(14, 10, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        with QPainter(picture) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Qt.GlobalColor.black)
            draw(painter, blocks)
        pictures.append(picture)
    assert pictures[0] == pictures[1]
    assert pictures[0].pixelColor(2, 5) == Qt.GlobalColor.black
    assert qtbot is not None
