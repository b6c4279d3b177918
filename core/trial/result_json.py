"""A result as one JSON object, and back: every table and figure can be made again from the file.

Estimates are decimal strings of six significant digits, "never" where infinite ("-never" where a
difference is minus that: only the other one never got there), null where not defined. The values
of each patient, exact, are in the file alone and only up to `MOST_LISTED` patients; `result_from`
needs them.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import fields
from decimal import Decimal
from math import isinf, isnan
from typing import Any

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.quantity.text import number_text
from core.trial.compare import ArmFound, Contrast
from core.trial.outcome import Found
from core.trial.outcome_set import OUTCOMES
from core.trial.plan import Arm
from core.trial.plan_json import plan_from, plan_json
from core.trial.record import Record
from core.trial.result import Result, ResultError, result_of
from core.trial.statistics import Curve, Estimate

FORMAT = 1
KIND = "pressor trial"
MOST_LISTED = 100_000
NEVER = "never"
_UNITS = {outcome.code: (str(outcome.measure), outcome.unit) for outcome in OUTCOMES}


def as_json(result: Result, rests_on: str, *, whole: bool = False) -> dict[str, Any]:
    """The result as one object; `whole` adds the texts of the arms and the values of each patient.

    `rests_on` is the sentence that has to stand beside any figure of a trial.
    """
    texts = {arm.name: arm for arm in result.plan.arms}
    arms = [_arm_json(found, texts[found.name], whole=whole) for found in result.compared.arms]
    told: dict[str, Any] = {
        "kind": KIND,
        "format": FORMAT,
        "rests_on": rests_on,
        "versions": dict(result.versions),
        "plan": plan_json(result.plan),
        "arms": arms,
        "differences": [_contrast_json(contrast) for contrast in result.compared.contrasts],
    }
    if whole and result.plan.patients <= MOST_LISTED:
        told["records"] = {name: _listed(record) for name, record in result.records.items()}
    return told


def as_text(result: Result, rests_on: str) -> str:
    """The whole result as the text of a file: the same plan and program give the same bytes."""
    return json.dumps(as_json(result, rests_on, whole=True), allow_nan=False) + "\n"


def result_from(text: str) -> Result:
    """The result of a file's text, its estimates worked out anew from the patients' values.

    Raises:
        ResultError: it is no result of a trial, of another format, or without patients.
        ValueError: the plan in it is not accepted.
    """
    told = opened(text)
    if "records" not in told:
        raise ResultError("this result holds no patients: run its plan again")
    try:
        arms = tuple(Arm(arm["name"], arm["text"]) for arm in told["arms"])
        records = {name: _record(columns) for name, columns in told["records"].items()}
        return result_of(plan_from(told["plan"], arms), records, told["versions"])
    except (KeyError, TypeError) as fault:
        raise ResultError(
            f"a result of a trial with a part missing or misshapen: {fault}"
        ) from None


def opened(text: str, kinds: Collection[str] = (KIND,)) -> dict[str, Any]:
    """What the text of a file says, if it is of one of these kinds and of this format.

    Raises:
        ResultError: it is something else; the sentence says what was wanted.
    """
    try:
        told = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as fault:
        raise ResultError(f"not a result of a trial: no JSON: {fault}") from None
    if not isinstance(told, dict) or told.get("kind") not in kinds:
        wanted = " or ".join(f'"{kind}"' for kind in kinds)
        raise ResultError(f"not a result of a trial: wanted kind {wanted}")
    if told.get("format") != FORMAT:
        raise ResultError(
            f"a result of a trial in format {told.get('format')}, and this program reads format "
            f"{FORMAT}: use the program that wrote it"
        )
    return told


def figure(value: float) -> str | None:
    """A number of a result: six significant digits, "never", "-never" or null."""
    if isnan(value):
        return None
    if isinf(value):
        return NEVER if value > 0 else f"-{NEVER}"
    return number_text(Decimal(f"{value:.6g}"))


def _arm_json(found: ArmFound, arm: Arm, *, whole: bool) -> dict[str, Any]:
    counted = found.counted
    told: dict[str, Any] = {"name": found.name, "hash": arm.hash}
    if whole:
        told["text"] = arm.text
    return told | {
        "present": counted.present,
        "usable": counted.usable,
        "excluded": {why.name.lower(): count for why, count in counted.by_reason.items()},
        "outcomes": {code: _found_json(code, each) for code, each in found.outcomes.items()},
        "liberated": _curve_json(found.liberated),
    }


def _found_json(code: str, found: Found) -> dict[str, Any]:
    measure, unit = _UNITS[code]
    told = {"measure": measure, "unit": unit, **_estimate_json(found.estimate)}
    if found.spread is None:
        return told
    middle = found.spread.median
    return told | {
        "median": figure(middle.value),
        "median_low": figure(middle.low),
        "median_high": figure(middle.high),
        "lower_quartile": figure(found.spread.lower_quartile),
        "upper_quartile": figure(found.spread.upper_quartile),
    }


def _estimate_json(estimate: Estimate) -> dict[str, Any]:
    return {
        "value": figure(estimate.value),
        "low": figure(estimate.low),
        "high": figure(estimate.high),
        "count": estimate.count,
        "method": str(estimate.method),
    }


def _contrast_json(contrast: Contrast) -> dict[str, Any]:
    gaps = {code: _estimate_json(gap) for code, gap in contrast.differences.items()}
    return {"arm": contrast.name, "versus": contrast.versus, "outcomes": gaps}


def _curve_json(curve: Curve) -> dict[str, Any]:
    return {
        "hours": list(curve.hours),
        "percent": [figure(point.value) for point in curve.happened],
        "low": [figure(point.low) for point in curve.happened],
        "high": [figure(point.high) for point in curve.happened],
    }


def _listed(record: Record) -> dict[str, list[float | int | None]]:
    return {name: _list(array) for name, array in record.arrays().items()}


def _list(array: FloatArray | IntArray) -> list[float | int | None]:
    """Exact values; null where a thing never happened."""
    values: list[float | int | None] = array.tolist()
    return [None if isinstance(value, float) and isnan(value) else value for value in values]


def _record(columns: Mapping[str, list[float | int | None]]) -> Record:
    arrays: dict[str, Any] = {}
    for item in fields(Record):
        kind = np.float64 if item.type is FloatArray else np.int64
        arrays[item.name] = np.array(columns[item.name], dtype=kind)
    return Record(**arrays)
