"""The bedside screen over the learner's case: what stands there is read and entered by hand."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.lab.monitor_view import MonitorView
from core.view.wording import Words
from gui.lab.putting import put
from gui.paragraph import paragraph
from gui.plain import Tone, heading, plain_label, theme_of
from gui.theme import Size


class BedsideScreen(QWidget):
    """MAP large, its pair and pulse beside it; source, pumps, the latest that was said, speed.

    It is given what anybody at the bedside could see, and knows nothing else.
    """

    def __init__(self, words: Words) -> None:
        """A screen that shows nothing yet."""
        super().__init__()
        self.setObjectName("bedside_screen")
        self._words = words
        self._shown: MonitorView | None = None
        self.map = plain_label(size=Size.HUGE, bold=True)
        self.pair = plain_label(size=Size.LARGE)
        self.rate = plain_label(size=Size.LARGE, bold=True)
        self.source = plain_label(bold=True)
        self.cuff = plain_label(tone=Tone.QUIET)
        self.pumps = plain_label(bold=True)
        self.said = paragraph("")
        self.hint = paragraph("")
        self.hint.setFont(plain_label(bold=True).font())
        self.pace = plain_label(size=Size.LARGE, bold=True)
        self._lay_out()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def render(self, view: MonitorView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the screen; what is the same already is left alone."""
        if view == self._shown:
            return
        self._shown = view
        put(self.map, view.map)
        put(self.pair, view.pair)
        put(self.rate, view.heart_rate)
        put(self.source, view.source)
        put(self.cuff, view.cuff)
        put(self.pumps, self._pumps(view))
        put(self.said, self._said(view))
        args = {"map": view.map, "rate": view.heart_rate, "source": view.source}
        self.setAccessibleDescription(self._words.say("lab.monitor.spoken", args))

    def show_pace(self, text: str) -> None:
        """The speed, always in sight."""
        put(self.pace, text)

    def tell(self, sentence: str) -> None:
        """Say something of the simulation itself; empty for nothing."""
        put(self.hint, sentence)
        self.hint.setVisible(bool(sentence))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as three lines beside large figures."""
        em = self.fontMetrics().height()
        return QSize(super().sizeHint().width(), max(super().sizeHint().height(), round(4.6 * em)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A ground of its own and a line below."""
        painter = QPainter(self)
        theme = theme_of(self)
        painter.fillRect(self.rect(), QColor(theme.field))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(theme.rule))
        painter.end()

    def _pumps(self, view: MonitorView) -> str:
        if not view.pumps:
            return self._words.say("lab.monitor.no-pump")
        return "\n".join(f"{pump.name} {pump.rate}" for pump in view.pumps)

    def _said(self, view: MonitorView) -> str:
        """The latest that was said, the newest last."""
        if not view.said:
            return self._words.say("lab.monitor.nothing-said")
        latest = view.said[-1]
        args = {"at": latest.at, "who": latest.who, "text": latest.text}
        return self._words.say("lab.monitor.said", args)

    def _lay_out(self) -> None:
        say = self._words.say
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 5)
        row.setSpacing(18)
        row.addLayout(_stacked(heading(say("lab.monitor.map")), self.map))
        row.addLayout(_stacked(heading(say("lab.monitor.pair")), self.pair))
        row.addLayout(_stacked(heading(say("lab.monitor.heart-rate")), self.rate))
        row.addLayout(_stacked(heading(say("lab.monitor.title")), self.source, self.cuff))
        row.addLayout(_stacked(heading(say("lab.monitor.pumps")), self.pumps))
        said = _stacked(self.said, self.hint)
        row.addLayout(said, 1)
        row.addLayout(_stacked(heading(say("lab.window.speed")), self.pace))
        self.hint.hide()


def _stacked(*parts: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
    column.addStretch(1)
    return column
