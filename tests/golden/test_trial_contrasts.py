"""The manual page of trials shows what the command computes beside the papers, misses in words.

`pressor trial --contrasts` prints the block anew where a number has changed. The contrasts of the
first hour are computed here each time, the courses of a week in the nightly run.
"""

import re
from datetime import UTC
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import resources
from core.cli.trial_contrasts import contrasts_text, grid_text, single_text
from core.library import read_protocol
from core.texts import load_words
from core.trial.contrasts import Cell, grid, published
from core.trial.contrasts_run import AUTOMATIC, cells, lines, parting, start_lines
from core.trial.plan import Arm, Plan
from core.trial.record import Record
from core.trial.run import run

PAGE = Path(resources.__path__[0], "help", "trial.md").read_text("utf-8")
WORDS = load_words(UTC)


def here(plan: Plan) -> dict[str, Record]:
    return {arm.name: told for arm, told in zip(plan.arms, run(plan, workers=1), strict=True)}


@cache
def levels() -> tuple[Cell, ...]:
    return tuple(cells(here))


def shown() -> str:
    found = re.search(r"```text\n(Published.*?)\n```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_page_shows_the_grid_and_the_first_hour_as_computed() -> None:
    assert grid_text(levels(), WORDS) in shown()
    spaced = {" ".join(line.split()) for line in shown().splitlines()}
    rows = single_text(tuple(start_lines(here)), WORDS).splitlines()[1:]
    assert len(rows) == 4
    assert {" ".join(row.split()) for row in rows} <= spaced


@pytest.mark.nightly
def test_the_page_shows_the_whole_table_as_computed() -> None:
    assert shown() == contrasts_text(tuple(lines(here)), levels(), WORDS)


def test_every_contrast_stands_there_and_every_miss_in_words() -> None:
    rows = [line.split() for line in shown().splitlines()]
    told = {row[0]: "missed" in row for row in rows if row and row[0] in published()}
    assert list(told) == list(published())
    misses = PAGE.partition("## What it misses")[2]
    named = re.findall(r"\*\*([a-z0-9-]+)\*\*", misses)
    assert named == [name for name, missed in told.items() if missed] + ["grid"]


def test_rinehart_has_seven_levels_of_250_patients_for_an_hour() -> None:
    assert (grid().patients, grid().hours) == (250, 1)
    assert grid().responses == (0.1, 0.2, 0.5, 1, 2, 5, 10)
    counted = {line.patients for cell in levels() for line in cell.lines}
    assert len(counted) == 1
    assert 150 < counted.pop() <= 250


def test_the_last_hours_of_a_longer_trial_are_a_difference_of_two() -> None:
    """Courses do not hang on how long they are followed, so a window can be cut out of them."""
    arm = Arm(AUTOMATIC, read_protocol(AUTOMATIC).text)
    short, long = (
        run(Plan((arm,), patients=20, hours=hours, sample_s=60), workers=1)[0] for hours in (1, 2)
    )
    assert np.array_equal(short.ids, long.ids)
    assert (long.seconds_in_band >= short.seconds_in_band).all()
    assert (long.readings > short.readings).all()
    early = short.minutes_to_target[~np.isnan(short.minutes_to_target)]
    assert np.array_equal(early, long.minutes_to_target[~np.isnan(short.minutes_to_target)])


def test_the_pressure_that_parts_best_is_found() -> None:
    first = np.array([40.0, 45.0, 50.0, 55.0, 60.0])
    assert parting(first, np.array([False, False, True, True, True])) == 50.0
    assert parting(first, np.array([False, True, False, True, True])) == 55.0
    assert np.isnan(parting(first, np.ones(5, dtype=np.bool_)))
