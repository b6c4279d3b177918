"""`pressor export CASE --to json|csv|html|pdf`: a case out, on standard output or to a file.

A PDF is painted with Qt by whoever started the command line with something to paint; every other
format needs none.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.cli.shipped import shipped_facts
from core.log.errors import CaseUnfit, LogError
from core.log.journal import CaseJournal
from core.model.events import Recorded
from core.report.case_csv import case_csv
from core.report.case_html import case_html
from core.report.case_json import case_json
from core.report.paper import Paper, paper_of
from core.texts import load_words
from core.view.wording import Words

FINE, BAD_USAGE = 0, 2
FORMATS = ("json", "csv", "html", "pdf")

Painter = Callable[[Paper], bytes]
"""Makes a PDF of a record."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("export", help="a case out: every fact, or the record to print")
    parser.add_argument("case", metavar="CASE", help="path of a case file, or as demo-titrating")
    parser.add_argument("--to", choices=FORMATS, required=True)
    parser.add_argument("--out", metavar="FILE", help="otherwise standard output; a pdf needs it")
    parser.add_argument("--without-notes", action="store_true", help="leave free text out")
    parser.add_argument("--zone", metavar="Europe/Berlin", default="UTC", help="for local times")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the case. 0 fine, 2 unreadable input or bad usage."""
    try:
        words = load_words(_zone(args.zone))
        if args.to == "pdf":
            _write(_painted(args, words), args.out)
        else:
            _write(_text(_facts(args.case), words, args), args.out)
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
    """The facts of a case file, which another program may have open, or of a shipped case."""
    shipped = shipped_facts(place)
    if shipped is not None:
        return shipped
    try:
        with CaseJournal.open_read_only(Path(place)) as journal:
            return tuple(journal)
    except CaseUnfit as fault:
        raise ValueError(f"{place}: {fault}") from fault


def _text(facts: tuple[Recorded, ...], words: Words, args: argparse.Namespace) -> str:
    notes = not args.without_notes
    if args.to == "json":
        return case_json(facts, notes=notes) + "\n"
    if args.to == "html":
        return case_html(facts, words, notes=notes)
    return case_csv(facts, words, notes=notes)


def _painted(args: argparse.Namespace, words: Words) -> bytes:
    """The record as PDF; what is wrong with the options is said before anything is painted."""
    paint: Painter | None = args.paint
    if args.out is None:
        raise ValueError("--out is missing: a pdf goes to a file, such as --out record.pdf")
    if paint is None:
        raise ValueError("--to pdf needs Qt and is reached by the command pressor alone")
    if Path(args.out).exists():
        raise ValueError(f"--out: {args.out} is there already; choose another name")
    return paint(paper_of(_facts(args.case), words, notes=not args.without_notes))


def _write(content: str | bytes, out: str | None) -> None:
    if out is None:
        sys.stdout.write(str(content))
        return
    path = Path(out)
    try:
        file = path.open("xb")
    except FileExistsError as error:
        raise ValueError(f"--out: {out} is there already; choose another name") from error
    try:
        with file:
            file.write(content.encode() if isinstance(content, str) else content)
    except OSError:
        path.unlink(missing_ok=True)  # half a case would look like a whole one
        raise
