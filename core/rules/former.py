"""What the texts of former versions lacked: a case keeps the text it began with, and goes on.

Filled in only for these very versions, with what their rows meant; any other text must say it.
"""

from typing import Any

Sections = dict[str, dict[str, Any]]

FORMER: dict[tuple[str, str], Sections] = {
    ("norepinephrine-adult", "1.0.0"): {
        "reading": {"low_for_start": "5 min"},
        "wean": {
            "settle": "15 min",
            "lows_for_undo": "2 readings",
            "watch_readings": ["5 min", "15 min", "30 min", "60 min"],
        },
        "prompts": {"perfusion_check": "4 h", "arterial_line": "60 min"},
    },
}


def with_former_keys(read: object) -> object:
    """The text as read, with the keys that its version did not know yet."""
    if not isinstance(read, dict):
        return read
    lacking = FORMER.get((str(read.get("id")), str(read.get("version"))), {})
    return {**read, **{name: _filled(read.get(name), keys) for name, keys in lacking.items()}}


def _filled(section: object, keys: dict[str, Any]) -> object:
    return {**keys, **section} if isinstance(section, dict) else section
