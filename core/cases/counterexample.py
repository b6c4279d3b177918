"""The course of a finding as an ordinary case in simulation, to be looked at and gone on with."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from core.cases.bookcase import Volume
from core.cases.opened import OpenedCase, open_case
from core.cases.told import ToldFinding
from core.library import protocol_from
from core.log.journal import CaseJournal
from core.log.memory import MemoryLog
from core.model.commands import (
    AddNote,
    Command,
    HangBag,
    OpenCase,
    PauseTitration,
    RecordReading,
    ReportPump,
    ResumeTitration,
    Tick,
)
from core.rules.worked import requests_of
from core.session import Session


def open_course(
    path: Path, volume: Volume, finding: ToldFinding, initials: str, now: datetime
) -> OpenedCase:
    """A case whose course ends now, under the protocol's exact text; whole or not at all.

    Its label names the finding and a note in it tells the finding.

    Raises:
        CaseTrouble: the file could not be written; none was left.
        ValueError: there is no course, or the protocol cannot be loaded or refuses it.
    """
    if finding.counterexample is None:
        raise ValueError("no course shows this finding")
    protocol = protocol_from(volume.text)
    requests = requests_of(finding.counterexample, protocol, volume.text)
    end = now.replace(second=0, microsecond=0)
    shift = end - requests[-1].at
    log = MemoryLog()
    session = Session(log, protocol_from)
    for request in requests:
        _play(session, _moved(_named(request, finding, initials), shift))
    _play(session, AddNote(at=end, text=finding.message))
    with CaseJournal.create(path) as journal:
        journal.append(tuple(log))
    return open_case(path)


def _named(request: Command, finding: ToldFinding, initials: str) -> Command:
    """The opening names the finding and who looks at it."""
    if not isinstance(request, OpenCase):
        return request
    setup = replace(request.setup, label=f"PROOF-{finding.id.upper()}")
    return replace(request, setup=setup, initials=initials or request.initials)


def _moved(request: Command, by: timedelta) -> Command:
    """The same request at another time."""
    if isinstance(request, RecordReading | ReportPump | PauseTitration | ResumeTitration | HangBag):
        return replace(request, at=request.at + by, observed_at=request.observed_at + by)
    return replace(request, at=request.at + by)


def _play(session: Session, request: Command) -> None:
    """Let time pass until the request as it does at a workstation, then ask for it."""
    last = session.state.at
    due = None if last is None else session.next_due(last)
    while due is not None and due < request.at:
        session.handle(Tick(at=due))
        due = session.next_due(due)
    session.handle(request)
