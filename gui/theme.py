"""The looks of the program: two palettes with measured contrasts, one accent, four text sizes.

Series colours follow the set of Okabe and Ito, which stays apart for colour-blind readers;
where one of them is too pale for its ground it is darkened, never re-hued. Text reaches a
contrast of 4.5 to its ground, lines and marks 3 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from enum import Enum
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from core.frozen import dataclass


class Look(Enum):
    """Which palette is wanted."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Size(float, Enum):
    """Text sizes as factors of the application's font. Floats, so that they hash fast."""

    SMALL = 0.88
    NORMAL = 1.0
    LARGE = 1.5
    HUGE = 2.8


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for, each as #RRGGBB."""

    name: str
    window: str
    """The ground of everything."""
    field: str
    """The ground of what can be typed into, of lists and of the timeline."""
    row_band: str
    """Every second row of a table."""
    text: str
    quiet: str
    """Text and marks that stand back: labels, units, what is struck."""
    rule: str
    """Outlines of fields and the axes."""
    grid: str
    """Hairlines; decoration only."""
    accent: str
    """The one accent: focus, the chosen, the line under the cursor."""
    on_accent: str
    map_line: str
    map_text: str
    dose_line: str
    dose_text: str
    answer: str
    """Advised and accepted doses."""
    band: str
    """The ground of the target band."""
    band_text: str
    pause: str
    """The hatching of pauses."""
    wrong: str
    """Text beside a field that refuses what was typed."""
    high: str
    """Ground of a prompt that cannot wait; `on_high` is the text on it, and so on."""
    on_high: str
    medium: str
    on_medium: str
    low: str
    on_low: str
    simulation: str
    """Ground of the strip that says SIMULATION."""
    on_simulation: str


LIGHT = Theme(
    name="light",
    window="#F6F7F8",
    field="#FFFFFF",
    row_band="#F4F6F8",
    text="#1A1C1E",
    quiet="#5A6269",
    rule="#7C848B",
    grid="#DCE1E5",
    accent="#005A9C",
    on_accent="#FFFFFF",
    map_line="#0072B2",
    map_text="#00598C",
    dose_line="#D55E00",
    dose_text="#A84A00",
    answer="#007A59",
    band="#E4EEE7",
    band_text="#42594B",
    pause="#7C848B",
    wrong="#B00020",
    high="#B00020",
    on_high="#FFFFFF",
    medium="#FFD400",
    on_medium="#000000",
    low="#7FDBFF",
    on_low="#000000",
    simulation="#5B2A86",
    on_simulation="#FFFFFF",
)

DARK = Theme(
    name="dark",
    window="#0F1418",
    field="#141B20",
    row_band="#192127",
    text="#E6EAED",
    quiet="#A2ABB2",
    rule="#6F7A82",
    grid="#2B353D",
    accent="#6CB8F0",
    on_accent="#06121B",
    map_line="#56B4E9",
    map_text="#7CC5EF",
    dose_line="#E69F00",
    dose_text="#EDB33D",
    answer="#2FB98E",
    band="#1E2F29",
    band_text="#A9C4B5",
    pause="#6F7A82",
    wrong="#FF9A9E",
    high="#B00020",
    on_high="#FFFFFF",
    medium="#FFD400",
    on_medium="#000000",
    low="#7FDBFF",
    on_low="#000000",
    simulation="#C9A3F0",
    on_simulation="#1B0B2B",
)


@lru_cache(maxsize=256)
def ink(colour: str) -> QColor:
    """A colour of the theme for a painter. Not to be changed: it is shared."""
    return QColor(colour)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def sized(font: QFont, size: Size, *, bold: bool = False) -> QFont:
    """A font relative to another one."""
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * size.value)
    else:
        scaled.setPixelSize(round(font.pixelSize() * size.value))
    scaled.setBold(bold)
    return scaled


def theme_for(look: Look, application: QApplication) -> Theme:
    """The theme of a look; SYSTEM asks what the desktop uses."""
    if look is Look.SYSTEM:
        dark = application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if look is Look.DARK else LIGHT


def dress(application: QApplication, theme: Theme) -> None:
    """Give the whole program the look of a theme, now and without a restart."""
    application.setStyle("Fusion")
    application.setPalette(qt_palette(theme))


def qt_palette(theme: Theme) -> QPalette:
    """The theme as Qt's palette for the Fusion style."""
    role = QPalette.ColorRole
    palette = QPalette()
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: theme.row_band,
        role.Text: theme.text,
        role.PlaceholderText: theme.quiet,
        role.Button: theme.window,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_high,
        role.ToolTipBase: theme.field,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: theme.field,
        role.Midlight: theme.grid,
        role.Mid: theme.rule,
        role.Dark: theme.rule,
        role.Shadow: theme.rule,
    }
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.quiet))
    return palette


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (_linear(channel) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG
