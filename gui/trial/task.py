"""A trial in a process of its own, which `gui.child` runs: a plan in, its result out."""

import os
from collections.abc import Callable

from core.trial.plan import Plan
from core.trial.result import Result, result_of
from core.trial.run import Progress, run

WORK = "gui.trial.task:tried"
"""What a child is asked to do."""
_FEWEST, _MOST = 250, 5_000
"""Patients in a piece: fewer and the steps cost more than the patients, more and nothing moves."""
_PIECES = 4
_SMALL = 20_000
"""Patient-hours of all arms below which starting other processes takes longer than the work."""

Tell = Callable[[int, int], None]


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
