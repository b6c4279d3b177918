"""`pressor verify CASE`: is a case file intact? Looks only, and changes nothing."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from core.cli.shipped import case_file
from core.log.errors import LogError
from core.log.verify import Verdict, verify

if TYPE_CHECKING:
    from core.log.chain import Finding

INTACT, NOT_INTACT, UNREADABLE = 0, 1, 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; its arguments are CASE and --json."""
    parser = subparsers.add_parser("verify", help="is a case file intact?")
    parser.add_argument("case", metavar="CASE", help="path of a case file, or as demo-titrating")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the verdict. 0 intact, 1 not intact, 2 unreadable with one line on standard error."""
    try:
        with case_file(args.case) as path:
            verdict = verify(path)
    except (LogError, ValueError) as fault:
        sys.stderr.write(f"pressor verify: {' '.join(str(fault).split())}\n")
        return UNREADABLE
    sys.stdout.write((_as_json(verdict) if args.json else _as_text(verdict)) + "\n")
    return INTACT if verdict.intact else NOT_INTACT


def _as_json(verdict: Verdict) -> str:
    found = {
        "intact": verdict.intact,
        "rows": verdict.rows,
        "head": verdict.head,
        "findings": [_fields(finding) for finding in verdict.findings],
    }
    return json.dumps(found)


def _fields(finding: "Finding") -> dict[str, object]:
    return {"code": finding.damage, "entry": finding.seq, "message": finding.detail}


def _as_text(verdict: Verdict) -> str:
    count = f"{verdict.rows} {'entry' if verdict.rows == 1 else 'entries'}"
    if verdict.intact:
        return f"intact: {count}, head {verdict.head}"
    lines = [f"not intact: {count} could be read"]
    lines += [f"  {finding.damage}: {finding.detail}" for finding in verdict.findings]
    return "\n".join(lines)
