"""What a window of trials has done in a process of its own, which `gui.child` runs.

A plan becomes a result, a wish for a grid its cells, a patient who is looked at a whole case.
"""

import os
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from multiprocessing import get_context
from typing import assert_never

from core.trial.patient_case import Wanted, facts_of
from core.trial.plan import Plan
from core.trial.record import Record
from core.trial.result import Result, result_of
from core.trial.robustness import AXES, Axis, Grid, grid_of, places
from core.trial.run import Progress, run
from core.trial.sweep import Swept, swept, variants_of

WORK = "gui.trial.task:answered"
"""What a child is asked to do."""
_FEWEST, _MOST = 250, 5_000
"""Patients in a piece: fewer and the steps cost more than the patients, more and nothing moves."""
_PIECES = 4
_PROOF = 100
"""A proof takes about as long as so many patients, which only the time left depends on."""
_SMALL = 20_000
"""Patient-hours of all arms below which starting other processes takes longer than the work."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class GridTask:
    """How far the one arm of a plan bends along some axes."""

    plan: Plan
    axes: tuple[Axis, ...] = AXES


@dataclass(frozen=True, slots=True)
class SweepTask:
    """The one arm of a plan with several values of a field."""

    plan: Plan
    field: str
    values: tuple[str, ...]


Task = Plan | GridTask | SweepTask | Wanted


def answered(task: Task, tell: Tell) -> object:
    """The answer to a task; `tell` hears how much is done, and of how much.

    Raises:
        ValueError: it cannot be done; the sentence says why.
    """
    match task:
        case Plan():
            return tried(task, tell)
        case GridTask():
            return bent(task, tell)
        case SweepTask():
            return varied(task, tell)
        case Wanted():
            return facts_of(task)
        case _:
            assert_never(task)


def bent(task: GridTask, tell: Tell) -> Grid:
    """The grid of a plan, its cells side by side where that is worth it.

    Raises:
        ValueError: there is not one arm, or it cannot be used.
    """
    plan, cells = task.plan, len(places(task.axes))

    def progress(told: Progress) -> None:
        tell(told.done, told.whole)

    tell(0, plan.patients * cells)
    with _pool(plan.patients * plan.hours * cells) as pool:
        return grid_of(plan, task.axes, progress, pool)


def varied(task: SweepTask, tell: Tell) -> Swept:
    """The curves of a field; no points where no value gives a protocol that is proved.

    Raises:
        ValueError: the arm cannot be used.
    """
    plan, count = task.plan, len(task.values)
    whole, proved = count * (plan.patients + _PROOF), 0
    tried = []
    for variant in variants_of(plan.arms[0], task.field, task.values):
        tried.append(variant)
        proved += _PROOF + (0 if variant.sound else plan.patients)
        tell(proved, whole)
    if not any(variant.sound for variant in tried):
        return Swept(plan.arms[0].name, task.field, plan, tuple(tried), 0, ())

    def run_all(each: Plan) -> dict[str, Record]:
        records = run(
            each,
            lambda told: tell(proved + told.done, whole),
            workers=workers_of(each),
            chunk=chunk_of(each),
        )
        return {arm.name: record for arm, record in zip(each.arms, records, strict=True)}

    return swept(plan, task.field, tried, run_all)


def _pool(work: int) -> AbstractContextManager[Executor | None]:
    """Processes for so many patient-hours: never forked, and none for what is soon done."""
    if work < _SMALL:
        return nullcontext()
    return ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))


def chunk_of(plan: Plan) -> int:
    """Patients in a piece, so that a bar moves while it costs little."""
    return max(_FEWEST, min(_MOST, -(-plan.patients // _PIECES)))


def workers_of(plan: Plan) -> int:
    """All cores for work that is worth it, else this process alone."""
    work = plan.patients * plan.hours * len(plan.arms)
    return 1 if work < _SMALL else os.cpu_count() or 1


def tried(plan: Plan, tell: Tell) -> Result:
    """The result of a plan; `tell` hears how many patients are done, and of how many.

    Raises:
        PlanError: an arm cannot be used with this plan.
    """

    def progress(told: Progress) -> None:
        tell(told.done, told.whole)

    tell(0, plan.patients * len(plan.arms))
    records = run(plan, progress, workers=workers_of(plan), chunk=chunk_of(plan))
    names = (arm.name for arm in plan.arms)
    return result_of(plan, dict(zip(names, records, strict=True)))
