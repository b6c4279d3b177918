"""Thin lanes for further agents: readable at the smallest size, each with its scale and unit."""

from datetime import UTC, timedelta
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from core.model.terms import Source
from core.view.lanes import Lanes
from core.view.points import BandPoint, DosePoint, ReadingPoint
from core.view.read_out import FurtherLane
from gui.theme import LIGHT
from gui.timeline import words
from gui.timeline.chart import Chart
from gui.timeline.draw import Screen, draw, frame_of
from gui.timeline.frame import Frame
from gui.timeline.lettering import Letters, Written
from gui.timeline.scene import Scene
from gui.timeline.span import Span
from gui.timeline.strip import Strip

NOW = 1_800_000_000.0
SIZES = [QRectF(0, 0, 650, 430), QRectF(0, 0, 900, 520)]
AGENTS = (("vasopressin", "units/min", 0.03), ("EPINEPHrine", "mcg/kg/min", 0.05))
THIRD = ("DOPamine", "mcg/kg/min", 7.5)


def dose(minutes: float, value: float) -> DosePoint:
    return DosePoint(NOW - 60 * minutes, value, f"{value:g}", round(10 * minutes))


def main_lanes() -> Lanes:
    lanes = Lanes().with_band(BandPoint(NOW - 7200, 65, 75, "65-75", 1))
    for place in range(20):
        t, value = NOW - 7000 + 300 * place, 60 + place % 7
        lanes = lanes.with_reading(ReadingPoint(t, value, str(value), Source.CUFF, place + 2))
    return lanes.with_given(dose(110, 0.2)).with_given(dose(20, 0.46)).with_advised(dose(1, 0.48))


def further(*agents: tuple[str, str, float]) -> tuple[FurtherLane, ...]:
    return tuple(
        FurtherLane(name, unit, Lanes().with_given(dose(90, value)).with_advised(dose(5, value)))
        for name, unit, value in agents
    )


def scene(*agents: tuple[str, str, float]) -> Scene:
    return Scene(main_lanes(), NOW, 3600.0, Span(NOW + 300), UTC, LIGHT, further=further(*agents))


def drawn(shown: Scene, rect: QRectF) -> tuple[list[Written], Frame, QImage]:
    picture = QImage(rect.size().toSize(), QImage.Format.Format_RGB32)
    letters = Letters(QFont())
    with QPainter(picture) as painter:
        written = draw(painter, rect, shown, letters, Screen(LIGHT, 1.0))
    return written, frame_of(rect, shown, letters), picture


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("rect", SIZES)
@pytest.mark.parametrize("agents", [AGENTS[:1], AGENTS, (*AGENTS, THIRD)])
def test_no_text_of_several_lanes_covers_another(
    rect: QRectF, agents: tuple[tuple[str, str, float], ...]
) -> None:
    written, frame, _ = drawn(scene(*agents), rect)
    clashes = [
        (one.text, other.text)
        for one, other in combinations(written, 2)
        if (shared := one.letters & other.letters).width() > 1 and shared.height() > 3
    ]
    assert clashes == []
    assert all(rect.contains(each.letters) for each in written)
    texts = [each.text for each in written]
    for name, unit, value in agents:
        assert name in texts
        assert unit in texts
        assert f"{value:g}" in texts
    rooms = [frame.map_room, *(plot.room for plot in frame.doses)]
    assert all(above.bottom() <= below.top() for above, below in pairwise(rooms))
    assert min(room.height() for room in rooms) >= 1.9 * frame.em - 1


@pytest.mark.usefixtures("qapp")
def test_one_agent_looks_as_it_always_did() -> None:
    _, alone, _ = drawn(scene(), SIZES[0])
    written, several, _ = drawn(scene(*AGENTS), SIZES[0])
    assert len(alone.doses) == 1
    assert alone.doses[0].title == words.DOSE_TITLE
    assert several.doses[0].title == ("DOSE norepinephrine", "mcg/kg/min")
    assert alone.map_room.height() > several.map_room.height()
    assert "DOSE norepinephrine" in [each.text for each in written]


@pytest.mark.usefixtures("qapp")
def test_each_lane_has_its_own_scale() -> None:
    _, frame, _ = drawn(scene(*AGENTS, THIRD), SIZES[1])
    assert [plot.axis.high for plot in frame.doses] == [0.6, 0.05, 0.1, 10.0]


@pytest.mark.usefixtures("qapp")
def test_the_given_dose_of_each_lane_is_drawn_in_its_room() -> None:
    _, frame, picture = drawn(scene(*AGENTS), SIZES[1])
    line = QColor(LIGHT.dose_line)
    for plot, (_, _, value) in zip(frame.doses[1:], AGENTS, strict=True):
        x, y = int(frame.x(NOW - 60 * 45)), plot.y(value)
        column = [picture.pixelColor(x, row) for row in range(int(y) - 2, int(y) + 3)]
        assert line in column


@pytest.mark.usefixtures("qapp")
def test_the_chart_says_every_agents_dose_at_the_focus() -> None:
    chart = Chart(UTC, LIGHT)
    shown = scene(*AGENTS)
    chart.move_to(shown)
    sentence = chart.sentence()
    assert "norepinephrine 0.46 mcg/kg/min" in sentence
    assert "vasopressin 0.03 units/min" in sentence
    assert "EPINEPHrine 0.05 mcg/kg/min" in sentence
    changed = FurtherLane("vasopressin", "units/min", Lanes().with_given(dose(2, 0.025)))
    chart.show_case(shown.lanes, NOW, timedelta(hours=1), (changed,))
    assert "vasopressin 0.025 units/min" in chart.sentence()
    assert "EPINEPHrine" not in chart.sentence()


@pytest.mark.usefixtures("qapp")
def test_the_strip_has_a_line_more_for_each_two_agents() -> None:
    strip, chart = Strip(UTC, LIGHT), Chart(UTC, LIGHT)
    heights = []
    for agents in ((), AGENTS[:1], AGENTS, (*AGENTS, THIRD)):
        chart.move_to(scene(*agents))
        strip.show_values(chart.read_out(), NOW, focused=False)
        heights.append(strip.sizeHint().height())
    line = Letters(strip.font()).height()
    assert heights == [round(lines * line) for lines in (2, 3, 3, 4)]
