"""How long a very long case takes to reopen, against merely reading its rows as JSON."""

import json
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from core.cases.opened import open_case
from core.cases.site import read_site
from core.clock import SimulatedClock
from core.log.store import CaseStore
from core.texts import load_words
from gui.bench.long_case import write_long_case
from gui.bench.measure import Row, paired
from gui.bridge import CaseBridge

EVENTS = 100_000
PAIRS = 2


def reopen_row(events: int = EVENTS, pairs: int = PAIRS) -> Row:
    """Log read and checked, state folded, story told, first view built."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "long.case"
        write_long_case(path, events)
        times = [(_reopen(path), _bare(path)) for _ in range(pairs)]
    name = f"reopen a case of {events:,} events"
    return paired(name, "reading its rows and json.loads of each", None, times)


def _reopen(path: Path) -> float:
    """As the program does it: what a window of the case would show at first."""
    words, site = load_words(UTC), read_site()
    begun = perf_counter()
    opened = open_case(path)
    clock = SimulatedClock(opened.facts[-1].recorded_at, 1)
    CaseBridge(opened.session, opened.facts, words, site, clock)
    took = (perf_counter() - begun) * 1000
    opened.close()
    return took


def _bare(path: Path) -> float:
    begun = perf_counter()
    with CaseStore.open_read_only(path) as store:
        for row in store:
            json.loads(row.body)
    return (perf_counter() - begun) * 1000
