"""The chosen opportunity explained: its verdict, a sentence, the rule and what that rule says."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.lab.debrief_view import VerdictRow
from core.view.wording import Words
from gui.case.snug import Inner
from gui.debrief.marks import Marker
from gui.debrief.scene import Scene
from gui.paragraph import paragraph
from gui.plain import Tone, heading, plain_label, theme_of
from gui.theme import Size

_ROWS = ("advised", "given", "rule", "answers")


class VerdictSign(QWidget):
    """The mark of a verdict, as on the timeline."""

    def __init__(self, words: Words, ems: float = 1.9) -> None:
        """No mark yet; so many heights of a line large."""
        super().__init__()
        self._words, self._code = words, ""
        side = round(ems * self.fontMetrics().height())
        self.setFixedSize(QSize(side, side))

    def show_verdict(self, code: str) -> None:
        """Show the mark of another verdict."""
        self._code = code
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it."""
        if not self._code:
            return
        with QPainter(self) as painter:
            size, middle = 0.78 * self.width(), self.width() / 2
            marker = Marker(self._words, theme_of(self), self.font())
            marker.draw(painter, self._code, QPointF(middle, middle), size)


class ChosenPanel(Inner):
    """Shows one opportunity; it follows the timeline."""

    def __init__(self, words: Words, definitions: Mapping[str, str]) -> None:
        """`definitions` are those of the manual, by rule."""
        super().__init__()
        self.setObjectName("debrief_chosen")
        self.setAccessibleName(words.say("debriefing.chosen.name"))
        self._words, self._definitions = words, definitions
        self.sign = VerdictSign(words)
        self.verdict = plain_label(size=Size.LARGE, bold=True)
        self.when = plain_label(bold=True)
        self.number = plain_label(tone=Tone.QUIET)
        self.sentence = paragraph("")
        self.lines = {code: paragraph("") for code in _ROWS}
        self._lay_out()

    def render(self, scene: Scene) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the opportunity that is chosen, or say that there is none."""
        row = scene.chosen
        for part in (self.sign, self.number, self._below):
            part.setVisible(row is not None)
        if row is None:
            self._put(self.verdict, "")
            self._put(self.when, "")
            self._put(self.sentence, self._say("none"))
            return
        self._show(row, scene)

    def _show(self, row: VerdictRow, scene: Scene) -> None:
        self.sign.show_verdict(row.verdict)
        self._put(self.verdict, row.word)
        self._put(self.when, f"{row.at}   {self._say('map', map=row.map)}   {row.agent}")
        number, every = str((scene.row or 0) + 1), str(len(scene.view.verdicts))
        self._put(self.number, self._say("number", number=number, all=every))
        self._put(self.sentence, row.sentence)
        held = f" ({self._say('held')})" if row.held else ""
        self._put(self.lines["advised"], f"{row.advised}{held}")
        self._put(self.lines["given"], row.given)
        definition = self._definitions.get(row.rule) or self._say("no-rule")
        self._put(self.lines["rule"], f"{row.rule}: {definition}")
        answers = "; ".join(row.answers) or self._say("no-answer")
        self._put(self.lines["answers"], answers)

    @staticmethod
    def _put(label: QLabel, text: str) -> None:
        if label.text() != text:
            label.setText(text)

    def _say(self, code: str, **args: str) -> str:
        return self._words.say(f"debriefing.chosen.{code}", args)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        for part in (self.sign, self.verdict, self.when):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.number)
        self._below = QWidget()
        grid = QGridLayout(self._below)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for place, code in enumerate(_ROWS):
            grid.addWidget(heading(self._say(code)), place, 0)
            grid.addWidget(self.lines[code], place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addWidget(self._below)
        column.addStretch(1)
