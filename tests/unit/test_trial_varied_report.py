"""Sweeps and grids as reports and as long tables: every figure is there, and where it belongs."""

import csv
import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC
from math import nan
from typing import Any

import numpy as np
import pytest

from core.patient.arrays import FloatArray
from core.report.drawing import Area
from core.report.heat import heat_drawing
from core.report.trial_kept import grid_kept, sweep_kept
from core.texts import load_words
from core.trial.grid_view import grid_view
from core.trial.outcome_set import OUTCOMES
from core.trial.plan import Arm, Plan
from core.trial.record import Record
from core.trial.rewrite import Change
from core.trial.robustness import MEASURES, Axis, Grid, GridCell, places, plan_at
from core.trial.sweep import Swept, Variant, swept
from core.trial.sweep_rows import at_rows, minus_rows

WORDS = load_words(UTC)
COUNT = 10
ARM = Arm("tried", 'version = "2.0.0"\n')
AXES = (
    Axis("response_factor", (0.5, 1.0), 1.0),
    Axis("line_lag_s", (0, 60, 300), 0),
    Axis("missed_share", (0.05, 0.3), 0.05),
)


def grid() -> Grid:
    plan, cells = Plan((ARM,), patients=COUNT, hours=6), {}
    for number, place in enumerate(places(AXES)):
        figures = (
            dict.fromkeys(MEASURES, 10.25 + number) if number else dict.fromkeys(MEASURES, nan)
        )
        patient = number or None
        cells[place] = GridCell(place, plan_at(plan, AXES, place), number, figures, patient)
    return Grid(plan, AXES, cells)


def records(plan: Plan) -> dict[str, Record]:
    ids = np.arange(COUNT, dtype=np.int64)

    def record(arm: int) -> Record:
        columns: dict[str, Any] = {
            name: (ids + arm) / 8 if kind is FloatArray else ids % 4 + arm
            for name, kind in Record.__annotations__.items()
        }
        return Record(**columns | {"ids": ids, "excluded": 0 * ids})

    return {arm.name: record(place) for place, arm in enumerate(plan.arms)}


def sweep() -> Swept:
    tried = (
        Variant("5 min", "a", ()),
        Variant("10 min", "b", (Change("limits.intervals.up", "5 min", "10 min"),)),
        Variant("99 min", "c", (), faults=("it would be too late <b>",)),
    )
    plan = Plan((ARM,), patients=COUNT, hours=6)
    return swept(plan, "limits.intervals.up", tried, records)


def page(told: object) -> tuple[str, list[str]]:
    html = str(told)
    root = ET.fromstring(html.removeprefix("<!DOCTYPE html>"))  # noqa: S314 - our own page
    texts = ("".join(part.itertext()).replace("\u00a0", " ") for part in root.iter())
    return html, [" ".join(text.split()) for text in texts]


def test_a_grid_has_a_table_of_heat_per_pair_and_measure_with_a_figure_in_each_cell() -> None:
    found = grid()
    html, texts = page(grid_kept(found, WORDS)["html"]())
    assert html.count("<svg") == 3 * (len(MEASURES) + 1)
    cells = 2 * 3 + 2 * 2 + 3 * 2
    shown = re.findall(r'text-anchor="middle" fill="#1a1c1e">([^<]*)<', html)
    assert len(shown) == cells * (len(MEASURES) + 1)
    assert {"-", "11.2"} <= set(shown)
    assert {ARM.hash, "2.0.0", "tried"} <= set(texts)
    assert not re.search(r"https?:|//|src=|href=|url\(|<script", html)
    assert html == grid_kept(found, WORDS)["html"]()


def test_worse_cells_are_darker_and_what_is_usual_has_an_edge() -> None:
    view = grid_view(grid(), WORDS)
    drawing = heat_drawing(view.tables[0], view.measures[1], WORDS)
    areas = [part for part in drawing.parts if isinstance(part, Area)]
    grounds = [area.fill for area in areas if area.width == 0.4]
    shades = [cell.shades.get("below_65") for row in view.tables[0].cells for cell in row]
    pairs = zip(shades, grounds, strict=True)
    known = [(shade, fill) for shade, fill in pairs if shade is not None]
    assert grounds[shades.index(None)] == "#ffffff"
    assert [fill for _, fill in sorted(known)] == sorted((fill for _, fill in known), reverse=True)
    assert sum(area.width == 2.0 for area in areas) == 1


def test_a_sweep_shows_every_outcome_what_changed_and_what_was_not_run() -> None:
    found = sweep()
    html, texts = page(sweep_kept(found, ARM, WORDS)["html"]())
    for rows in (at_rows(found, WORDS), minus_rows(found, WORDS)):
        assert {cell for row in rows for cell in row} <= set(texts)
    assert "limits.intervals.up 5 min -> 10 min" in texts
    assert "it would be too late <b>" in texts
    assert html.count("<svg") == 6
    assert ">(99)<" in html
    assert 'font-weight="bold" fill="#1a1c1e">5<' in html


def test_the_paper_of_either_has_widths_for_each_table_and_a_place_for_each_picture() -> None:
    for kept in (grid_kept(grid(), WORDS), sweep_kept(sweep(), ARM, WORDS)):
        paper: Any = kept["pdf"]()
        assert len(paper.widths) == paper.html.count("<table")
        assert paper.html.count("<img") == len(paper.pictures)
        assert all(sum(widths) == pytest.approx(100.0) for widths in paper.widths)
        for drawing in paper.pictures:
            for part in drawing.parts:
                points = getattr(part, "points", None) or (part.at,)
                assert all(-0.01 <= x <= drawing.width for x, _ in points)
                assert all(-0.01 <= y <= drawing.height for _, y in points)


def test_csv_has_one_row_per_figure() -> None:
    rows = list(csv.DictReader(str(grid_kept(grid(), WORDS)["csv"]()).splitlines()))
    assert len(rows) == len(places(AXES)) * len(MEASURES)
    assert (rows[0]["response_factor"], rows[0]["estimate"], rows[0]["patient"]) == ("0.5", "", "")
    assert (rows[3]["estimate"], rows[3]["usable"]) == ("11.25", "1")
    rows = list(csv.DictReader(str(sweep_kept(sweep(), ARM, WORDS)["csv"]()).splitlines()))
    assert len(rows) == 3 * len(OUTCOMES)
    assert [row["versus"] for row in rows if row["outcome"] == "given"] == ["", "", "5 min"]
    assert next(row for row in rows if row["versus"])["field"] == "limits.intervals.up"


def test_json_is_strict_where_nobody_counts_and_where_nobody_gets_there() -> None:
    def refused(word: str) -> None:
        raise AssertionError(word)

    for kept in (grid_kept(grid(), WORDS), sweep_kept(sweep(), ARM, WORDS)):
        told = json.loads(str(kept["json"]()), parse_constant=refused)
        assert told["format"] == 1
        assert told["protocol"] == {"name": "tried", "hash": ARM.hash, "text": ARM.text}
    assert json.loads(str(grid_kept(grid(), WORDS)["json"]()))["cells"][0]["in_band"] is None
