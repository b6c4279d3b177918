"""What a trial is to do: arms, patients, staff, and all that two runs must share to be the same."""

import hashlib
import re
from dataclasses import dataclass, field, fields
from decimal import Decimal

from core.patient.cohort import Preset
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, Milligram, Millilitre, PumpRate

MOST_PATIENTS = 10_000_000
MOST_HOURS = 24 * 30
MINUTE_S = 60
_ARM = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")


class PlanError(ValueError):
    """A plan that cannot be run; the sentence names what is wrong and what is accepted."""


def _want(holds: bool, sentence: str) -> None:  # noqa: FBT001 - reads as "want this"
    if not holds:
        raise PlanError(sentence)


def _whole(name: str, value: object, least: int, most: int, unit: str) -> None:
    there = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    words = f"{least} to {most} {unit}".strip()
    _want(there, f"{name}: {value} is not accepted; give a whole number from {words}")


def _number(name: str, value: object, least: float, most: float) -> None:
    there = isinstance(value, int | float) and least <= value <= most
    _want(there, f"{name}: {value} is not accepted; give a number from {least:g} to {most:g}")


def _share(name: str, value: object) -> None:
    _number(name, value, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Arm:
    """One protocol under trial: a name for tables, and the exact text of its file."""

    name: str
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse an arm nobody can name.

        Raises:
            PlanError: the name or the text is empty or too long.
        """
        _want(
            _ARM.fullmatch(self.name) is not None,
            f'arm "{self.name}": a name has 1 to 40 letters, digits, spaces, dots or hyphens',
        )
        _want(bool(self.text.strip()), f"arm {self.name}: its protocol has no text")

    @property
    def hash(self) -> str:
        """SHA-256 of the exact text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StaffSpec:
    """How the simulated staff works. Shares are 0 to 1; delays are typical ones, in seconds.

    A delay is spread by chance from half to twice the typical one. Source of every default:
    local assumption, as in the profiles of the simulation lab.

    `late_s`: a due reading is taken so much later. `react_s`: from the advice to the pump.
    `charts_s`: from looking at the monitor to the entry, always the same. `missed_for_s`: a
    reading that is missed is taken so much later. `forgets`: advice that is not followed.
    `rounds`: doses set to the next multiple of `round_to` (thousandths of the dosing unit) towards
    the change. `slips`: pumps keyed ten-fold or a tenth while the chart says the dose meant.
    `finds`: a slip seen at the next reading. `knows_artefact`: an artefact inside the plausible
    range that is known for one and marked.
    """

    late_s: int = 20
    react_s: int = 60
    charts_s: int = 0
    missed_for_s: int = 900
    forgets: float = 0.05
    rounds: float = 0.1
    round_to: int = 10
    slips: float = 0.01
    finds: float = 0.5
    knows_artefact: float = 0.9

    def __post_init__(self) -> None:
        """Refuse what no staff does.

        Raises:
            PlanError: a delay or a share out of its range.
        """
        for name in ("late_s", "react_s", "charts_s", "missed_for_s"):
            _whole(f"staff {name}", getattr(self, name), 0, 6 * 3600, "s")
        for name in ("forgets", "rounds", "slips", "finds", "knows_artefact"):
            _share(f"staff {name}", getattr(self, name))
        _whole("staff round_to", self.round_to, 1, 1000, "thousandths")


PERFECT = StaffSpec(0, 0, 0, 0, 0.0, 0.0, 10, 0.0, 1.0, 1.0)
"""Staff that does at once and exactly what is advised."""
USUAL_BAG = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)
FINE_PUMP = PumpRate(Decimal("0.1"))
USUAL_STAFF = StaffSpec()
USUALLY_MISSED = 0.05
"""So many due readings are missed. Source: local assumption, as for the staff."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A trial, complete: with the same program two runs of a plan give the same bytes.

    `first` is the id of the first patient. `band` are the mmHg of a target band that every arm
    allows, both ends included; None takes each protocol's first. `start` is the starting dose,
    None the protocol's default. `response_factor`: every patient answers as if the dose
    were so many times larger. `line_lag_s`: seconds more from the pump to the blood.
    `reading_factor`: intervals between readings times this. `missed_share`: readings not taken
    when due. `sample_s`: how often the true pressure is looked at for outcomes.
    `second_agent`: the prompt for it starts vasopressin at 0.03 units/min.
    """

    arms: tuple[Arm, ...]
    patients: int = 1000
    hours: int = 72
    seed: int = 1
    preset: Preset = Preset.DEFAULT
    first: int = 0
    band: tuple[int, int] | None = None
    start: Dose | None = None
    bag: Bag = USUAL_BAG
    resolution: PumpRate = FINE_PUMP
    staff: StaffSpec = USUAL_STAFF
    artefacts: bool = True
    response_factor: float = 1.0
    line_lag_s: int = 0
    reading_factor: float = 1.0
    missed_share: float = USUALLY_MISSED
    sample_s: int = 300
    second_agent: bool = False

    def __post_init__(self) -> None:
        """Refuse a plan that cannot be run.

        Raises:
            PlanError: the first thing that is wrong, with what is accepted.
        """
        names = [arm.name for arm in self.arms]
        _want(bool(names), "a trial has at least one arm: name a protocol")
        _want(len(set(names)) == len(names), f"two arms share a name: {', '.join(names)}")
        _whole("patients", self.patients, 1, MOST_PATIENTS, "")
        _whole("hours", self.hours, 1, MOST_HOURS, "h")
        _whole("seed", self.seed, 0, 2**63 - 1, "")
        _whole("first", self.first, 0, 2**62, "")
        _number("response_factor", self.response_factor, 0.1, 10.0)
        _whole("line_lag_s", self.line_lag_s, 0, 3600, "s")
        _number("reading_factor", self.reading_factor, 0.1, 10.0)
        _share("missed_share", self.missed_share)
        _want(self.missed_share <= 0.9, "missed_share: at most 0.9, or nobody is ever seen")  # noqa: PLR2004 - said
        _whole("sample_s", self.sample_s, MINUTE_S, 3600, "s")
        _want(self.sample_s % MINUTE_S == 0, "sample_s: whole minutes, such as 60 or 300")
        _want(3600 % self.sample_s == 0, "sample_s: a whole part of an hour, such as 60 or 300")
        _band(self.band)
        _doses(self)

    @property
    def seconds(self) -> int:
        """How long each patient is followed."""
        return 3600 * self.hours


def _band(band: tuple[int, int] | None) -> None:
    _want(
        band is None or 0 < band[0] < band[1],
        f"band: {band} is not accepted; give two whole mmHg, the lower first",
    )


def _doses(plan: Plan) -> None:
    _want(
        plan.start is None or plan.start.value > 0,
        f"start: {plan.start} is not above zero",
    )
    _want(plan.resolution.value > 0, f"resolution: {plan.resolution} is not above zero")
    _want(isinstance(plan.bag.amount, Milligram), f"bag: {plan.bag.text} is no norepinephrine")


def changed_fields(plan: Plan, other: Plan) -> tuple[str, ...]:
    """The names of what differs between two plans."""
    return tuple(
        item.name for item in fields(Plan) if getattr(plan, item.name) != getattr(other, item.name)
    )
