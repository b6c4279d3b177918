"""`pressor check PROTOCOL`: is it proved that the protocol keeps its promises?

Each finding comes with the row, a sentence, and where one could be built a course that shows it,
in the language of the worked cases.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC
from importlib.metadata import version
from typing import Any

from core.cases.bookcase import place_of
from core.cases.told import ToldProof, read_told
from core.cli.check_simulated import PATIENTS, fields, patients_from, simulated
from core.cli.check_simulated import lines as simulated_lines
from core.data_folder import data_folder
from core.lab.nominal import Nominal
from core.library import Shelved, read_protocol
from core.proof.certificate import Certificate, certificate_of
from core.proof.finding import Finding
from core.proof.joint import JOINTS
from core.proof.prove import Progress, Proof, prove, unheard
from core.texts import load_words
from core.view.wording import Words

PROVED, FINDINGS, UNREADABLE = 0, 1, 2
_ROW = re.compile(r"row ([a-z][a-z0-9-]*)[:,]")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; its arguments are PROTOCOL and --json."""
    parser = subparsers.add_parser("check", help="is it proved what a protocol promises?")
    parser.add_argument("protocol", metavar="PROTOCOL", help="an id on the shelf or a path")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    count = f"simulated of each preset; {PATIENTS} unless told, 0 leaves them out"
    parser.add_argument("--patients", metavar="N", default=str(PATIENTS), help=count)
    parser.add_argument("--progress", action="store_true", help="count on standard error")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what came of it. 0 proved, 1 findings, 2 unreadable with one line on standard error."""
    try:
        patients = patients_from(args.patients)
        shelved = read_protocol(place_of(args.protocol, data_folder(args.data)))
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"pressor check: {' '.join(str(fault).split())}\n")
        return UNREADABLE
    proof, found = judged(shelved, patients, progress(always=args.progress))
    words, write = load_words(UTC), as_json if args.json else as_text
    told = write(shelved, proof, words, found)
    sys.stdout.write(f"{told}\n")
    return PROVED if proof.ok else FINDINGS


def told_of(name: str, progress: Progress = unheard) -> ToldProof:
    """What the command says of a protocol by id or path, simulated patients included.

    Raises:
        ValueError: there is no such protocol, or it cannot be read.
    """
    try:
        shelved = read_protocol(name)
    except OSError as fault:
        raise ValueError(str(fault)) from fault
    proof, found = judged(shelved, PATIENTS, progress)
    return read_told(as_json(shelved, proof, load_words(UTC), found))


def judged(
    shelved: Shelved, patients: int, progress: Progress = unheard
) -> tuple[Proof, Nominal | None]:
    """The whole proof: the exact one, then what so many simulated patients of each preset show."""
    return simulated(shelved, proof_of(shelved, progress), patients, progress)


def proof_of(shelved: Shelved, progress: Progress = unheard) -> Proof:
    """The proof of a protocol on the shelf; what kept it from being loaded is a finding too."""
    if shelved.protocol is None:
        return Proof(0, tuple(_load_faults(shelved)), ())
    return prove(shelved.protocol, progress=progress)


def certificate(shelved: Shelved, proof: Proof) -> Certificate | None:
    """The certificate that the proof earns the exact text, from this version of the program."""
    return certificate_of(shelved.text, proof, version("pressor"))


def _load_faults(shelved: Shelved) -> Iterator[Finding]:
    for fault in shelved.findings:
        row = _ROW.search(fault)
        yield Finding("load", None if row is None else row[1], {"fault": fault})


def progress(*, always: bool = False) -> Progress:
    """A line on standard error that grows, where somebody sees it or asks for it."""
    return _draw if always or sys.stderr.isatty() else unheard


def _draw(done: int, total: int) -> None:
    end = "\r\x1b[K" if done == total else ""
    sys.stderr.write(f"\r{done} of {total}{end}")
    sys.stderr.flush()


def sentence(finding: Finding, words: Words) -> str:
    """The finding in words."""
    return words.say(f"proof.{finding.id}.broken", finding.args)


def as_json(shelved: Shelved, proof: Proof, words: Words, runs: Nominal | None = None) -> str:
    """What came of it as one JSON object."""
    file = None if shelved.protocol is None else shelved.protocol.file
    found = {
        "ok": proof.ok,
        "protocol": shelved.id,
        "version": None if file is None else file.version,
        "sha256": shelved.hash,
        "cells": proof.cells,
        "proved": list(proof.proved),
        "pending": list(proof.pending),
        "simulated": fields(runs),
        "findings": [_fields(finding, words) for finding in proof.findings],
    }
    return json.dumps(found)


def _fields(finding: Finding, words: Words) -> dict[str, Any]:
    shown = finding.counterexample
    return {
        "id": finding.id,
        "row": finding.row,
        "counterexample": None if shown is None else asdict(shown),
        "message": sentence(finding, words),
    }


def as_text(shelved: Shelved, proof: Proof, words: Words, runs: Nominal | None = None) -> str:
    """What came of it in lines."""
    if not proof.ok:
        return "\n".join(_findings(shelved, proof, words))
    program = version("pressor")
    lines = [f"{shelved.id}: proved in {proof.cells} cells by version {program}"]
    lines += [f"  {shelved.hash}"]
    lines += [f"  {words.say(f'proof.{name}.title')}" for name in proof.proved]
    lines += [words.say("proof.takes-for-granted")]
    lines += [f"  {words.say(f'joint.{joint.code}')}" for joint in JOINTS]
    lines += [] if runs is None else simulated_lines(runs, words)
    lines += [words.say("proof.still-pending")] if proof.pending else []
    return "\n".join([*lines, *(f"  {words.say(f'pending.{name}')}" for name in proof.pending)])


def _findings(shelved: Shelved, proof: Proof, words: Words) -> Iterator[str]:
    count = len(proof.findings)
    yield f"{shelved.id}: {count} {'finding' if count == 1 else 'findings'}"
    for finding in proof.findings:
        yield f"  {finding.id}: {sentence(finding, words)}"
        if finding.counterexample is not None:
            given = finding.counterexample
            said = [given.band or "", given.fluids, f"vasopressin {given.vasopressin}"]
            yield f"    {words.say('proof.shown-by')} {', '.join(text for text in said if text)}"
            yield from (f"    {line}" for line in given.course)
        elif finding.id != "load":
            yield f"    {words.say('proof.not-shown')}"
