"""A case as one JSON object: every fact in order, quantities as decimal strings with their unit."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from core.log.codec import encode
from core.model.events import Advised, ClockStepped, Recorded
from core.model.facts import Axis, Phase
from core.report.facts import SCOPE, opening_of, without_free_text
from core.rules.bounds import AXIS_GRID
from core.view.explain import value_text

FORMAT = 1


def case_json(facts: Sequence[Recorded], *, notes: bool) -> str:
    """The whole case; without `notes` whatever was typed freely is left out.

    Raises:
        ValueError: the facts hold no opening of a case.
    """
    opened = opening_of(facts)
    told = facts if notes else without_free_text(facts)
    whole = {
        "format": FORMAT,
        "scope": SCOPE,
        "label": opened.setup.label,
        "mode": str(opened.setup.mode),
        "protocol": {"id": opened.protocol, "version": opened.protocol_version},
        "entries": [_entry(fact) for fact in told],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _entry(fact: Recorded) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(encode(fact).body)
    if isinstance(fact.event, Advised):
        fields["inputs"] = _inputs(fact.event.inputs, str(fact.event.dose.unit))
    if isinstance(fact.event, ClockStepped):
        fields["seconds"] = f"{fact.event.seconds} s"
    recorded_at = fact.recorded_at.isoformat().replace("+00:00", "Z")
    return {"entry": fact.seq, "recorded_at": recorded_at, **fields}


def _inputs(inputs: Mapping[str, int], unit: str) -> dict[str, str]:
    """The facts that the rules saw: in the log they are counts on integer grids."""
    return {name: _input(Axis[name.upper()], count, unit) for name, count in inputs.items()}


def _input(axis: Axis, count: int, unit: str) -> str:
    if axis is Axis.PHASE:
        return Phase(count).name.lower()
    return f"{count} s" if AXIS_GRID.get(axis) == "time" else value_text(axis, count, unit)
