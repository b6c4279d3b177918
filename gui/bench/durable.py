"""How long an entry takes to be durable, against the least the disk can do."""

import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from core.log.journal import CaseJournal
from core.model.events import ReadingRecorded, Recorded
from core.model.terms import Quality, Source
from core.quantity.measures import Mmhg
from gui.bench.measure import Row, paired

PAIRS = 400
PAGE = b"\0" * 4096
START = datetime(2026, 1, 1, tzinfo=UTC)


def reading(seq: int) -> Recorded:
    """A made-up reading, the same for the same number."""
    at = START + timedelta(minutes=seq)
    event = ReadingRecorded(
        at=at,
        map=Mmhg(Decimal(60 + seq * 7 % 25)),
        source=Source.ARTERIAL_LINE,
        quality=Quality.USABLE,
    )
    return Recorded(seq, at, event)


def durable_row(pairs: int = PAIRS) -> Row:
    """One entry through codec and store against a raw 4 KiB append with fdatasync, in turn."""
    with TemporaryDirectory() as folder:
        raw = os.open(Path(folder) / "raw", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        with CaseJournal.create(Path(folder) / "bench.case") as journal:
            journal.append([reading(1)])
            times = [(_append(journal, seq), _raw(raw)) for seq in range(2, pairs + 2)]
        os.close(raw)
    return paired("durable entry", "raw 4 KiB append with fdatasync", 1.6, times)


def _append(journal: CaseJournal, seq: int) -> float:
    entry = reading(seq)
    begun = perf_counter()
    journal.append([entry])
    return (perf_counter() - begun) * 1000


def _raw(file: int) -> float:
    begun = perf_counter()
    os.write(file, PAGE)
    getattr(os, "fdatasync", os.fsync)(file)
    return (perf_counter() - begun) * 1000
