"""Norepinephrine at the effect site in closed form: no steps, only the moments a dose changes.

The five linear states of the virtual patient (two tanks of transit, central, peripheral, effect
site) answer a constant infusion by a sum of exponentials. So a patient is kept as the weight of
each exponential at the moment of the last change, and the concentration at any later second costs
four exponentials, however far away that second is. A test holds it against the matrix motion of
`core.patient`.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.patient.cohort import Cohort
from core.trial.columns import Second, Who, rows

_S_PER_MIN = 60.0
_GONE = -600.0
"""After so many time constants 1e-261 is left. Powers still smaller change no sum, but processors
take fifty times as long over them."""
_APART = 1e-5
"""Two rates closer than this share of themselves are moved apart: a sum of exponentials cannot
hold equal ones, and nearer ones lose digits to cancellation."""
FAST, SLOW, CENTRAL, DEEP, EFFECT = range(5)
"""The weights: e^(-at), t e^(-at), and the slow, fast and effect-site exponentials."""


@dataclass(frozen=True, slots=True, eq=False)
class Modes:
    """What is fixed of each patient: four rates (1/s), the answer to 1 mcg/min, and its weights.

    `rates` is (4, n): transit, the two of the body, the effect site. `weights` is (5, n) in mcg/L
    per mcg/min, as at the moment an infusion of 1 mcg/min is taken away; `steady` is their end.
    """

    rates: FloatArray
    weights: FloatArray
    steady: FloatArray


def modes(cohort: Cohort, line_lag_s: float = 0.0) -> Modes:
    """The modes of a cohort; `line_lag_s` is added to the transit through line and veins."""
    tank = 2.0 / (cohort.transit_s + line_lag_s)
    back = cohort.exchange_l_min / cohort.peripheral_l / _S_PER_MIN
    quick, slow = _body_rates(cohort, back)
    follow = cohort.effect_per_min / _S_PER_MIN
    for other in (tank, quick, slow):
        follow = _apart(follow, other)
    for other in (quick, slow, follow):
        tank = _apart(tank, other)
    rates = np.stack([tank, quick, slow, follow])
    return Modes(rates, _weights(rates, back, cohort.central_l), 1.0 / cohort.clearance_l_min)


def _body_rates(cohort: Cohort, back: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The two rates of central and peripheral volume, 1/s: the roots of their polynomial."""
    out = cohort.exchange_l_min / cohort.central_l / _S_PER_MIN
    cleared = cohort.clearance_l_min / cohort.central_l / _S_PER_MIN
    total, product = out + cleared + back, cleared * back
    quick = (total + np.sqrt(total * total - 4.0 * product)) / 2.0
    return quick, product / quick


def _apart(rate: FloatArray, other: FloatArray) -> FloatArray:
    near = np.abs(rate - other) < _APART * other
    return np.where(near, other * (1.0 + 2.0 * _APART), rate)


def _weights(rates: FloatArray, back: FloatArray, central_l: FloatArray) -> FloatArray:
    """Partial fractions of the step response; for the double rate of the tanks a pair of them.

    Ce/u = tank^2 follow (s + back) / (Vc (s + tank)^2 (s + quick) (s + slow) (s + follow)), and
    the input in mcg/min is 1/60 of that in mcg/s.
    """
    tank, quick, slow, follow = rates
    size = tank * tank * follow / (central_l * _S_PER_MIN)
    told = np.empty((5, len(tank)))
    single = (
        (CENTRAL, quick, slow, follow),
        (DEEP, slow, quick, follow),
        (EFFECT, follow, quick, slow),
    )
    for place, own, one, two in single:
        rest = own * (tank - own) ** 2 * (one - own) * (two - own)
        told[place] = size * (back - own) / rest
    gaps = [quick - tank, slow - tank, follow - tank]
    told[SLOW] = size * (back - tank) / (tank * gaps[0] * gaps[1] * gaps[2])
    # The derivative of the rest of the fraction at the double rate, by its logarithm.
    slope = 1.0 / (back - tank) + 1.0 / tank - sum(1.0 / gap for gap in gaps)
    told[FAST] = told[SLOW] * slope
    return told


@dataclass(slots=True, eq=False)
class Infusion:
    """What runs in each patient since when, and the weights at that moment. Changed in place."""

    modes: Modes
    rate_mcg_min: FloatArray
    since_s: FloatArray
    left: FloatArray
    given_mcg: FloatArray

    @classmethod
    def none(cls, told: Modes) -> "Infusion":
        """Nothing runs and nothing is in the body."""
        count = len(told.steady)
        zero = [np.zeros(count) for _ in range(3)]
        return cls(told, zero[0], zero[1], np.zeros((5, count)), zero[2])

    def level(self, who: Who, second: Second) -> FloatArray:
        """Norepinephrine at the effect site of some patients, mcg/L, not before the last change."""
        passed = second - _some(self.since_s, who)
        fades = _fades(rows(self.modes.rates, who), passed)
        left = rows(self.left, who)
        told: FloatArray = left[SLOW] * passed
        told += left[FAST]
        told *= fades[0]
        fades[1:] *= left[CENTRAL:]
        for part in fades[1:]:
            told += part
        told += _some(self.rate_mcg_min, who) * _some(self.modes.steady, who)
        return told

    def change(self, who: IntArray, second: FloatArray, rate_mcg_min: FloatArray) -> None:
        """Set another rate in some patients, each at a second of its own."""
        passed = second - self.since_s[who]
        fades = _fades(rows(self.modes.rates, who), passed)
        left = rows(self.left, who)
        left[FAST] += left[SLOW] * passed
        left[FAST] *= fades[0]
        left[SLOW] *= fades[0]
        left[CENTRAL:] *= fades[1:]
        before = self.rate_mcg_min[who]
        self.given_mcg[who] += before * passed / _S_PER_MIN
        left += (before - rate_mcg_min) * rows(self.modes.weights, who)
        self.left[:, who] = left
        self.rate_mcg_min[who], self.since_s[who] = rate_mcg_min, second

    def given_by(self, second: float) -> FloatArray:
        """What each patient was given up to a second, mcg."""
        return self.given_mcg + self.rate_mcg_min * (second - self.since_s) / _S_PER_MIN


def _some(values: FloatArray, who: Who) -> FloatArray:
    return values if who is None else values.take(who, mode="clip")


def _fades(rates: FloatArray, passed: FloatArray) -> FloatArray:
    fades = rates * passed
    np.negative(fades, out=fades)
    np.maximum(fades, _GONE, out=fades)
    return np.exp(fades, out=fades)
