"""`pressor trial --protocol A --grid`: how far a protocol bends, as tables of heat."""

import json
from collections.abc import Iterator
from concurrent.futures import Executor
from decimal import Decimal
from typing import Any

from core.quantity.text import number_text
from core.trial.outcome_set import OUTCOMES
from core.trial.plan import Plan
from core.trial.plan_json import plan_json
from core.trial.result import own_versions
from core.trial.result_json import figure
from core.trial.result_text import aligned, number
from core.trial.robustness import AXES, MEASURES, Axis, Grid, GridCell, grid_of
from core.trial.run import Tell
from core.view.wording import Words

PATIENT = "patient"


def run_grid(
    plan: Plan, tell: Tell, words: Words, executor: Executor | None, *, as_json: bool
) -> str:
    """What is printed: every cell of the one arm of a plan; `executor` runs them side by side.

    Raises:
        ValueError: there is more than one arm.
    """
    if len(plan.arms) != 1:
        raise ValueError("--grid: it takes one protocol: leave --versus out")
    found = grid_of(plan, AXES, tell, executor)
    return (_json(found, words) if as_json else grid_text(found, words)) + "\n"


def grid_text(found: Grid, words: Words) -> str:
    """A table per pair of axes and measure, and one of the patients who can be opened."""
    plan = found.plan
    head = {"protocol": plan.arms[0].name, "patients": str(plan.patients)}
    head |= {"preset": str(plan.preset), "hours": str(plan.hours), "seed": str(plan.seed)}
    blocks = [
        words.say("trial.grid.head", head),
        words.say("trial.rests-on"),
        words.say("trial.grid.usual", {"usual": _usual(found, words)}),
        *_tables(found, words),
        words.say("trial.grid.patients", {"seed": str(plan.seed)}),
    ]
    return "\n\n".join(blocks)


def _tables(found: Grid, words: Words) -> Iterator[str]:
    for rows, columns in found.pairs:
        for measure in (*MEASURES, PATIENT):
            yield _table(found, rows, columns, measure, words)


def _table(found: Grid, rows: Axis, columns: Axis, measure: str, words: Words) -> str:
    names = {"rows": _axis(rows, words), "columns": _axis(columns, words)}
    code = "trial.grid.patient" if measure == PATIENT else f"trial.outcome.{measure}"
    title = words.say("trial.grid.table", {"measure": words.say(code), **names})
    lines = [
        (f"  {_said(value)}", *(_told(cell, measure, words) for cell in cells))
        for value, cells in zip(rows.values, found.table(rows, columns), strict=True)
    ]
    heads = ("", *(_said(value) for value in columns.values))
    return f"{title}\n{aligned([heads, *lines])}"


def _told(cell: GridCell, measure: str, words: Words) -> str:
    if measure != PATIENT:
        return number(cell.figures[measure], words)
    return words.say("trial.nothing") if cell.patient is None else str(cell.patient)


def _usual(found: Grid, words: Words) -> str:
    return "; ".join(f"{_axis(axis, words)} {_said(axis.usual)}" for axis in found.axes)


def _axis(axis: Axis, words: Words) -> str:
    return words.say(f"trial.grid.axis.{axis.field}")


def _said(value: float) -> str:
    return number_text(Decimal(str(value)))


def _json(found: Grid, words: Words) -> str:
    told = {
        "rests_on": words.say("trial.rests-on"),
        "versions": dict(own_versions()),
        "plan": plan_json(found.plan),
        "protocol": {"name": found.plan.arms[0].name, "hash": found.plan.arms[0].hash},
        "axes": [{"field": axis.field, "values": list(axis.values)} for axis in found.axes],
        "units": {each.code: each.unit for each in OUTCOMES if each.code in MEASURES},
        "cells": [_cell(found, cell) for cell in found.cells.values()],
    }
    return json.dumps(told, allow_nan=False)


def _cell(found: Grid, cell: GridCell) -> dict[str, Any]:
    """A cell: what a plan needs beside the shared one, so that its patient can be opened."""
    fields = [axis.field for axis in found.axes]
    return {
        **dict(zip(fields, cell.place, strict=True)),
        "seed": cell.plan.seed,
        "patients": cell.plan.patients,
        "usable": cell.usable,
        "patient": cell.patient,
        **{code: figure(value) for code, value in cell.figures.items()},
    }
