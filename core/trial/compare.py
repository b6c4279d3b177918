"""The arms of a trial side by side: outcomes of each, and differences on the same patients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.trial.outcome import Found, difference, found
from core.trial.outcome_set import OUTCOMES
from core.trial.record import Exclusions, Record, exclusions
from core.trial.statistics import Curve, Estimate, PairingError, curve


@dataclass(frozen=True, slots=True)
class ArmFound:
    """One arm: who counts, its outcomes by code, and the curve of liberation in percent by hour."""

    name: str
    counted: Exclusions
    outcomes: Mapping[str, Found]
    liberated: Curve


@dataclass(frozen=True, slots=True)
class Contrast:
    """One arm minus another on the same patients: differences by code of the outcome."""

    name: str
    versus: str
    differences: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Compared:
    """All arms, and each later arm against the first."""

    arms: tuple[ArmFound, ...]
    contrasts: tuple[Contrast, ...]


def compared(records: Mapping[str, Record], hours: int) -> Compared:
    """The arms of a trial by name, the first the one that the others are held against.

    Each contrast is the first arm minus another, over the patients who count.

    Raises:
        PairingError: two arms do not hold the same patients, or leave out other ones.
    """
    names = list(records)
    arms = tuple(arm_found(name, record, hours) for name, record in records.items())
    contrasts = tuple(
        contrast(names[0], records[names[0]], name, records[name], hours) for name in names[1:]
    )
    return Compared(arms, contrasts)


def arm_found(name: str, record: Record, hours: int) -> ArmFound:
    """The outcomes of the patients of one arm who count."""
    usable = record.picked(record.usable)
    outcomes = {outcome.code: found(outcome, usable, hours) for outcome in OUTCOMES}
    liberated = curve(usable.hours_to_liberation, hours)
    return ArmFound(name, exclusions(record), outcomes, liberated)


def contrast(name: str, one: Record, versus: str, other: Record, hours: int) -> Contrast:
    """One arm minus another, patient by patient.

    Raises:
        PairingError: they do not hold the same patients, or leave out other ones.
    """
    _demand_pairs((name, versus), one, other)
    mine, theirs = one.picked(one.usable), other.picked(other.usable)
    gaps = {outcome.code: difference(outcome, mine, theirs, hours) for outcome in OUTCOMES}
    return Contrast(name, versus, gaps)


def _demand_pairs(names: Sequence[str], one: Record, other: Record) -> None:
    between = " and ".join(names)
    if not np.array_equal(one.ids, other.ids):
        raise PairingError(f"{between}: not the same patients, so no pairs to take differences of")
    if not np.array_equal(one.excluded, other.excluded):
        raise PairingError(f"{between}: not the same patients are left out")
