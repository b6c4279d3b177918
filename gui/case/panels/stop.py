"""A stop reported: of which agent, where several run, and why."""

from core.model.commands import AddNote, ReportPump
from core.model.terms import Agent
from core.quantity.measures import Dose
from core.view.cards import AFTER_STOP
from core.view.case_view import InfusionView
from core.view.contexts import dosing_unit, followed_advice
from gui.button import TextButton
from gui.case.choice import ChoiceList, Segments
from gui.case.desk import Desk
from gui.case.panels.panel import Panel
from gui.message import Kind, Message

_REASONS = ("weaned", "line", "side_effect", "prescriber", "other")


class StopPanel(Panel):
    """The agent, where several run and none is chosen for anybody; then the reason."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is chosen yet where there is a choice."""
        super().__init__(desk, "stop")
        running = [run for run in desk.view.infusions if run.running]
        self._several = len(running) > 1
        self.agents = Segments(
            self.say("which"), [(run.agent, f"{run.name} {run.dose}") for run in running], columns=1
        )
        self.list = ChoiceList(
            self.say("title"), [(code, self.say(f"reason.{code}")) for code in _REASONS]
        )
        self.missing = Message()
        if self._several:
            self.add_text(self.say("hint_several"))
        else:
            self._choose_only(running)
        self.body.addWidget(self.agents)
        self.body.addWidget(self.missing)
        self.body.addWidget(self.list)
        self.card = TextButton(desk.words.say("case.card-link.stop"))
        self.card.clicked.connect(lambda _checked=False: self.wished.emit(f"card:{AFTER_STOP}"))
        self.body.addWidget(self.card)
        self.agents.chosen.connect(lambda _agent: self.missing.hush())
        self.list.chosen.connect(lambda _reason: self.finish())

    def start(self) -> None:
        """Keys go to the agents where there is a choice, else to the reasons."""
        if self._several:
            self.agents.focus()
        else:
            self.list.setFocus()

    def finish(self) -> None:
        """Report the stop, with the reason beside it."""
        agent = self.agents.value
        if not isinstance(agent, Agent):
            self.missing.say(Kind.REFUSAL, self.say("which_missing"))
            self.agents.focus()
            return
        now, view = self.desk.now(), self.desk.view
        zero = Dose.parse(f"0 {dosing_unit(view, agent)}")
        stopped = ReportPump(
            at=now,
            observed_at=now,
            agent=agent,
            dose=zero,
            follows=followed_advice(view, zero, agent),
        )
        reason = self.say(f"reason.{self.list.value}")
        note = self.say("note", reason=reason)
        if self._several:
            name = self.desk.words.say(f"agent.{agent}")
            note = self.say("note_of", agent=name, reason=reason)
        self.record(stopped, AddNote(at=now, text=note))

    def _choose_only(self, running: list[InfusionView]) -> None:
        """The one that runs needs no choice; it is named with its dose."""
        self.agents.hide()
        for run in running:
            self.agents.choose(run.agent)
            named = run.agent is not Agent.NOREPINEPHRINE
            shown = f"{run.name} {run.dose}" if named else run.dose
            self.add_text(self.say("hint", dose=shown))
