"""What is known of the patient: the type of shock, and the conditions that a rule may ask about."""

from core.model.commands import Command, StateCondition, StateShock
from core.model.terms import Attested, Condition, Shock
from gui.case.choice import Segments
from gui.case.desk import Desk
from gui.case.panels.choose import worded
from gui.case.panels.panel import Panel
from gui.plain import Tone, plain_label
from gui.theme import Size


class PatientPanel(Panel):
    """Begins with what was stated before; only what is changed is recorded."""

    def __init__(self, desk: Desk) -> None:
        """Show what is known."""
        super().__init__(desk, "patient")
        self._known = desk.view.patient
        self.body.setSpacing(2)
        unstated = (Attested.UNKNOWN, desk.words.say("attested.unknown"))
        shocks = (*worded(desk.words, "word", Shock), unstated)
        self.shock = Segments(self.say("shock"), shocks, columns=2)
        self.shock.choose(self._known.shock or Attested.UNKNOWN)
        self._add(self.say("shock"), self.shock)
        self.conditions = {condition: self._condition(condition) for condition in Condition}

    def start(self) -> None:
        """Keys go to the type of shock."""
        self.shock.focus()

    def finish(self) -> None:
        """Record what is other than before."""
        self.record(*self._shock_stated(), *self._conditions_stated())

    def _shock_stated(self) -> list[Command]:
        chosen = self.shock.value
        shock = chosen if isinstance(chosen, Shock) else None
        if shock is self._known.shock:
            return []
        return [StateShock(at=self.desk.now(), shock=shock)]

    def _conditions_stated(self) -> list[Command]:
        now = self.desk.now()
        answers = {each: Attested(str(row.value)) for each, row in self.conditions.items()}
        return [
            StateCondition(at=now, condition=condition, answer=answer)
            for condition, answer in answers.items()
            if answer is not self._known.answer(condition)
        ]

    def _condition(self, condition: Condition) -> Segments:
        name = self.desk.words.say(f"axis.{condition}")
        row = Segments(name, worded(self.desk.words, "attested", Attested))
        row.choose(self._known.answer(condition))
        self._add(name, row)
        if condition is Condition.INTERACTING_DRUG:
            told = plain_label(self.say("drugs"), tone=Tone.QUIET, size=Size.SMALL, wraps=True)
            self.body.addWidget(told)
        return row

    def _add(self, name: str, row: Segments) -> None:
        self.body.addWidget(plain_label(name, tone=Tone.QUIET, wraps=True))
        self.body.addWidget(row)
