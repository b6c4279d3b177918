"""A grid as JSON and back: what a file of it says, so that every figure can be made again."""

import json
from collections.abc import Mapping
from math import nan
from typing import Any

from core.trial.outcome_set import OUTCOMES
from core.trial.plan import Arm, Plan
from core.trial.plan_json import plan_from, plan_json
from core.trial.result import own_versions
from core.trial.result_json import FORMAT, figure
from core.trial.robustness import AXES, MEASURES, Axis, Grid, GridCell, plan_at

KIND = "pressor trial grid"


def as_text(found: Grid, rests_on: str, *, whole: bool = False) -> str:
    """The file: what it rests on, how it was made, every cell; `whole` adds the protocol's text."""
    (arm,) = found.plan.arms
    told = {
        "kind": KIND,
        "format": FORMAT,
        "rests_on": rests_on,
        "versions": dict(own_versions()),
        "plan": plan_json(found.plan),
        "protocol": {"name": arm.name, "hash": arm.hash} | ({"text": arm.text} if whole else {}),
        "axes": [{"field": axis.field, "values": list(axis.values)} for axis in found.axes],
        "units": {each.code: each.unit for each in OUTCOMES if each.code in MEASURES},
        "cells": [_cell(found, cell) for cell in found.cells.values()],
    }
    return json.dumps(told, allow_nan=False) + "\n"


def grid_from(text: str, arm: Arm) -> Grid:
    """The grid of a file; the file names its protocol by hash, so the text is given.

    Raises:
        ValueError: it is no such file.
    """
    try:
        told = json.loads(text)
        plan = plan_from(told["plan"], (arm,))
        axes = axes_of(told)
        cells = [_cell_from(each, plan, axes) for each in told["cells"]]
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise ValueError(f"this is no grid of a trial: {fault}") from fault
    return Grid(plan, axes, {cell.place: cell for cell in cells})


def axes_of(told: Mapping[str, Any]) -> tuple[Axis, ...]:
    """The axes that a file was made with.

    Raises:
        KeyError: one of them is unknown, or they are missing.
    """
    return tuple(_axis(each) for each in told["axes"])


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


def _axis(told: Mapping[str, Any]) -> Axis:
    usual = {axis.field: axis.usual for axis in AXES}
    return Axis(told["field"], tuple(told["values"]), usual[told["field"]])


def _cell_from(told: Mapping[str, Any], plan: Plan, axes: tuple[Axis, ...]) -> GridCell:
    place = tuple(told[axis.field] for axis in axes)
    figures = {code: nan if told[code] is None else float(told[code]) for code in MEASURES}
    return GridCell(place, plan_at(plan, axes, place), told["usable"], figures, told["patient"])
