"""Under the timeline: what the courses say at the line, and what else to lay over them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.view.wording import Words
from gui.action_table import ActionButton
from gui.case.flow import Flow
from gui.debrief.actions import DebriefActions
from gui.debrief.reading_out import courses_text, moment_text
from gui.debrief.scene import Scene
from gui.paragraph import paragraph
from gui.plain import plain_label

_BUTTONS = ("protocol", "no_change", "both", "clear", "stop")


class CompareBar(QWidget):
    """The moment with its figures, the buttons, and how far the computing is."""

    def __init__(self, words: Words, actions: DebriefActions) -> None:
        """Nothing is laid over the course."""
        super().__init__()
        self._words = words
        self.moment = plain_label(bold=True)
        self.figures = paragraph("")
        self.origin = plain_label(bold=True)
        self.progress = plain_label()
        self.buttons = {
            code: ActionButton(actions[code], words.say(f"debriefing.button.{code}"))
            for code in _BUTTONS
        }
        self._lay_out()
        self.show_progress(None)

    def render(self, scene: Scene) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the moment at the line."""
        moment = moment_text(scene, self._words)
        self.moment.setText(moment)
        self.figures.setText("\n".join(courses_text(scene, self._words)))
        lines = len(scene.view.overlay.maps)  # so that nothing jumps where the courses part
        self.figures.setMinimumHeight(lines * self.fontMetrics().lineSpacing())
        at = moment.partition(" ")[0]
        self.origin.setText(self._words.say("debriefing.compare.from", {"at": at}))

    def show_progress(self, text: str | None) -> None:
        """How far the computing is; None while nothing is computed."""
        self.progress.setText(text or "")
        self.progress.setVisible(text is not None)
        self.buttons["stop"].setVisible(text is not None)

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(14)
        figures.addWidget(self.moment, 0, Qt.AlignmentFlag.AlignTop)
        figures.addWidget(self.figures, 1, Qt.AlignmentFlag.AlignTop)
        row = QWidget()
        flow = Flow(row, margin=0, spacing=8)
        flow.addWidget(self.origin)
        for button in self.buttons.values():
            flow.addWidget(button)
        flow.addWidget(self.progress)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(6)
        column.addLayout(figures)
        column.addWidget(row)
