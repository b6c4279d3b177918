"""`pressor export CASE --to json|csv`: a case out, on standard output or to a file."""

import argparse
import sys
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.library import load_words
from core.log.errors import LogError
from core.log.journal import CaseJournal
from core.model.events import Recorded
from core.report.case_csv import case_csv
from core.report.case_json import case_json

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
        zone = UTC if args.zone == "UTC" else ZoneInfo(args.zone)
        text = _text(_facts(Path(args.case)), args, zone)
        _write(text, args.out)
    except (LogError, OSError, ZoneInfoNotFoundError, ValueError) as fault:
        sys.stderr.write(f"pressor export: {' '.join(str(fault).split())}\n")
        return BAD_USAGE
    return FINE


def _facts(path: Path) -> tuple[Recorded, ...]:
    with CaseJournal.open_read_only(path) as journal:
        return tuple(journal)


def _text(facts: tuple[Recorded, ...], args: argparse.Namespace, zone: tzinfo) -> str:
    notes = not args.without_notes
    if args.to == "json":
        return case_json(facts, notes=notes) + "\n"
    return case_csv(facts, load_words(zone), notes=notes)


def _write(text: str, out: str | None) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    path = Path(out)
    if path.exists():
        raise FileExistsError(f"{path} exists already: choose another name")
    path.write_text(text, encoding="utf-8")
