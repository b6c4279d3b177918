"""The screen at the bedside: all that a learner or a simulated nurse may see of the patient."""

from dataclasses import dataclass

LEAST_PLAUSIBLE, MOST_PLAUSIBLE = 20, 140
"""MAP outside these is no pressure of an artery (cleaning rules of PMC7015776; 20 is local)."""
LEAST_PULSE = 10
"""A pulse pressure below this is a flushed, damped or open line (same rules)."""


@dataclass(frozen=True, slots=True)
class Pressures:
    """A pressure as shown, in whole mmHg; a device that shows no pair has its mean alone."""

    map: int
    systolic: int | None = None
    diastolic: int | None = None


@dataclass(frozen=True, slots=True)
class CuffShown:
    """The latest cuff pressure and the second at which it was taken."""

    pressures: Pressures
    second: int


@dataclass(frozen=True, slots=True)
class Monitor:
    """What the screen shows at `second`. `line` is None where no arterial line reads.

    `cuff_due` is the second of the cuff's next measurement; heart rate in beats per minute.
    """

    second: int
    line: Pressures | None
    cuff: CuffShown | None
    cuff_due: int | None
    heart_rate: int | None

    @property
    def map(self) -> int | None:
        """The MAP that stands there now, in mmHg: the line's, without one the latest cuff's."""
        if self.line is not None:
            return self.line.map
        return None if self.cuff is None else self.cuff.pressures.map


def doubtful(shown: Pressures) -> bool:
    """Whether a trained eye sees that this is no pressure of an artery."""
    if not LEAST_PLAUSIBLE <= shown.map <= MOST_PLAUSIBLE:
        return True
    if shown.systolic is None or shown.diastolic is None:
        return False
    return shown.systolic - shown.diastolic < LEAST_PULSE
