"""What a plan and a record refuse, in sentences."""

import pickle
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from core.library import read_protocol
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Millilitre, PumpRate, Units
from core.trial.engine import run_chunk
from core.trial.plan import Arm, Plan, PlanError, StaffSpec, changed_fields
from core.trial.record import Exclusion, exclusions, merged
from core.trial.setting import setting

TEXT = read_protocol("early-wean").text
ARM = Arm("default", TEXT)
PLAN = Plan(arms=(ARM,), patients=24, hours=1)
UNITS_BAG = Bag(Units(Decimal(20)), Millilitre(Decimal(100)), ExpressedAs.BASE)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"arms": ()}, "at least one arm"),
        ({"arms": (ARM, ARM)}, "share a name"),
        ({"patients": 0}, "patients: 0 is not accepted"),
        ({"patients": True}, "patients: True"),
        ({"hours": 721}, "from 1 to 720 h"),
        ({"seed": -1}, "seed: -1"),
        ({"band": (75, 65)}, "the lower first"),
        ({"response_factor": 0.05}, "from 0.1 to 10"),
        ({"response_factor": float("nan")}, "response_factor: nan"),
        ({"line_lag_s": 3601}, "line_lag_s"),
        ({"reading_factor": 11}, "reading_factor"),
        ({"missed_share": 0.95}, "at most 0.9"),
        ({"sample_s": 90}, "whole minutes"),
        ({"sample_s": 420}, "a whole part of an hour"),
        ({"start": Dose(Decimal(0), DoseUnit.MCG_KG_MIN)}, "start: 0 mcg/kg/min is not above zero"),
        ({"resolution": PumpRate(Decimal(0))}, "resolution: 0 mL/h"),
        ({"bag": UNITS_BAG}, "is no norepinephrine"),
    ],
)
def test_a_plan_that_cannot_be_run_says_why(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(PlanError, match=said):
        replace(PLAN, **changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"late_s": -1}, "staff late_s"),
        ({"slips": 1.5}, "staff slips"),
        ({"round_to": 0}, "staff round_to"),
    ],
)
def test_staff_that_cannot_be_says_why(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(PlanError, match=said):
        StaffSpec(**changes)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("", TEXT, "a name has"), ("a/b", TEXT, "a name has"), ("a", " ", "no text")],
)
def test_an_arm_wants_a_name_and_a_text(name: str, text: str, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        Arm(name, text)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(PLAN, arms=(Arm("torn", "format = 1"),)), "arm torn: "),
        (replace(PLAN, band=(50, 55)), "band 50 to 55 mmHg is none of its: 65 to 75"),
        (replace(PLAN, start=Dose(Decimal("0.2"), DoseUnit.MCG_KG_MIN)), "is not 0.02 to 0.1"),
        (
            replace(PLAN, start=Dose(Decimal(8), DoseUnit.MCG_MIN)),
            "its starting dose is in mcg/kg/min",
        ),
    ],
)
def test_an_arm_that_does_not_fit_its_plan_says_why(plan: Plan, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        setting(plan, plan.arms[0])


def test_a_plan_travels_to_another_process_unchanged() -> None:
    there = pickle.loads(pickle.dumps(PLAN))  # noqa: S301 - made here
    assert there == PLAN
    assert there.arms[0].hash == read_protocol("early-wean").hash
    assert changed_fields(PLAN, replace(PLAN, seed=2, hours=3)) == ("hours", "seed")
    assert PLAN.seconds == 3600


def test_parts_are_joined_by_id_whatever_their_sequence() -> None:
    whole = run_chunk(PLAN, ARM, 0, 24)
    parts = [whole.picked(np.arange(12, 24)), whole.picked(np.arange(12))]
    assert merged(parts).same_as(whole)
    assert not merged(parts[:1]).same_as(whole)
    with pytest.raises(ValueError, match="in two parts"):
        merged([whole, whole])
    with pytest.raises(ValueError, match="nothing to merge"):
        merged([])


def test_present_usable_and_excluded_add_up() -> None:
    record = run_chunk(PLAN, ARM, 0, 24)
    told = exclusions(record)
    assert told.present == 24 == len(record)
    assert told.usable + sum(told.by_reason.values()) == 24
    assert set(told.by_reason) == {Exclusion.NO_SHOCK, Exclusion.NOT_A_NUMBER}


def test_a_record_refuses_arrays_that_do_not_fit() -> None:
    record = run_chunk(PLAN, ARM, 0, 24)
    with pytest.raises(ValueError, match="changes: "):
        replace(record, changes=record.changes[:3])
    with pytest.raises(ValueError, match="changes: "):
        replace(record, changes=record.changes.astype(np.float64))
