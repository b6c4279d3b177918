"""A trial on a real cluster: a scheduler and workers of Dask, each a process of its own."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from core.cli.command import main
from core.library import read_protocol
from core.trial import cluster as clustered
from core.trial.cluster import _done, _Pieces, cluster
from core.trial.cluster_client import ClusterError
from core.trial.plan import Arm, Plan
from core.trial.record import Record
from core.trial.robustness import Axis, grid_of
from core.trial.run import CancelledError, run
from core.trial.traits import ARITHMETIC, PROGRAM, traits
from core.trial.usual_care import arm as usual_care_arm

ARMS = (Arm("low", read_protocol("low-start").text), usual_care_arm("usual-care"))
PLAN = Plan(ARMS, patients=4, hours=1, seed=3)
ALONE = Plan(ARMS[:1], patients=4, hours=1)
AXES = (Axis("response_factor", (0.5,), 1.0), Axis("missed_share", (0.3,), 0.0))
ASKED = ["trial", "--protocol", "low-start", "--patients", "2", "--hours", "1", "--json"]
Process = subprocess.Popen[str]
Started = Callable[..., tuple[Process, str]]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    """Starts a command of Dask and waits for the line that says where it is."""
    running: list[Process] = []

    def start(*arguments: str, until: str) -> tuple[Process, str]:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own text
            command, cwd=tmp_path, stderr=subprocess.PIPE, text=True
        )
        running.append(process)
        assert process.stderr is not None
        for line in process.stderr:
            if until in line:
                return process, re.findall(r"tcp://[\d.:]+", line)[0]
        raise AssertionError(f"{command} ended before it said {until}")

    yield start
    for process in running:
        process.kill()
        process.communicate()


def scheduler(started: Started) -> tuple[Process, str]:
    return started("scheduler", "--host", "127.0.0.1", "--port", "0", until="Scheduler at")


def worker(started: Started, address: str) -> Process:
    return started("worker", address, "--nthreads", "1", "--no-nanny", until="Registered to")[0]


def refused(address: str, sentence: str, seconds: float = 10.0, worker_s: float = 10.0) -> None:
    with pytest.raises(ClusterError, match=sentence), cluster(address, seconds, worker_s):
        pass


def same(one: tuple[Record, ...], other: tuple[Record, ...]) -> bool:
    return all(mine.same_as(theirs) for mine, theirs in zip(one, other, strict=True))


def same_bytes(address: str, capsys: pytest.CaptureFixture[str]) -> tuple[Record, ...]:
    """What a trial, a grid and the command say; the records are those of a run here."""
    here = run(PLAN, workers=1)
    with cluster(address) as found:
        assert found.workers == 2
        assert same(here, run(PLAN, workers=2, chunk=2, executor=found.executor))
        bent = grid_of(ALONE, AXES, executor=found.executor).cells
    for place, cell in grid_of(ALONE, AXES).cells.items():
        assert (cell.patient, cell.figures) == (bent[place].patient, bent[place].figures)
    assert main([*ASKED, "--workers", "1"]) == main([*ASKED, "--cluster", address]) == 0
    alone, told = capsys.readouterr().out.splitlines()
    assert alone == told
    return here


def only_the_same_may_work(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def are(**other: str) -> None:
        monkeypatch.setattr(clustered, "traits", lambda: {**traits(), **other})

    are(numpy="1.26.4")
    refused(address, r"the scheduler would not give the same results: numpy [\d.]+, here 1\.26\.4")
    are(**{PROGRAM: "of another day"})
    refused(address, f"the scheduler would .* {PROGRAM} [0-9a-f]{{12}}, here of another d")
    are(**{ARITHMETIC: "of a friend"})
    refused(
        address, rf"worker tcp://[\d.:]+ would .*: {ARITHMETIC} [0-9a-f]{{12}}, here of a friend"
    )
    monkeypatch.undo()
    with cluster(address) as found:
        are(numpy="1.26.4")  # as if these workers had come after all others were looked at
        with pytest.raises(ClusterError, match=r"worker tcp://[\d.:]+ would not give"):
            run(ALONE, workers=1, executor=found.executor)
    monkeypatch.undo()


def nothing_is_left_of_what_is_cancelled(executor: Executor, pipe: Path) -> None:
    assert isinstance(executor, _Pieces)
    loop, there = executor._loop, executor._client._client

    async def processing() -> dict[str, Any]:
        return dict(await there.processing())

    def is_busy() -> bool:
        return any(_done(loop, processing()).values())

    with pytest.raises(CancelledError):
        run(ALONE, cancel=lambda: True, workers=2, executor=executor)
    wait_until(lambda: not is_busy())
    os.mkfifo(pipe)
    endless = executor.submit(pipe.read_bytes)
    wait_until(is_busy)
    assert endless.cancel()
    wait_until(lambda: not is_busy())
    os.close(os.open(pipe, os.O_RDWR))  # who reads there goes home; waits for nobody


def wait_until(holds: Callable[[], bool]) -> None:
    """Ask again and again; each question goes to the scheduler and back."""
    assert any(holds() for _ in range(10_000))


def test_a_cluster_gives_the_same_bytes_until_nobody_is_left(
    started: Started,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    leader, address = scheduler(started)
    refused(address, f"{address}: the scheduler has no worker; start one by", worker_s=0.2)
    first, _ = worker(started, address), worker(started, address)
    here = same_bytes(address, capsys)
    only_the_same_may_work(address, monkeypatch)
    with cluster(address) as found:
        nothing_is_left_of_what_is_cancelled(found.executor, tmp_path / "pipe")
        left = run(PLAN, lambda _: first.kill(), workers=2, chunk=2, executor=found.executor)
        assert same(here, left)
        with pytest.raises(ClusterError, match="the scheduler was lost while pieces were running"):
            run(PLAN, lambda _: leader.kill(), workers=1, chunk=2, executor=found.executor)


@pytest.fixture
def port() -> Iterator[socket.socket]:
    """Takes every caller and says nothing."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        yield mute


def test_who_does_not_answer_is_told_soon(port: socket.socket) -> None:
    place = f"127.0.0.1:{port.getsockname()[1]}"
    with (
        pytest.raises(ClusterError, match=r"nobody answers within 0\.5 s"),
        cluster(f"tcp://{place}", 0.5),
    ):
        pass
    with (
        pytest.raises(ClusterError, match=r"no scheduler that can be used: .*TLS"),
        cluster(f"tls://{place}"),
    ):
        pass
    port.close()
    with (
        pytest.raises(ClusterError, match=r"nobody answers within 0\.5 s"),
        cluster(f"tcp://{place}", 0.5),
    ):
        pass


def test_who_is_no_scheduler_is_told(port: socket.socket) -> None:
    def greet() -> None:
        caller, _ = port.accept()
        with caller:
            caller.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")

    page = Thread(target=greet)
    page.start()
    with (
        pytest.raises(ClusterError, match="what answers there is no Dask scheduler"),
        cluster(f"tcp://127.0.0.1:{port.getsockname()[1]}"),
    ):
        pass
    page.join()
