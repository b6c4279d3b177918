"""Between one case and its window: commands in, views out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from core.cases.errors import CaseTrouble
from core.cases.unswept import unswept
from core.clock import Clock
from core.entry.profile import SiteProfile
from core.entry.sentence import argument_text
from core.entry.verdict import Refused
from core.model.commands import Command, NoticeClockStep, RefuseEntry, Tick
from core.model.events import EntryRefused, Reason, Recorded
from core.quantity.measures import duration_text
from core.session import Session
from core.view.aids import NO_AIDS, Aids
from core.view.build import case_view
from core.view.case_view import CaseView
from core.view.retelling import retold
from core.view.story import told
from core.view.wording import Words
from gui.ticker import BANNER_FROM

_AFTER_PAINT = Qt.EventPriority.LowEventPriority.value - 1
"""The priority of what is to come after every paint that waits."""


class CaseBridge(QObject):
    """One open case as its window sees it.

    `facts` are the facts that the session was built from; they are told once and not kept.
    """

    view_changed = Signal(object)
    """A CaseView, after each fact, each tick, and when something shown runs out."""
    second = Signal(object)
    """The present moment, once a second: for clocks and countdowns alone."""
    trouble = Signal(str)
    """A sentence for a banner: what could not be recorded, or what happened to the clock."""

    def __init__(  # noqa: PLR0913 - a case and all that it is shown with
        self,
        session: Session,
        facts: Iterable[Recorded],
        words: Words,
        profile: SiteProfile,
        clock: Clock,
        *,
        aids: Aids = NO_AIDS,
    ) -> None:
        super().__init__()
        self.session = session
        self.words = words
        self.profile = profile
        self._clock = clock
        self._aids = replace(aids, dead_volume=profile.dead_volume)
        with unswept():
            self._story = retold(facts, words)
        self.view: CaseView = self._built()
        self._listen_to(session)

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return self._clock.now()

    def send(self, command: Command) -> bool:
        """Ask for something. False: it did not count, `trouble` says why, keep what was typed."""
        try:
            facts = self._handle(command)
        except CaseTrouble as error:
            self.trouble.emit(self.words.say("trouble.not-recorded", {"why": str(error)}))
            return False
        refusals = [fact.event for fact in facts if isinstance(fact.event, EntryRefused)]
        if not refusals or isinstance(command, RefuseEntry):
            return True
        self.trouble.emit(self.words.reason(refusals[0].reason))
        return False

    def refuse(self, field: str, text: str, verdict: Refused) -> None:
        """Keep what was typed and refused as a fact."""
        args = {name: argument_text(value) for name, value in verdict.args}
        reason = Reason(str(verdict.code), args)
        self.send(RefuseEntry(at=self.now(), field=field, text=text, reason=reason))

    def next_due(self, after: datetime) -> datetime | None:
        """When the next prompt of this case falls due."""
        return self.session.next_due(after)

    def tick(self, now: datetime) -> bool:
        """Let time pass until `now`; False where that could not be recorded."""
        return self.send(Tick(at=now))

    def clock_stepped(self, now: datetime, seconds: int) -> None:
        """Record that the machine's clock was set; say so where it was set far."""
        self.send(NoticeClockStep(at=now, seconds=seconds))
        if abs(seconds) > BANNER_FROM:
            self.trouble.emit(clock_sentence(self.words, seconds))

    def refresh(self, now: datetime) -> None:
        """Show the time, and anew what has run out since the view was built."""
        shown = self.view.now
        if shown < now and any(shown <= moment <= now for moment in self._moments()):
            self._show()
        self.second.emit(now)

    def _handle(self, command: Command) -> tuple[Recorded, ...]:
        return self.session.handle(command)

    def _listen_to(self, session: Session) -> None:
        session.listen(self._on_facts)

    def _moments(self) -> list[datetime]:
        """When something that stands in the view stops being so."""
        card = self.view.next_step
        moments = (self.view.recheck_at, None if card is None else card.expires_at)
        return [moment for moment in moments if moment is not None]

    def _on_facts(self, facts: tuple[Recorded, ...]) -> None:
        for fact in facts:
            self._story = told(self._story, fact, self.words)
        self._show()
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _AFTER_PAINT)

    def customEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt's name
        """What the latest facts led to is painted: the log may take its time."""
        self.session.tidy()

    def _show(self) -> None:
        self.view = self._built()
        self.view_changed.emit(self.view)

    def _built(self) -> CaseView:
        session = self.session
        state, protocol = session.state, session.protocol
        return case_view(state, protocol, self._story, self.words, self.now(), aids=self._aids)


def clock_sentence(words: Words, seconds: int) -> str:
    """What is said about a clock that was set far."""
    code = "trouble.clock-forwards" if seconds > 0 else "trouble.clock-backwards"
    return words.say(code, {"by": duration_text(timedelta(seconds=abs(seconds)))})
