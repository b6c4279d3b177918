"""A grid as it is shown and kept: shades in one scale, cells told, a file that reads back."""

from dataclasses import replace
from datetime import UTC
from functools import cache
from math import isnan, nan
from pathlib import Path

import pytest

import resources
from core.library import read_protocol
from core.texts import load_words
from core.trial.grid_json import as_text, grid_from
from core.trial.grid_view import GridView, grid_view
from core.trial.plan import Arm, Plan
from core.trial.robustness import AXES, MEASURES, Axis, Grid, GridCell, opened, places, plan_at

ARM = Arm("default", read_protocol("norepinephrine-adult").text)
PLAN = Plan((ARM,), 9, 2, 7)
FEW = (
    Axis("response_factor", (0.1, 1.0), 1.0),
    Axis("reading_factor", (1.0, 4.0), 1.0),
    Axis("missed_share", (0.05, 0.3), 0.05),
)
EMPTY = (0.1, 4.0, 0.05)
NOBODY = dict.fromkeys(MEASURES, nan)


@cache
def told() -> Grid:
    """Made-up figures: the farther from usual the worse; nobody in one cell."""
    cells = {}
    for number, place in enumerate(places(FEW)):
        figures = dict(zip(MEASURES, (61.0 - 5 * number, 4.0 * number, 9.0), strict=True))
        here = place != EMPTY
        cells[place] = GridCell(
            place,
            plan_at(PLAN, FEW, place),
            8 if here else 0,
            figures if here else NOBODY,
            17 if here else None,
        )
    return Grid(PLAN, FEW, cells)


def view() -> GridView:
    return grid_view(told(), load_words(UTC))


def test_the_scale_of_a_measure_is_round_and_the_same_in_every_table() -> None:
    in_band, below, flat = view().measures
    assert (in_band.better, in_band.worse) == ("70", "30")
    assert (below.better, below.worse) == ("0", "25")
    assert (flat.better, flat.worse) == ("9", "10")
    assert len(view().tables) == 3
    usual = [cell for table in view().tables for row in table.cells for cell in row if cell.usual]
    assert len(usual) == 3
    assert len({tuple(cell.shades.items()) for cell in usual}) == 1


def test_the_worst_is_deepest_whichever_way_a_measure_goes() -> None:
    cells = [cell for table in view().tables for row in table.cells for cell in row if cell.opens]
    for code, worst in (("in_band", min), ("below_65", max)):
        figure = worst(cell.cell.figures[code] for cell in cells)
        deepest = max(cell.shades[code] for cell in cells)
        assert {cell.cell.figures[code] for cell in cells if cell.shades[code] == deepest} == {
            figure
        }
        assert all(0 <= cell.shades[code] <= 1 for cell in cells)


def test_a_cell_tells_both_axes_and_every_figure() -> None:
    cell = view().tables[0].cells[0][0]
    assert cell.said == (
        "response x 0.1, reading interval x 1; time in band, %: 61; time below 65 mmHg, %: 0; "
        "inaccuracy (MDAPE), %: 9. 8 of 9 patients count. Enter opens patient 17, in the middle by "
        "time in band."
    )


def test_a_cell_of_nobody_has_no_shade_and_says_so() -> None:
    cell = view().tables[0].cells[0][1]
    assert cell.cell.place == EMPTY
    assert not cell.opens
    assert cell.shades == {}
    assert "none of 9 patients counts" in cell.said


def test_a_file_of_a_grid_reads_back_the_same() -> None:
    again = grid_from(as_text(told(), "a model"), ARM)
    assert (again.plan, again.axes) == (PLAN, FEW)
    assert list(again.cells) == list(told().cells)
    for place, cell in told().cells.items():
        other = again.cells[place]
        assert (other.plan, other.usable, other.patient) == (cell.plan, cell.usable, cell.patient)
        for code in MEASURES:
            same = other.figures[code] == cell.figures[code]
            assert same or (isnan(other.figures[code]) and isnan(cell.figures[code]))


@pytest.mark.parametrize("text", ["{}", '{"plan": {}}', "[]", '{"plan": 1, "axes": []}'])
def test_what_is_no_file_of_a_grid_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no grid of a trial"):
        grid_from(text, ARM)


def test_the_grid_of_the_pictures_is_whole_and_its_patients_can_be_opened() -> None:
    place = Path(resources.__path__[0], "trial", "shown-grid.json")
    shown = grid_from(place.read_text("utf-8"), ARM)
    assert shown.axes == AXES
    assert list(shown.cells) == list(places(AXES))
    for cell in shown.cells.values():
        assert replace(opened(cell), first=0, patients=250) == cell.plan
