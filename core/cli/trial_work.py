"""Who does the work of `pressor trial`: this process, or as many as there are cores."""

from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context

from core.trial.plan import Plan
from core.trial.record import Record
from core.trial.run import Tell
from core.trial.run import run as run_plan


def records_of(
    plan: Plan, workers: int | None, tell: Tell | None = None, pool: Executor | None = None
) -> dict[str, Record]:
    """The records of a plan by the name of the arm; `pool` does the work where there is one.

    Raises:
        PlanError: an arm cannot be used with this plan.
    """
    records = run_plan(plan, tell or (lambda _: None), workers=workers, executor=pool)
    return {arm.name: record for arm, record in zip(plan.arms, records, strict=True)}


def shared(workers: int | None) -> AbstractContextManager[Executor | None]:
    """Processes that serve one run after another: to start them anew each time takes seconds."""
    if workers == 1:
        return nullcontext()
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def demand_workers(workers: int | None) -> None:
    """Refuse a number of processes that there cannot be.

    Raises:
        ValueError: below 1.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"--workers: {workers} is not accepted; give 1 or more")
