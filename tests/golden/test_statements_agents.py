"""One worked case for each statement and conflict about the agents beside norepinephrine."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.library import protocol_from, read_protocol
from core.model.commands import ReportPump
from core.model.terms import Agent
from core.quantity.measures import Dose
from core.rules.worked import BEGAN

Play = Callable[..., Any]
STEADY_FOR_9_H = "0 min to 540 min every 30 min: MAP 70 mmHg"
OFF = (
    "0 min: runs 0.02 mcg/kg/min",
    "0 min: vasopressin runs 0.03 units/min",
    "1 min: runs 0 mcg/kg/min",
)
ALONE = (*OFF, "1 min to 541 min every 30 min: MAP 70 mmHg")


def test_a13_epinephrine_is_added_third_or_put_in_the_place_of_norepinephrine(play: Play) -> None:
    third = play(
        "0 min: vasopressin runs 0.03 units/min",
        "0 min: runs 0.49 mcg/kg/min",
        "10 min: MAP 60 mmHg",
    )
    assert "third-agent" in third.called
    substituted = play("0 min: epinephrine runs 0.1 mcg/kg/min", "10 min: MAP 60 mmHg")
    assert substituted.advised.agent is Agent.EPINEPHRINE
    assert substituted.answer == ("up", "raise", "0.15 mcg/kg/min")


def test_b12_epinephrine_comes_after_vasopressin_and_is_then_titrated(play: Play) -> None:
    low = "10 min: MAP 60 mmHg"
    assert "third-agent" not in play("0 min: runs 0.49 mcg/kg/min", low).called
    at_its_limit = play("0 min: runs 1 mcg/kg/min", "0 min: epinephrine runs 0.1 mcg/kg/min", low)
    assert at_its_limit.advised.agent is Agent.EPINEPHRINE


def test_b14_vasopressin_comes_down_by_the_hour_once_no_catecholamine_runs(play: Play) -> None:
    case = play(*ALONE)
    assert case.advised.agent is Agent.VASOPRESSIN
    assert case.answer == ("taper", "wean", "0.025 units/min")
    beside = play(
        "0 min: runs 0.02 mcg/kg/min", "0 min: vasopressin runs 0.03 units/min", STEADY_FOR_9_H
    )
    assert beside.advised.agent is Agent.NOREPINEPHRINE


def test_b14_from_0_03_it_takes_six_steps(play: Play) -> None:
    doses, lines, minute = ["0.03"], [*OFF], 1
    for _ in range(6):
        end, every = (minute + 540, 30) if len(doses) == 1 else (minute + 60, 10)
        lines.append(f"{minute} min to {end} min every {every} min: MAP 70 mmHg")
        advised = play(*lines).advised
        assert advised.agent is Agent.VASOPRESSIN
        doses.append(str(advised.dose.value))
        lines.append(f"{end} min: vasopressin runs {advised.dose}")
        minute = end
    assert doses == ["0.03", "0.025", "0.02", "0.015", "0.01", "0.005", "0"]


@pytest.mark.parametrize(
    ("dose", "call"),
    [
        ("0.03", None),
        ("0.035", "vasopressin-over-0-03"),
        ("0.05", "vasopressin-over-0-04"),
        ("0.08", "vasopressin-over-0-07"),
        ("0.11", "vasopressin-over-0-1"),
    ],
)
def test_c11_each_line_above_0_03_is_told(dose: str, call: str | None, play: Play) -> None:
    case = play(
        "0 min: runs 0.1 mcg/kg/min",
        f"0 min: vasopressin runs {dose} units/min",
        "5 min: MAP 70 mmHg",
    )
    assert {one for one in case.called if one.startswith("vasopressin-over")} == {call} - {None}


def test_b20_above_0_1_help_is_called(play: Play) -> None:
    case = play(
        "0 min: runs 0.1 mcg/kg/min", "0 min: vasopressin runs 0.12 units/min", "5 min: MAP 70 mmHg"
    )
    (call,) = [c for c in case.session.state.calls if c.code == "vasopressin-over-0-1"]
    assert call.urgency == "now"
    more = ReportPump(
        at=BEGAN + timedelta(minutes=6),
        observed_at=BEGAN + timedelta(minutes=6),
        agent=Agent.VASOPRESSIN,
        dose=Dose.parse("0.3 units/min"),
    )
    assert case.after(more).session.state.given[Agent.VASOPRESSIN].dose.value < 1
    assert str(case.session.state.given[Agent.VASOPRESSIN].dose) == "0.12 units/min"


def test_b22_a_low_ejection_fraction_is_told_at_75_and_above(play: Play) -> None:
    low = ("0 min: low ejection fraction yes", "1 min: MAP 84 mmHg")
    assert "ejection-fraction" in play(*low, band="80 to 85 mmHg").called
    assert "ejection-fraction" not in play(*low).called


def test_c15_the_caution_wins_over_hypertension_and_both_stay_visible(play: Play) -> None:
    case = play(
        "0 min: low ejection fraction yes",
        "0 min: chronic hypertension yes",
        "1 min: MAP 84 mmHg",
        band="80 to 85 mmHg",
    )
    assert "ejection-fraction" in case.called
    inputs = case.advised.inputs
    assert (inputs["low_ejection_fraction"], inputs["chronic_hypertension"]) == (1, 1)


def test_c13_norepinephrine_goes_first_and_the_order_is_a_field(play: Play) -> None:
    course = (
        "0 min: runs 0.1 mcg/kg/min",
        "0 min: vasopressin runs 0.03 units/min",
        "0 min to 180 min every 30 min: MAP 70 mmHg",
    )
    assert play(*course).advised.agent is Agent.NOREPINEPHRINE
    text = read_protocol("early-wean").text
    policy = protocol_from(text).file.policy
    assert policy.down.index(Agent.NOREPINEPHRINE) < policy.down.index(Agent.VASOPRESSIN)
    assert policy.source == "norepinephrine-first"
    assert "found the opposite" in protocol_from(text).file.sources[policy.source]
