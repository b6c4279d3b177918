"""The next step: the largest thing on the screen. What to do, why, how sure, until when."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.model.terms import Action, Agent, Reply
from core.view.cards import AFTER_STOP
from core.view.case_view import AdviceStatus, CaseView, NextStepView
from core.view.contexts import infusion_in
from core.view.wording import Words
from gui.action_table import ActionButton
from gui.button import TextButton
from gui.case.actions import Actions
from gui.case.figures import Figure, Figures, figure_of
from gui.case.snug import Inner, Snug
from gui.plain import Tone, heading, plain_label, theme_of
from gui.theme import Size, sized

_ANSWERS = ("accept_set", "accept", "modify", "delay", "decline")
_TO_SET = {Reply.ACCEPT, Reply.MODIFY}
_SHADOW = {AdviceStatus.EXPIRED, AdviceStatus.SUPERSEDED}
_HEADLINE = 1.8
_BODY_KEEPS = 12.0
_EDGE = 4
"""The width of the accent beside advice that can be answered."""


class AdviceCard(QWidget):
    """The latest advice with its five answers, or why there is none and what to do."""

    wished = Signal(str)
    """The card of a stop, as "card:line-residual"."""

    def __init__(self, words: Words, actions: Actions) -> None:
        """A card without advice."""
        super().__init__()
        self.setObjectName("advice_card")
        self._words = words
        self._view: CaseView | None = None
        self._short = False
        self.status = plain_label(bold=True)
        self.name = plain_label(size=Size.LARGE, bold=True)
        self.headline = plain_label(bold=True, wraps=True)
        self.headline.setFont(_headline_font(self.headline))
        self.figures = Figures()
        self.delivered = plain_label(tone=Tone.QUIET, wraps=True)
        self.because = plain_label(wraps=True)
        self.rule = plain_label(tone=Tone.QUIET, size=Size.SMALL, wraps=True)
        self.flips = plain_label(tone=Tone.QUIET, wraps=True)
        self.look_again = plain_label()
        self.countdown = plain_label(size=Size.LARGE, bold=True)
        self.what_now = plain_label(wraps=True)
        self.held = plain_label(tone=Tone.QUIET, wraps=True)
        self._beside_font = sized(self.what_now.font(), Size.NORMAL, bold=True)
        self._large_font = sized(self.what_now.font(), Size.LARGE)
        self.buttons = {code: _button(words, actions, code) for code in _ANSWERS}
        self.why = _button(words, actions, "why")
        self.stop_card = TextButton(words.say("case.card-link.stop"))
        self.stop_card.clicked.connect(
            lambda _checked=False: self.wished.emit(f"card:{AFTER_STOP}")
        )
        self.fold = QVBoxLayout()
        self._lay_out()

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the advice of a view; what cannot be answered any more stands back at once."""
        self._view = view
        step = view.next_step
        shown = step if step is not None and view.outcome is None else None
        self._show_step(shown, view)
        self.what_now.setText(self._what_now(view))
        self.what_now.setFont(self._beside_font if shown else self._large_font)
        self.what_now.setVisible(bool(self.what_now.text()) and not self._short)
        is_open = shown is not None and shown.status is AdviceStatus.OPEN
        for code, button in self.buttons.items():
            offered = code != "accept_set" or (shown is not None and shown.changes_dose)
            button.setVisible(is_open and offered and not self._short)
        if is_open and shown is not None and not self._short:
            self.buttons["accept"].set_primary(primary=not shown.changes_dose)
        self.why.setVisible(shown is not None and not self._short)
        stops = shown is not None and shown.action is Action.STOP
        self.stop_card.setVisible(stops and not self._short)
        self.show_time(view.now)
        self.update(0, 0, _EDGE, self.height())

    def shorten(self, *, short: bool) -> None:
        """Keep only the step and its figures, to make room for an answer."""
        self._short = short
        self.figures.set_small(small=short)
        if self._view is not None:
            self.render(self._view)

    def show_time(self, now: datetime) -> None:
        """Move the countdown to the next reading."""
        view = self._view
        due = None if view is None or view.outcome is not None else view.recheck_at
        for label in (self.look_again, self.countdown):
            label.setVisible(due is not None and not self._short)
        if due is not None:
            over = now > due
            code = "case.card.overdue" if over else "case.card.look_again"
            self.look_again.setText(self._words.say(code, {"at": self._words.when(due, now)}))
            self.countdown.setText(self._words.countdown(due, now))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """An accent beside advice that can be answered; red beside one that calls."""
        step = None if self._view is None else self._view.next_step
        if step is None or step.status is not AdviceStatus.OPEN:
            return
        theme = theme_of(self)
        calls = step.action is Action.ESCALATE
        painter = QPainter(self)
        painter.fillRect(0, 0, _EDGE, self.height(), QColor(theme.high if calls else theme.accent))
        painter.end()

    def _show_step(self, step: NextStepView | None, view: CaseView) -> None:
        stale = step is not None and step.status in _SHADOW
        self.status.setText(self._status(step, view))
        several = len(view.infusions) > 1
        self.name.setText(
            step.name if step is not None and _is_named(step, several=several) else ""
        )
        self.headline.setText("" if step is None else step.headline)
        self.held.setText(self._held(view))
        self.figures.show_figures(self._figures(step), stale=stale)
        self.delivered.setText(self._delivered(step))
        self.because.setText(self._because(step))
        self.rule.setText(self._rule(step))
        self.flips.setText("" if step is None else "\n".join(step.flips))
        for label in self._step_labels():
            kept = label is self.headline or not self._short
            label.setVisible(bool(label.text()) and kept)
            label.setEnabled(not stale)
        self.figures.setVisible(step is not None)

    def _step_labels(self) -> tuple[QLabel, ...]:
        return (
            self.name,
            self.headline,
            self.delivered,
            self.because,
            self.rule,
            self.flips,
            self.held,
        )

    def _status(self, step: NextStepView | None, view: CaseView) -> str:
        if step is None or step.status is AdviceStatus.OPEN:
            return ""
        words = self._words
        expired = words.when(step.expires_at, view.now)
        return words.say(f"case.card.{step.status}", {"at": expired, "answer": step.answer})

    def _figures(self, step: NextStepView | None) -> tuple[Figure, ...]:
        if step is None:
            return ()
        say = self._words.say
        shown = [figure_of(say("case.figure.dose"), step.dose)]
        if step.rate:
            shown.append(figure_of(say("case.figure.rate"), step.rate))
        return tuple(shown)

    def _held(self, view: CaseView) -> str:
        """Every other agent that runs is held while this one is titrated."""
        lines = [
            self._words.say("case.card.held", {"agent": run.name, "dose": run.dose})
            for run in view.infusions
            if run.held
        ]
        return "\n".join(lines) if view.outcome is None else ""

    def _delivered(self, step: NextStepView | None) -> str:
        if step is None or not step.delivered:
            return ""
        return self._words.say("case.card.delivers", {"dose": step.delivered})

    def _because(self, step: NextStepView | None) -> str:
        if step is None:
            return ""
        return self._words.say("case.card.because", {"why": "; ".join(step.because)})

    def _rule(self, step: NextStepView | None) -> str:
        if step is None:
            return ""
        args = {"title": step.title, "rule": step.rule, "source": step.source}
        return self._words.say("case.card.rule", args)

    def _what_now(self, view: CaseView) -> str:
        """Why there is no open advice and what comes next."""
        step = view.next_step
        if step is None or view.silence != self._words.say("silence.answered"):
            return view.silence
        run = infusion_in(view, step.agent)
        runs = "" if run is None else run.dose
        to_set = step.reply in _TO_SET and step.changes_dose and runs != step.dose
        return self._words.say("case.card.set_pump" if to_set else "case.card.after_answer")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(heading(self._words.say("case.card.title")))
        top.addStretch(1)
        top.addWidget(self.status)
        due = QHBoxLayout()
        due.addWidget(self.look_again)
        due.addStretch(1)
        due.addWidget(self.countdown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(_EDGE + 10, 2, 0, 2)
        whole.setSpacing(6)
        whole.addLayout(top)
        whole.addWidget(Snug(self._body(), _BODY_KEEPS))
        whole.addLayout(due)
        whole.addLayout(self._answer_rows())

    def _body(self) -> Inner:
        """What may scroll on a small screen; time and answers below it never do."""
        body = Inner()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(6)
        for widget in (self.name, self.headline, self.figures, self.delivered, self.what_now):
            column.addWidget(widget)
        for widget in (self.because, self.flips, self.held):
            column.addWidget(widget)
        column.addWidget(self.stop_card, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._rule_row())
        column.addLayout(self.fold)
        return body

    def _rule_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.rule, 1)
        row.addWidget(self.why, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _answer_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        grid.addWidget(self.buttons["accept_set"], 0, 0, 1, 4)
        grid.addWidget(self.buttons["accept"], 0, 4, 1, 2)
        for place, code in enumerate(("modify", "delay", "decline")):
            grid.addWidget(self.buttons[code], 1, 2 * place, 1, 2)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        return grid


def _is_named(step: NextStepView, *, several: bool) -> bool:
    """The agent is said wherever it could be another one."""
    return several or step.agent is not Agent.NOREPINEPHRINE


def _headline_font(label: QLabel) -> QFont:
    """Between large and huge: read from where one stands, and still on one line."""
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * _HEADLINE)
    return font


def _button(words: Words, actions: Actions, code: str) -> TextButton:
    primary = code == "accept_set"
    return ActionButton(actions[code], words.say(f"case.button.{code}"), primary=primary)
