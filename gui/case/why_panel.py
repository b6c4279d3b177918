"""Why this and nothing else: the inputs that were used, and the rows above and why they passed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.view.case_view import CaseView, NextStepView
from core.view.wording import Words
from gui.button import TextButton
from gui.plain import Tone, heading, plain_label
from gui.theme import Size

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class WhyPanel(QWidget):
    """The basis of the advice, filled when it is looked at."""

    wished = Signal(str)
    """The evidence behind the row, as "evidence:row:up"."""

    def __init__(self, words: Words) -> None:
        """Nothing to explain yet."""
        super().__init__()
        self._words = words
        self._shown: tuple[object, ...] = ()
        self._inner: QWidget | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Explain the advice of a view."""
        step = view.next_step
        about = (None if step is None else step.seq, *(run.dose for run in view.infusions))
        if self._inner is not None and about == self._shown:
            return
        if self._inner is not None:
            self._whole.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._inner, self._shown = self._explained(step, view.sums.lines), about
        self._whole.addWidget(self._inner)

    def labels(self) -> list[QLabel]:
        """Every label in sight."""
        return [label for label in self.findChildren(QLabel) if label.isVisible()]

    def _explained(self, step: NextStepView | None, sums: tuple[str, ...]) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if step is None:
            column.addWidget(plain_label(self._words.say("case.why.nothing"), tone=Tone.QUIET))
            column.addStretch(1)
            return inner
        at = self._words.when(step.advised_at, step.advised_at)
        top = QHBoxLayout()
        top.addWidget(heading(self._words.say("case.why.inputs", {"at": at})), 1)
        top.addWidget(self._evidence(step))
        column.addLayout(top)
        column.addLayout(_inputs(step))
        column.addSpacing(8)
        column.addWidget(heading(self._words.say("case.why.passed")))
        for row in step.passed:
            column.addWidget(plain_label(row.title, wraps=True))
            args = {"rule": row.rule, "why": row.why}
            text = self._words.say("case.why.row", args)
            column.addWidget(plain_label(text, tone=Tone.QUIET, size=Size.SMALL, wraps=True))
        if not step.passed:
            column.addWidget(plain_label(self._words.say("case.why.none"), tone=Tone.QUIET))
        self._add_sums(column, sums)
        column.addStretch(1)
        return inner

    def _add_sums(self, column: QVBoxLayout, sums: tuple[str, ...]) -> None:
        """Equivalents and indices, quietly, each with its name and version."""
        if sums:
            column.addSpacing(8)
            column.addWidget(heading(self._words.say("case.why.sums")))
        for line in sums:
            column.addWidget(plain_label(line, tone=Tone.QUIET, size=Size.SMALL, wraps=True))

    def _evidence(self, step: NextStepView) -> TextButton:
        """Leads to the statements behind the row, or says there that it is local policy."""
        button = TextButton(self._words.say("case.card-link.evidence"))
        named = self._words.say("case.card-link.evidence-of", {"rule": step.rule})
        button.setObjectName("button_evidence")
        button.setAccessibleName(named)
        wish = f"evidence:{step.reference}"
        button.clicked.connect(lambda _checked=False: self.wished.emit(wish))
        return button


def _inputs(step: NextStepView) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(0, 1)
    for row, (name, value) in enumerate(step.inputs):
        named = plain_label(name, tone=Tone.QUIET, wraps=True)
        named.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(named, row, 0)
        grid.addWidget(plain_label(value), row, 1, _RIGHT)
    return grid
