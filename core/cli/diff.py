"""`pressor diff A B`: the advice that changes between two versions of a protocol."""

import argparse
import json
import sys
from datetime import UTC
from itertools import groupby

from core.cases.bookcase import place_of
from core.data_folder import data_folder
from core.library import Shelved, read_protocol
from core.revision.change import DOSE_RELEVANT, Change
from core.revision.compare import compare, dose_relevant
from core.revision.telling import example_text, sentence
from core.rules.compile import Protocol
from core.texts import load_words
from core.view.wording import Words

FINE, RELEVANT, BAD_USAGE = 0, 1, 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; its arguments are A, B and --json."""
    parser = subparsers.add_parser("diff", help="the advice that changes between two protocols")
    parser.add_argument("before", metavar="A", help="the earlier one: id of a shipped one, or path")
    parser.add_argument("now", metavar="B", help="the present one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the changes. 0 nothing dose-relevant, 1 something is, 2 a file that cannot be used."""
    words = load_words(UTC)
    try:
        folder = data_folder(args.data)
        shelved = [_read(place_of(place, folder)) for place in (args.before, args.now)]
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"pressor diff: {' '.join(str(fault).split())}\n")
        return BAD_USAGE
    (before, one), (now, other) = shelved
    changes = () if before.text == now.text else compare(one, other)
    if args.json:
        sys.stdout.write(json.dumps(_as_json(before, now, changes, words)) + "\n")
    else:
        sys.stdout.write(_as_text((before, one), (now, other), changes, words))
    return RELEVANT if dose_relevant(changes) else FINE


def _read(place: str) -> tuple[Shelved, Protocol]:
    shelved = read_protocol(place)
    if shelved.protocol is None:
        raise ValueError(f"{place}: {'; '.join(shelved.findings)}")
    return shelved, shelved.protocol


def _as_json(
    before: Shelved, now: Shelved, changes: tuple[Change, ...], words: Words
) -> dict[str, object]:
    return {
        "before": {"id": before.id, "sha256": before.hash},
        "now": {"id": now.id, "sha256": now.hash},
        "dose_relevant": dose_relevant(changes),
        "changes": [_fields(change, words) for change in changes],
    }


def _fields(change: Change, words: Words) -> dict[str, object]:
    example = change.example
    return {
        "group": change.group.value,
        "dose_relevant": change.group in DOSE_RELEVANT,
        "agent": None if change.agent is None else change.agent.value,
        "code": change.code,
        "args": dict(change.args),
        "message": sentence(change, words),
        "example": None
        if example is None
        else {
            "target": example.band or None,
            "facts": dict(example.facts),
            "before": dict(example.before),
            "now": dict(example.now),
            "message": example_text(change, words),
        },
    }


def _as_text(
    before: tuple[Shelved, Protocol],
    now: tuple[Shelved, Protocol],
    changes: tuple[Change, ...],
    words: Words,
) -> str:
    names = {"before": _name(before[1]), "now": _name(now[1])}
    lines = [words.say("revision.heading", names)]
    if not changes:
        same = before[0].text == now[0].text
        return "\n".join([*lines, words.say(f"revision.{'same-text' if same else 'none'}"), ""])
    lines.append(words.say(f"revision.{'relevant' if dose_relevant(changes) else 'irrelevant'}"))
    for group, found in groupby(changes, key=lambda change: change.group):
        lines += ["", words.say(f"revision.group.{group}")]
        for change in found:
            lines.append(f"- {sentence(change, words)}")
            example = example_text(change, words)
            lines += [f"  {example}"] if example else []
    return "\n".join([*lines, ""])


def _name(protocol: Protocol) -> str:
    return f"{protocol.file.id} {protocol.file.version}"
