"""What the pump runs, as reported, and where it is reported: by dose or by mL/h."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.entry.dose import read_dose
from core.entry.moment import read_time
from core.entry.rate import read_rate
from core.entry.verdict import Verdict
from core.model.commands import ReportPump
from core.model.terms import Agent
from core.quantity.measures import Dose, PumpRate
from core.view.case_view import CaseView
from core.view.contexts import (
    dose_context,
    dosing_unit,
    followed_advice,
    rate_context,
    report_time_context,
)
from gui.button import TextButton
from gui.case.choice import Segments
from gui.case.desk import Desk
from gui.field import EntryField, align
from gui.plain import Tone, heading, plain_label
from gui.theme import Size

_BY_DOSE, _BY_RATE = "dose", "rate"


class PumpPanel(QWidget):
    """DOSE and RATE as last reported, since when, and a field to report anew."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is shown before the first `render`."""
        super().__init__()
        self._desk = desk
        say = desk.words.say
        self.dose = _figure()
        self.rate = _figure()
        self.since = plain_label(tone=Tone.QUIET, wraps=True)
        units = [(_BY_DOSE, str(dosing_unit(desk.view))), (_BY_RATE, PumpRate.unit)]
        self.by = Segments(say("case.pump.by"), units)
        self.by.choose(_BY_DOSE)
        self.field = EntryField(say("case.pump.report"), self._judge, desk.words, alone=False)
        self.time = EntryField(
            say("case.pump.time"),
            self._judge_time,
            desk.words,
            rest=say("case.entry.now"),
            alone=False,
        )
        self.report = TextButton(say("case.pump.send"), say("case.key.enter"))
        self.report.setAccessibleName(say("case.pump.send"))
        self._lay_out()
        self._connect()

    def start(self) -> None:
        """The cursor goes to the report."""
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.edit.selectAll()

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show what runs; what is being typed is never touched."""
        pump, say = view.pump, self._desk.words.say
        self.dose.setText(pump.dose or say("case.pump.not_reported"))
        self.rate.setText(pump.rate or say("case.pump.not_reported"))
        self.since.setText(self._since(view))
        self.setEnabled(view.outcome is None)

    def submit(self) -> None:
        """Report, if dose or rate and the time stand."""
        observed = self.time.settle()
        settled = None if observed is None else self.field.settle()
        if observed is None or settled is None or not isinstance(observed.value, datetime):
            return
        value = settled.value
        if not isinstance(value, Dose | PumpRate):
            return
        command = ReportPump(
            at=self._desk.now(),
            observed_at=observed.value,
            agent=Agent.NOREPINEPHRINE,
            dose=value if isinstance(value, Dose) else None,
            rate=value if isinstance(value, PumpRate) else None,
            follows=followed_advice(self._desk.view, value),
        )
        if self._desk.send(command):
            self.field.clear()
            self.time.clear()

    def _since(self, view: CaseView) -> str:
        pump, words = view.pump, self._desk.words
        parts = []
        if pump.paused is not None:
            parts.append(words.say("case.pump.paused", {"why": words.say(f"pause.{pump.paused}")}))
        if pump.since is not None:
            parts.append(words.say("case.pump.since", {"at": words.when(pump.since, view.now)}))
        if pump.delivered:
            parts.append(words.say("case.pump.delivers", {"dose": pump.delivered}))
        if pump.bag_empty_at is not None:
            empty = words.when(pump.bag_empty_at, view.now)
            parts.append(words.say("case.pump.bag_empty", {"at": empty}))
        return "\n".join(parts)

    def _judge(self, typed: str) -> Verdict[Dose] | Verdict[PumpRate]:
        view, site = self._desk.view, self._desk.profile
        if self.by.value == _BY_RATE:
            return read_rate(typed, rate_context(view), site)
        return read_dose(typed, dosing_unit(view), dose_context(view), site)

    def _judge_time(self, typed: str) -> Verdict[datetime]:
        context = report_time_context(self._desk.now(), self._desk.words.zone)
        return read_time(typed, context, self._desk.profile)

    def _connect(self) -> None:
        for code, field in (("pump", self.field), ("pump_time", self.time)):
            field.entered.connect(self.submit)
            field.refused.connect(
                lambda text, verdict, code=code: self._desk.refuse(code, text, verdict)
            )
        self.report.clicked.connect(lambda _checked=False: self.submit())
        self.by.chosen.connect(lambda _by: self.field.judge_by(self._judge))

    def _lay_out(self) -> None:
        say = self._desk.words.say
        align([self.field, self.time])
        figures = QGridLayout()
        figures.setContentsMargins(0, 0, 0, 0)
        figures.setColumnStretch(1, 1)
        for row, (name, value) in enumerate((("dose", self.dose), ("rate", self.rate))):
            caption = plain_label(say(f"case.figure.{name}"), tone=Tone.QUIET, size=Size.SMALL)
            figures.addWidget(caption, row, 0)
            figures.addWidget(value, row, 1)
        below = QHBoxLayout()
        below.addWidget(self.time, 1)
        below.addWidget(self.report, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(heading(say("case.pump.title")))
        whole.addLayout(figures)
        whole.addWidget(self.since)
        whole.addWidget(self.by)
        whole.addWidget(self.field)
        whole.addLayout(below)


def _figure() -> QLabel:
    return plain_label(size=Size.LARGE, bold=True)
