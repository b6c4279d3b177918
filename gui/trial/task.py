"""A trial in a process of its own: a plan in, its result out.

Run as `python -m gui.trial`. Over standard input come the length of the pickled plan as a line,
then the plan; what is left of that pipe says that somebody still waits. "500 of 2000" on standard
error says how many patients are done, and the pickled result leaves over standard output.
"""

import os
import pickle
from collections.abc import Callable
from typing import BinaryIO

from core.trial.plan import Plan
from core.trial.result import Result, result_of
from core.trial.run import Progress, run

_FEWEST, _MOST = 250, 5_000
"""Patients in a piece: fewer and the steps cost more than the patients, more and nothing moves."""
_PIECES = 4
_SMALL = 20_000
"""Patient-hours of all arms below which starting other processes takes longer than the work."""

Tell = Callable[[int, int], None]


def packed(plan: Plan) -> bytes:
    """A plan as it is sent to the child."""
    written = pickle.dumps(plan)
    return f"{len(written)}\n".encode() + written


def unpacked(source: BinaryIO) -> Plan:
    """The plan that was sent; what comes after it is left alone.

    Raises:
        TypeError: it is something else.
    """
    plan = pickle.loads(source.read(int(source.readline())))  # noqa: S301 - of the window
    if not isinstance(plan, Plan):
        raise TypeError(f"a plan was expected, not {type(plan).__name__}")
    return plan


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
