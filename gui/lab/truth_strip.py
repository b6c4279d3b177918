"""The hidden truth in one row: figures large, what is shown beside what is true, the pumps."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.lab.desk_view import DeskView, PumpTruth, TruthFigure
from core.view.wording import Words
from gui.case.flow import Flow
from gui.lab.putting import put
from gui.plain import Tone, heading, plain_label, theme_of
from gui.theme import Size

_LARGE = frozenset({"map", "heart-rate"})


class TruthCell(QWidget):
    """A name over its figure, with what the monitor shows below it."""

    def __init__(self, figure: TruthFigure) -> None:
        """The cell of a figure; the two that everybody looks for first are large."""
        super().__init__()
        size = Size.LARGE if figure.code in _LARGE else Size.NORMAL
        self.value = plain_label(size=size, bold=True)
        self.unit = plain_label(figure.unit, tone=Tone.QUIET, size=Size.SMALL)
        self.aside = plain_label(tone=Tone.QUIET, size=Size.SMALL)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.value)
        row.addWidget(self.unit)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading(figure.name))
        column.addLayout(row)
        column.addWidget(self.aside)
        self.show_figure(figure)

    def show_figure(self, figure: TruthFigure) -> None:
        """Show another value."""
        for label, text in ((self.value, figure.value), (self.aside, figure.aside)):
            put(label, text)
            label.setMinimumWidth(max(label.minimumWidth(), label.sizeHint().width()))


class PumpCell(QWidget):
    """One pump: what it runs, what is charted, what reaches the vein; a word where they differ."""

    def __init__(self, words: Words) -> None:
        """A pump that shows nothing yet."""
        super().__init__()
        self._words = words
        self.name = heading("")
        self.runs = plain_label(bold=True)
        self.rest = plain_label(tone=Tone.QUIET, size=Size.SMALL)
        self.wrong = plain_label(size=Size.SMALL, bold=True)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.name)
        top.addWidget(self.wrong)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.runs)
        column.addWidget(self.rest)

    def show_pump(self, pump: PumpTruth) -> None:
        """Show a pump."""
        say = self._words.say
        put(self.name, f"{pump.name}  {pump.bag}")
        runs = say("lab.pump.keyed", {"rate": pump.set_rate})
        charted = say("lab.pump.charted", {"rate": pump.charted})
        put(self.runs, f"{runs}, {charted}")
        put(self.rest, say("lab.pump.reaching", {"dose": pump.reaching}))
        put(self.wrong, say("lab.pump.wrong") if pump.wrong else "")
        palette = self.wrong.palette()
        palette.setColor(self.wrong.foregroundRole(), QColor(theme_of(self).wrong))
        self.wrong.setPalette(palette)
        for label in self.findChildren(QLabel):
            label.setMinimumWidth(label.sizeHint().width())


class TruthStrip(QWidget):
    """Every figure in a row that breaks where the width runs out."""

    def __init__(self, words: Words) -> None:
        """A strip without figures."""
        super().__init__()
        self.setObjectName("lab_truth")
        self._words = words
        self.cells: dict[str, TruthCell] = {}
        self.pumps: list[PumpCell] = []
        self.artefact = plain_label(bold=True)
        self.doings = plain_label(tone=Tone.QUIET)
        self.none = plain_label(words.say("lab.pump.nothing"), tone=Tone.QUIET)
        self._figures = QWidget()
        self._flow = Flow(self._figures, margin=0, spacing=26)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(heading(words.say("lab.truth.title")))
        head.addWidget(self.artefact)
        head.addWidget(self.doings, 1)
        column.addLayout(head)
        column.addWidget(self._figures)

    def render(self, view: DeskView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the truth of this moment."""
        for figure in view.figures:
            if figure.code not in self.cells:
                self.cells[figure.code] = TruthCell(figure)
                self._flow.addWidget(self.cells[figure.code])
            self.cells[figure.code].show_figure(figure)
        self._show_pumps(view.pumps)
        kind = view.artefact
        code = "lab.truth.artefact" if kind else "lab.truth.sound"
        put(self.artefact, self._words.say(code, {"kind": kind}))
        put(self.doings, "   ".join(view.doings) or self._words.say("lab.doing.none"))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height follows from the width given."""
        return QSize(super().minimumSizeHint().width(), super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A ground of its own, with a line below."""
        painter = QPainter(self)
        theme = theme_of(self)
        painter.fillRect(self.rect(), QColor(theme.row_band))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(theme.rule))
        painter.end()

    def _show_pumps(self, pumps: tuple[PumpTruth, ...]) -> None:
        while len(self.pumps) < len(pumps):
            cell = PumpCell(self._words)
            self.pumps.append(cell)
            self._flow.addWidget(cell)
        if self._flow.indexOf(self.none) < 0:
            self._flow.addWidget(self.none)
        self.none.setVisible(not pumps)
        for place, cell in enumerate(self.pumps):
            cell.setVisible(place < len(pumps))
            if place < len(pumps):
                cell.show_pump(pumps[place])
