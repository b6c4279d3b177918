"""Between a simulated case and the learner's window: requests go by way of the simulation."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal

from core.cases.unswept import unswept
from core.entry.profile import SiteProfile
from core.lab.simulation import Simulation
from core.model.commands import Command
from core.model.events import AdviceWithheld, Advised, Answered, Recorded
from core.session import Session
from core.view.aids import Aids
from core.view.case_view import CaseView
from core.view.retelling import retold
from core.view.wording import Words
from gui.bridge import CaseBridge

_OF_ADVICE = (Advised, AdviceWithheld, Answered)


class LabClock:
    """The time in the room; never behind what the case knows already."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

    def now(self) -> datetime:
        """The second that the simulation has reached."""
        reached, latest = self._simulation.now, self._simulation.state.at
        return reached if latest is None else max(reached, latest)


class LearnerBridge(CaseBridge):
    """The learner's case. It holds facts of the case and nothing of the hidden state.

    While advice is hidden, the view has none of it: no step, no mark, no row, no comparison.
    """

    acted = Signal()
    """The learner did something, and patient, pumps and script have followed."""
    advice_hidden = False

    def __init__(
        self,
        simulation: Simulation,
        facts: Iterable[Recorded],
        words: Words,
        site: SiteProfile,
        aids: Aids,
    ) -> None:
        """Show the case as it stands after `facts`."""
        self._facts = list(facts)
        session = simulation.session
        super().__init__(session, self._facts, words, site, LabClock(simulation), aids=aids)
        self._simulation = simulation

    def go_on_with(self, session: Session, facts: Iterable[Recorded]) -> None:
        """Another session has taken over, as after going back to a bookmark."""
        self.session = session
        self._facts = list(facts)
        self._listen_to(session)
        self._tell_anew()

    def hide_advice(self, *, hidden: bool) -> None:
        """Show the case without advice, or with it again."""
        if hidden is not self.advice_hidden:
            self.advice_hidden = hidden
            self._tell_anew()

    def _handle(self, command: Command) -> tuple[Recorded, ...]:
        facts = self._simulation.handle(command)
        self.acted.emit()
        return facts

    def _listen_to(self, session: Session) -> None:
        """A session that was left behind is no longer heard."""
        session.listen(lambda facts: self._heard(session, facts))

    def _heard(self, session: Session, facts: tuple[Recorded, ...]) -> None:
        if session is self.session:
            self._facts += facts
            self._on_facts(tuple(self._told(facts)))

    def _told(self, facts: Iterable[Recorded]) -> list[Recorded]:
        """The facts that may be told as they are."""
        if not self.advice_hidden:
            return list(facts)
        return [fact for fact in facts if not isinstance(fact.event, _OF_ADVICE)]

    def _tell_anew(self) -> None:
        with unswept():
            self._story = retold(self._told(self._facts), self.words)
        self._show()

    def _built(self) -> CaseView:
        view = super()._built()
        return _without_advice(view, self.words) if self.advice_hidden else view


def _without_advice(view: CaseView, words: Words) -> CaseView:
    """The view as if nothing had been advised."""
    infusions = tuple(
        replace(each, titrated=False, held=False, guard=replace(each.guard, advised=None))
        for each in view.infusions
    )
    ended = view.outcome is not None
    return replace(
        view,
        next_step=None,
        silence=view.silence if ended else words.say("lab.monitor.hidden"),
        guard=replace(view.guard, advised=None),
        infusions=infusions,
    )
