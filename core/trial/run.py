"""A whole trial: every arm on every chunk of patients, on all cores, joined by id.

A chunk holds what it needs and nothing else, so memory does not grow with the number of patients
but for the record, and neither the number of processes nor the sequence changes a bit.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

from core.trial.arm_chunk import demand_arm, run_arm_chunk
from core.trial.plan import Plan
from core.trial.record import Record, merged

CHUNK = 20_000
"""Patients in a chunk: many enough that a call of numpy costs little for each, few enough that a
chunk of 72 h stays below 300 MB."""
_AHEAD = 2
"""Pieces that wait for each worker; more would only hold memory."""


class CancelledError(Exception):
    """The trial was cancelled before its end; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One arm on one chunk: `count` patients from the id `first` on."""

    arm: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How much is done, in patients times arms."""

    done: int
    whole: int


Tell = Callable[[Progress], None]


def pieces(plan: Plan, chunk: int = CHUNK) -> Iterator[Piece]:
    """The pieces of a trial: every arm of a chunk before the next chunk.

    Raises:
        ValueError: a chunk without patients.
    """
    if chunk < 1:
        raise ValueError(f"a chunk holds at least one patient, not {chunk}")
    end = plan.first + plan.patients
    for first in range(plan.first, end, chunk):
        for arm in range(len(plan.arms)):
            yield Piece(arm, first, min(chunk, end - first))


def played(plan: Plan, piece: Piece) -> Record:
    """The record of one piece: what a worker does, on this machine or on another."""
    return run_arm_chunk(plan, plan.arms[piece.arm], piece.first, piece.count)


def run(  # noqa: PLR0913 - each is a choice of its own
    plan: Plan,
    progress: Tell = lambda _: None,
    cancel: Callable[[], bool] = lambda: False,
    *,
    workers: int | None = None,
    chunk: int | None = None,
    executor: Executor | None = None,
) -> tuple[Record, ...]:
    """Run a trial; one record per arm, in the sequence of the plan.

    `progress` is told after each piece, `cancel` asked before each. `workers`: processes, all
    cores by default; 1 runs here. `executor` takes the pieces instead, such as a cluster's.

    Raises:
        PlanError: an arm cannot be used with this plan.
        CancelledError: `cancel` said so.
    """
    for arm in plan.arms:
        demand_arm(plan, arm)
    count = (os.cpu_count() or 1) if workers is None else workers
    size = _chunk(plan, count) if chunk is None else chunk
    done: dict[int, list[Record]] = {arm: [] for arm in range(len(plan.arms))}
    told = Progress(0, plan.patients * len(plan.arms))
    for piece, record in _results(plan, size, count, executor, cancel):
        done[piece.arm].append(record)
        told = Progress(told.done + piece.count, told.whole)
        progress(told)
    return tuple(merged(parts) for parts in done.values())


def _chunk(plan: Plan, workers: int) -> int:
    """A chunk small enough that every worker has one, none larger than `CHUNK`."""
    shares = max(1, workers // len(plan.arms))
    return max(1, min(CHUNK, -(-plan.patients // shares)))


def _results(
    plan: Plan,
    chunk: int,
    workers: int,
    executor: Executor | None,
    cancel: Callable[[], bool],
) -> Iterator[tuple[Piece, Record]]:
    """Each piece with its record, as they come."""
    if executor is None and workers == 1:
        for piece in pieces(plan, chunk):
            _go_on(cancel)
            yield piece, played(plan, piece)
        return
    with _pool(executor, workers) as pool:
        yield from _spread(plan, chunk, workers, pool, cancel)


def _pool(executor: Executor | None, workers: int) -> AbstractContextManager[Executor]:
    """The executor given, or processes of our own: never forked, as a window may hold threads."""
    if executor is not None:
        return nullcontext(executor)
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _spread(
    plan: Plan, chunk: int, workers: int, pool: Executor, cancel: Callable[[], bool]
) -> Iterator[tuple[Piece, Record]]:
    """Keep every worker busy with few pieces waiting, so that a cancel is heard soon."""
    coming = pieces(plan, chunk)
    running: dict[Future[Record], Piece] = {}
    try:
        while True:
            for piece in islice(coming, _AHEAD * workers - len(running)):
                running[pool.submit(played, plan, piece)] = piece
            if not running:
                return
            _go_on(cancel)
            finished, _ = wait(running, timeout=_LISTEN_S, return_when=FIRST_COMPLETED)
            for future in finished:
                yield running.pop(future), future.result()
    finally:
        for future in running:
            future.cancel()


_LISTEN_S = 0.2
"""So often a cancel is asked about while pieces run, seconds."""


def _go_on(cancel: Callable[[], bool]) -> None:
    if cancel():
        raise CancelledError("the trial was cancelled")
