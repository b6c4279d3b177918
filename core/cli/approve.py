"""`pressor approve PROTOCOL --initials AB`: lets an exact text advise at the workstation here.

The whole proof is run first, simulated patients included, whatever was proved before; a text with
findings cannot be approved.
"""

import argparse
import json
import sys
from datetime import UTC
from pathlib import Path

from core.approval import Approval
from core.cases.bookcase import (
    NotApprovableError,
    Volume,
    approve_text,
    refuse_example,
    shelved,
    volume_at,
)
from core.cases.told import ToldProof, read_told, remember_told
from core.cli.check import as_json, as_text, judged, progress
from core.cli.check_simulated import PATIENTS
from core.cli.protocols import approval_fields
from core.data_folder import data_folder
from core.entry.person import read_initials
from core.entry.verdict import Refused
from core.system_clock import SystemClock
from core.texts import load_words

APPROVED, FINDINGS, UNREADABLE = 0, 1, 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; its arguments are PROTOCOL, --initials and --json."""
    parser = subparsers.add_parser("approve", help="let a protocol advise at the workstation")
    parser.add_argument("protocol", metavar="PROTOCOL", help="an id on the shelf or a path")
    parser.add_argument("--initials", required=True, metavar="AB", help="who approves it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prove, then record. 0 approved, 1 findings or an example, 2 unreadable or no initials."""
    verdict = read_initials(args.initials)
    if isinstance(verdict, Refused):
        return _fail(f'"{args.initials}" are no initials: write two to four letters', UNREADABLE)
    folder = data_folder(args.data)
    try:
        volume = volume_at(args.protocol, folder)
        return _judged(volume, folder, verdict.value, as_object=args.json)
    except NotApprovableError as refusal:
        return _fail(f"{volume.id}: {refusal}", FINDINGS)
    except (OSError, ValueError) as fault:
        return _fail(str(fault), UNREADABLE)


def _judged(volume: Volume, folder: Path, initials: str, *, as_object: bool) -> int:
    refuse_example(volume)
    words, taken = load_words(UTC), shelved(volume)
    proof, runs = judged(taken, PATIENTS, progress())
    as_told = as_json(taken, proof, words, runs)
    told = read_told(as_told)
    if not proof.ok:
        said = _object(told, as_told, None) if as_object else as_text(taken, proof, words, runs)
        sys.stdout.write(f"{said}\n")
        return FINDINGS
    approval = approve_text(folder, volume, told, initials, SystemClock().now())
    remember_told(folder, told)
    if as_object:
        said = _object(told, as_told, approval)
    else:
        at = words.day_and_clock(approval.at)
        args = {"id": volume.id, "version": approval.version, "initials": initials, "at": at}
        counts = {"cells": str(told.cells), "patients": "0" if runs is None else str(runs.patients)}
        said = words.say("library.approved-now", {**args, **counts})
    sys.stdout.write(f"{said}\n")
    return APPROVED


def _object(told: ToldProof, as_told: str, approval: Approval | None) -> str:
    approved = None if approval is None else approval_fields(approval)
    return json.dumps({"approved": told.ok, "approval": approved, **json.loads(as_told)})


def _fail(why: str, status: int) -> int:
    sys.stderr.write(f"pressor approve: {' '.join(why.split())}\n")
    return status
