"""`pressor trial --sweep` and `--grid`: one protocol in many ways."""

import argparse
from functools import partial

from core.cli.trial_arms import plan_of
from core.cli.trial_grid import run_grid
from core.cli.trial_progress import progress
from core.cli.trial_sweep import run_sweep
from core.cli.trial_work import records_of, shared
from core.view.wording import Words


def varied(args: argparse.Namespace, words: Words) -> str:
    """What is printed of a field of a protocol at several values, or of the world around it.

    Raises:
        ValueError: something asked for is not accepted.
    """
    if args.out is not None or (args.grid and args.sweep is not None):
        raise ValueError("--sweep and --grid stand alone and print: leave --out and the other out")
    plan, tell = plan_of(args), progress(words)
    with shared(args.workers) as pool:
        if args.grid:
            heard = tell or (lambda _: None)
            return run_grid(plan, heard, words, pool, as_json=args.json)
        swept = partial(records_of, workers=args.workers, tell=tell, pool=pool)
        return run_sweep(plan, args.sweep, swept, words, as_json=args.json)
