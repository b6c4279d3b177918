"""`pressor simulate SCENARIO --seed N`: a virtual patient under simulated staff, without a window.

The same seed prints the same course, to the byte. The hidden truth is printed here, where nobody
learns; the case that `--out` writes holds none of it.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from core.cases.bookcase import place_of
from core.cli import simulate_lines as lines
from core.cli.simulate_debrief import demand_debrief, write_debrief
from core.data_folder import data_folder
from core.lab.finding import Finding, sentence
from core.lab.lint import findings_under
from core.lab.run import Course
from core.lab.run import run as play
from core.lab.scenario import Scenario
from core.lab.shelf import read_scenario
from core.lab.staff_profile import profiles
from core.lab.turns import turns
from core.library import Shelved, read_protocol
from core.log.errors import LogError
from core.log.journal import CaseJournal
from core.log.memory import MemoryLog
from core.texts import load_words

FINE, FINDINGS, BAD_USAGE = 0, 1, 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("simulate", help="a virtual patient under simulated staff")
    parser.add_argument("scenario", metavar="SCENARIO", help="a shipped id or a path")
    parser.add_argument("--seed", type=int, metavar="N", help="decides patient, chance and staff")
    parser.add_argument("--staff", metavar="PROFILE", help="otherwise the scenario's own")
    parser.add_argument("--out", metavar="CASE", help="write the learner's case to this file")
    parser.add_argument("--debrief", metavar="FILE", help="write the debrief, as .html or .pdf")
    parser.add_argument("--json", action="store_true", help="JSON lines, the outcomes last")
    parser.add_argument("--lint", action="store_true", help="judge the scenario, do not play it")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the course and what came of it. 0 fine, 1 the linter found something, 2 bad usage."""
    try:
        scenario = read_scenario(args.scenario)
        shelved = read_protocol(place_of(scenario.protocol, data_folder(args.data)))
        if args.lint:
            return _linted(scenario, shelved, as_json=args.json)
        if args.debrief is not None:
            demand_debrief(args.debrief, args.paint)
        course = _played(scenario, shelved, args)
        if args.debrief is not None:
            write_debrief(course, args.debrief, args.paint)
    except (LogError, OSError, ValueError) as fault:
        sys.stderr.write(f"pressor simulate: {' '.join(str(fault).split())}\n")
        return BAD_USAGE
    for line in _as_json(course) if args.json else lines.as_text(course):
        sys.stdout.write(f"{line}\n")
    return FINE


def _linted(scenario: Scenario, shelved: Shelved, *, as_json: bool) -> int:
    found = _findings(scenario, shelved)
    words = load_words(UTC)
    if as_json:
        told = [{"id": f.code, "place": f.place, "message": sentence(f, words)} for f in found]
        sys.stdout.write(json.dumps({"ok": not found, "findings": told}) + "\n")
    else:
        count = f"{len(found)} {'finding' if len(found) == 1 else 'findings'}"
        sys.stdout.write(f"{scenario.id}: {count}\n")
        sys.stdout.writelines(f"  {sentence(finding, words)}\n" for finding in found)
    return FINDINGS if found else FINE


def _findings(scenario: Scenario, shelved: Shelved) -> tuple[Finding, ...]:
    if shelved.protocol is None:
        unknown = {"protocol": scenario.protocol}
        return (Finding("protocol-unknown", "scenario.protocol", unknown),)
    return findings_under(scenario, shelved.protocol)


def _played(scenario: Scenario, shelved: Shelved, args: argparse.Namespace) -> Course:
    """Play it; the case reaches its file only once it was played to the end."""
    if args.seed is None:
        raise ValueError("--seed is missing: give a whole number, such as --seed 1")
    if args.staff is not None and args.staff not in profiles():
        known = ", ".join(profiles())
        raise ValueError(f'--staff: no profile "{args.staff}": choose from {known}')
    if args.out is not None and Path(args.out).exists():
        raise ValueError(f"--out: {args.out} is there already; choose another name")
    log = MemoryLog()
    course = play(scenario, args.seed, args.staff, log=log, protocol=shelved)
    if args.out is not None:
        with CaseJournal.create(Path(args.out)) as journal:
            journal.append(tuple(log))
    return course


def _as_json(course: Course) -> Iterator[str]:
    yield json.dumps(lines.head(course))
    for turn in turns(course):
        yield json.dumps(lines.row(turn))
    yield json.dumps({"outcomes": lines.outcomes(course.outcomes)})
