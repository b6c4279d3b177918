"""The strip on top: who, on what weight, towards what, by which protocol, and what for."""

from datetime import datetime

from PySide6.QtCore import QLine, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.model.terms import Mode
from core.view.case_view import CaseView
from core.view.wording import Words
from gui.case.flow import Flow
from gui.plain import Tone, plain_label, theme_of
from gui.theme import Size, Theme, sized

_ENDS = {Mode.SIMULATION: 5.4, Mode.WORKSTATION: 2.0}
"""Room beside the word for the shape, in heights of a line."""
_CELLS = ("weight", "target", "bag", "protocol", "initials")


class ModeBadge(QWidget):
    """What the case is for, as word, shape and pattern: a slanted hatched flag, or a plain box."""

    def __init__(self, words: Words) -> None:
        """A badge that says nothing yet."""
        super().__init__()
        self._words = words
        self._mode = Mode.WORKSTATION
        self._font = sized(self.font(), Size.NORMAL, bold=True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The word that is shown."""
        return self._words.say(f"case.mode.{self._mode}")

    def show_mode(self, mode: Mode) -> None:
        """Say what the case is for."""
        if mode is not self._mode or not self.accessibleName():
            self._mode = mode
            self.setAccessibleName(self.text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the word inside the shape."""
        metrics = QFontMetricsF(self._font)
        em = metrics.height()
        return QSize(
            round(metrics.horizontalAdvance(self.text) + _ENDS[self._mode] * em), round(1.9 * em)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the shape and write the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, room = theme_of(self), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        simulated = self._mode is Mode.SIMULATION
        if simulated:
            _draw_flag(painter, room, theme)
        else:
            painter.setPen(QPen(QColor(theme.text), 1))
            painter.drawRect(room)
        painter.setFont(self._font)
        painter.setPen(QColor(theme.on_simulation if simulated else theme.text))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self.text)
        painter.end()


def _draw_flag(painter: QPainter, room: QRectF, theme: Theme) -> None:
    """A slanted box; between its hatched ends the word stands on plain ground."""
    slant = 0.5 * room.height()
    corners = (
        QPointF(room.left() + slant, room.top()),
        room.topRight(),
        QPointF(room.right() - slant, room.bottom()),
        room.bottomLeft(),
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.simulation))
    painter.drawPolygon(QPolygonF(corners))
    painter.setPen(QPen(QColor(theme.on_simulation), 1.5))
    for stripe in range(3):
        for left in (0.4 * slant, room.width() - 2.2 * slant):
            x = room.left() + left + 0.45 * stripe * slant
            top = QPointF(x + 0.75 * slant, room.top() + 0.25 * slant)
            painter.drawLine(top, QPointF(x, room.bottom() - 0.25 * slant))


class StripCell(QWidget):
    """A quiet name over its value."""

    def __init__(self, name: str, *, size: Size = Size.NORMAL) -> None:
        """A cell without a value."""
        super().__init__()
        self.value = plain_label(size=size, bold=True)
        self._value_shown = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if name:
            column.addWidget(plain_label(name, tone=Tone.QUIET, size=Size.SMALL))
        column.addWidget(self.value)

    def show_value(self, text: str) -> None:
        """Show a value."""
        if text != self._value_shown:
            self._value_shown = text
            self.value.setText(text)
            self.value.setMinimumWidth(self.value.sizeHint().width())


class CaseStrip(QWidget):
    """Fixed over the full width. Nothing in it is ever cut; it takes a second line instead."""

    def __init__(self, words: Words) -> None:
        """A strip without a case."""
        super().__init__()
        self.setObjectName("case_strip")
        self._words = words
        self._simulated = False
        self.label = StripCell("", size=Size.LARGE)
        self.person = plain_label(tone=Tone.QUIET)
        self.cells = {code: StripCell(words.say(f"case.strip.{code}")) for code in _CELLS}
        self.badge = ModeBadge(words)
        self.clock = StripCell("", size=Size.LARGE)
        flow = Flow(self, margin=6, spacing=22)
        flow.addWidget(self.label)
        flow.addWidget(self.person)
        for cell in self.cells.values():
            flow.addWidget(cell)
        flow.add_right(self.badge)
        flow.add_right(self.clock)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show a case."""
        strip = view.strip
        self.label.show_value(strip.label)
        self.person.setText(strip.person)
        self.person.setVisible(bool(strip.person))
        for code in _CELLS:
            self.cells[code].show_value(getattr(strip, code))
        self.show_time(view.now)
        simulated = strip.mode is Mode.SIMULATION
        if simulated is not self._simulated:
            self._simulated = simulated
            self.update()
        self.badge.show_mode(strip.mode)

    def show_time(self, now: datetime) -> None:
        """Move the clock."""
        self.clock.show_value(self._words.clock(now))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest cell; the height follows from the width given."""
        return QSize(super().minimumSizeHint().width(), 0)

    def labels(self) -> list[QLabel]:
        """Every label of the strip."""
        return self.findChildren(QLabel)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A line below; in a simulation a hatched one along the whole strip."""
        painter = QPainter(self)
        theme = theme_of(self)
        floor = self.height() - 1
        if not self._simulated:
            painter.fillRect(QRectF(0, floor, self.width(), 1), QColor(theme.rule))
            painter.end()
            return
        depth = 5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(0, self.height() - depth, self.width(), depth)
        painter.setPen(QPen(QColor(theme.simulation), 4))
        below, above = self.height() + 2, floor - depth
        starts = range(-depth, self.width() + depth, 11)
        painter.drawLines([QLine(x, below, x + depth + 2, above) for x in starts])
        painter.end()
