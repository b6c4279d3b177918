"""The printed course of one scenario and seed, and every shipped scenario played to an end.

The expected lines lie in `tests/data/golden/simulate`. After a change that is meant:

    .venv/bin/python tests/golden/test_simulate_course.py --write

and then read the difference as a pharmacist would.
"""

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from core.cli.command import main
from core.lab.run import run
from core.lab.shelf import read_scenario, shipped_scenarios
from core.model.events import CaseEnded, CaseOpened, EntryRefused

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "simulate"
PLAYED = {
    "first-hour.txt": ("first-hour", "--seed", "7"),
    "tenfold-slip.jsonl": ("tenfold-slip", "--seed", "3", "--staff", "follows", "--json"),
}


def printed(*arguments: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(["simulate", *arguments]) == 0
    return out.getvalue()


@pytest.mark.parametrize("name", PLAYED)
def test_the_course_is_printed_as_before(name: str) -> None:
    assert printed(*PLAYED[name]) == (GOLDEN / name).read_text("utf-8")


def test_another_seed_prints_another_course() -> None:
    assert printed("first-hour", "--seed", "8") != printed(*PLAYED["first-hour.txt"])


# The two that go on for a day of the patient's: with staff that follows by night only.
LONG = {"forgotten-weaning", "failed-wean-adrenal"}
COURSES = [
    pytest.param(
        name, staff, marks=[pytest.mark.nightly] if staff == "follows" and name in LONG else []
    )
    for name in shipped_scenarios()
    for staff in ("follows", "usual")
]


@pytest.mark.parametrize(("name", "staff"), COURSES)
def test_every_scenario_plays_to_an_end(name: str, staff: str) -> None:
    scenario = read_scenario(name)
    course = run(scenario, 7, staff)
    kinds = [type(fact.event) for fact in course.facts]
    assert kinds[0] is CaseOpened
    assert kinds.count(CaseEnded) == 1
    assert EntryRefused not in kinds
    found = course.outcomes
    assert found.readings > 0
    assert found.minutes <= scenario.longest.total_seconds() / 60
    counted = found.minutes_below + found.minutes_in + found.minutes_above
    assert counted == pytest.approx(found.minutes)
    assert found.ended_by in {None, *(end.id for end in scenario.ends)}


def test_json_lines_hold_quantities_as_text_and_no_hidden_figure_but_the_true_map() -> None:
    lines = [json.loads(line) for line in printed(*PLAYED["tenfold-slip.jsonl"]).splitlines()]
    assert set(lines[0]) == {"scenario", "version", "protocol", "patient", "seed", "staff"}
    assert {type(line["map"]) for line in lines[1:-1]} == {str}
    assert lines[1]["at"].endswith("Z")
    assert set(lines[-1]) == {"outcomes"}
    assert lines[-1]["outcomes"]["given"]["norepinephrine"]["unit"] == "mcg"


def write() -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, arguments in PLAYED.items():
        (GOLDEN / name).write_text(printed(*arguments), "utf-8")


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    write()
