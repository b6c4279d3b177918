"""A case of the lab that a crash left open: its simulation is gone and cannot go on."""

from contextlib import closing
from pathlib import Path

from core.cases.folder import has_hidden_part
from core.library import protocol_from
from core.log.journal import CaseJournal
from core.model.commands import EndCase
from core.model.terms import Outcome
from core.session import Session


def end_interrupted(case: Path) -> bool:
    """End a case of the lab at the last moment that it knows; whether there was need to.

    Raises:
        CaseTrouble: it goes on in another window or program, is damaged, or cannot be written.
    """
    if not has_hidden_part(case):
        return False
    with closing(CaseJournal.open(case)) as journal:
        session = Session(journal, protocol_from)
        at = session.state.at
        if at is None or session.state.ended is not None:
            return False
        session.handle(EndCase(at=at, outcome=Outcome.SIMULATION_ENDED))
    return True
