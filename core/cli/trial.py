"""`pressor trial --protocol A [--versus B]`: protocols side by side on the same virtual patients.

The same plan and program print the same bytes, however many processes share the work. Progress
goes to standard error, and only where somebody looks at it.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from core.cases.bookcase import place_of
from core.cli.trial_contrasts import run_contrasts
from core.cli.trial_grid import run_grid
from core.cli.trial_sweep import run_sweep
from core.data_folder import data_folder
from core.library import file_from, protocol_from, text_at
from core.patient.cohort import Preset
from core.rules.compile import ProtocolError
from core.texts import load_words
from core.trial.plan import Arm, Plan
from core.trial.record import Record
from core.trial.result import Result, result_of
from core.trial.result_json import as_json, as_text
from core.trial.result_text import as_csv, table
from core.trial.run import Progress, Tell
from core.trial.run import run as run_plan
from core.trial.sweep import BAND, FIELDS
from core.trial.usual_care import arm as usual_care_arm
from core.trial.usual_care import arms as usual_care_arms
from core.view.wording import Words

FINE, STOPPED, BAD_USAGE = 0, 1, 2
JSON, CSV = ".json", ".csv"
SWEPT = (*FIELDS, BAND)
_ERASED = "\r\x1b[K"
"""Back to the beginning of the line, and nothing left of it."""
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
    parser.add_argument("--out", metavar="FILE", help="the whole result as .json, or .csv")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--contrasts", action="store_true", help="published contrasts, met and missed"
    )
    parser.add_argument("--sweep", metavar="FIELD=V1,V2", help=f"one of {', '.join(SWEPT)}")
    parser.add_argument("--grid", action="store_true", help="response, line, readings and misses")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the outcomes. 0 fine, 1 stopped by hand, 2 bad usage."""
    words = load_words(UTC)
    try:
        _demand_workers(args.workers)
        if args.contrasts:
            return run_contrasts(lambda plan: _records(plan, args.workers or 1), as_json=args.json)
        if args.sweep is not None or args.grid:
            return _varied(args, words)
        _demand_new(args.out)
        plan = _plan(args)
        found = result_of(plan, _records(plan, args.workers, _progress(words)))
        _write(found, args.out, words)
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"pressor trial: {' '.join(str(fault).split())}\n")
        return BAD_USAGE
    except KeyboardInterrupt:
        sys.stderr.write("\npressor trial: stopped; nothing was written\n")
        return STOPPED
    sys.stdout.write(_printed(found, words, in_json=args.json))
    return FINE


def _varied(args: argparse.Namespace, words: Words) -> int:
    """One protocol in many ways: a field of it, or the world around it."""
    if args.out is not None or (args.grid and args.sweep is not None):
        raise ValueError("--sweep and --grid stand alone and print: leave --out and the other out")
    plan, tell = _plan(args), _progress(words)
    with _shared(args.workers) as pool:

        def records(each: Plan, told: Tell | None = None) -> dict[str, Record]:
            return _records(each, args.workers, told, pool)

        if args.grid:
            heard = tell or (lambda _: None)
            text = run_grid(plan, records, heard, words, as_json=args.json)
        else:
            swept = partial(records, told=tell)
            text = run_sweep(plan, args.sweep, swept, words, as_json=args.json)
    sys.stdout.write(text)
    return FINE


def _shared(workers: int | None) -> AbstractContextManager[Executor | None]:
    """Processes that serve one run after another: to start them anew each time takes seconds."""
    if workers == 1:
        return nullcontext()
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _plan(args: argparse.Namespace) -> Plan:
    """What was asked for, with every protocol read and compiled before anything is run."""
    if args.protocol is None:
        raise ValueError("--protocol is missing: give a shipped id, a path or usual-care")
    return Plan(
        arms=_arms([args.protocol, *args.versus], data_folder(args.data)),
        patients=args.patients,
        hours=args.hours,
        seed=args.seed,
        preset=Preset(args.preset),
    )


def _arms(names: Sequence[str], folder: Path) -> tuple[Arm, ...]:
    arms = [_arm(name, folder) for name in names]
    if len({arm.hash for arm in arms}) < len(arms):
        raise ValueError("--versus: two arms have the very same text")
    ids = [arm.name for arm in arms]
    return tuple(
        Arm(f"{arm.name} {place}", arm.text) if ids.count(arm.name) > 1 else arm
        for place, arm in enumerate(arms, 1)
    )


def _arm(name: str, folder: Path) -> Arm:
    """An arm by its name; a protocol is called by its id."""
    if name in usual_care_arms():
        return usual_care_arm(name)
    place, text = text_at(place_of(name, folder))
    try:
        protocol_from(text)
        return Arm(file_from(text).id, text)
    except ProtocolError as error:
        raise ValueError(f"{place}: {error.findings[0]}") from error


def _records(
    plan: Plan, workers: int | None, tell: Tell | None = None, pool: Executor | None = None
) -> dict[str, Record]:
    records = run_plan(plan, tell or (lambda _: None), workers=workers, executor=pool)
    return {arm.name: record for arm, record in zip(plan.arms, records, strict=True)}


def _progress(words: Words) -> Tell | None:
    """Says how far it has come on standard error; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return None

    def say(told: Progress) -> None:
        percent = str(100 * told.done // told.whole)
        line = words.say("trial.done", {"percent": percent}) if told.done < told.whole else ""
        sys.stderr.write(f"{_ERASED}{line}")
        sys.stderr.flush()

    return say


def _demand_workers(workers: int | None) -> None:
    if workers is not None and workers < 1:
        raise ValueError(f"--workers: {workers} is not accepted; give 1 or more")


def _demand_new(out: str | None) -> None:
    if out is None:
        return
    if Path(out).suffix not in {JSON, CSV}:
        raise ValueError(f"--out: {out}: name a file as trial.json or trial.csv")
    if Path(out).exists():
        raise ValueError(f"--out: {out} is there already; choose another name")


def _write(found: Result, out: str | None, words: Words) -> None:
    if out is None:
        return
    path = Path(out)
    rests_on = words.say("trial.rests-on")
    content = as_csv(found) if path.suffix == CSV else as_text(found, rests_on)
    file = path.open("xb")
    try:
        with file:
            file.write(content.encode())
    except OSError:
        path.unlink(missing_ok=True)  # half a result would look like a whole one
        raise


def _printed(found: Result, words: Words, *, in_json: bool) -> str:
    if not in_json:
        return table(found, words) + "\n"
    return json.dumps(as_json(found, words.say("trial.rests-on")), allow_nan=False) + "\n"
