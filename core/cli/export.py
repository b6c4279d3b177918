"""`pressor export CASE --to json|csv`: a case out, on standard output or to a file."""

import argparse
import sys
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.log.errors import CaseUnfit, LogError
from core.log.journal import CaseJournal
from core.model.events import Recorded
from core.report.case_csv import case_csv
from core.report.case_json import case_json
from core.texts import load_words
from core.view.wording import Words

FINE, BAD_USAGE = 0, 2
FORMATS = ("json", "csv")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("export", help="a case out: every fact, in order")
    parser.add_argument("case", metavar="CASE", help="path of a case file")
    parser.add_argument("--to", choices=FORMATS, required=True)
    parser.add_argument("--out", metavar="FILE", help="otherwise standard output")
    parser.add_argument("--without-notes", action="store_true", help="leave free text out")
    parser.add_argument("--zone", metavar="Europe/Berlin", default="UTC", help="for local times")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the case. 0 fine, 2 unreadable input or bad usage."""
    try:
        words = load_words(_zone(args.zone))
        text = _text(_facts(args.case), words, args)
        _write(text, args.out)
    except (LogError, OSError, ValueError) as fault:
        sys.stderr.write(f"pressor export: {' '.join(str(fault).split())}\n")
        return BAD_USAGE
    return FINE


def _zone(name: str) -> tzinfo:
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(f'--zone: no time zone "{name}"; write one as Europe/Berlin') from error


def _facts(place: str) -> tuple[Recorded, ...]:
    """The facts of a case file; another program may have it open."""
    try:
        with CaseJournal.open_read_only(Path(place)) as journal:
            return tuple(journal)
    except CaseUnfit as fault:
        raise ValueError(f"{place}: {fault}") from fault


def _text(facts: tuple[Recorded, ...], words: Words, args: argparse.Namespace) -> str:
    notes = not args.without_notes
    if args.to == "json":
        return case_json(facts, notes=notes) + "\n"
    return case_csv(facts, words, notes=notes)


def _write(text: str, out: str | None) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    path = Path(out)
    try:
        file = path.open("x", encoding="utf-8", newline="\n")
    except FileExistsError as error:
        raise ValueError(f"--out: {out} is there already; choose another name") from error
    try:
        with file:
            file.write(text)
    except OSError:
        path.unlink(missing_ok=True)  # half a case would look like a whole one
        raise
