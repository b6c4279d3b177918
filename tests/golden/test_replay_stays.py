"""What the seven shipped stays earn by the default protocol, reading by reading.

The expected answers lie in `tests/data/golden/replay`. After a change that is meant:

    .venv/bin/python tests/golden/test_replay_stays.py --write

and then read the difference as a pharmacist would.
"""

import io
import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from decimal import Decimal
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from core.cli.command import main

CHARTS = str(files("resources") / "charts" / "mimic-iii-demo")
GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "replay"
STAYS = ("205170", "286072", "213315", "298685", "221684", "283181", "217724")
LINE_KEYS = {"stay", "at", "map", "source", "given", "advice", "prompts", "gate"}
ADVICE_KEYS = {"agent", "action", "dose", "dose_unit", "rule", "reasons"}
HARD = {
    "norepinephrine": Decimal(1),
    "vasopressin": Decimal("0.1"),
    "epinephrine": Decimal(2),
    "phenylephrine": Decimal(6),
    "dopamine": Decimal(20),
}
CHANGES = {"start", "restart", "raise", "undo", "lower", "wean", "stop"}

Line = dict[str, Any]


def replayed(*options: str) -> tuple[str, str]:
    """Standard output and standard error of a replay."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        assert main(["replay", CHARTS, *options]) == 0
    return out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def whole() -> tuple[str, str]:
    return replayed()


@pytest.fixture(scope="module")
def stays(whole: tuple[str, str]) -> dict[str, list[Line]]:
    """The lines of the readings by stay."""
    lines = [json.loads(line) for line in whole[0].splitlines()]
    return {stay: [line for line in lines if line.get("stay") == stay] for stay in STAYS}


def answer_of(line: Line) -> str:
    if line["gate"] is not None:
        return f"({line['gate']})"
    return " ".join(f"{advice['rule']} {advice['dose']}" for advice in line["advice"])


def told(lines: list[Line]) -> str:
    """The answers to one stay: when a run of equal answers begins, how many they are, what."""
    runs = [(answer, list(run)) for answer, run in groupby(lines, key=answer_of)]
    rows = [f"{run[0]['at'][:16]} x{len(run)} {answer}" for answer, run in runs]
    prompts = Counter(code for line in lines for code in line["prompts"])
    rows += [f"prompt {code} x{count}" for code, count in sorted(prompts.items())]
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("stay", STAYS)
def test_each_stay_earns_what_it_earned_before(stay: str, stays: dict[str, list[Line]]) -> None:
    assert told(stays[stay]) == (GOLDEN / f"{stay}.txt").read_text("utf-8")


def test_the_tally_is_the_one_of_before(whole: tuple[str, str]) -> None:
    assert whole[1] == (GOLDEN / "tally.txt").read_text("utf-8")


def test_each_stay_begins_with_what_was_assumed(whole: tuple[str, str]) -> None:
    lines = [json.loads(line) for line in whole[0].splitlines()]
    assert "assumed" in lines[0]
    begun: list[str] = []
    for line in lines:
        if "assumed" in line:
            begun.append(line["assumed"]["stay"])
        else:
            assert line["stay"] == begun[-1]
    assert tuple(begun) == STAYS
    assert (
        lines[0]["assumed"].items()
        >= {
            "as": "base",
            "bag": "8 mg in 250 mL",
            "resolution": "0.1 mL/h",
            "target": "65-75 mmHg",
            "fluids": "not-charted",
            "run_gap": "1h 15min",
        }.items()
    )


def test_each_reading_is_one_line_of_the_contract(stays: dict[str, list[Line]]) -> None:
    for line in (line for lines in stays.values() for line in lines):
        assert set(line) == LINE_KEYS
        assert int(line["map"]) == Decimal(line["map"])
        assert all(Decimal(dose) > 0 for dose in line["given"].values())
        assert (line["gate"] is None) is bool(line["advice"])
        for advice in line["advice"]:
            assert set(advice) == ADVICE_KEYS
            assert Decimal(advice["dose"]) >= 0
        assert all(advice["reasons"] for advice in line["advice"][:1])


def test_an_artefact_earns_no_advice(stays: dict[str, list[Line]]) -> None:
    outside = [
        line for lines in stays.values() for line in lines if not 20 <= int(line["map"]) <= 200
    ]
    assert len(outside) == 12
    assert {line["gate"] for line in outside} == {"artefact"}
    assert not any(line["advice"] for line in outside)


def test_the_line_that_was_not_yet_open_closed_the_gate(stays: dict[str, list[Line]]) -> None:
    artefacts = [line for line in stays["283181"] if line["gate"] == "artefact"]
    assert [int(line["map"]) for line in artefacts] == [1, -5, -3, 4, 3, 2, 2, 2]
    assert {line["source"] for line in artefacts} == {"arterial_line"}


def test_there_is_advice_and_weaning_enough_to_judge_by(
    whole: tuple[str, str], stays: dict[str, list[Line]]
) -> None:
    dosed = [
        line
        for lines in stays.values()
        for line in lines
        if "norepinephrine" in line["given"]
        and any(
            advice["action"] in CHANGES and advice["agent"] == "norepinephrine"
            for advice in line["advice"]
        )
    ]
    assert len(dosed) >= 50
    assert f"dosed advices on norepinephrine {len(dosed)}" in whole[1]
    wean_prompts = int(whole[1].partition("wean prompts ")[2].partition(";")[0])
    assert wean_prompts >= 10


def test_no_step_goes_where_no_step_may_go(stays: dict[str, list[Line]]) -> None:
    """A raise below target, a lowering at or above it, never past the agent's hard limit."""
    for line in (line for lines in stays.values() for line in lines):
        for advice in (one for one in line["advice"] if one["action"] in CHANGES):
            running = Decimal(line["given"].get(advice["agent"], "0"))
            dose, mmhg = Decimal(advice["dose"]), int(line["map"])
            assert dose <= HARD[advice["agent"]]
            assert dose > running if mmhg < 65 else dose < running, line


def test_one_agent_is_titrated_and_every_other_that_runs_is_held(
    stays: dict[str, list[Line]],
) -> None:
    together = 0
    for line in (line for lines in stays.values() for line in lines if line["advice"]):
        titrated, *held = line["advice"]
        assert {one["agent"] for one in line["advice"]} >= set(line["given"])
        for one in held:
            assert (one["action"], one["rule"]) == ("hold", "one-at-a-time")
            assert one["dose"] == line["given"][one["agent"]]
            assert one["agent"] != titrated["agent"]
        together += bool(held)
    assert together > 40


def test_a_second_agent_that_runs_is_not_asked_for(stays: dict[str, list[Line]]) -> None:
    """The first line may still tell what was asked before vasopressin began."""
    _, *both = [line for line in stays["286072"] if "vasopressin" in line["given"]]
    assert len(both) > 10
    assert not any("second-agent" in line["prompts"] for line in both)


@pytest.mark.parametrize("stay", ["283181", "213315"])
def test_playing_again_elsewhere_gives_the_same_bytes(stay: str, whole: tuple[str, str]) -> None:
    script = (
        "import sys; from gui.__main__ import main; status = main(sys.argv[1:]); "
        "assert not any(name.split('.')[0] == 'PySide6' for name in sys.modules), 'Qt'; "
        "sys.exit(status)"
    )
    again = subprocess.run(  # noqa: S603 - our own program on our own charts
        [sys.executable, "-c", script, "replay", CHARTS, "--stay", stay],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "17", "LC_ALL": "C", "TZ": "Asia/Kathmandu"},
    )
    before = [line for line in whole[0].splitlines(keepends=True) if f'"stay": "{stay}"' in line]
    assert again.stdout == "".join(before).encode()


def write() -> None:
    out, err = replayed()
    lines = [json.loads(line) for line in out.splitlines()]
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for stay in STAYS:
        mine = [line for line in lines if line.get("stay") == stay]
        (GOLDEN / f"{stay}.txt").write_text(told(mine), "utf-8")
    (GOLDEN / "tally.txt").write_text(err, "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("give --write to write the expected answers anew")
    write()
