"""`pressor protocols`: the protocols at hand, with the state of each."""

import argparse
import json
import sys
from pathlib import Path

from core.data_folder import data_folder
from core.library import Shelved, shelf

FINE, FINDINGS = 0, 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; its only argument is --json."""
    parser = subparsers.add_parser("protocols", help="the protocols at hand and their state")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the shelf. 0 all load, 1 at least one has findings."""
    folder: Path = data_folder(args.data)
    found = shelf(folder)
    if args.json:
        rows = [_fields(item) for item in found]
        sys.stdout.write(json.dumps({"protocols": rows}) + "\n")
    else:
        sys.stdout.write("\n".join(line for item in found for line in _lines(item)) + "\n")
    return FINDINGS if any(item.findings for item in found) else FINE


def _state(item: Shelved) -> str:
    return "findings" if item.findings else "simulation only"


def _fields(item: Shelved) -> dict[str, object]:
    file = None if item.protocol is None else item.protocol.file
    return {
        "id": item.id,
        "version": None if file is None else file.version,
        "title": None if file is None else file.title,
        "state": _state(item),
        "place": item.place if item.place.startswith("shipped:") else Path(item.place).name,
        "sha256": item.hash if item.text else None,
        "findings": list(item.findings),
    }


def _lines(item: Shelved) -> list[str]:
    file = None if item.protocol is None else item.protocol.file
    name = item.id if file is None else f"{file.id} {file.version}  {file.title}"
    return [f"{name}  [{_state(item)}]", *(f"  {finding}" for finding in item.findings)]
