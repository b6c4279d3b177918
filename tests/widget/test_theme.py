"""Both palettes are readable: contrasts are measured, not judged by eye."""

import dataclasses

import pytest
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from gui.theme import DARK, LIGHT, Look, Size, Theme, contrast, dress, qt_palette, sized, theme_for

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
TEXTS = ("text", "quiet", "map_text", "dose_text", "band_text", "accent", "wrong")
MARKS = ("map_line", "dose_line", "answer", "accent", "rule", "pause", "text")
GROUNDS = ("window", "field", "row_band")
PAIRS = ("accent", "high", "medium", "low", "simulation")


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.005)
    assert contrast("#0072B2", "#0072B2") == 1.0


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_by_four_and_a_half(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("mark", MARKS)
def test_lines_and_marks_stand_out_by_three(theme: Theme, mark: str, ground: str) -> None:
    assert contrast(getattr(theme, mark), getattr(theme, ground)) >= 3.0


@THEMES
def test_what_crosses_the_target_band_stands_out_from_it(theme: Theme) -> None:
    assert contrast(theme.band_text, theme.band) >= 4.5
    assert contrast(theme.map_line, theme.band) >= 3.0
    assert contrast(theme.rule, theme.band) >= 3.0


@THEMES
@pytest.mark.parametrize("name", PAIRS)
def test_text_on_coloured_ground_is_readable(theme: Theme, name: str) -> None:
    assert contrast(getattr(theme, f"on_{name}"), getattr(theme, name)) >= 4.5


@THEMES
def test_every_colour_is_written_in_full(theme: Theme) -> None:
    colours = [value for key, value in dataclasses.asdict(theme).items() if key != "name"]
    assert all(len(colour) == 7 and int(colour[1:], 16) >= 0 for colour in colours)


@THEMES
def test_qt_gets_the_same_colours(theme: Theme) -> None:
    role, palette = QPalette.ColorRole, qt_palette(theme)
    assert palette.color(role.Base).name().upper() == theme.field
    assert palette.color(role.Highlight).name().upper() == theme.accent
    assert palette.color(role.HighlightedText).name().upper() == theme.on_accent
    disabled = palette.color(QPalette.ColorGroup.Disabled, role.Text).name()
    assert disabled.upper() == theme.quiet


def test_the_program_changes_its_look_without_a_restart(qapp: QApplication) -> None:
    before, name = qapp.palette(), qapp.style().name()
    try:
        dress(qapp, DARK)
        assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.window
        dress(qapp, LIGHT)
        assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.window
        assert qapp.style().name() == "fusion"
    finally:
        qapp.setStyle(name)
        qapp.setPalette(before)


def test_the_look_is_light_dark_or_what_the_desktop_uses(qapp: QApplication) -> None:
    assert theme_for(Look.LIGHT, qapp) is LIGHT
    assert theme_for(Look.DARK, qapp) is DARK
    assert theme_for(Look.SYSTEM, qapp) in (LIGHT, DARK)


def test_sizes_follow_the_font_they_are_given(qapp: QApplication) -> None:
    font = QFont(qapp.font())
    font.setPointSizeF(20.0)
    assert sized(font, Size.LARGE, bold=True).pointSizeF() == pytest.approx(20 * Size.LARGE.value)
    assert sized(font, Size.LARGE, bold=True).bold()
    font.setPixelSize(30)
    assert sized(font, Size.SMALL).pixelSize() == round(30 * Size.SMALL.value)
