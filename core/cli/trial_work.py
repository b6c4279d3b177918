"""Who does the work of `pressor trial`: this process, as many as there are cores, or a cluster."""

import argparse
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from core.trial.cluster import cluster
from core.trial.plan import Plan
from core.trial.record import Record
from core.trial.run import Tell
from core.trial.run import run as run_plan


@dataclass(frozen=True, slots=True)
class Work:
    """Who plays the pieces, and how many at a time; without a `pool` every run finds its own."""

    workers: int | None
    pool: Executor | None = None

    def records(self, plan: Plan, tell: Tell | None = None) -> dict[str, Record]:
        """The records of a plan by the name of the arm.

        Raises:
            PlanError: an arm cannot be used with this plan.
            ClusterError: the cluster was lost.
        """
        heard = tell or (lambda _: None)
        records = run_plan(plan, heard, workers=self.workers, executor=self.pool)
        return {arm.name: record for arm, record in zip(plan.arms, records, strict=True)}


@contextmanager
def work_of(args: argparse.Namespace, *, runs: bool = False) -> Iterator[Work]:
    """Who was asked for; `runs`: one run after another.

    Raises:
        ValueError: a number of processes that there cannot be, or a cluster that cannot be used.
    """
    demand_work(args)
    if args.cluster is not None:
        with cluster(args.cluster) as found:
            yield Work(found.workers, found.executor)
    elif runs and args.workers != 1:
        # To start processes anew for each run takes seconds.
        with ProcessPoolExecutor(args.workers, mp_context=get_context("spawn")) as pool:
            yield Work(args.workers, pool)
    else:
        yield Work(args.workers)


def demand_work(args: argparse.Namespace) -> None:
    """Refuse what cannot be, before anything is read.

    Raises:
        ValueError: fewer than one process, or processes here and a cluster.
    """
    if args.workers is not None and args.workers < 1:
        raise ValueError(f"--workers: {args.workers} is not accepted; give 1 or more")
    if args.workers is not None and args.cluster is not None:
        raise ValueError("--workers: a cluster has workers of its own; leave one of both out")
