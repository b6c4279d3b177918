"""A plan as JSON and back, so that a trial can be run again from its own result."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from core.patient.cohort import Preset
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, Milligram, Millilitre, PumpRate
from core.trial.plan import Arm, Plan, PlanError, StaffSpec

_PLAIN = (
    "patients",
    "hours",
    "seed",
    "first",
    "artefacts",
    "response_factor",
    "line_lag_s",
    "reading_factor",
    "missed_share",
    "sample_s",
    "second_agent",
)


def plan_json(plan: Plan) -> dict[str, Any]:
    """Everything of a plan but its arms; quantities as strings with their unit."""
    return {
        **{name: getattr(plan, name) for name in _PLAIN},
        "preset": str(plan.preset),
        "band": None if plan.band is None else list(plan.band),
        "start": None if plan.start is None else str(plan.start),
        "bag": {
            "amount": str(plan.bag.amount),
            "volume": str(plan.bag.volume),
            "as": str(plan.bag.expressed_as),
        },
        "resolution": str(plan.resolution),
        "staff": asdict(plan.staff),
    }


def plan_from(told: Mapping[str, Any], arms: tuple[Arm, ...]) -> Plan:
    """The plan that was written, with its arms.

    Raises:
        PlanError: a field is missing or unknown, or a value is not accepted.
        ValueError: a quantity that cannot be read.
    """
    known = {field.name for field in fields(Plan)} - {"arms"}
    if told.keys() != known:
        odd = ", ".join(sorted(told.keys() ^ known))
        raise PlanError(f"plan: {odd}: missing or unknown")
    band, start = told["band"], told["start"]
    return Plan(
        arms=arms,
        preset=Preset(told["preset"]),
        band=None if band is None else (int(band[0]), int(band[1])),
        start=None if start is None else Dose.parse(start),
        bag=_bag(told["bag"]),
        resolution=PumpRate.parse(told["resolution"]),
        staff=StaffSpec(**told["staff"]),
        **{name: told[name] for name in _PLAIN},
    )


def _bag(told: Mapping[str, str]) -> Bag:
    amount, volume = Milligram.parse(told["amount"]), Millilitre.parse(told["volume"])
    return Bag(amount, volume, ExpressedAs(told["as"]))
