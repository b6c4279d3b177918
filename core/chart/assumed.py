"""What a replay takes for granted, and what the chart itself says instead."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from core.chart.agents import CHARTING
from core.chart.rows import Chart, ChartDose, ChartWeight
from core.model.case import Band
from core.model.state import dose_of
from core.model.terms import Agent, Attested, Route
from core.quantity.bag import Bag
from core.quantity.measures import Dose, DoseUnit, Kilogram, PumpRate
from core.rules.compile import Protocol


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a chart does not hold and a replay has to take for granted.

    `weight` counts until the chart names a dosing weight, `vasopressin` until it names a dose;
    without `start_dose` and `run_gap` those of the protocol hold.
    """

    bag: Bag
    resolution: PumpRate
    band: Band
    weight: Kilogram = Kilogram(Decimal(70))  # noqa: RUF009 - frozen, like every measure
    route: Route = Route.CENTRAL
    fluids: Attested = Attested.UNKNOWN
    vasopressin: Attested = Attested.NO
    start_dose: Dose | None = None
    run_gap: timedelta | None = None


def default_start(protocol: Protocol) -> Dose:
    """The starting dose that the protocol offers first."""
    return dose_of(protocol.numbers.start_default, protocol.unit)


def first_weight(chart: Chart) -> Kilogram | None:
    """The first dosing weight in the chart, if there is one."""
    for row in chart.rows:
        if isinstance(row, ChartDose) and row.dosing_weight is not None:
            return row.dosing_weight
        if isinstance(row, ChartWeight) and row.weighed_as == "dosing":
            return row.weight
    return None


def dosing_units(chart: Chart, protocol: Protocol) -> dict[Agent, DoseUnit]:
    """The unit in which the dose of each charted agent is told."""
    charted = {row.agent for row in chart.rows if isinstance(row, ChartDose)}
    units = {agent: CHARTING[agent].unit for agent in Agent if agent in charted}
    return {**units, protocol.file.drug: protocol.unit}
