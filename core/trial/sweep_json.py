"""A sweep as one JSON object: what a file of it says, so that every figure can be made again."""

import json
from typing import Any

from core.trial.outcome_set import OUTCOMES
from core.trial.plan import Arm
from core.trial.plan_json import plan_json
from core.trial.result import own_versions
from core.trial.result_json import FORMAT, figure
from core.trial.statistics import Estimate
from core.trial.sweep import Swept, Variant
from core.trial.sweep_view import why_not
from core.view.wording import Words

KIND = "pressor trial sweep"


def as_text(found: Swept, arm: Arm, words: Words, *, whole: bool = False) -> str:
    """The sweep of an arm, which is its protocol as it is; `whole` adds the text of that."""
    told = {
        "kind": KIND,
        "format": FORMAT,
        "rests_on": words.say("trial.rests-on"),
        "versions": dict(own_versions()),
        "plan": plan_json(found.plan),
        "protocol": {"name": arm.name, "hash": arm.hash} | ({"text": arm.text} if whole else {}),
        "field": found.field,
        "usable": found.counted,
        "values": [_variant(variant, words) for variant in found.variants],
        "curves": {outcome.code: _curve(found, outcome.code) for outcome in OUTCOMES},
        "units": {outcome.code: outcome.unit for outcome in OUTCOMES},
    }
    return json.dumps(told, allow_nan=False) + "\n"


def _variant(variant: Variant, words: Words) -> dict[str, Any]:
    changes = [[each.place, each.before, each.after] for each in variant.changes]
    why = [] if variant.sound else why_not(variant, words)
    return {"value": variant.value, "run": variant.sound, "why_not": why, "changes": changes}


def _curve(found: Swept, code: str) -> list[dict[str, Any]]:
    """An outcome at each value that was run, and minus the same at the first."""
    return [
        {
            "value": point.value,
            **_estimate(point.outcomes[code].estimate),
            "minus_first": _estimate(point.differences[code]),
        }
        for point in found.points
    ]


def _estimate(told: Estimate) -> dict[str, Any]:
    return {"at": figure(told.value), "low": figure(told.low), "high": figure(told.high)}
