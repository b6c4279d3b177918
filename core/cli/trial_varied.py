"""`pressor trial --sweep` and `--grid`: one protocol in many ways."""

import argparse
from functools import partial

from core.cli.trial_arms import plan_of
from core.cli.trial_grid import grid_text, run_grid
from core.cli.trial_out import demand_new, write
from core.cli.trial_progress import progress
from core.cli.trial_sweep import run_sweep, sweep_text
from core.cli.trial_work import work_of
from core.report.trial_kept import grid_kept, sweep_kept
from core.trial.grid_json import as_text as grid_json
from core.trial.plan import Arm
from core.trial.robustness import Grid
from core.trial.sweep import Swept
from core.trial.sweep_json import as_text as sweep_json
from core.view.wording import Words


def varied(args: argparse.Namespace, words: Words) -> str:
    """What is printed of a field of a protocol at several values, or of the world around it.

    Raises:
        ValueError: something asked for is not accepted.
        OSError: the file that was asked for cannot be written.
    """
    if args.grid and args.sweep is not None:
        raise ValueError("--sweep and --grid: each stands alone: leave one of them out")
    demand_new(args.out, args.paint)
    plan, tell = plan_of(args), progress(words)
    with work_of(args, runs=True) as work:
        if args.grid:
            grid = run_grid(plan, tell or (lambda _: None), work.pool)
            return _grid(grid, args, words)
        run = partial(work.records, tell=tell)
        return _sweep(run_sweep(plan, args.sweep, run, words), plan.arms[0], args, words)


def _grid(found: Grid, args: argparse.Namespace, words: Words) -> str:
    write(grid_kept(found, words), args.out, args.paint)
    if args.json:
        return grid_json(found, words.say("trial.rests-on"))
    return grid_text(found, words) + "\n"


def _sweep(found: Swept, arm: Arm, args: argparse.Namespace, words: Words) -> str:
    write(sweep_kept(found, arm, words), args.out, args.paint)
    return sweep_json(found, arm, words) if args.json else sweep_text(found, words) + "\n"
