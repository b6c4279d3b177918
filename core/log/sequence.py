"""The numbering of a log: from 1, without a gap."""

from collections.abc import Sequence

from core.model.events import Recorded


def demand_sequence(last_seq: int, events: Sequence[Recorded]) -> None:
    """ValueError unless the events are numbered on from `last_seq`."""
    for expected, event in enumerate(events, last_seq + 1):
        if event.seq != expected:
            raise ValueError(f"entry {event.seq} cannot follow entry {expected - 1}")
