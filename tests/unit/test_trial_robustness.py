"""How far a protocol bends: the cells of every table, each a plan that can be run again."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest

from core.library import read_protocol
from core.trial.plan import Arm, Plan, PlanError
from core.trial.record import Exclusion, Record
from core.trial.robustness import (
    AXES,
    MEASURES,
    Axis,
    Grid,
    GridCell,
    grid_of,
    opened,
    places,
    typical,
)
from core.trial.run import Progress, run

ARM = Arm("default", read_protocol("early-wean").text)
PLAN = Plan((ARM,), 9, 2, 7)
FEW = (
    Axis("response_factor", (0.1, 1.0), 1.0),
    Axis("reading_factor", (1.0, 4.0), 1.0),
    Axis("missed_share", (0.05, 0.5), 0.05),
)


def records(plan: Plan) -> dict[str, Record]:
    (only,) = run(plan, workers=1)
    return {plan.arms[0].name: only}


@cache
def told() -> Grid:
    return grid_of(PLAN, FEW)


def test_every_table_is_whole_and_no_cell_is_run_twice() -> None:
    found = places(AXES)
    assert len(found) == len(set(found)) == 72
    assert {len(place) for place in found} == {4}
    usual = tuple(axis.usual for axis in AXES)
    assert usual in found
    away = {sum(one != other for one, other in zip(place, usual, strict=True)) for place in found}
    assert away == {0, 1, 2}


def test_the_axes_go_from_a_tenth_to_ten_times_the_response() -> None:
    assert (AXES[0].values[0], AXES[0].values[-1]) == (0.1, 10.0)
    assert all(axis.usual in axis.values for axis in AXES)
    names = ["response_factor", "line_lag_s", "reading_factor", "missed_share"]
    assert [axis.field for axis in AXES] == names


def test_a_table_holds_the_cells_of_its_pair_and_what_is_usual_besides() -> None:
    rows, columns = FEW[0], FEW[2]
    table = told().table(rows, columns)
    assert [[cell.place for cell in row] for row in table] == [
        [(0.1, 1.0, 0.05), (0.1, 1.0, 0.5)],
        [(1.0, 1.0, 0.05), (1.0, 1.0, 0.5)],
    ]
    assert table[0][1].plan.response_factor == 0.1
    assert table[0][1].plan.missed_share == 0.5
    assert told().pairs == ((FEW[0], FEW[1]), (FEW[0], FEW[2]), (FEW[1], FEW[2]))


def test_the_usual_cell_is_the_plain_trial_and_a_weak_response_is_worse() -> None:
    usual, weak = told().cells[(1.0, 1.0, 0.05)], told().cells[(0.1, 1.0, 0.05)]
    (record,) = records(PLAN).values()
    kept = record.picked(record.usable)
    share = 100 * kept.seconds_in_band.sum() / kept.seconds_followed.sum()
    assert usual.figures["in_band"] == pytest.approx(share)
    assert usual.usable == weak.usable == len(kept)
    assert weak.figures["below_65"] > usual.figures["below_65"]
    assert weak.figures["mdape_percent"] > usual.figures["mdape_percent"]
    assert tuple(usual.figures) == MEASURES


def test_the_same_plan_gives_the_same_grid() -> None:
    again = grid_of(PLAN, FEW)
    assert list(again.cells) == list(told().cells)
    for place, cell in told().cells.items():
        assert (again.cells[place].figures, again.cells[place].patient) == (
            cell.figures,
            cell.patient,
        )


def test_cells_side_by_side_give_the_same_grid_in_the_same_sequence() -> None:
    with ThreadPoolExecutor(3) as pool:
        again = grid_of(PLAN, FEW, executor=pool)
    assert list(again.cells) == list(told().cells)
    for place, cell in told().cells.items():
        assert (again.cells[place].figures, again.cells[place].patient) == (
            cell.figures,
            cell.patient,
        )


def test_a_cell_that_fails_ends_the_grid_and_what_waits_is_taken_back() -> None:
    def odd(plan: Plan) -> dict[str, Record]:
        raise PlanError(f"{plan.hours} h")

    with ThreadPoolExecutor(1) as pool, pytest.raises(PlanError, match="2 h"):
        grid_of(PLAN, FEW, executor=pool, play=odd)


def test_the_patient_of_a_cell_runs_the_very_same_course_alone() -> None:
    for cell in told().cells.values():
        whole, one = records(cell.plan)["default"], records(opened(cell))["default"]
        assert one.ids.tolist() == [cell.patient]
        assert one.same_as(whole.picked(whole.ids == cell.patient))


def test_the_typical_patient_stands_in_the_middle_of_those_who_count() -> None:
    (record,) = records(PLAN).values()
    kept = record.picked(record.usable)
    (own,) = kept.seconds_in_band[kept.ids == typical(record)]
    assert (kept.seconds_in_band < own).sum() <= (len(kept) - 1) // 2
    assert (kept.seconds_in_band > own).sum() <= len(kept) // 2


def test_where_nobody_counts_there_is_nobody_to_open() -> None:
    (record,) = records(PLAN).values()
    nobody = np.full(len(record), Exclusion.NO_SHOCK, dtype=np.int64)
    assert typical(Record(**{**record.arrays(), "excluded": nobody})) is None
    with pytest.raises(ValueError, match="no patient to open"):
        opened(GridCell((1.0,), PLAN, 0, {}, None))


def test_progress_counts_the_patients_of_all_cells() -> None:
    heard: list[Progress] = []
    (record,) = records(PLAN).values()
    grid_of(PLAN, FEW, heard.append, play=lambda _: {"default": record})
    assert heard[0] == Progress(9, 63)
    assert heard[-1] == Progress(63, 63)


def test_what_makes_no_grid_is_refused_before_anything_runs() -> None:
    def never(_: Plan) -> dict[str, Record]:
        pytest.fail("it was run")

    two = Plan((ARM, Arm("other", ARM.text + "\n")), 9, 2)
    with pytest.raises(ValueError, match="of one protocol"):
        grid_of(two, FEW, play=never)
    with pytest.raises(ValueError, match="at least two axes"):
        grid_of(PLAN, FEW[:1], play=never)
    with pytest.raises(PlanError, match="odd"):
        grid_of(Plan((Arm("odd", "no protocol"),), 9, 2), FEW, play=never)
    with pytest.raises(PlanError, match="missed_share"):
        grid_of(PLAN, (FEW[0], Axis("missed_share", (0.0, 0.95), 0.0)), play=never)
