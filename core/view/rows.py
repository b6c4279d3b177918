"""The table twin of the timeline: the same facts as rows."""

from typing import TypeAlias

from core.frozen import dataclass
from core.model.series import Series
from core.model.terms import Source
from core.view.points import Marker


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One fact as a row; every text is written by the core and shown as it is.

    `t` is the instant in epoch seconds UTC, for finding the row on the timeline. `kind` chooses
    the shape beside the row: the source of a reading, or the kind of a mark. `detail` is the
    source of a reading or what qualifies any other fact, `who` the initials of who entered it.
    """

    t: float
    at_text: str
    kind: Source | Marker
    what: str
    value: str
    unit: str
    detail: str
    who: str
    struck: bool
    seq: int


Rows: TypeAlias = Series[TimelineRow]
"""The rows of a case, oldest first; appending one is O(1). A type only: make one by `no_rows`."""


def no_rows() -> Rows:
    """The rows of a case that has none yet."""
    return Series()
