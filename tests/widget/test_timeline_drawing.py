"""What is painted, pixel by pixel: bands, steps, gaps, shapes, lines of now and focus."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from core.model.terms import Source
from core.view.lanes import Lanes
from core.view.points import BandPoint, DosePoint, Marker, MarkerPoint, ReadingPoint, State
from gui.theme import DARK, LIGHT, Theme
from gui.timeline import sheet
from gui.timeline.draw import Screen, draw, frame_of
from gui.timeline.frame import Frame
from gui.timeline.lettering import Letters, Written
from gui.timeline.scene import Scene
from gui.timeline.span import HOUR, Span

NOW = 1_800_000_000.0
RECT = QRectF(0, 0, 1000, 600)
RUN_GAP = 1800.0


class Drawn:
    """A drawing, with the means to look at it."""

    def __init__(self, scene: Scene, ratio: float = 1.0) -> None:
        letters = Letters(QFont())
        self.ratio = ratio
        self.image = QImage(
            round(RECT.width() * ratio), round(RECT.height() * ratio), QImage.Format.Format_RGB32
        )
        self.image.setDevicePixelRatio(ratio)
        self.image.fill(QColor("magenta"))
        screen = Screen(scene.theme, ratio)
        with QPainter(self.image) as painter:
            self.written: list[Written] = draw(painter, RECT, scene, letters, screen)
        self.frame: Frame = frame_of(RECT, scene, letters)

    def colour(self, x: float, y: float) -> str:
        place = (int(x * self.ratio), int(y * self.ratio))
        return self.image.pixelColor(*place).name().upper()

    def near(self, x: float, y: float, reach: int = 2) -> set[str]:
        """The colours in the column of pixels around a place."""
        return {self.colour(x, y + offset) for offset in range(-reach, reach + 1)}

    def map_at(self, t: float, mmhg: float) -> set[str]:
        return self.near(self.frame.x(t), self.frame.map_y(mmhg))

    def dose_at(self, t: float, dose: float) -> set[str]:
        return self.near(self.frame.x(t), self.frame.dose_y(dose))

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.written]


@pytest.fixture
def drawn(qapp: QApplication) -> Callable[..., Drawn]:
    assert qapp is not None

    def make(lanes: Lanes, theme: Theme = LIGHT, ratio: float = 1.0, **changes: object) -> Drawn:
        span = Span(NOW).at_now(NOW)
        scene = Scene(lanes, NOW, RUN_GAP, span, UTC, theme)
        return Drawn(replace(scene, **changes), ratio)  # type: ignore[arg-type]  # named fields

    return make


def reading(minutes: float, mmhg: float, **other: object) -> ReadingPoint:
    """A reading so many minutes before now."""
    point = ReadingPoint(NOW - 60 * minutes, mmhg, str(mmhg), Source.ARTERIAL_LINE, 1)
    return replace(point, **other)  # type: ignore[arg-type]  # named fields


def dose(minutes: float, value: float) -> DosePoint:
    return DosePoint(NOW - 60 * minutes, value, str(value), 1)


def line_between(picture: Drawn, minutes: float, mmhg: float) -> bool:
    """Whether a line of readings passes there: any tint of its colour, but no grey."""
    line = QColor(LIGHT.map_line)
    colours = [QColor(each) for each in picture.map_at(NOW - 60 * minutes, mmhg)]
    return any(abs(c.hue() - line.hue()) < 12 and c.saturation() > 40 for c in colours)


def has(colours: set[str], wanted: str) -> bool:
    """Whether a colour is there, give or take the smoothing of its edge."""
    aim = QColor(wanted)
    parts = [(QColor(each), aim) for each in colours]
    return any(
        max(abs(c.red() - a.red()), abs(c.green() - a.green()), abs(c.blue() - a.blue())) < 6
        for c, a in parts
    )


def test_the_name_of_the_target_band_keeps_clear_of_the_line_of_now(
    drawn: Callable[..., Drawn],
) -> None:
    band = Lanes().with_band(BandPoint(NOW - 0.33 * HOUR, 65, 75, "65-75", 1))
    low = band.with_readings([ReadingPoint(NOW - HOUR, 50, "50", Source.CUFF, 2)])
    for scene in (band, low):
        picture = drawn(scene)
        now = picture.frame.x(NOW)
        named = [each.letters for each in picture.written if each.text == "target 65-75"]
        in_band = [box for box in named if box.top() > picture.frame.map_room.top()]
        assert [box for box in in_band if box.left() <= now <= box.right()] == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_target_band_is_flat_and_ends_where_it_ends(
    drawn: Callable[..., Drawn], theme: Theme
) -> None:
    lanes = Lanes().with_band(BandPoint(NOW - 2 * HOUR, 65, 75, "65-75", 1))
    picture = drawn(lanes, theme)
    x = picture.frame.x(NOW - 1.37 * HOUR)
    assert picture.colour(x, picture.frame.map_y(67)) == theme.band
    assert picture.colour(x, picture.frame.map_y(73)) == theme.band
    assert picture.colour(x, picture.frame.map_y(76)) == theme.field
    assert picture.colour(x, picture.frame.map_y(64)) == theme.field
    before = picture.frame.x(NOW - 2.1 * HOUR)
    assert picture.colour(before, picture.frame.map_y(67)) == theme.field
    assert "target 65-75" in picture.texts


def test_a_new_band_takes_over_from_the_old_one(drawn: Callable[..., Drawn]) -> None:
    lanes = Lanes().with_band(BandPoint(NOW - 3 * HOUR, 65, 75, "65-75", 1))
    lanes = lanes.with_band(BandPoint(NOW - 1 * HOUR, 80, 85, "80-85", 2))
    picture = drawn(lanes)
    early, late = picture.frame.x(NOW - 2.2 * HOUR), picture.frame.x(NOW - 0.7 * HOUR)
    assert picture.colour(early, picture.frame.map_y(67)) == LIGHT.band
    assert picture.colour(late, picture.frame.map_y(67)) == LIGHT.field
    assert picture.colour(late, picture.frame.map_y(82)) == LIGHT.band


def test_the_dose_steps_where_the_pump_was_set(drawn: Callable[..., Drawn]) -> None:
    picture = drawn(Lanes().with_given(dose(120, 0.05)).with_given(dose(61, 0.083)))
    step = NOW - 61 * 60
    before, after = step - 240, step + 240
    assert LIGHT.dose_line in picture.dose_at(before, 0.05)
    assert LIGHT.dose_line not in picture.dose_at(before, 0.083)
    assert LIGHT.dose_line in picture.dose_at(after, 0.083)
    assert LIGHT.dose_line not in picture.dose_at(after, 0.05)
    assert picture.colour(picture.frame.x(step), picture.frame.dose_y(0.0665)) == LIGHT.dose_line
    assert LIGHT.dose_line not in picture.dose_at(NOW - 121 * 60, 0.05)


def test_the_dose_is_level_between_steps_and_ends_now(drawn: Callable[..., Drawn]) -> None:
    picture = drawn(Lanes().with_given(dose(120, 0.083)))
    heights = {
        tuple(sorted(picture.dose_at(NOW - minutes * 60, 0.083))) for minutes in (119, 77, 31, 5)
    }
    assert len(heights) == 1
    assert LIGHT.dose_line in picture.dose_at(NOW - 30, 0.083)
    assert LIGHT.dose_line not in picture.dose_at(NOW + 240, 0.083)


def test_off_is_a_line_at_zero_and_a_pause_is_hatched(drawn: Callable[..., Drawn]) -> None:
    lanes = Lanes().with_given(dose(180, 0.083)).with_given(dose(120, math.nan))
    picture = drawn(lanes.with_given(dose(60, 0.0)))
    assert LIGHT.dose_line in picture.dose_at(NOW - 30 * 60, 0.001)
    room = picture.frame.dose_room
    x = int(picture.frame.x(NOW - 91 * 60))
    hatched = [picture.colour(x, y) for y in range(int(room.top()) + 2, int(room.bottom()) - 2)]
    assert LIGHT.field in hatched
    assert has(set(hatched), LIGHT.pause)
    assert LIGHT.dose_line not in hatched
    assert {"off", "paused"} <= set(picture.texts)


def test_nothing_without_a_place_is_handed_to_qt(
    drawn: Callable[..., Drawn], monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = list[bool]()

    def watch(_painter: object, rows: np.typing.NDArray[np.float64]) -> None:
        handed.append(bool(np.isfinite(rows).all()))

    monkeypatch.setattr(sheet, "draw_blocks", watch)
    monkeypatch.setattr(sheet, "draw_pixel_blocks", watch)
    lanes = Lanes().with_given(dose(180, 0.083)).with_given(dose(120, math.nan))
    drawn(lanes.with_given(dose(60, 0.05)))
    assert len(handed) > 3
    assert all(handed)


def test_readings_are_joined_over_a_short_gap_and_not_over_a_long_one(
    drawn: Callable[..., Drawn],
) -> None:
    lanes = Lanes().with_readings([reading(150, 85), reading(125, 85), reading(60, 85)])
    picture = drawn(lanes)
    assert line_between(picture, 137, 85)
    assert not line_between(picture, 92, 85)
    wide = drawn(lanes, run_gap=2 * HOUR)
    assert line_between(wide, 92, 85)


def test_no_line_runs_over_an_artefact_which_stays_visible(drawn: Callable[..., Drawn]) -> None:
    artefact = reading(105, 85, state=State.ARTEFACT)
    usable = [reading(120, 85), reading(90, 85)]
    assert line_between(drawn(Lanes().with_readings(usable)), 97, 85)
    picture = drawn(Lanes().with_readings([*usable, artefact]))
    assert not line_between(picture, 97, 85)
    assert not line_between(picture, 113, 85)
    assert has(picture.map_at(artefact.t, 85), LIGHT.rule)


def test_a_struck_reading_leaves_the_line_whole(drawn: Callable[..., Drawn]) -> None:
    struck = reading(105, 60, state=State.STRUCK)
    picture = drawn(Lanes().with_readings([reading(120, 85), reading(90, 85), struck]))
    assert line_between(picture, 97, 85)
    assert not line_between(picture, 101, 70)
    assert has(picture.map_at(struck.t, 60), LIGHT.rule)


def test_an_artefact_off_the_scale_stands_at_its_edge(drawn: Callable[..., Drawn]) -> None:
    picture = drawn(Lanes().with_readings([reading(60, 2, state=State.ARTEFACT)]))
    x, bottom = picture.frame.x(NOW - 3600), picture.frame.map_room.bottom()
    colours = picture.near(x, bottom - 5, reach=4)
    assert has(colours, LIGHT.rule)
    assert picture.frame.map_axis.low == 40


def test_a_wild_but_usable_value_is_written_where_the_scale_ends(
    drawn: Callable[..., Drawn],
) -> None:
    picture = drawn(Lanes().with_readings([reading(60, 70), reading(50, 187), reading(40, 71)]))
    assert picture.frame.map_axis.high == 130
    assert "187" in picture.texts


def test_filled_hollow_and_plain_shapes_differ_at_their_middle(
    drawn: Callable[..., Drawn],
) -> None:
    lanes = Lanes().with_readings([reading(60, 85), reading(120, 85, calculated=True)])
    picture = drawn(lanes)
    frame = picture.frame
    assert picture.colour(frame.x(NOW - 3600), frame.map_y(85)) == LIGHT.map_line
    assert picture.colour(frame.x(NOW - 7200), frame.map_y(85)) == LIGHT.field


def test_advised_is_a_hollow_diamond_and_accepted_a_filled_one(
    drawn: Callable[..., Drawn],
) -> None:
    picture = drawn(Lanes().with_advised(dose(60, 0.083)).with_accepted(dose(30, 0.083)))
    frame = picture.frame
    y = frame.dose_y(0.083)
    assert picture.colour(frame.x(NOW - 3600), y) == LIGHT.field
    assert LIGHT.answer in picture.near(frame.x(NOW - 3600), y, reach=6)
    assert picture.colour(frame.x(NOW - 1800), y) == LIGHT.answer


def test_marks_far_apart_stand_alone_and_close_ones_are_counted(
    drawn: Callable[..., Drawn],
) -> None:
    lanes = Lanes().with_marker(MarkerPoint(NOW - 2 * HOUR, Marker.NOTE, 1))
    for seq, kind in enumerate((Marker.ADVICE, Marker.PROMPT, Marker.ACCEPTED)):
        lanes = lanes.with_marker(MarkerPoint(NOW - HOUR + seq, kind, seq))
    picture = drawn(lanes)
    middle = picture.frame.marks.center().y()
    assert picture.colour(picture.frame.x(NOW - HOUR), middle - 1) == LIGHT.medium
    assert picture.texts.count("3") == 1
    assert "1" not in picture.texts


def test_the_line_of_now_is_where_now_is(drawn: Callable[..., Drawn]) -> None:
    picture = drawn(Lanes())
    x, room = int(picture.frame.x(NOW)), picture.frame.dose_room
    column = {picture.colour(x, y) for y in range(int(room.top()), int(room.bottom()))}
    assert LIGHT.quiet in column
    assert "now" in picture.texts
    assert picture.frame.x(NOW) < picture.frame.right


def test_out_of_sight_now_is_pointed_to(drawn: Callable[..., Drawn]) -> None:
    picture = drawn(Lanes(), span=Span(NOW - 10 * HOUR, following=False))
    assert "now 08:00 \u2192" in picture.texts


def test_the_focus_line_runs_through_both_charts_with_its_time(
    drawn: Callable[..., Drawn],
) -> None:
    picture = drawn(Lanes(), focus=NOW - 3600)
    x = int(picture.frame.x(NOW - 3600))
    for room in (picture.frame.map_room, picture.frame.dose_room):
        assert picture.colour(x, room.center().y() + 7) == LIGHT.accent
    assert "07:00" in picture.texts


def test_gridlines_stand_at_the_same_times_in_both_charts(drawn: Callable[..., Drawn]) -> None:
    picture = drawn(Lanes())
    x = int(picture.frame.x(NOW - 3600))
    for room in (picture.frame.map_room, picture.frame.dose_room):
        y = room.top() + 0.53 * room.height()
        assert picture.colour(x, y) == LIGHT.grid
        assert picture.colour(x + 3, y) == LIGHT.field


def test_a_new_reading_moves_the_picture_and_does_not_stretch_it(
    drawn: Callable[..., Drawn],
) -> None:
    lanes = Lanes().with_readings([reading(60, 70)]).with_given(dose(60, 0.05))
    before = drawn(lanes).frame
    later = drawn(
        lanes.with_reading(reading(-10, 78)), now=NOW + 600, span=Span(0).at_now(NOW + 600)
    ).frame
    assert later.per_second == before.per_second
    assert (later.map_axis, later.dose_axis) == (before.map_axis, before.dose_axis)
    assert later.x(NOW) == pytest.approx(before.x(NOW) - 600 * before.per_second)


def test_the_newest_values_stand_at_the_right_end(drawn: Callable[..., Drawn]) -> None:
    lanes = Lanes().with_readings([reading(20, 58), reading(5, 61)]).with_given(dose(30, 0.1))
    picture = drawn(lanes)
    right = {each.text for each in picture.written if each.letters.left() >= picture.frame.right}
    assert {"61", "mmHg", "07:55, was 58", "0.1", "mcg/kg/min", "since 07:30"} <= right


def test_a_picture_that_is_kept_follows_what_it_shows(qapp: QApplication) -> None:
    assert qapp is not None
    screen, letters = Screen(LIGHT, 1.0), Letters(QFont())
    lanes = Lanes().with_readings([reading(20, 58)])
    later = lanes.with_reading(reading(5, 3, state=State.ARTEFACT)).with_given(dose(5, 0.9))
    span = Span(NOW).at_now(NOW)
    for each in (lanes, later, lanes):
        scene = Scene(each, NOW, RUN_GAP, span, UTC, LIGHT)
        images, texts = [], []
        for kept in (screen, Screen(LIGHT, 1.0)):
            image = QImage(1000, 600, QImage.Format.Format_RGB32)
            with QPainter(image) as painter:
                texts.append(sorted(w.text for w in draw(painter, RECT, scene, letters, kept)))
            images.append(image)
        assert images[0] == images[1]
        assert texts[0] == texts[1]
        assert ("artefact" in texts[0]) is (each is later)


def test_a_case_without_readings_says_so(drawn: Callable[..., Drawn]) -> None:
    assert "No reading yet" in drawn(Lanes()).texts
    assert "No reading yet" not in drawn(Lanes().with_reading(reading(5, 61))).texts


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 2.5])
def test_every_screen_scale_puts_things_in_the_same_place(
    drawn: Callable[..., Drawn], ratio: float
) -> None:
    lanes = Lanes().with_readings([reading(60, 85)]).with_given(dose(120, 0.083))
    picture = drawn(lanes, ratio=ratio)
    frame = picture.frame
    assert picture.colour(frame.x(NOW - 3600), frame.map_y(85)) == LIGHT.map_line
    assert picture.colour(frame.x(NOW - 3000), frame.dose_y(0.083)) == LIGHT.dose_line
