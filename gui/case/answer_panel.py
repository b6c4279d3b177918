"""Modify, delay or decline, in place: the figure it needs, then the reason, then it is said."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from core.entry.delay import read_delay
from core.entry.dose import read_dose
from core.entry.verdict import Verdict
from core.model.commands import AnswerAdvice
from core.model.terms import Agent, OverrideReason, Reply
from core.quantity.measures import Dose
from core.view.case_view import AdviceStatus, CaseView, NextStepView
from core.view.contexts import dose_context, dosing_unit
from gui.case.choice import ChoiceList
from gui.case.desk import Desk
from gui.case.panels.choose import worded
from gui.case.panels.panel import Panel
from gui.field import EntryField
from gui.message import Kind, Message
from gui.plain import Tone, plain_label


class AnswerPanel(Panel):
    """An answer other than accept, to one piece of advice. Advice that moved on closes it off."""

    def __init__(self, desk: Desk, reply: Reply, step: NextStepView) -> None:
        """Answer `step` with `reply`."""
        super().__init__(desk, str(reply))
        self._reply = reply
        self._seq, self._agent = step.seq, step.agent
        if len(desk.view.infusions) > 1 or step.agent is not Agent.NOREPINEPHRINE:
            args = {"title": self.say("title"), "agent": step.name}
            self.title.setText(desk.words.say("case.panel.of", args))
        self.gone = Message()
        self.field = self._field()
        self.pump_set = QCheckBox(self.say("pump_set")) if reply is Reply.MODIFY else None
        self.reasons = ChoiceList(
            desk.words.say("case.panel.reason"),
            worded(desk.words, "override", OverrideReason),
            begun=False,
        )
        self.missing = Message()
        self.reasons.chosen.connect(lambda _reason: self.finish())
        self.reasons.missed.connect(self.finish)
        self.reasons.itemSelectionChanged.connect(self.missing.hush)
        self._fill_body()

    def start(self) -> None:
        """Keys go to the figure, or to the reasons where none is needed."""
        first = self.reasons if self.field is None else self.field.edit
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Say so and stop where the advice is no longer the one that can be answered."""
        step = view.next_step
        stands = step is not None and step.seq == self._seq and step.status is AdviceStatus.OPEN
        self.done.setEnabled(stands)
        self.reasons.setEnabled(stands)
        if not stands:
            self.gone.say(Kind.REFUSAL, self.desk.words.say("case.panel.gone"))

    def finish(self) -> None:
        """Say it, if figure and reason are there and the advice still stands.

        A reason is never taken for granted: none is chosen until somebody chooses it.
        """
        figure = None
        if self.field is not None:
            settled = self.field.settle()
            if settled is None:
                return
            figure = settled.value
        if self.reasons.value is None:
            self.missing.say(Kind.REFUSAL, self.desk.words.say("case.panel.reason_missing"))
            self._to_reasons()
            return
        if self.done.isEnabled():
            self.record(self._command(figure))

    def _command(self, figure: object) -> AnswerAdvice:
        now = self.desk.now()
        return AnswerAdvice(
            at=now,
            advice=self._seq,
            reply=self._reply,
            reason=OverrideReason(str(self.reasons.value)),
            dose=figure if isinstance(figure, Dose) else None,
            until=now + figure if isinstance(figure, timedelta) else None,
            pump_set=self.pump_set is not None and self.pump_set.isChecked(),
        )

    def _field(self) -> EntryField | None:
        if self._reply is Reply.DECLINE:
            return None
        judge = self._judge_dose if self._reply is Reply.MODIFY else read_delay
        unit = (
            str(dosing_unit(self.desk.view, self._agent)) if self._reply is Reply.MODIFY else "min"
        )
        field = EntryField(self.say("field"), judge, self.desk.words, unit=unit)
        field.committed.connect(lambda _settled: self._to_reasons())
        return field

    def _judge_dose(self, typed: str) -> Verdict[Dose]:
        view, agent = self.desk.view, self._agent
        unit, context = dosing_unit(view, agent), dose_context(view, agent)
        return read_dose(typed, unit, context, self.desk.profile)

    def _to_reasons(self) -> None:
        self.reasons.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_body(self) -> None:
        if self.field is not None:
            self.add_field(self.field)
        if self.pump_set is not None:
            self.body.addWidget(self.pump_set)
        title = plain_label(self.desk.words.say("case.panel.reason"), tone=Tone.QUIET)
        self.body.addWidget(title)
        self.body.addWidget(self.missing)
        self.body.addWidget(self.reasons)
        self.body.addWidget(self.gone)
