"""Facts of the default table, drawn array-wise within their joint limits."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core.library import protocol_from, read_protocol
from core.model.course import DAY, UNKNOWN, Lane
from core.model.facts import CONDITION_AXIS, SATURATION, SHOCK_CODE, Axis, Facts, Phase
from core.rules.compile import Protocol

PROTOCOL = protocol_from(read_protocol("early-wean").text)
HOUR = 3600
Mask = Any
"""An array of booleans, a place per cell; numpy does not type its arithmetic closely enough."""
Drawn = tuple[Facts, Lane, Lane]
"""The facts, the starting dose and the dose before the last stop of each cell."""


class Draw:
    """Draws facts of one band: half of every lane at or beside a bound, half anywhere."""

    def __init__(self, protocol: Protocol, band: int, seed: int, count: int) -> None:
        self.rng = np.random.default_rng([seed, band])
        self.table, self.count, self.band = protocol.tables[band], count, protocol.bands[band]
        self.phase = self.rng.choice(len(Phase), count, p=[0.15, 0.6, 0.15, 0.1]).astype(np.int64)

    def lane(self, axis: Axis, least: int, most: int, *more: int) -> Lane:
        bounds = {*self.table.low[:, axis].tolist(), *self.table.high[:, axis].tolist()}
        bounds |= {
            *self.table.notify_low[:, axis].tolist(),
            *self.table.notify_high[:, axis].tolist(),
        }
        near = {at + by for at in (*bounds, *more, least, most) for by in (-1, 0, 1)}
        inside = np.array(sorted(at for at in near if least <= at <= most), dtype=np.int64)
        anywhere = self.rng.integers(least, most + 1, self.count)
        return np.where(self.often(0.5), self.rng.choice(inside, self.count), anywhere)

    def often(self, share: float) -> Mask:
        return self.rng.random(self.count) < share

    def capped(self, lane: Lane, cap: Lane) -> Lane:
        """No more than the cap where that is known; often exactly it."""
        known = cap != UNKNOWN
        return np.where(known & ((lane > cap) | self.often(0.1)), cap, lane)

    def facts(self) -> Facts:
        facts = np.full((self.count, len(Axis)), UNKNOWN, dtype=np.int64)
        off_or_watch = (self.phase == Phase.OFF) | (self.phase == Phase.WATCH)
        paused_off = (self.phase == Phase.PAUSED) & self.often(0.3)
        running = ~off_or_watch & ~paused_off
        facts[:, Axis.PHASE] = self.phase
        facts[:, Axis.MAP] = self.lane(Axis.MAP, 20, 200)
        dose = self.lane(Axis.DOSE, 1, 3000, 29, 31, 949, 979)
        facts[:, Axis.DOSE] = np.where(running, dose, 0)
        changed = self.lane(Axis.SINCE_CHANGE, 0, SATURATION, 120, 300, 1800)
        never = (self.phase == Phase.OFF) & self.often(0.5)
        facts[:, Axis.SINCE_CHANGE] = np.where(never, UNKNOWN, changed)
        self._stop(facts)
        self._failed(facts, running)
        self._step(facts, running)
        self._runs(facts)
        self._vitals(facts)
        self._patient(facts)
        self._others(facts)
        return facts

    def _patient(self, facts: Facts) -> None:
        """What was said of the patient: each yes, no or unknown, but for fluids and the band."""
        for axis in (*CONDITION_AXIS.values(), Axis.VASOPRESSIN):
            facts[:, axis] = self.rng.choice([0, 1, UNKNOWN], self.count)
        facts[:, Axis.FLUIDS] = self.rng.integers(0, 2, self.count)
        facts[:, Axis.SHOCK] = self.rng.choice([*SHOCK_CODE.values(), UNKNOWN], self.count)
        facts[:, Axis.AGE] = np.where(self.often(0.3), UNKNOWN, self.lane(Axis.AGE, 18, 110))
        facts[:, Axis.TARGET] = int(self.band.low.value)

    def _others(self, facts: Facts) -> None:
        """When another agent changed, and what hangs on this one's dose."""
        dose = facts[:, Axis.DOSE]
        since = self.lane(Axis.SINCE_OTHER_CHANGE, 0, SATURATION)
        facts[:, Axis.SINCE_OTHER_CHANGE] = np.where(self.often(0.5), UNKNOWN, since)
        high = self.lane(Axis.HIGH_DOSE_FOR, 0, SATURATION)
        facts[:, Axis.HIGH_DOSE_FOR] = np.where(dose >= 250, high, UNKNOWN)
        facts[:, Axis.NOREPINEPHRINE] = dose
        free = self.lane(Axis.CATECHOLAMINE_FREE, 0, SATURATION)
        never = (dose > 0) | self.often(0.5)
        facts[:, Axis.CATECHOLAMINE_FREE] = np.where(never, UNKNOWN, free)

    def _stop(self, facts: Facts) -> None:
        """After a planned stop nothing has changed since; the watch lasts 24 h."""
        watch = self.phase == Phase.WATCH
        since = self.lane(Axis.SINCE_STOP, 0, DAY - 1)
        facts[:, Axis.SINCE_STOP] = np.where(watch, since, UNKNOWN)
        facts[:, Axis.SINCE_CHANGE] = np.where(watch, since, facts[:, Axis.SINCE_CHANGE])

    def _failed(self, facts: Facts, running: Mask) -> None:
        """A failed wean was a change; two are counted as two."""
        weans = np.where(running, self.rng.integers(0, 3, self.count), 0)
        since = np.maximum(
            self.lane(Axis.SINCE_FAILED_WEAN, 0, DAY - 1), facts[:, Axis.SINCE_CHANGE]
        )
        known = (weans > 0) & (since < DAY)
        facts[:, Axis.FAILED_WEANS] = np.where(known, weans, 0)
        facts[:, Axis.SINCE_FAILED_WEAN] = np.where(known, since, UNKNOWN)

    def _step(self, facts: Facts, running: Mask) -> None:
        """A lowering was the last change, less than an hour ago."""
        known = running & (facts[:, Axis.SINCE_CHANGE] < HOUR) & self.often(0.5)
        known &= facts[:, Axis.SINCE_FAILED_WEAN] != facts[:, Axis.SINCE_CHANGE]
        lows = self.lane(Axis.LOW_READINGS_SINCE_STEP, 0, 9)
        read = (facts[:, Axis.MAP] < int(self.band.low.value)) & (facts[:, Axis.SINCE_CHANGE] > 0)
        lows = np.maximum(lows, read.astype(np.int64))
        size = self.lane(Axis.STEP_SIZE, 1, 500, 20, 50)
        facts[:, Axis.SINCE_STEP] = np.where(known, facts[:, Axis.SINCE_CHANGE], UNKNOWN)
        facts[:, Axis.LOW_READINGS_SINCE_STEP] = np.where(known, lows, UNKNOWN)
        facts[:, Axis.STEP_SIZE] = np.where(known, size, UNKNOWN)

    def _runs(self, facts: Facts) -> None:
        """A run at target began after the last failed wean; one above lies within it."""
        pressure, low, high = facts[:, Axis.MAP], self.band.low.value, self.band.high.value
        below = self.lane(Axis.BELOW_TARGET_FOR, 0, SATURATION)
        at = self.capped(
            self.lane(Axis.AT_TARGET_FOR, 0, SATURATION, 2 * HOUR), facts[:, Axis.SINCE_FAILED_WEAN]
        )
        above = self.capped(self.lane(Axis.ABOVE_TARGET_FOR, 0, SATURATION, 1800), at)
        facts[:, Axis.BELOW_TARGET_FOR] = np.where(pressure < int(low), below, UNKNOWN)
        facts[:, Axis.AT_TARGET_FOR] = np.where(pressure >= int(low), at, UNKNOWN)
        facts[:, Axis.ABOVE_TARGET_FOR] = np.where(pressure > int(high), above, UNKNOWN)
        facts[:, Axis.READINGS_SINCE_RAISE] = self.lane(Axis.READINGS_SINCE_RAISE, 0, 9)

    def _vitals(self, facts: Facts) -> None:
        pressure = facts[:, Axis.MAP]
        diastolic = np.minimum(self.lane(Axis.DIASTOLIC, 5, 150), pressure)
        rate = self.rng.integers(30, 220, self.count)
        facts[:, Axis.DIASTOLIC] = np.where(self.often(0.3), UNKNOWN, diastolic)
        known = (facts[:, Axis.DIASTOLIC] != UNKNOWN) & self.often(0.7)
        index = self.lane(Axis.SHOCK_INDEX, 20, 900)
        index = np.where(self.often(0.5), 100 * rate // diastolic, index)
        facts[:, Axis.SHOCK_INDEX] = np.where(known, index, UNKNOWN)
        before = np.clip(pressure + self.rng.integers(-40, 60, self.count), 20, 200)
        counted = (facts[:, Axis.SINCE_CHANGE] != UNKNOWN) & self.often(0.7)
        fall = before - pressure
        facts[:, Axis.MAP_FALL] = np.where(counted, fall, UNKNOWN)
        facts[:, Axis.MAP_FALL_SHARE] = np.where(counted, -(-10_000 * fall // before), UNKNOWN)
        share = self.lane(Axis.HEART_RATE_RISE_SHARE, -9000, 60_000)
        facts[:, Axis.HEART_RATE_RISE_SHARE] = np.where(counted, share, UNKNOWN)


@pytest.fixture(scope="session")
def drawn() -> Callable[[int, int, int], Drawn]:
    """Draws cells of a band: the number of the band, how many, and the seed."""

    def cells(band: int, count: int, seed: int) -> Drawn:
        draw = Draw(PROTOCOL, band, seed, count)
        chosen = draw.rng.integers(20, 101, count)
        return draw.facts(), chosen, draw.rng.integers(1, 21, count)

    return cells
