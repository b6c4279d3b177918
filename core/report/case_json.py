"""A case as one JSON object: every fact in order, quantities as decimal strings with their unit."""

import json
from collections.abc import Sequence

from core.log.codec import encode
from core.model.events import CaseOpened, NoteAdded, Recorded

SCOPE = (
    "Education, simulation and decision support. Verify independently. "
    "Not a medical device. Never controls a pump. Doses are norepinephrine base."
)
FORMAT = 1


def case_json(facts: Sequence[Recorded], *, notes: bool) -> str:
    """The whole case; without `notes` the text of each note is left out."""
    opened = next(fact.event for fact in facts if isinstance(fact.event, CaseOpened))
    whole = {
        "format": FORMAT,
        "scope": SCOPE,
        "label": opened.setup.label,
        "mode": str(opened.setup.mode),
        "protocol": {"id": opened.protocol, "version": opened.protocol_version},
        "entries": [_entry(fact) for fact in facts if notes or not _is_note(fact)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _is_note(fact: Recorded) -> bool:
    return isinstance(fact.event, NoteAdded)


def _entry(fact: Recorded) -> dict[str, object]:
    row = encode(fact)
    return {
        "entry": fact.seq,
        "recorded_at": fact.recorded_at.isoformat().replace("+00:00", "Z"),
        **json.loads(row.body),
    }
