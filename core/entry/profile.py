"""What one site takes for possible and for usual: the limits that entries are judged by.

Hard limits are inclusive ends of what can be entered at all; outside the usual range an entry is
asked about. The file is read elsewhere, and given to `profile_of` as it was parsed.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from typing import Annotated, Generic, TypeVar

from core.checked import Checked, ReadBy, from_values
from core.frozen import dataclass
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


Span = Annotated[timedelta, ReadBy(_read_span)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What every part of a profile says."""

    source: Annotated[str, Checked(min_length=1)]
    """Where the numbers come from; "local" marks the site's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(_Part, Generic[M]):
    """Hard and usual range of one field, and the decimals it takes."""

    hard: tuple[M, M]
    usual: tuple[M, M]
    decimals: Annotated[int, Checked(ge=0, le=4)]

    def __post_init__(self) -> None:
        if not self.hard[0] <= self.usual[0] <= self.usual[1] <= self.hard[1]:
            raise ValueError("the usual range must lie within the hard limits, lower end first")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightLimits(Limits[Kilogram]):
    """Limits of the dosing weight; `change` is the share by which a correction may differ."""

    hard: tuple[Kilogram, Kilogram]
    usual: tuple[Kilogram, Kilogram]
    change: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseLimits(Limits[Dose]):
    """Limits of one dosing unit; a change above `change` and above `change_by` is asked about."""

    hard: tuple[Dose, Dose]
    usual: tuple[Dose, Dose]
    change: Percent
    change_by: Dose


def units_of(limits: DoseLimits) -> set[DoseUnit]:
    """The dosing units that the limits are written in; one, where they are sound."""
    return {dose.unit for dose in (*limits.hard, *limits.usual, limits.change_by)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PumpStep:
    """The finest step a pump takes from a rate upwards."""

    at_least: PumpRate
    step: PumpRate


@dataclass(frozen=True, slots=True, kw_only=True)
class PumpLimits(Limits[PumpRate]):
    """Limits of the pump rate, and the pump's steps from the lowest rate upwards."""

    hard: tuple[PumpRate, PumpRate]
    usual: tuple[PumpRate, PumpRate]
    steps: Annotated[tuple[PumpStep, ...], Checked(min_length=1)]

    def step_at(self, rate: PumpRate) -> PumpRate:
        """The finest step at this rate."""
        return [part.step for part in self.steps if part.at_least <= rate][-1]

    def __post_init__(self) -> None:
        Limits.__post_init__(self)
        starts = [part.at_least for part in self.steps]
        if starts[0].value != 0 or starts != sorted(starts):
            raise ValueError('pump steps must rise from "0 mL/h"')


@dataclass(frozen=True, slots=True, kw_only=True)
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


LabelledBag = Annotated[Bag, ReadBy(_read_bag)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentBags(_Part):
    """The bags of an agent other than norepinephrine: what the site keeps, and the ends allowed.

    A concentration below that of `weakest` or above that of `strongest` cannot be entered.
    """

    weakest: LabelledBag
    strongest: LabelledBag
    listed: Annotated[tuple[LabelledBag, ...], Checked(min_length=1)]

    def __post_init__(self) -> None:
        kinds = {type(bag.amount) for bag in (self.weakest, self.strongest, *self.listed)}
        if len(kinds) != 1:
            raise ValueError("the bags of one agent are all in mg or all in units")
        ends = (self.weakest.concentration, self.strongest.concentration)
        if any(not ends[0] <= bag.concentration <= ends[1] for bag in self.listed):
            raise ValueError("a listed bag lies outside the weakest and the strongest")


@dataclass(frozen=True, slots=True, kw_only=True)
class BagLimits(Limits[Concentration]):
    """Limits of the concentration of base; a listed bag matches within `tolerance`."""

    hard: tuple[Concentration, Concentration]
    usual: tuple[Concentration, Concentration]
    tolerance: Percent
    vial: Concentration
    """The undiluted vial, never to be infused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits(_Part):
    """When a pressure is believed, asked about, or kept as an artefact only."""

    plausible: tuple[Mmhg, Mmhg]
    jump: Mmhg
    jump_within: Span
    equal_readings: Annotated[int, Checked(ge=2)]
    duplicate_within: Span
    off_pair: Mmhg
    damped_systolic: Mmhg
    damped_pulse: Mmhg
    flush_systolic: Mmhg
    flush_pulse: Mmhg


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits(_Part):
    """How far a reading's time may lie from now."""

    ahead: Span
    back: Span
    fresh: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLimits(_Part):
    """What a line from pump to patient holds, where nobody has measured it."""

    dead_volume: Millilitre


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """The limits of one site. The order of use is code; every number is here."""

    format: Annotated[int, Checked(ge=1, le=1)]
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
    bag: Annotated[tuple[StandardBag, ...], Checked(min_length=1)]
    line: LineLimits | None = None
    dose_of: dict[str, DoseLimits] = field(default_factory=dict)
    """Limits of an agent whose doses are not those of its unit, by generic name."""
    bag_of: dict[str, AgentBags] = field(default_factory=dict)
    """Bags of the agents other than norepinephrine, by generic name."""

    def __post_init__(self) -> None:
        for unit, limits in self.dose.items():
            if units_of(limits) != {unit}:
                raise ValueError(f"the limits of [dose.{unit}] must be in {unit}")
        for agent, limits in self.dose_of.items():
            if len(units_of(limits)) != 1:
                raise ValueError(f"the limits of [dose-of.{agent}] must be in one unit")

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


_WRITTEN = {"dose-of": "dose_of", "bag-of": "bag_of"}
"""How a file writes the keys that Python would not take."""


def profile_of(given: Mapping[str, object]) -> SiteProfile:
    """The profile that a parsed file holds. ValueError with every place that is wrong."""
    return from_values(SiteProfile, {_WRITTEN.get(key, key): item for key, item in given.items()})
