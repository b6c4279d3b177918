"""A measured row: what, against which yardstick, and what is aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

FRAME_MS = 1000 / 60
"""One frame of a 60 Hz screen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the bench. `ratio` is measured over yardstick; `aim` the ratio aimed at."""

    name: str
    measured_ms: float
    yardstick: str
    yardstick_ms: float
    aim: float | None
    note: str = ""

    @property
    def ratio(self) -> float:
        """Measured over yardstick."""
        return self.measured_ms / self.yardstick_ms

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where there is none."""
        return None if self.aim is None else self.ratio <= self.aim


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def paired(
    name: str,
    yardstick: str,
    aim: float | None,
    pairs: Sequence[tuple[float, float]],
) -> Row:
    """A row of the median ratio of pairs (measured, yardstick), each taken back to back.

    The machine's speed drifts; a pair drifts together, so the ratio of each pair is what counts.
    """
    middle = median(measured / bare for measured, bare in pairs)
    bare = median(bare for _, bare in pairs)
    return Row(name, middle * bare, yardstick, bare, aim, f"{len(pairs)} pairs")


def of_frame(name: str, times: Sequence[float], share: float, note: str = "") -> Row:
    """A row of a percentile against one 60 Hz frame."""
    said = f"percentile {share * 100:g} of {len(times)}; median {median(times):.2f} ms"
    return Row(
        name, percentile(times, share), "60 Hz frame", FRAME_MS, 1.0, f"{said} {note}".strip()
    )
