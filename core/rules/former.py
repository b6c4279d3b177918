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


def with_former_keys(read: dict[str, Any]) -> dict[str, Any]:
    """The text as read, with the keys that its version did not know yet."""
    lacking = FORMER.get((str(read.get("id")), str(read.get("version"))), {})
    there = {name: keys for name, keys in lacking.items() if isinstance(read.get(name), dict)}
    return {**read, **{name: {**keys, **read[name]} for name, keys in there.items()}}
