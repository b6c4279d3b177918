"""One prompt at its time."""

from dataclasses import field
from datetime import datetime

from core.frozen import dataclass
from core.model.terms import Urgency


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One prompt at its time: shown when due, for as long as it stays in the schedule."""

    key: str
    code: str
    urgency: Urgency
    due_at: datetime
    args: dict[str, str] = field(default_factory=dict)
