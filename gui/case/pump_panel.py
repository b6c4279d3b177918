"""What the pumps run, as reported, and where it is reported: by dose or by mL/h."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.entry.dose import read_dose
from core.entry.moment import read_time
from core.entry.rate import read_rate
from core.entry.verdict import Verdict
from core.model.commands import ReportPump
from core.model.terms import Agent
from core.quantity.measures import Dose, PumpRate
from core.view.case_view import CaseView, InfusionView
from core.view.contexts import (
    dose_context,
    dosing_unit,
    followed_advice,
    infusion_in,
    rate_context,
    report_time_context,
    titrated_agent,
)
from core.view.wording import Words
from gui.button import TextButton
from gui.case.choice import Segments
from gui.case.desk import Desk
from gui.case.run_lines import RunLines
from gui.field import EntryField, align
from gui.plain import Tone, heading, plain_label
from gui.theme import Size

_BY_DOSE, _BY_RATE = "dose", "rate"
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PumpPanel(QWidget):
    """What runs as last reported, since when, and a field to report one agent anew.

    One infusion stands large. Of several each has a line; arrow up and down in the field, or a
    click on a line, say whose report is typed. Without a choice it is the titrated one.
    """

    def __init__(self, desk: Desk) -> None:
        """Nothing is shown before the first `render`."""
        super().__init__()
        self._desk = desk
        self._picked: Agent | None = None
        say = desk.words.say
        self.dose = _figure()
        self.rate = _figure()
        self.figures = QWidget()
        self.runs = RunLines(desk.words)
        self.since = plain_label(tone=Tone.QUIET, wraps=True)
        self.whose = plain_label(bold=True)
        self.another = plain_label(say("case.pump.another"), tone=Tone.QUIET, size=Size.SMALL)
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
        self._agent = titrated_agent(desk.view)
        self._lay_out()
        self._connect()

    @property
    def agent(self) -> Agent:
        """Whose report is typed."""
        return self._agent

    def start(self) -> None:
        """The cursor goes to the report."""
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.edit.selectAll()

    def choose(self, agent: Agent) -> None:
        """Report this agent; what was typed for another one is forgotten."""
        self._picked = agent
        if agent is not self._agent:
            self.field.clear()
            self.render(self._desk.view)

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show what runs; what is being typed is never touched."""
        if self._picked is None and self.field.blank:
            self._agent = titrated_agent(view)
        elif self._picked is not None and infusion_in(view, self._picked) is not None:
            self._agent = self._picked
        several = len(view.infusions) > 1
        for widget in (self.runs, self.whose, self.another):
            widget.setVisible(several)
        self.figures.setVisible(not several)
        if several:
            self.runs.render(view, self._agent)
        pump, say = view.pump, self._desk.words.say
        self.dose.setText(pump.dose or say("case.pump.not_reported"))
        self.rate.setText(pump.rate or say("case.pump.not_reported"))
        self.since.setText(self._details(view, several=several))
        self._name_fields(view, several=several)
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
            agent=self._agent,
            dose=value if isinstance(value, Dose) else None,
            rate=value if isinstance(value, PumpRate) else None,
            follows=followed_advice(self._desk.view, value, self._agent),
        )
        if self._desk.send(command):
            self._picked = None
            self.field.clear()
            self.time.clear()
            self.render(self._desk.view)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrow up and down choose whose report is typed."""
        step, agents = _STEPS.get(event.key()), [run.agent for run in self._desk.view.infusions]
        if step is None or len(agents) < 2:  # noqa: PLR2004 - nothing to choose from
            super().keyPressEvent(event)
            return
        self.choose(agents[(agents.index(self._agent) + step) % len(agents)])

    def _details(self, view: CaseView, *, several: bool) -> str:
        """What more is known of the one whose report is typed, and that titration rests."""
        pump, words, run = view.pump, self._desk.words, infusion_in(view, self._agent)
        parts = []
        if pump.paused is not None:
            parts.append(words.say("case.pump.paused", {"why": words.say(f"pause.{pump.paused}")}))
        if run is None:
            return "\n".join(parts)
        if run.since is not None and not several:
            parts.append(words.say("case.pump.since", {"at": words.when(run.since, view.now)}))
        return "\n".join((*parts, *self._of_run(run, view, several=several)))

    def _of_run(self, run: InfusionView, view: CaseView, *, several: bool) -> list[str]:
        words, parts = self._desk.words, []
        if run.delivered:
            parts.append(words.say("case.pump.delivers", {"dose": run.delivered}))
        if several:
            parts.append(run.bag or words.say("case.pump.no_bag"))
        plan = planned(run, view, words)
        return [*parts, plan] if plan else parts

    def _name_fields(self, view: CaseView, *, several: bool) -> None:
        """Say whose dose is typed, in whose unit."""
        words, name = self._desk.words, self._desk.words.say(f"agent.{self._agent}")
        whose = words.say("case.pump.whose", {"agent": name})
        self.whose.setText(whose)
        self.by.rename(_BY_DOSE, str(dosing_unit(view, self._agent)))
        spoken = words.say("case.pump.report").replace("&", "")
        self.field.edit.setAccessibleName(f"{spoken} {name}" if several else spoken)

    def _judge(self, typed: str) -> Verdict[Dose] | Verdict[PumpRate]:
        view, site, agent = self._desk.view, self._desk.profile, self._agent
        if self.by.value == _BY_RATE:
            return read_rate(typed, rate_context(view, agent), site)
        return read_dose(typed, dosing_unit(view, agent), dose_context(view, agent), site)

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
        self.runs.chosen.connect(self._on_line)

    def _on_line(self, agent: Agent) -> None:
        self.choose(agent)
        self.start()

    def _lay_out(self) -> None:
        say = self._desk.words.say
        align([self.field, self.time])
        figures = QGridLayout(self.figures)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.setColumnStretch(1, 1)
        for row, (name, value) in enumerate((("dose", self.dose), ("rate", self.rate))):
            caption = plain_label(say(f"case.figure.{name}"), tone=Tone.QUIET, size=Size.SMALL)
            figures.addWidget(caption, row, 0)
            figures.addWidget(value, row, 1)
        whose = QHBoxLayout()
        whose.addWidget(self.whose)
        whose.addStretch(1)
        whose.addWidget(self.another)
        below = QHBoxLayout()
        below.addWidget(self.time, 1)
        below.addWidget(self.report, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(heading(say("case.pump.title")))
        for widget in (self.figures, self.runs):
            whole.addWidget(widget)
        whole.addLayout(whose)
        for shown in (self.since, self.by, self.field):
            whole.addWidget(shown)
        whole.addLayout(below)


def planned(run: InfusionView, view: CaseView, words: Words) -> str:
    """When the bag of an agent runs out, and by when the next one is to be prepared."""
    if run.bag_empty_at is None or run.prepare_by is None:
        return ""
    empty = words.when(run.bag_empty_at, view.now)
    prepare = words.when(run.prepare_by, run.bag_empty_at)
    return words.say("case.pump.bag_empty", {"at": empty, "prepare": prepare})


def _figure() -> QLabel:
    return plain_label(size=Size.LARGE, bold=True)
