"""kill -9 while entries are being written: what was acknowledged is there, and no case is lost.

A child process writes and reports each acknowledged entry through a pipe; the parent kills it at a
random moment, opens what is left and compares. 100 kills by day, 1,000 by night.
"""

import os
import random
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

import core
from core.log import owner
from core.log.publish import cases_in, sweep
from core.log.row import LogRow, NewRow
from core.log.store import CaseStore
from core.log.verify import verify

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PROJECT = str(Path(core.__file__).parents[1])
START = """
import os, struct, sys
sys.path.insert(0, sys.argv[1])
from datetime import datetime, timezone
from pathlib import Path
from core.log.row import NewRow
from core.log.store import CaseStore
noon = datetime(2026, 3, 4, 12, tzinfo=timezone.utc)
def batch(turn, size):
    body = b'{"turn":%d,"size":%d,"text":"%s"}' % (turn, size, b"x" * (turn * 97 % 2000))
    return [NewRow(noon, "note_added", 1, body)] * size
def report(number):
    os.write(1, struct.pack("<q", number))
"""
APPEND = (
    START
    + """
store = CaseStore.open(Path(sys.argv[2]))
report(0)
turn = store.last_seq
while True:
    turn += 1
    report(store.append(batch(turn, 1 + turn % 3))[-1].seq)
"""
)
CREATE = (
    START
    + """
number = int(sys.argv[3])
while True:
    number += 1
    with CaseStore.create(Path(sys.argv[2]) / f"ICU-{number}.case") as store:
        store.append(batch(number, 2))
        report(number)
"""
)


class Child:
    """A writer and what it has acknowledged so far. The first report says that it is at work."""

    def __init__(self, script: str, *words: str) -> None:
        command = [sys.executable, "-S", "-E", "-c", script, PROJECT, *words]
        self._pipe, theirs = os.pipe()
        self.process = subprocess.Popen(command, stdout=theirs)  # noqa: S603 - our own script
        os.close(theirs)
        self.reports: list[int] = []
        self._rest = b""

    def hear_until(self, moment: float) -> None:
        """Take in reports until the moment of the monotonic clock has come."""
        while (left := moment - time.monotonic()) > 0:
            self._hear(left)

    def hear_first(self) -> None:
        while not self.reports:
            self._hear(30.0)

    def kill(self) -> None:
        """Kill it, and take in what it reported before that."""
        self.process.kill()
        assert self.process.wait() == -signal.SIGKILL
        while self._take():
            pass

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._pipe)

    def _hear(self, seconds: float) -> None:
        if select.select([self._pipe], [], [], seconds)[0]:
            assert self._take(), "the writer ended by itself"

    def _take(self) -> bool:
        heard = os.read(self._pipe, 65536)
        self._rest += heard
        whole = len(self._rest) // 8 * 8
        self.reports += [number for (number,) in struct.iter_unpack("<q", self._rest[:whole])]
        self._rest = self._rest[whole:]
        return bool(heard)


@contextmanager
def writing(script: str, *words: str) -> Iterator[Child]:
    child = Child(script, *words)
    try:
        yield child
    finally:
        child.close()


def run_and_kill(chance: random.Random, script: str, *words: str) -> list[int]:
    """What a writer acknowledged before it was killed; now and then that is nothing."""
    with writing(script, *words) as child:
        if chance.random() < 0.15:
            child.hear_until(time.monotonic() + chance.uniform(0.01, 0.1))
        else:
            child.hear_first()
            child.hear_until(time.monotonic() + chance.uniform(0.0, 0.06))
        child.kill()
        return child.reports


def batches(rows: list[LogRow]) -> Iterator[list[LogRow]]:
    """Rows that were appended together: equal bodies, as many as each of them says."""
    while rows:
        size = int(rows[0].body.split(b'"size":')[1].split(b",")[0])
        yield rows[:size]
        rows = rows[size:]


def first_entry(path: Path) -> None:
    path.parent.mkdir()
    with CaseStore.create(path) as store:
        store.append([NewRow(NOON, "note_added", 1, b'{"turn":0,"size":1,"text":""}')])


def sound_rows(path: Path) -> list[LogRow]:
    with CaseStore.open(path) as store:
        rows = list(store)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    for batch in batches(rows):
        assert len({row.body for row in batch}) == 1, "a batch was torn"
    return rows


@pytest.fixture
def kills(*, nightly: bool) -> int:
    return 1000 if nightly else 100


def test_kill_while_appending_loses_no_acknowledged_entry(tmp_path: Path, kills: int) -> None:
    chance = random.Random(20260304)
    acknowledged = 0
    for round_number in range(kills // 10):
        path = tmp_path / f"round-{round_number}" / "ICU-0.case"
        first_entry(path)
        for _ in range(10):
            reports = run_and_kill(chance, APPEND, str(path))
            told = max(reports, default=0)
            verdict = verify(path)
            assert verdict.intact, verdict.findings
            rows = sound_rows(path)
            assert len(rows) == verdict.rows
            assert len(rows) >= told, f"{told} was acknowledged, {len(rows)} are there"
            acknowledged += len([number for number in reports if number])
        assert not owner.note_path(path).exists()
        assert cases_in(path.parent)[0] == path
    assert acknowledged > 4 * kills, "too few entries were written for the kills to mean much"


def test_kill_while_creating_leaves_whole_cases_only(tmp_path: Path, kills: int) -> None:
    chance = random.Random(4032026)
    told = 0
    for _ in range(kills // 4):
        last = max((int(path.stem.split("-")[1]) for path in cases_in(tmp_path)), default=0)
        reports = run_and_kill(chance, CREATE, str(tmp_path), str(last))
        told = max(reports, default=told)
        listed = {int(path.stem.split("-")[1]) for path in cases_in(tmp_path)}
        assert set(reports) <= listed
        for number in listed - set(range(1, last + 1)):
            path = tmp_path / f"ICU-{number}.case"
            assert verify(path).intact
            assert len(sound_rows(path)) == 2
        sweep(tmp_path)
        assert [path for path in tmp_path.iterdir() if ".new" in path.name] == []
    assert told > kills // 10
