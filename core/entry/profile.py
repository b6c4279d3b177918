"""What one site takes for possible and for usual: the limits that entries are judged by.

Hard limits are inclusive ends of what can be entered at all; outside the usual range an entry is
asked about. The file is read elsewhere: `SiteProfile.model_validate(parsed)`.
"""

from datetime import timedelta
from typing import Annotated, Generic, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    PlainSerializer,
    model_validator,
)

from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Concentration,
    Dose,
    DoseUnit,
    HeartRate,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    Percent,
    PumpRate,
    Units,
    Years,
    parse_duration,
)

M = TypeVar("M", Kilogram, Mmhg, HeartRate, PumpRate, Concentration, Years, Dose)


def _read_span(given: object) -> timedelta:
    if isinstance(given, timedelta):
        return given
    if isinstance(given, str):
        return parse_duration(given)
    raise ValueError(f'{given!r} carries no unit: write a duration as a string, as "5 min"')


Span = Annotated[timedelta, BeforeValidator(_read_span)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    source: str = Field(min_length=1)
    """Where the numbers come from; "local" marks the site's own."""


class Limits(_Part, Generic[M]):
    """Hard and usual range of one field, and the decimals it takes."""

    hard: tuple[M, M]
    usual: tuple[M, M]
    decimals: int = Field(ge=0, le=4)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.hard[0] <= self.usual[0] <= self.usual[1] <= self.hard[1]:
            raise ValueError("the usual range must lie within the hard limits, lower end first")
        return self


class WeightLimits(Limits[Kilogram]):
    """Limits of the dosing weight; `change` is the share by which a correction may differ."""

    change: Percent


class DoseLimits(Limits[Dose]):
    """Limits of one dosing unit; a change above `change` and above `change_by` is asked about."""

    change: Percent
    change_by: Dose


def units_of(limits: DoseLimits) -> set[DoseUnit]:
    """The dosing units that the limits are written in; one, where they are sound."""
    return {dose.unit for dose in (*limits.hard, *limits.usual, limits.change_by)}


class PumpStep(BaseModel):
    """The finest step a pump takes from a rate upwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    at_least: PumpRate
    step: PumpRate


class PumpLimits(Limits[PumpRate]):
    """Limits of the pump rate, and the pump's steps from the lowest rate upwards."""

    steps: tuple[PumpStep, ...] = Field(min_length=1)

    def step_at(self, rate: PumpRate) -> PumpRate:
        """The finest step at this rate."""
        return [part.step for part in self.steps if part.at_least <= rate][-1]

    @model_validator(mode="after")
    def _rising_from_zero(self) -> Self:
        starts = [part.at_least for part in self.steps]
        if starts[0].value != 0 or starts != sorted(starts):
            raise ValueError('pump steps must rise from "0 mL/h"')
        return self


class StandardBag(_Part):
    """A bag the site keeps."""

    amount: Milligram | Units
    volume: Millilitre
    expressed_as: ExpressedAs

    @property
    def bag(self) -> Bag:
        """The same as a bag."""
        return Bag(self.amount, self.volume, self.expressed_as)


def _read_bag(given: object) -> Bag:
    """A bag of another agent as its label says it: "20 units in 100 mL"."""
    if isinstance(given, Bag):
        return given
    amount, parted, volume = str(given).partition(" in ")
    if not parted:
        raise ValueError(f'{given!r} is no bag: write an amount in a volume, "4 mg in 250 mL"')
    kind = Units if amount.endswith(Units.unit) else Milligram
    return Bag(kind.parse(amount), Millilitre.parse(volume), ExpressedAs.BASE)


LabelledBag = Annotated[
    InstanceOf[Bag], BeforeValidator(_read_bag), PlainSerializer(lambda bag: bag.text)
]


class AgentBags(_Part):
    """The bags of an agent other than norepinephrine: what the site keeps, and the ends allowed.

    A concentration below that of `weakest` or above that of `strongest` cannot be entered.
    """

    weakest: LabelledBag
    strongest: LabelledBag
    listed: tuple[LabelledBag, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        kinds = {type(bag.amount) for bag in (self.weakest, self.strongest, *self.listed)}
        if len(kinds) != 1:
            raise ValueError("the bags of one agent are all in mg or all in units")
        ends = (self.weakest.concentration, self.strongest.concentration)
        if any(not ends[0] <= bag.concentration <= ends[1] for bag in self.listed):
            raise ValueError("a listed bag lies outside the weakest and the strongest")
        return self


class BagLimits(Limits[Concentration]):
    """Limits of the concentration of base; a listed bag matches within `tolerance`."""

    tolerance: Percent
    vial: Concentration
    """The undiluted vial, never to be infused."""


class ReadingLimits(_Part):
    """When a pressure is believed, asked about, or kept as an artefact only."""

    plausible: tuple[Mmhg, Mmhg]
    jump: Mmhg
    jump_within: Span
    equal_readings: int = Field(ge=2)
    duplicate_within: Span
    off_pair: Mmhg
    damped_systolic: Mmhg
    damped_pulse: Mmhg
    flush_systolic: Mmhg
    flush_pulse: Mmhg


class TimeLimits(_Part):
    """How far a reading's time may lie from now."""

    ahead: Span
    back: Span
    fresh: Span


class LineLimits(_Part):
    """What a line from pump to patient holds, where nobody has measured it."""

    dead_volume: Millilitre


class SiteProfile(BaseModel):
    """The limits of one site. The order of use is code; every number is here."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, validate_by_name=True, validate_by_alias=True
    )

    format: int = Field(ge=1, le=1)
    id: str
    title: str
    weight: WeightLimits
    dose: dict[DoseUnit, DoseLimits]
    concentration: BagLimits
    map: Limits[Mmhg]
    systolic: Limits[Mmhg]
    diastolic: Limits[Mmhg]
    heart_rate: Limits[HeartRate]
    age: Limits[Years]
    pump: PumpLimits
    reading: ReadingLimits
    time: TimeLimits
    bag: tuple[StandardBag, ...] = Field(min_length=1)
    line: LineLimits | None = None
    dose_of: dict[str, DoseLimits] = Field(default_factory=dict, alias="dose-of")
    """Limits of an agent whose doses are not those of its unit, by generic name."""
    bag_of: dict[str, AgentBags] = Field(default_factory=dict, alias="bag-of")
    """Bags of the agents other than norepinephrine, by generic name."""

    @model_validator(mode="after")
    def _units_agree(self) -> Self:
        for unit, limits in self.dose.items():
            if units_of(limits) != {unit}:
                raise ValueError(f"the limits of [dose.{unit}] must be in {unit}")
        for agent, limits in self.dose_of.items():
            if len(units_of(limits)) != 1:
                raise ValueError(f"the limits of [dose-of.{agent}] must be in one unit")
        return self

    def dose_limits(self, agent: str, unit: DoseUnit) -> DoseLimits:
        """The limits of one agent's dose: its own where the site has some in this unit.

        Raises KeyError where the site has none in this unit at all.
        """
        own = self.dose_of.get(agent)
        return own if own is not None and units_of(own) == {unit} else self.dose[unit]

    def bags_of(self, agent: str) -> tuple[Bag, ...]:
        """The listed bags of an agent other than norepinephrine; none where the site has none."""
        kept = self.bag_of.get(agent)
        return () if kept is None else kept.listed

    @property
    def dead_volume(self) -> Millilitre | None:
        """What a line holds, where the site says so."""
        return None if self.line is None else self.line.dead_volume

    @property
    def bags(self) -> tuple[Bag, ...]:
        """The listed bags."""
        return tuple(standard.bag for standard in self.bag)
