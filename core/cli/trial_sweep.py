"""`pressor trial --protocol A --sweep FIELD=V1,V2`: the outcome curves of one field."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from core.library import file_from
from core.trial.contrasts import Runner
from core.trial.outcome import Group
from core.trial.outcome_set import OUTCOMES
from core.trial.plan import Plan
from core.trial.plan_json import plan_json
from core.trial.result import own_versions
from core.trial.result_json import figure
from core.trial.result_text import aligned, estimate_text, gap_text
from core.trial.statistics import Estimate
from core.trial.sweep import Point, Swept, Variant, swept, variants
from core.trial.sweep_values import asked_for
from core.trial.sweep_view import why_not
from core.trial.usual_care import is_usual_care
from core.view.wording import Words

_Told = Callable[[Point, str], str]


def run_sweep(plan: Plan, asked: str, run: Runner, words: Words, *, as_json: bool) -> str:
    """What is printed: the curves over the one arm of a plan.

    Raises:
        ValueError: there is more than one arm, or none of the values can be tried.
    """
    if len(plan.arms) != 1 or is_usual_care(plan.arms[0].text):
        raise ValueError("--sweep: it takes one protocol: leave --versus and usual care out")
    file = file_from(plan.arms[0].text)
    name, values = asked_for(asked, file)
    tried = tuple(variants(file, name, values))
    if not any(variant.sound for variant in tried):
        told = "; ".join(f"{variant.value}: {why_not(variant, words)[0]}" for variant in tried)
        raise ValueError(f"--sweep {name}: no value gives a protocol that is proved: {told}")
    found = swept(plan, name, tried, run)
    base = plan.arms[0].name
    return (_json(found, plan, words) if as_json else sweep_text(found, base, words)) + "\n"


def sweep_text(found: Swept, base: str, words: Words) -> str:
    """The curves as a table, the differences from the first value, and what changed."""
    plan = found.plan
    head = {"protocol": base, "field": found.field, "patients": str(plan.patients)}
    head |= {"preset": str(plan.preset), "hours": str(plan.hours), "seed": str(plan.seed)}
    counted = {"usable": str(found.counted), "patients": str(plan.patients)}
    blocks = [
        words.say("trial.sweep.head", head),
        words.say("trial.rests-on"),
        words.say("trial.sweep.counted", counted),
        _table(found.points, lambda point, code: _at(point, code, words), words),
        *_differences(found, words),
        *_not_run(found, words),
        words.say("trial.sweep.changed") + "\n" + "\n".join(_changed(found, words)),
        words.say("trial.methods"),
    ]
    return "\n\n".join(blocks)


def _table(points: Sequence[Point], told: _Told, words: Words) -> str:
    """A column per value, a row per outcome."""
    rows: list[tuple[str, ...]] = [("", *(point.value for point in points))]
    for group in Group:
        rows.append((words.say(f"trial.group.{group}"),))
        for outcome in OUTCOMES:
            if outcome.group is group:
                label = f"  {words.say(f'trial.outcome.{outcome.code}')}"
                rows.append((label, *(told(point, outcome.code) for point in points)))
    return aligned(rows)


def _at(point: Point, code: str, words: Words) -> str:
    return estimate_text(point.outcomes[code].estimate, words)


def _differences(found: Swept, words: Words) -> Iterator[str]:
    """Each later value minus the first, where there is a later one."""
    first, *later = found.points
    if not later:
        return

    def gap(point: Point, code: str) -> str:
        here, there = (each.outcomes[code].estimate for each in (point, first))
        return gap_text(point.differences[code], here, there, words)

    head = words.say("trial.sweep.differences", {"value": first.value})
    yield f"{head}\n{_table(later, gap, words)}"


def _not_run(found: Swept, words: Words) -> Iterator[str]:
    rows = [
        f"  {variant.value}: {why}"
        for variant in found.variants
        if not variant.sound
        for why in why_not(variant, words)
    ]
    if rows:
        yield "\n".join([words.say("trial.sweep.not-run"), *rows])


def _changed(found: Swept, words: Words) -> Iterator[str]:
    """What changed at each value that was run."""
    for variant in found.variants:
        if variant.sound:
            rows = [f"{each.place} {each.before} -> {each.after}" for each in variant.changes]
            yield f"  {variant.value}: {'; '.join(rows) or words.say('trial.sweep.as-it-is')}"


def _json(found: Swept, asked: Plan, words: Words) -> str:
    told = {
        "rests_on": words.say("trial.rests-on"),
        "versions": dict(own_versions()),
        "plan": plan_json(found.plan),
        "protocol": {"name": asked.arms[0].name, "hash": asked.arms[0].hash},
        "field": found.field,
        "usable": found.counted,
        "values": [_variant(variant, words) for variant in found.variants],
        "curves": {outcome.code: _curve(found, outcome.code) for outcome in OUTCOMES},
        "units": {outcome.code: outcome.unit for outcome in OUTCOMES},
    }
    return json.dumps(told, allow_nan=False)


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
