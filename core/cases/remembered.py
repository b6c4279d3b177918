"""The outlooks of the closed cases, kept in a file so that home is there at once.

They are a copy of what the case files say. An entry counts only for a file of exactly the size
and time it was made from; a file that cannot be read is as good as none.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from core.cases.line import CaseLine, Outlook, PromptLine
from core.model.terms import Mode, Urgency

FORMAT = 2
Sign = tuple[int, ...]
"""Size and time of change of a case file and of what lies beside it."""
Entries = Mapping[str, tuple[Sign, str, Outlook]]
"""By case: the sign of its file, what the outlook was made with, and the outlook."""


def sign_of(path: Path) -> Sign:
    """How a case file looks from outside. OSError if it is gone."""
    found: list[int] = []
    for place in (path, path.with_name(path.name + "-wal")):
        if place == path or place.exists():
            status = place.stat()
            found += [status.st_size, status.st_mtime_ns]
    return tuple(found)


def recall(place: Path) -> dict[str, tuple[Sign, str, Outlook]]:
    """What was remembered; nothing where the file is missing, foreign or cut short."""
    try:
        found = json.loads(place.read_text("utf-8"))
        if found["format"] != FORMAT:
            return {}
        return {name: _entry(name, fields) for name, fields in found["cases"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # it can be made anew
        return {}


def remember(place: Path, entries: Entries) -> None:
    """Write them down in one step. OSError where that is not possible."""
    cases = {
        name: {
            "sign": list(sign),
            "made_with": made_with,
            "lines": [[begins, asdict(line)] for begins, line in outlook.lines],
        }
        for name, (sign, made_with, outlook) in entries.items()
    }
    text = json.dumps({"format": FORMAT, "cases": cases}, default=datetime.isoformat)
    fresh = place.with_name(f".{place.name}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(place)


def _entry(name: str, fields: dict[str, Any]) -> tuple[Sign, str, Outlook]:
    lines = tuple((_instant(begins), _line(name, line)) for begins, line in fields["lines"])
    if not lines:
        raise ValueError(f"{name} has no line")
    return tuple(int(part) for part in fields["sign"]), str(fields["made_with"]), Outlook(lines)


def _line(name: str, fields: dict[str, Any]) -> CaseLine:
    known = {
        "id": name,
        "mode": None if fields["mode"] is None else Mode(fields["mode"]),
        "map_at": _instant_or_none(fields["map_at"]),
        "next_due_at": _instant_or_none(fields["next_due_at"]),
        "prompts": tuple(_prompt(prompt) for prompt in fields["prompts"]),
    }
    return CaseLine(**{**fields, **known})


def _prompt(fields: dict[str, Any]) -> PromptLine:
    return PromptLine(fields["text"], Urgency(fields["urgency"]), _instant(fields["due_at"]))


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no offset from UTC")
    return instant


def _instant_or_none(text: str | None) -> datetime | None:
    return None if text is None else _instant(text)
