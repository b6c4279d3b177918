"""What is to be drawn: the case, the moment and the view of it, as one value."""

from dataclasses import dataclass
from datetime import tzinfo

from core.quantity.measures import Millilitre
from core.view.lanes import Lanes
from core.view.read_out import FurtherLane
from gui.theme import Theme
from gui.timeline.span import Span


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture of the timeline.

    `now` and `focus` are epoch seconds UTC; `run_gap` is the longest stretch in seconds over
    which readings are joined by a line; `zone` is the local time of the labels. `further` are
    the doses of the agents beside norepinephrine, each in a lane of its own. With a `dead_volume`
    each change of the pump is hatched until it can have reached the patient.
    """

    lanes: Lanes
    now: float
    run_gap: float
    span: Span
    zone: tzinfo
    theme: Theme
    focus: float | None = None
    further: tuple[FurtherLane, ...] = ()
    dead_volume: Millilitre | None = None
