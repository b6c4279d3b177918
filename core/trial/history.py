"""What the pumps of a chunk really ran, so that outcomes can be sampled once all is decided.

Patients are followed each at its own pace; the true pressure is sampled for everyone at the same
seconds. What is kept for that is each change: in which patient, since when, and from which minute
on the ward (and so the samples) knew of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.patient.arrays import FlagArray, IntArray, flagged

Short = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """Changes of pumps: places in the chunk, the second, the steps; whether it is charted to run.

    A patient is in it once at most.
    """

    who: IntArray
    second: IntArray
    steps: IntArray
    running: FlagArray


class History:
    """The changes of one chunk, told in the sequence of each patient's time."""

    def __init__(self) -> None:
        """Nothing was changed yet."""
        self._parts: list[tuple[Short, Short, Short, Short, FlagArray]] = []

    def add(self, changes: Changes, taken: IntArray) -> None:
        """Keep changes; samples know of each from the second `taken` on."""
        short = (changes.who, taken, changes.second, changes.steps)
        who, known, second, steps = (told.astype(np.int32) for told in short)
        self._parts.append((who, known, second, steps, changes.running))

    def by(self, seconds: range) -> Iterator[tuple[int, list[Changes]]]:
        """Each of these seconds with what has become known since the one before it."""
        who, taken, second, steps, running = self._joined()
        ends = np.searchsorted(taken, np.array(seconds, dtype=taken.dtype), side="right")
        begins = np.concatenate([[0], ends[:-1]])
        for until, begin, end in zip(seconds, begins.tolist(), ends.tolist(), strict=True):
            some = slice(begin, end)
            told = Changes(
                who[some].astype(np.int64),
                second[some].astype(np.int64),
                steps[some].astype(np.int64),
                running[some],
            )
            yield until, list(_each_once(told))

    def _joined(self) -> tuple[Short, Short, Short, Short, FlagArray]:
        """All that was kept, by the second from which it is known; equal ones as they were told."""
        if not self._parts:
            none = np.zeros(0, dtype=np.int32)
            return none, none, none, none, none.astype(np.bool_)
        columns = [np.concatenate(column) for column in zip(*self._parts, strict=True)]
        self._parts.clear()
        order = np.argsort(columns[1], kind="stable")
        who, taken, second, steps, running = (column[order] for column in columns)
        return who, taken, second, steps, running


def _each_once(changes: Changes) -> Iterator[Changes]:
    """The changes in parts, in each of which a patient is once, earlier ones first."""
    while len(changes.who):
        _, first = np.unique(changes.who, return_index=True)
        yield _picked(changes, first)
        rest = np.ones(len(changes.who), dtype=np.bool_)
        rest[first] = False
        changes = _picked(changes, flagged(rest))


def _picked(changes: Changes, places: IntArray) -> Changes:
    return Changes(
        changes.who[places],
        changes.second[places],
        changes.steps[places],
        changes.running[places],
    )
