"""The one imperative loop: a request comes in, its facts are durable before anyone sees them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol as Interface

from core.model.commands import Command, OpenCase
from core.model.events import Recorded
from core.model.evolve import evolve
from core.model.state import State
from core.rules.compile import Protocol
from core.rules.engine import drafted
from core.rules.occurrence import Occurrence
from core.rules.prompts import due, next_due

Listener = Callable[[tuple[Recorded, ...]], None]


class EventLog(Interface):
    """Where facts go: durable when `append` returns, or it raises and nothing happened."""

    def append(self, events: Sequence[Recorded]) -> None:
        """Make the facts durable, in order."""
        ...

    def tidy(self) -> None:
        """Do what can be left until nobody waits; nothing if the log is closed."""
        ...

    def __iter__(self) -> Iterator[Recorded]:
        """Every fact so far, in order."""
        ...


class Session:
    """One case: its log, its state, and the protocol it began with.

    The clock of the workstation, the clock of a simulation and the rows of a chart are three
    callers of `handle`; none of them is known here.
    """

    def __init__(
        self,
        log: EventLog,
        protocol_of: Callable[[str], Protocol],
        listeners: Iterable[Listener] = (),
    ) -> None:
        """Fold what the log holds, telling the listeners as if it had just happened."""
        self._log = log
        self._protocol_of = protocol_of
        self._protocol: Protocol | None = None
        self._listeners = list(listeners)
        self.state = State()
        stored = tuple(log)
        for recorded in stored:
            self.state = evolve(self.state, recorded)
        for listener in self._listeners:
            listener(stored)

    @property
    def protocol(self) -> Protocol:
        """The compiled protocol that the case was opened with.

        Raises:
            ValueError: the case is not open.
        """
        if self._protocol is None:
            if not self.state.protocol_text:
                raise ValueError("the case is not open: it has no protocol yet")
            self._protocol = self._protocol_of(self.state.protocol_text)
        return self._protocol

    def listen(self, listener: Listener) -> None:
        """Be told of new facts once they are durable."""
        self._listeners.append(listener)

    def handle(self, command: Command) -> tuple[Recorded, ...]:
        """Decide, make durable, then apply and tell.

        Raises:
            CaseNotOpenError: the request does not fit a case that is not open.
            Whatever the log raises when it cannot make the facts durable; nothing is applied then.
        """
        protocol = (
            self._protocol_of(command.protocol_text)
            if isinstance(command, OpenCase)
            else self.protocol
        )
        draft = drafted(self.state, command, protocol)
        facts = tuple(draft.facts)
        if facts:
            self._log.append(facts)
        # The draft folded these very facts; folding them again would only cost time.
        self.state = draft.state
        for listener in self._listeners:
            listener(facts)
        return facts

    def take(self, facts: tuple[Recorded, ...]) -> None:
        """Facts that were decided before, as when a course is told again: as `handle` from there.

        Raises:
            Whatever the log raises when it cannot take them; nothing is applied then.
        """
        self._log.append(facts)
        for fact in facts:
            self.state = evolve(self.state, fact)
        for listener in self._listeners:
            listener(facts)

    def tidy(self) -> None:
        """Nobody waits now: let the log do what it left until then."""
        self._log.tidy()

    def due(self, now: datetime) -> tuple[Occurrence, ...]:
        """The prompts that have fallen due by `now` and still hold."""
        return due(self.state, self.protocol, now)

    def next_due(self, after: datetime) -> datetime | None:
        """When time must be let pass next, so that nothing falls due unseen."""
        return next_due(self.state, self.protocol, after)
