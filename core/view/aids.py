"""What a view is made with besides the case: published coefficient sets, and the line's volume.

The view reads no files; whoever opens a case hands these in.
"""

from collections.abc import Callable

from core.frozen import dataclass
from core.quantity.equivalents import CoefficientSet
from core.quantity.measures import Millilitre


def _none() -> tuple[CoefficientSet, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Aids:
    """`sets` gives the coefficient sets when they are first wanted.

    `dead_volume` is that of a line from pump to patient, as the site has it; None where it does
    not say.
    """

    sets: Callable[[], tuple[CoefficientSet, ...]] = _none
    dead_volume: Millilitre | None = None


NO_AIDS = Aids()
