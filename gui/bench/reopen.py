"""How long a very long case takes to reopen, against merely reading its rows as JSON."""

import json
from datetime import UTC, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from core.library import protocol_from
from core.log.journal import CaseJournal
from core.log.store import CaseStore
from core.session import Session
from core.texts import load_words
from core.view.build import case_view
from core.view.story import Story, told
from gui.bench.long_case import write_long_case
from gui.bench.measure import Row, paired

EVENTS = 100_000
PAIRS = 3


def reopen_row(events: int = EVENTS, pairs: int = PAIRS) -> Row:
    """Log read and checked, state folded, story told, first view built."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "long.case"
        write_long_case(path, events)
        times = [(_reopen(path), _bare(path)) for _ in range(pairs)]
    name = f"reopen a case of {events:,} events"
    return paired(name, "reading its rows and json.loads of each", None, times)


def _reopen(path: Path) -> float:
    words = load_words(UTC)
    begun = perf_counter()
    story = Story()
    with CaseJournal.open(path) as journal:
        stored = tuple(journal)
        session = Session(journal, protocol_from)
        for fact in stored:
            story = told(story, fact, words)
        at = session.state.at
        if at is None:
            raise ValueError("the long case is empty")
        case_view(session.state, session.protocol, story, words, at + timedelta(seconds=1))
    return (perf_counter() - begun) * 1000


def _bare(path: Path) -> float:
    begun = perf_counter()
    with CaseStore.open_read_only(path) as store:
        for row in store:
            json.loads(row.body)
    return (perf_counter() - begun) * 1000
