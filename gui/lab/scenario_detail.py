"""The chosen scenario: what it teaches, and what the learner is told first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.lab.shelf_view import ScenarioView
from core.view.wording import Words
from gui.paragraph import paragraph
from gui.plain import Tone, heading, plain_label
from gui.theme import Size

_WIDTH_EMS = 62


class ScenarioDetail(QScrollArea):
    """Shows one scenario. It follows the list; nothing is typed here."""

    def __init__(self, words: Words) -> None:
        """Nothing is chosen."""
        super().__init__()
        self._words = words
        self.setObjectName("lab_detail")
        self.setAccessibleName(words.say("lab.chooser.detail"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_scenario(self, view: ScenarioView) -> None:
        """Show a scenario from its beginning."""
        self.setWidget(self._page(view))

    def _page(self, view: ScenarioView) -> QWidget:
        say = self._words.say
        page = QWidget()
        page.setMaximumWidth(_WIDTH_EMS * page.fontMetrics().height())
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 4, 12, 4)
        column.setSpacing(4)
        column.addWidget(plain_label(view.title, size=Size.LARGE, bold=True, wraps=True))
        if view.trouble:
            column.addWidget(paragraph(say("lab.chooser.trouble", {"why": view.trouble})))
            column.addStretch(1)
            return page
        told = f"{view.length}   {view.protocol}"
        column.addWidget(plain_label(told, tone=Tone.QUIET))
        column.addSpacing(6)
        column.addWidget(heading(say("lab.chooser.objectives")))
        for text in view.objectives:
            column.addWidget(paragraph(f"\u2022 {text}"))
        column.addSpacing(6)
        column.addWidget(heading(say("lab.chooser.prebrief")))
        for part in view.prebrief:
            column.addSpacing(4)
            column.addWidget(plain_label(part.head, tone=Tone.QUIET, size=Size.SMALL))
            column.addWidget(paragraph(part.text))
        column.addStretch(1)
        return page
