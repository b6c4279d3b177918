"""The window of one case. It shows what it is given and sends what is done; it keeps no state."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from core.model.commands import AnswerAdvice, ResumeTitration, SeePrompt
from core.model.terms import Reply
from core.view.case_view import AdviceStatus, CaseView
from gui.case.actions import Actions
from gui.case.answer_panel import AnswerPanel
from gui.case.columns import LeftColumn, RightColumn
from gui.case.desk import Desk
from gui.case.panels.agent import AgentPanel
from gui.case.panels.bag import BagPanel
from gui.case.panels.choose import (
    end_panel,
    pause_panel,
    strike_panel,
    vasopressin_panel,
)
from gui.case.panels.panel import Panel
from gui.case.panels.patient import PatientPanel
from gui.case.panels.perfusion import PerfusionPanel
from gui.case.panels.simple import FluidsPanel, initials_panel, note_panel
from gui.case.panels.stop import StopPanel
from gui.case.panels.target import TargetPanel
from gui.case.panels.weight import WeightPanel
from gui.case.snug import Column, Sideways
from gui.case.strip import CaseStrip
from gui.case.timeline_pane import TimelinePane
from gui.case.trouble_bar import TroubleBar
from gui.theme import Look
from gui.window import MenuWindow

_PANELS: dict[str, Callable[[Desk], Panel]] = {
    "bag": BagPanel,
    "weight": WeightPanel,
    "target": TargetPanel,
    "fluids": FluidsPanel,
    "patient": PatientPanel,
    "perfusion": PerfusionPanel,
    "vasopressin": vasopressin_panel,
    "agent": AgentPanel,
    "stop": StopPanel,
    "note": note_panel,
    "end": end_panel,
    "initials": initials_panel,
}
_HOURS = (1, 4, 8, 24, 72)
_WISHES = ("new", "home", "library", "quit", "help", "about", "evidence", "card")


class CaseWindow(MenuWindow):
    """Strip on top; entry, timeline and next step below it."""

    wished = Signal(str)
    """Something for the whole program: "new", "home", "quit", "help", "about", "evidence" or
    "card"; "evidence:row:up" and "card:perfusion" say what is to be shown."""
    looks: ClassVar[Mapping[str, Look]] = {**MenuWindow.looks, "system_look": Look.SYSTEM}

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show the desk's case, and follow it."""
        super().__init__(parent)
        self.setObjectName("case_window")
        self._desk = desk
        self.actions_table = Actions(self, desk.words, self._deeds())
        self.strip = CaseStrip(desk.words)
        self.trouble = TroubleBar(desk.words)
        self.left = LeftColumn(desk, self.actions_table)
        self.middle = TimelinePane(desk.words)
        self.right = RightColumn(desk.words, self.actions_table)
        self._lay_out()
        self._connect()
        self.actions_table["table"].setChecked(True)
        self.render(desk.view)

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show a view; nothing that is being typed is touched."""
        self.setWindowTitle(self._title(view))
        self.strip.render(view)
        self.left.render(view)
        self.middle.render(view)
        self.right.render(view)
        self.actions_table.render(view)
        paused = view.pump.paused is not None
        code = "case.action.resume" if paused else "case.action.pause"
        self.actions_table["pause"].setText(self._desk.words.say(code))

    def show_time(self, now: datetime) -> None:
        """Move the clock and the countdown."""
        self.strip.show_time(now)
        self.right.card.show_time(now)

    def escape(self) -> None:
        """Back to MAP; it never changes the case."""
        self.left.reading.start()

    def recolour(self) -> None:
        """The case in the colours of another palette."""
        self.render(self._desk.view)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The cursor waits in MAP."""
        super().showEvent(event)
        self.left.reading.start()

    def _title(self, view: CaseView) -> str:
        say = self._desk.words.say
        mode = say(f"case.mode.{view.strip.mode}")
        title = say("case.title", {"label": view.strip.label, "mode": mode})
        count = len(view.prompts)
        return f"({count}) {title}" if count else title

    def _on_view(self, view: CaseView) -> None:
        new = {prompt.key for prompt in view.prompts} - self._known_prompts
        self._known_prompts |= new
        self.render(view)
        if new:
            QApplication.alert(self)

    def _deeds(self) -> dict[str, Callable[[], None]]:
        deeds = self.frame_deeds() | {
            "more": self._more,
            "strike": self._strike,
            "go_reading": self._go_reading,
            "go_timeline": self._go_timeline,
            "go_pump": self._go_pump,
            "why": self._toggle_why,
            "table": self._toggle_table,
            "back_to_now": self._go_now,
            "accept_set": partial(self._accept, pump_set=True),
            "accept": partial(self._accept, pump_set=False),
            "aside": self._put_first_aside,
            "prompt_card": self._show_card_of_prompt,
            "pause": self._pause_or_resume,
        }
        for hours in _HOURS:
            deeds[f"hours_{hours}"] = partial(self._show_hours, hours)
        for reply in (Reply.MODIFY, Reply.DELAY, Reply.DECLINE):
            deeds[str(reply)] = partial(self._answer, reply)
        for code, make in _PANELS.items():
            deeds[code] = partial(self._open_made, make)
        for wish in _WISHES:
            deeds[wish] = partial(self.wished.emit, wish)
        return deeds

    def _open_made(self, make: Callable[[Desk], Panel]) -> None:
        self._open(make(self._desk))

    def _open(self, panel: Panel) -> None:
        panel.closed.connect(self._close_panel)
        panel.wished.connect(self.wished)
        self.left.open_panel(panel)

    def _close_panel(self) -> None:
        self.left.close_panel()
        self.left.reading.start()

    def _answer(self, reply: Reply) -> None:
        step = self._desk.view.next_step
        if step is None or step.status is not AdviceStatus.OPEN:
            return
        self.actions_table["why"].setChecked(False)
        panel = AnswerPanel(self._desk, reply, step)
        panel.closed.connect(self._close_answer)
        self.right.open_answer(panel)

    def _close_answer(self) -> None:
        self.right.close_answer()
        self.left.reading.start()

    def _accept(self, *, pump_set: bool) -> None:
        step = self._desk.view.next_step
        if step is not None:
            now = self._desk.now()
            answer = AnswerAdvice(at=now, advice=step.seq, reply=Reply.ACCEPT, pump_set=pump_set)
            if self._desk.send(answer):
                self._close_answer()

    def _put_first_aside(self) -> None:
        self._put_aside(self.right.prompts.first_key)

    def _put_aside(self, key: str) -> None:
        if key:
            self._desk.send(SeePrompt(at=self._desk.now(), key=key))

    def _show_card_of_prompt(self) -> None:
        code = self.right.prompts.first_card
        if code:
            self.wished.emit(f"card:{code}")

    def _pause_or_resume(self) -> None:
        if self._desk.view.pump.paused is None:
            self._open(pause_panel(self._desk))
        else:
            now = self._desk.now()
            self._desk.send(ResumeTitration(at=now, observed_at=now))

    def _strike(self) -> None:
        row = self.middle.row_to_strike(self._desk.view)
        if row is not None:
            self._open(strike_panel(self._desk, row))

    def _more(self) -> None:
        self.left.reading.more.setChecked(True)
        self.left.reading.systolic.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_reading(self) -> None:
        self.left.reading.start()

    def _go_timeline(self) -> None:
        self.middle.timeline.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_now(self) -> None:
        self.middle.timeline.back_to_now()

    def _show_hours(self, hours: int) -> None:
        self.middle.timeline.set_window(hours)

    def _go_pump(self) -> None:
        self._close_panel()
        self.left.pump.start()

    def _toggle_why(self) -> None:
        shown = self.actions_table["why"].isChecked()
        self.right.show_why(self._desk.view, shown=shown)

    def _toggle_table(self) -> None:
        self.middle.table.setVisible(self.actions_table["table"].isChecked())

    def _connect(self) -> None:
        self._known_prompts = {prompt.key for prompt in self._desk.view.prompts}
        self._desk.view_changed.connect(self._on_view)
        self._desk.second.connect(self.show_time)
        self._desk.trouble.connect(self.trouble.tell)
        self.right.prompts.put_aside.connect(self._put_aside)
        for part in (self.right.prompts, self.right.why, self.right.card):
            part.wished.connect(self.wished)

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(Column(self.left), 21)
        columns.addWidget(Sideways(self.middle), 50)
        columns.addWidget(self.right, 30)
        centre = QWidget()
        whole = QVBoxLayout(centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.strip)
        whole.addWidget(self.trouble)
        whole.addLayout(columns, 1)
        self.setCentralWidget(centre)
