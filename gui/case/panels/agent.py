"""Another agent beside norepinephrine: bag, dose, since when, and why if it is restricted."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt

from core.entry.bag import read_bag
from core.entry.codes import Confirm
from core.entry.dose import read_dose
from core.entry.moment import read_time
from core.entry.verdict import Asked, Verdict
from core.model.commands import AddNote, Command, HangBag, ReportPump
from core.model.terms import Agent, Use
from core.quantity.bag import Bag
from core.quantity.measures import Dose
from core.view.case_view import OfferedAgent
from core.view.contexts import (
    bag_context,
    delivery_text,
    dose_context,
    dosing_unit,
    followed_advice,
    infusion_in,
    report_time_context,
)
from gui.case.choice import Choice, ChoiceList, Segments
from gui.case.desk import Desk
from gui.case.panels.panel import Panel
from gui.field import EntryField, Settled, align
from gui.message import Kind, Message
from gui.plain import Tone, plain_label

_SOURCES = ("pharmacy", "bedside", "transfer", "other")
_KEYS = Qt.FocusReason.OtherFocusReason


class AgentPanel(Panel):
    """The agent first; then its usual bag stands there, and what else is asked comes up.

    Neither agent, reason nor dose is chosen for anybody.
    """

    def __init__(self, desk: Desk) -> None:
        """Nothing is chosen yet."""
        super().__init__(desk, "agent")
        self._offers = {offer.agent: offer for offer in desk.view.offered}
        self.agents = Segments(
            self.say("which"), [(each.agent, each.name) for each in desk.view.offered], columns=2
        )
        self.bag = EntryField(self.say("bag"), self._judge_bag, desk.words)
        self.listed = plain_label(tone=Tone.QUIET, wraps=True)
        self.source_title = plain_label(self._of_bag("why"), tone=Tone.QUIET, wraps=True)
        self.source = ChoiceList(self._of_bag("why"), self._sources(), begun=False)
        self.use_title = plain_label(self.say("use"), tone=Tone.QUIET, wraps=True)
        self.uses = {
            offer.agent: Segments(self.say("use"), _choices(offer), columns=1)
            for offer in desk.view.offered
            if offer.uses
        }
        self.dose = EntryField(self.say("dose"), self._judge_dose, desk.words)
        self.time = EntryField(
            self.say("since"), self._judge_time, desk.words, rest=desk.words.say("case.entry.now")
        )
        self.sum = plain_label(wraps=True)
        self.missing = Message()
        self._fill_body()
        self._connect()
        self._show()

    @property
    def offer(self) -> OfferedAgent | None:
        """What is known of the chosen agent."""
        chosen = self.agents.value
        return self._offers[chosen] if isinstance(chosen, Agent) else None

    def start(self) -> None:
        """Keys go to the agents."""
        self.agents.focus()

    def pick(self, agent: Agent) -> None:
        """Choose an agent, as its button does."""
        self.agents.choose(agent)
        self._on_agent(agent)

    def finish(self) -> None:
        """Hang the bag and report the dose, if everything stands that the agent needs."""
        offer = self.offer
        if offer is None:
            self._want("which_missing")
            self.agents.focus()
            return
        with_bag = offer.usual is not None
        bag = self.bag.settle() if with_bag else Settled(None)
        if bag is None or not self._explained(offer):
            return
        since = self.time.settle()
        dose = None if since is None else self.dose.settle()
        if since is None or dose is None or not isinstance(since.value, datetime):
            return
        self.record(*self._commands(offer, bag.value, dose.value, since.value))

    def _explained(self, offer: OfferedAgent) -> bool:
        """Whether a restricted agent has its reason."""
        if not offer.uses or self.uses[offer.agent].value is not None:
            return True
        self._want("use_missing")
        self.uses[offer.agent].focus()
        return False

    def _commands(
        self, offer: OfferedAgent, bag: object, dose: object, since: datetime
    ) -> Sequence[Command]:
        now, agent, found = self.desk.now(), offer.agent, list[Command]()
        use = Use(str(self.uses[agent].value)) if offer.uses else None
        known = infusion_in(self.desk.view, agent)
        if isinstance(bag, Bag) and (known is None or known.hanging != bag):
            found.append(HangBag(at=now, observed_at=since, agent=agent, bag=bag, use=use))
        if isinstance(dose, Dose):
            follows = followed_advice(self.desk.view, dose, agent)
            report = ReportPump(
                at=now, observed_at=since, agent=agent, dose=dose, use=use, follows=follows
            )
            found.append(report)
        if not self.source.isHidden() and self.source.value is not None:
            reason = self._of_bag(f"reason.{self.source.value}")
            note = self.desk.words.say("case.panel.bag.note", {"reason": reason})
            found.append(AddNote(at=now, text=note))
        return found

    def _judge_bag(self, typed: str) -> Verdict[Bag]:
        agent = Agent.VASOPRESSIN if self.offer is None else self.offer.agent
        return read_bag(typed, bag_context(self.desk.view, None, agent), self.desk.profile)

    def _judge_dose(self, typed: str) -> Verdict[Dose]:
        view = self.desk.view
        agent = Agent.VASOPRESSIN if self.offer is None else self.offer.agent
        unit, context = dosing_unit(view, agent), dose_context(view, agent)
        return read_dose(typed, unit, context, self.desk.profile)

    def _judge_time(self, typed: str) -> Verdict[datetime]:
        context = report_time_context(self.desk.now(), self.desk.words.zone)
        return read_time(typed, context, self.desk.profile)

    def _on_agent(self, _agent: object) -> None:
        """Another agent has another bag and another unit: what was typed for one is forgotten."""
        offer = self.offer
        if offer is None:
            return
        self.missing.hush()
        self.dose.clear()
        self.bag.put("" if offer.usual is None else offer.usual.text)
        self.dose.unit.setText(offer.unit)
        bags = "; ".join(bag.text for bag in self.desk.profile.bags_of(offer.agent))
        start = offer.start or self.say("start_unknown")
        self.listed.setText(self.say("listed", bags=bags or self.say("none"), start=start))
        self._show()

    def _show(self) -> None:
        """Only what the chosen agent needs is in sight."""
        offer = self.offer
        with_bag = offer is not None and offer.usual is not None
        for widget, shown in (
            (self.bag, with_bag),
            (self.listed, with_bag),
            (self.dose, offer is not None),
            (self.time, offer is not None),
            (self.use_title, offer is not None and bool(offer.uses)),
            (self.source, False),
            (self.source_title, False),
        ):
            widget.setVisible(shown)
        for agent, row in self.uses.items():
            row.setVisible(offer is not None and offer.agent is agent)
        self._show_sum()

    def _show_sum(self) -> None:
        """Concentration, rate and the sum behind it, as soon as bag and dose can be read."""
        bag = self.bag.peek() if not self.bag.blank else None
        dose = self.dose.peek() if not self.dose.blank else None
        text = ""
        if self.offer is not None and isinstance(bag, Bag):
            text = bag.concentration_text
            if isinstance(dose, Dose) and dose.value > 0:
                rate, told = delivery_text(self.desk.view, bag, dose)
                text = self.say("sum", concentration=text, rate=rate, sum=told)
        self.sum.setText(text)
        self.sum.setVisible(bool(text))

    def _on_bag(self, _settled: object) -> None:
        offer = self.offer
        if offer is not None and offer.uses and self.uses[offer.agent].value is None:
            self.uses[offer.agent].focus()
        else:
            self.dose.edit.setFocus(_KEYS)

    def _on_asked(self, asked: Asked[object]) -> None:
        """A bag that nobody listed wants to be told where it comes from."""
        if asked.confirm is Confirm.REASON:
            self.source_title.show()
            self.source.show()
            self.source.setFocus(_KEYS)

    def _on_source(self, _source: object) -> None:
        self.bag.answer()
        self._on_bag(None)

    def _on_bag_edited(self, _text: str) -> None:
        for widget in (self.source_title, self.source):
            widget.hide()
        self._show_sum()

    def _want(self, code: str) -> None:
        self.missing.say(Kind.REFUSAL, self.say(code))

    def _of_bag(self, code: str) -> str:
        return self.desk.words.say(f"case.panel.bag.{code}")

    def _sources(self) -> list[Choice]:
        return [(code, self._of_bag(f"reason.{code}")) for code in _SOURCES]

    def _connect(self) -> None:
        self.agents.chosen.connect(self._on_agent)
        self.bag.committed.connect(self._on_bag)
        self.bag.asked.connect(self._on_asked)
        self.bag.edit.textChanged.connect(self._on_bag_edited)
        self.source.chosen.connect(self._on_source)
        self.dose.edit.textChanged.connect(lambda _text: self._show_sum())
        for row in self.uses.values():
            row.chosen.connect(lambda _use: self.missing.hush())
        for field in (self.dose, self.time):
            field.committed.connect(lambda _settled: self.finish())

    def _fill_body(self) -> None:
        align([self.bag, self.dose, self.time])
        self.add_text(self.say("hint"))
        self.body.addWidget(self.agents)
        self.add_field(self.bag)
        titles = (self.listed, self.source_title, self.source, self.use_title, self.missing)
        for widget in titles:
            self.body.addWidget(widget)
        for row in self.uses.values():
            self.body.addWidget(row)
        self.add_field(self.dose)
        self.add_field(self.time)
        self.body.addWidget(self.sum)


def _choices(offer: OfferedAgent) -> list[Choice]:
    return [(use, text) for use, text in offer.uses]
