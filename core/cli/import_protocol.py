"""`pressor import FILE`: brings a protocol file into the library and says what its proof finds."""

import argparse
import json
import sys
from datetime import UTC
from pathlib import Path

from core.cases.bookcase import TakenError, bring_in
from core.cases.told import read_told, remember_told
from core.cli.check import as_json, as_text, progress, proof_of
from core.data_folder import data_folder
from core.library import Shelved, read_protocol
from core.rules.compile import ProtocolError
from core.texts import load_words

FINE, FINDINGS, UNREADABLE = 0, 1, 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; its arguments are FILE, --replace and --json."""
    parser = subparsers.add_parser("import", help="bring a protocol file into the library")
    parser.add_argument("file", metavar="FILE", help="path of a protocol file")
    parser.add_argument("--replace", action="store_true", help="take the place of another text")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Bring it in and prove it.

    0 it is there and proved, 1 findings or its id is taken, 2 unreadable. A text that does not
    load is not brought in; one with findings of its proof is, for simulation.
    """
    folder = data_folder(args.data)
    try:
        place = bring_in(folder, Path(args.file), replace=args.replace)
        return _told(read_protocol(str(place)), folder, brought_in=True, as_object=args.json)
    except ProtocolError:
        faulty = read_protocol(args.file)
        return _told(faulty, folder, brought_in=False, as_object=args.json)
    except TakenError as taken:
        hint = "; --replace takes its place" if taken.replaceable else ""
        return _fail(f"{taken}{hint}", FINDINGS)
    except (OSError, ValueError) as fault:
        return _fail(str(fault), UNREADABLE)


def _told(shelved: Shelved, folder: Path, *, brought_in: bool, as_object: bool) -> int:
    words = load_words(UTC)
    proof = proof_of(shelved, progress())
    told = as_json(shelved, proof, words)
    if brought_in:
        remember_told(folder, read_told(told))
    if as_object:
        said = json.dumps({"imported": brought_in, **json.loads(told)})
    else:
        code = "library.brought-in" if brought_in else "library.not-brought-in"
        lines = [words.say(code, {"id": shelved.id}), as_text(shelved, proof, words)]
        if brought_in and proof.ok:
            lines.append(words.say("library.show-the-rest", {"id": shelved.id}))
        said = "\n".join(lines)
    sys.stdout.write(f"{said}\n")
    return FINE if proof.ok else FINDINGS


def _fail(why: str, status: int) -> int:
    sys.stderr.write(f"pressor import: {' '.join(why.split())}\n")
    return status
