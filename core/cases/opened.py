"""Beginning a case, opening one, and looking at one: a file and the session on it."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from core.approval import Approvals
from core.cases.errors import NotApprovedError, ProtocolUnreadable
from core.cases.folder import id_of
from core.cases.unswept import let_go, unswept
from core.frozen import dataclass
from core.library import protocol_from
from core.log.journal import CaseJournal
from core.model.commands import OpenCase
from core.model.events import Recorded
from core.model.terms import Mode
from core.proof.certificate import sha256_of
from core.quantity.equivalents import CoefficientSet
from core.rules.compile import ProtocolError
from core.session import Session
from core.view.aids import Aids

_NONE = Approvals()


def _coefficient_sets() -> tuple[CoefficientSet, ...]:
    from core.indices import coefficient_sets  # noqa: PLC0415 - most cases never ask for one

    return coefficient_sets()


AIDS = Aids(_coefficient_sets)
"""What every view of a case is made with; the sets are read when one is first wanted."""
LONG = 2_000
"""Facts from which on a case may have been kept out of the collector's rounds."""


class _OnceRead:
    """The journal as the log of a session, giving out what was read from it without reading on."""

    def __init__(self, journal: CaseJournal, facts: Sequence[Recorded]) -> None:
        self._journal = journal
        self._facts: Sequence[Recorded] = facts

    def append(self, events: Sequence[Recorded]) -> None:
        self._journal.append(events)

    def tidy(self) -> None:
        self._journal.tidy()

    def __iter__(self) -> Iterator[Recorded]:
        facts, self._facts = self._facts, ()
        return iter(facts)


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case that this program holds. `facts` are those it began with, for telling its story."""

    id: str
    session: Session
    facts: tuple[Recorded, ...]
    journal: CaseJournal
    aids: Aids = AIDS

    def close(self) -> None:
        """Let go of the file and of the facts. Everything in it is durable already."""
        self.journal.close()
        if len(self.facts) >= LONG:
            let_go()


def begin_case(path: Path, command: OpenCase, approvals: Approvals = _NONE) -> OpenedCase:
    """A new case, on disk with its first facts, or nothing at all.

    At the workstation it begins only under a text that is among the approvals. Once begun, it
    keeps its text and is opened without them.

    Raises:
        NotApprovedError: it is for the workstation, and its text is not approved.
        CaseTrouble: it could not be written; no file was left.
    """
    at_workstation = command.setup.mode is Mode.WORKSTATION
    if at_workstation and approvals.of(sha256_of(command.protocol_text)) is None:
        raise NotApprovedError(f"{command.protocol} {command.protocol_version}")
    journal = CaseJournal.create(path)
    try:
        session = Session(journal, protocol_from)
        facts = session.handle(command)
    except BaseException:
        journal.close()
        raise
    return OpenedCase(id_of(path), session, facts, journal)


def open_case(path: Path) -> OpenedCase:
    """An existing case, to go on with.

    Raises:
        CaseTrouble: somebody else has it open, it is damaged or newer, or cannot be written.
    """
    journal = CaseJournal.open(path)
    try:
        return _on(journal)
    except BaseException:
        journal.close()
        raise


def facts_of(path: Path) -> tuple[Recorded, ...]:
    """The facts of a closed case, to look at; the file stays as it is.

    Raises:
        CaseTrouble: this program holds it, or it is damaged, newer or cannot be read.
    """
    with closing(CaseJournal.open_read_only(path)) as journal:
        return tuple(journal)


def look_into(path: Path) -> Session:
    """A closed case as it is now, to look at; it takes no further facts.

    Raises:
        CaseTrouble: this program holds it, or it is damaged, newer or cannot be read.
    """
    with closing(CaseJournal.open_read_only(path)) as journal:
        return _on(journal).session


def _on(journal: CaseJournal) -> OpenedCase:
    with unswept():
        facts = tuple(journal)
        session = Session(_OnceRead(journal, facts), protocol_from)
    try:
        _ = session.protocol
    except ProtocolError as error:
        raise ProtocolUnreadable(str(error)) from error
    return OpenedCase(id_of(journal.path), session, facts, journal)
