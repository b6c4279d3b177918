"""`pressor trial --protocol A [--versus B]`: protocols side by side on the same virtual patients.

The same plan and program print the same bytes, however many processes share the work. Progress
goes to standard error, and only where somebody looks at it.
"""

import argparse
import sys
from datetime import UTC

from core.cli.trial_again import run_again
from core.cli.trial_arms import plan_of
from core.cli.trial_contrasts import run_contrasts
from core.cli.trial_out import demand_new, printed, write
from core.cli.trial_progress import complain, progress
from core.cli.trial_varied import varied
from core.cli.trial_work import demand_work, work_of
from core.patient.cohort import Preset
from core.report.trial_kept import kept
from core.texts import load_words
from core.trial.plan import Arm, Plan
from core.trial.result import result_of
from core.trial.sweep_values import BAND, FIELDS
from core.trial.usual_care import arms as usual_care_arms
from core.view.wording import Words

FINE, STOPPED, BAD_USAGE = 0, 1, 2
SWEPT = (*FIELDS, BAND)
_USUAL = Plan((Arm("usual", "-"),))
"""Only its defaults are looked at."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("trial", help="protocols side by side on virtual patients")
    arms = ", ".join(usual_care_arms())
    parser.add_argument("--protocol", metavar="A", help=f"a shipped id, a path, or one of {arms}")
    parser.add_argument("--versus", metavar="B", action="append", default=[], help="the same")
    parser.add_argument("--patients", type=int, metavar="N", default=_USUAL.patients)
    parser.add_argument("--hours", type=int, metavar="H", default=_USUAL.hours)
    parser.add_argument("--seed", type=int, metavar="S", default=_USUAL.seed)
    parser.add_argument("--preset", choices=[str(each) for each in Preset], default=_USUAL.preset)
    parser.add_argument("--workers", type=int, metavar="N", help="processes; otherwise all cores")
    parser.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler, tcp://HOST:PORT")
    parser.add_argument("--out", metavar="FILE", help="kept as .json, .csv, .html or .pdf")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--contrasts", action="store_true", help="published contrasts, met and missed"
    )
    parser.add_argument("--sweep", metavar="FIELD=V1,V2", help=f"one of {', '.join(SWEPT)}")
    parser.add_argument("--grid", action="store_true", help="response, line, readings and misses")
    parser.add_argument(
        "--again", metavar="FILE.json", help="run what a result was made from again"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the outcomes. 0 fine, 1 stopped by hand or other figures than before, 2 bad usage."""
    words = load_words(UTC)
    try:
        demand_work(args)
        if args.again is not None:
            return run_again(args, words)
        if args.contrasts:
            return _contrasts(args)
        text = varied(args, words) if args.grid or args.sweep is not None else _one(args, words)
    except (OSError, ValueError) as fault:
        complain(str(fault))
        return BAD_USAGE
    except KeyboardInterrupt:
        complain("stopped; nothing was written")
        return STOPPED
    sys.stdout.write(text)
    return FINE


def _contrasts(args: argparse.Namespace) -> int:
    """The published contrasts: runs so small that one process is enough."""
    if args.cluster is None:
        args.workers = args.workers or 1
    with work_of(args, runs=True) as work:
        return run_contrasts(work.records, as_json=args.json)


def _one(args: argparse.Namespace, words: Words) -> str:
    """What is printed of one trial, whose file is written first."""
    demand_new(args.out, args.paint)
    plan = plan_of(args)
    with work_of(args) as work:
        records = work.records(plan, progress(words))
    found = result_of(plan, records)
    write(kept(found, words), args.out, args.paint)
    return printed(found, words, in_json=args.json)
