"""What an outcome is, and how it is estimated in one arm and between two arms."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

import numpy as np

from core.patient.arrays import FloatArray
from core.trial.record import Record
from core.trial.statistics import (
    Estimate,
    Spread,
    median_difference,
    ratio,
    ratio_difference,
    share,
    share_difference,
    spread,
)


class Measure(StrEnum):
    """What is estimated: a mean of patients, a rate (sum over sum), a share, or a median."""

    MEAN = "mean"
    RATE = "rate"
    SHARE = "share"
    MEDIAN = "median"


class Group(StrEnum):
    """What an outcome is about."""

    PRESSURE = "pressure"
    COST = "cost"
    WEANING = "weaning"
    GUARDS = "guards"
    CONTROL = "control"


class Better(StrEnum):
    """Which of two values a pharmacist would rather have."""

    LESS = "less"
    MORE = "more"
    NEITHER = "neither"


Values = Callable[[Record, int], FloatArray]
"""One value per patient from a record and the hours of the trial."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome: its code (the key of its text), unit, and how it is read from a record.

    `below` is what `above` is divided by; without it each patient counts as one.
    """

    code: str
    group: Group
    measure: Measure
    unit: str
    better: Better
    above: Values
    below: Values | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An outcome in one arm: the estimate, and median and quartiles of the patients' own values."""

    estimate: Estimate
    spread: Spread | None


def found(outcome: Outcome, record: Record, hours: int) -> Found:
    """An outcome of the patients of a record, who all count."""
    above, below = _values(outcome, record, hours)
    match outcome.measure:
        case Measure.MEAN:
            return Found(ratio(above, below), spread(_each(above, below)))
        case Measure.RATE:
            return Found(ratio(above, below), None)
        case Measure.SHARE:
            return Found(share(above), None)
        case Measure.MEDIAN:
            there = spread(above)
            return Found(there.median, there)
        case _:
            assert_never(outcome.measure)


def difference(outcome: Outcome, one: Record, other: Record, hours: int) -> Estimate:
    """The first record's outcome minus the second's, by pairs of the same patient.

    Raises:
        PairingError: the records are not as long as each other.
    """
    above, below = _values(outcome, one, hours)
    other_above, other_below = _values(outcome, other, hours)
    match outcome.measure:
        case Measure.MEAN | Measure.RATE:
            return ratio_difference(above, below, other_above, other_below)
        case Measure.SHARE:
            return share_difference(above, other_above)
        case Measure.MEDIAN:
            return median_difference(above, other_above)
        case _:
            assert_never(outcome.measure)


def _values(outcome: Outcome, record: Record, hours: int) -> tuple[FloatArray, FloatArray]:
    above = outcome.above(record, hours)
    if outcome.below is None:
        return above, np.ones(len(record))
    return above, outcome.below(record, hours)


def _each(above: FloatArray, below: FloatArray) -> FloatArray:
    """Each patient's own value; not defined where there is nothing to divide by."""
    own = np.full(len(above), np.nan)
    np.divide(above, below, out=own, where=below > 0)
    return own
