"""The chances a simulated nurse takes: each a pure function of the seed and the occasion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import numpy as np

from core.patient.chance import stream_of, uniform

_NURSE = np.zeros(1, dtype=np.int64)
Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Chance:
    """Draws of one seed. An occasion is the number of the fact that it is about."""

    seed: int

    def drawn(self, name: str, occasion: int) -> float:
        """A number between 0 and 1 for what is decided (`name`) on this occasion."""
        return float(uniform(self.seed, _NURSE, stream_of(f"staff.{name}"), occasion)[0])

    def happens(self, name: str, share: float, occasion: int) -> bool:
        """Whether something with this chance (0 to 1) happens."""
        return self.drawn(name, occasion) < share

    def spread(self, name: str, typical: timedelta, occasion: int) -> timedelta:
        """A delay around a typical one, from half to twice as long, in whole seconds."""
        times = 2.0 ** (2.0 * self.drawn(f"{name}.spread", occasion) - 1.0)
        return timedelta(seconds=round(typical.total_seconds() * times))

    def chosen(
        self, name: str, weighed: Sequence[tuple[Choice, int]], occasion: int
    ) -> Choice | None:
        """One of several by their weights; None where there is none to choose from."""
        point = self.drawn(name, occasion) * sum(weight for _, weight in weighed)
        for choice, weight in weighed:
            point -= weight
            if point < 0:
                return choice
        return None
