"""`pressor protocols`: the protocols at hand, with the state of each.

"approved" is for the workstation, "simulation only" runs there alone, and "findings" is broken: it
does not load, or a proof of that exact text at this site told so.
"""

import argparse
import json
import sys
from datetime import UTC
from pathlib import Path

from core.approval import Allowed, Approval, as_plain
from core.cases.bookcase import Volume, shelved, volumes
from core.data_folder import data_folder
from core.texts import load_words

FINE, FINDINGS, UNREADABLE = 0, 1, 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; its only argument is --json."""
    parser = subparsers.add_parser("protocols", help="the protocols at hand and their state")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print them. 0 without findings, 1 with, 2 where the approvals cannot be read."""
    try:
        found = [(item, _findings(item)) for item in volumes(data_folder(args.data))]
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"pressor protocols: {' '.join(str(fault).split())}\n")
        return UNREADABLE
    if args.json:
        rows = [_fields(item, findings) for item, findings in found]
        sys.stdout.write(json.dumps({"protocols": rows}) + "\n")
    else:
        sys.stdout.write("\n".join(line for pair in found for line in _lines(*pair)) + "\n")
    return FINDINGS if any(findings for _, findings in found) else FINE


def _findings(item: Volume) -> tuple[str, ...]:
    """What keeps it from being loaded, else what its proof told when it was proved here."""
    faults = shelved(item).findings
    told = () if item.told is None else tuple(one.message for one in item.told.findings)
    return faults or told


def _state(item: Volume, findings: tuple[str, ...]) -> str:
    return Allowed.NOTHING if findings else item.allowed


def _fields(item: Volume, findings: tuple[str, ...]) -> dict[str, object]:
    file, approval = item.file, item.approval
    return {
        "id": item.id,
        "version": None if file is None else file.version,
        "title": None if file is None else file.title,
        "state": _state(item, findings),
        "example": item.example,
        "place": item.place if item.shipped else Path(item.place).name,
        "sha256": item.sha256 if item.text else None,
        "proved": None if item.told is None else item.told.ok,
        "approval": None if approval is None else approval_fields(approval),
        "findings": list(findings),
    }


def approval_fields(approval: Approval) -> dict[str, object]:
    """Who approved a text, when, and on what proof."""
    wanted = ("at", "cells", "initials", "program")
    found = as_plain(approval)
    return {name: found[name] for name in wanted}


def _lines(item: Volume, findings: tuple[str, ...]) -> list[str]:
    name = item.id if item.file is None else f"{item.id} {item.file.version}  {item.file.title}"
    state = _state(item, findings)
    if state is Allowed.WORKSTATION and item.approval is not None:
        at = load_words(UTC).day_and_clock(item.approval.at)
        state = f"{state} by {item.approval.initials}, {at} UTC"
    marked = f"{state}, example" if item.example else state
    return [f"{name}  [{marked}]", *(f"  {finding}" for finding in findings)]
