"""Another bag: of the same or of another concentration, for whichever agent runs."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from core.entry.bag import read_bag
from core.entry.verdict import Verdict
from core.model.commands import HangBag
from core.model.terms import Agent, Keep
from core.quantity.bag import Bag, ExpressedAs
from core.view.contexts import bag_context, infusion_in, running_infusion
from gui.button import TextButton
from gui.case.choice import Choice, Segments
from gui.case.desk import Desk
from gui.case.panels.change import ChangePanel, keep_texts
from gui.case.panels.choose import Commands, worded
from gui.case.pump_panel import planned
from gui.field import EntryField
from gui.message import Kind, Message
from gui.plain import Tone, plain_label

_REASONS = ("pharmacy", "bedside", "transfer", "other")
_MAIN = Agent.NOREPINEPHRINE


class BagPanel(ChangePanel):
    """The agent where there are several; base or salt of norepinephrine, without a default.

    Then the label's words, and on a running infusion what stays.
    """

    def __init__(self, desk: Desk) -> None:
        """Nothing is chosen or typed yet; the agent only where there is no other."""
        super().__init__(desk, "bag")
        runs = desk.view.infusions
        self.agent = None if len(runs) > 1 else _MAIN
        self.agents = Segments(
            self.say("which"), [(run.agent, run.name) for run in runs], columns=2
        )
        self.missing = Message()
        self.hint = plain_label(tone=Tone.QUIET, wraps=True)
        self.expressed = Segments(
            self.say("expressed"), worded(desk.words, "expressed", ExpressedAs), columns=1
        )
        self.expressed_title = plain_label(self.say("expressed"), tone=Tone.QUIET, wraps=True)
        self.field = EntryField(self.say("bag"), self._judge, desk.words)
        self.listed = {run.agent: self._listed(run.agent) for run in runs}
        self._fill_body()
        self.expressed.chosen.connect(self._on_expressed)
        self.agents.chosen.connect(self._on_agent)
        self.watch_field()
        self._show()

    def start(self) -> None:
        """Keys go to the agent, or to base or salt where there is no choice of agents."""
        if self.agent is None:
            self.agents.focus()
        else:
            self.expressed.focus()

    def finish(self) -> None:
        """Go on with what stands, once the agent is known."""
        if self.agent is None:
            self.missing.say(Kind.REFUSAL, self.say("which_missing"))
            self.agents.focus()
        else:
            super().finish()

    def keeps(self, value: object) -> Sequence[tuple[Keep, str]]:
        """Dose or rate, where an infusion runs and the concentration is another one."""
        running = running_infusion(self.desk.view, self._whose)
        if running is None or not isinstance(value, Bag):
            return ()
        if value.concentration == running.bag.concentration:
            return ()
        return keep_texts(
            self.desk,
            {"dose": str(running.dose), "rate": str(running.rate)},
            {
                "dose": str(running.dose_with(running.weight, value)),
                "rate": str(running.rate_for(running.weight, value)),
            },
        )

    def reasons(self) -> Sequence[Choice]:
        """Where a bag comes from that the site does not list."""
        return [(code, self.say(f"reason.{code}")) for code in _REASONS]

    def commands(self, value: object, keep: Keep) -> Commands:
        """The change of bag."""
        if not isinstance(value, Bag):
            return ()
        now = self.desk.now()
        return (HangBag(at=now, observed_at=now, agent=self._whose, bag=value, keep=keep),)

    @property
    def _whose(self) -> Agent:
        return _MAIN if self.agent is None else self.agent

    def _judge(self, typed: str) -> Verdict[Bag]:
        chosen = self.expressed.value
        expressed_as = None if chosen is None else ExpressedAs(str(chosen))
        context = bag_context(self.desk.view, expressed_as, self._whose)
        return read_bag(typed, context, self.desk.profile)

    def _on_agent(self, agent: object) -> None:
        """What was typed for another agent is forgotten."""
        if isinstance(agent, Agent) and agent is not self.agent:
            self.agent = agent
            self.missing.hush()
            self.take_back()
            self.field.clear()
            self._show()

    def _on_expressed(self, _value: object) -> None:
        self.take_back()
        self.field.forget()

    def _show(self) -> None:
        """Only what the agent needs: base or salt are norepinephrine's alone."""
        run = None if self.agent is None else infusion_in(self.desk.view, self.agent)
        shown = self.desk.view.strip.bag
        if run is not None and run.agent is not _MAIN:
            shown = run.bag or self.desk.words.say("view.no-bag")
        plan = "" if run is None else planned(run, self.desk.view, self.desk.words)
        self.hint.setText("\n".join(part for part in (self.say("hint", bag=shown), plan) if part))
        known, salted = run is not None, self.agent is _MAIN
        self.hint.setVisible(known)
        self.field.setVisible(known)
        self.expressed.setVisible(salted)
        self.expressed_title.setVisible(salted)
        for agent, bags in self.listed.items():
            bags.setVisible(agent is self.agent)

    def _listed(self, agent: Agent) -> QWidget:
        """The site's bags, to be put into the field."""
        profile = self.desk.profile
        bags = profile.bags if agent is _MAIN else profile.bags_of(agent)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for place, bag in enumerate(bags):
            button = TextButton(bag.text)
            button.setAccessibleName(bag.text)
            button.clicked.connect(lambda _checked=False, text=bag.text: self._on_listed(text))
            grid.addWidget(button, place // 2, place % 2)
        return inner

    def _on_listed(self, text: str) -> None:
        self.take_back()
        self.field.put(text)
        self.field.edit.setFocus()

    def _fill_body(self) -> None:
        self.body.addWidget(self.agents)
        self.agents.setVisible(self.agent is None)
        self.body.addWidget(self.missing)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.expressed_title)
        self.body.addWidget(self.expressed)
        self.add_field(self.field)
        for bags in self.listed.values():
            self.body.addWidget(bags)
