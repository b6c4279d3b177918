"""Several infusions, one below the other: what each pump runs, and which one is titrated."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.model.terms import Agent
from core.view.case_view import CaseView, InfusionView
from core.view.wording import Words
from gui.plain import Tone, plain_label, theme_of
from gui.theme import Size, sized

_EDGE = 3
"""The width of the accent beside the agent whose report is typed."""


class RunLine(QWidget):
    """One infusion: name and state over dose, rate and since when. A click chooses it."""

    clicked = Signal(object)
    """Its Agent."""

    def __init__(self, words: Words, agent: Agent) -> None:
        """Nothing is shown before the first `render`."""
        super().__init__()
        self.setObjectName(f"run_{agent}")
        self._words, self._agent = words, agent
        self._chosen = False
        self.name = plain_label()
        self.state = plain_label(tone=Tone.QUIET, size=Size.SMALL)
        self.dose = plain_label(bold=True)
        self.rate = plain_label()
        self.since = plain_label(tone=Tone.QUIET, size=Size.SMALL)
        self._lay_out()

    def render(self, run: InfusionView, view: CaseView, *, chosen: bool) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show an infusion; the titrated one stands forward by weight and by a word."""
        say = self._words.say
        self.name.setText(run.name)
        self.name.setFont(sized(self.font(), Size.NORMAL, bold=run.titrated))
        self.state.setText(_state(run, self._words))
        self.dose.setText(_dose(run, self._words))
        self.rate.setText(run.rate if run.running else "")
        told = run.since is not None and bool(run.dose)
        at = self._words.when(run.since, view.now) if run.since is not None else ""
        self.since.setText(say("case.pump.since", {"at": at}) if told else "")
        for label in (self.rate, self.since):
            label.setVisible(bool(label.text()))
        if chosen is not self._chosen:
            self._chosen = chosen
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose it."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(self._agent)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """An accent beside the one whose report is typed."""
        if self._chosen:
            painter = QPainter(self)
            painter.fillRect(0, 1, _EDGE, self.height() - 2, QColor(theme_of(self).accent))
            painter.end()

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.dose)
        below.addWidget(self.rate)
        below.addStretch(1)
        below.addWidget(self.since)
        grid = QGridLayout(self)
        grid.setContentsMargins(_EDGE + 5, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.state, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addLayout(below, 1, 0, 1, 2)


class RunLines(QWidget):
    """A line for each infusion; none while there is only one."""

    chosen = Signal(object)
    """The Agent of a line that was clicked."""

    def __init__(self, words: Words) -> None:
        """No lines yet."""
        super().__init__()
        self._words = words
        self.lines: dict[Agent, RunLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def render(self, view: CaseView, chosen: Agent) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show every infusion, in the order of the view."""
        agents = [run.agent for run in view.infusions]
        if list(self.lines) != agents:
            self._begin_anew(agents)
        for run in view.infusions:
            self.lines[run.agent].render(run, view, chosen=run.agent is chosen)

    def texts(self) -> list[QLabel]:
        """Every label that says something."""
        return [label for label in self.findChildren(QLabel) if label.text()]

    def _begin_anew(self, agents: list[Agent]) -> None:
        for line in self.lines.values():
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = {agent: RunLine(self._words, agent) for agent in agents}
        for line in self.lines.values():
            line.clicked.connect(self.chosen)
            self._column.addWidget(line)


def _state(run: InfusionView, words: Words) -> str:
    if run.titrated:
        return words.say("case.pump.titrated")
    return words.say("case.pump.held") if run.held else ""


def _dose(run: InfusionView, words: Words) -> str:
    if not run.dose:
        return words.say("case.pump.not_reported")
    return run.dose if run.running else words.say("case.pump.off")
