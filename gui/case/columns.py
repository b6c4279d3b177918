"""The two outer columns: entry and pump on the left, next step and prompts on the right."""

from PySide6.QtWidgets import QGridLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from core.view.case_view import CaseView
from core.view.wording import Words
from gui.action_table import ActionButton
from gui.case.actions import Actions
from gui.case.advice_card import AdviceCard
from gui.case.answer_panel import AnswerPanel
from gui.case.behind import Behind
from gui.case.desk import Desk
from gui.case.panels.panel import Panel
from gui.case.prompts_panel import PromptsPanel
from gui.case.pump_panel import PumpPanel
from gui.case.reading_entry import ReadingEntry
from gui.case.snug import Inner, Snug
from gui.case.why_panel import WhyPanel
from gui.message import Kind, Message
from gui.plain import Hairline, heading

_ACTS = ("agent", "bag", "pause", "target", "weight", "fluids", "note", "stop")
_PROMPTS_KEEP = 7.0
"""What the prompts do not give up to the card, in heights of a line."""


class LeftColumn(Inner):
    """Reading entry, always; below it the pump, or the panel of an act."""

    def __init__(self, desk: Desk, actions: Actions) -> None:
        """Entry and pump; no act is under way."""
        super().__init__()
        self.reading = ReadingEntry(desk)
        self.pump = PumpPanel(desk)
        self.panel: Panel | None = None
        self._words = desk.words
        self.acts = {code: _act_button(desk.words, actions, code) for code in _ACTS}
        self._below = QStackedWidget()
        self._below.addWidget(self._pump_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 10, 10)
        column.setSpacing(12)
        column.addWidget(self.reading)
        column.addWidget(Hairline())
        column.addWidget(self._below, 1)

    def open_panel(self, panel: Panel) -> None:
        """Show the panel of an act in the place of the pump."""
        self.close_panel()
        self.panel = panel
        self._below.addWidget(panel)
        self._below.setCurrentWidget(panel)
        panel.stand_behind(self.reading.add)
        panel.start()

    def close_panel(self) -> None:
        """Back to the pump."""
        if self.panel is not None:
            self._below.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show a case."""
        self.reading.render(view)
        self.pump.render(view)
        code = "resume" if view.pump.paused is not None else "pause"
        self.acts["pause"].setText(self._words.say(f"case.button.{code}"))

    def _pump_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.pump)
        column.addWidget(Hairline())
        column.addLayout(self._act_grid())
        column.addStretch(1)
        return page

    def _act_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, button in enumerate(self.acts.values()):
            grid.addWidget(button, place // 2, place % 2)
        return grid


class RightColumn(QWidget):
    """The advice card with what folds out below it; at the bottom the prompts, always in sight.

    On the screen the prompts follow the case one turn of the event loop behind, so that the next
    step is painted first; whoever asks for them finds them up to date.
    """

    def __init__(self, words: Words, actions: Actions) -> None:
        """No advice, no prompts."""
        super().__init__()
        self._words = words
        self.card = AdviceCard(words, actions)
        self.why = WhyPanel(words)
        self._prompts = PromptsPanel(words)
        self._count = heading("")
        self._behind = Behind(self, self._show_prompts)
        self.answer: AnswerPanel | None = None
        self.notice = Message()
        self.why.hide()
        self._lay_out()

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show a case."""
        self._show_notices(view)
        self.card.render(view)
        if not self.why.isHidden():
            self.why.render(view)
        if self.answer is not None:
            self.answer.render(view)
        self._behind.follow(view)

    @property
    def prompts(self) -> PromptsPanel:
        """The prompts, up to date."""
        self._behind.catch_up()
        return self._prompts

    @property
    def count(self) -> QLabel:
        """How many prompts there are, up to date."""
        self._behind.catch_up()
        return self._count

    def _show_prompts(self, view: CaseView) -> None:
        count = {"count": str(len(view.prompts))}
        self._prompts.render(view)
        self._count.setText(self._words.say("case.prompts.title", count))

    def _show_notices(self, view: CaseView) -> None:
        """What explains the reading stands over the advice for as long as it does."""
        text = "\n".join(view.notices)
        if text != self.notice.text:
            if text:
                self.notice.say(Kind.QUESTION, text)
            else:
                self.notice.hush()

    def show_why(self, view: CaseView, *, shown: bool) -> None:
        """Fold the basis of the advice out or in."""
        if shown:
            self.close_answer()
            self.why.render(view)
        self.why.setVisible(shown)

    def open_answer(self, answer: AnswerPanel) -> None:
        """Ask for the rest of an answer in the place of the reasons."""
        self.close_answer()
        self.answer = answer
        self.card.shorten(short=True)
        self.why.hide()
        self.card.fold.addWidget(answer)
        answer.stand_behind(self.card.why)
        answer.show()
        answer.start()

    def close_answer(self) -> None:
        """Back to the whole card."""
        if self.answer is not None:
            self.card.fold.removeWidget(self.answer)
            self.answer.hide()
            self.answer.deleteLater()
            self.answer = None
            self.card.shorten(short=False)

    def _lay_out(self) -> None:
        self.card.fold.addWidget(self.why)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 8, 10)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addWidget(self.card)
        column.addWidget(Hairline())
        column.addWidget(self._count)
        column.addWidget(Snug(self._prompts, _PROMPTS_KEEP))
        column.addStretch(1)


def _act_button(words: Words, actions: Actions, code: str) -> ActionButton:
    return ActionButton(actions[code], words.say(f"case.button.{code}"), with_key=False)
