"""The row of a strike says what was struck through: by time and value, as a person knows it."""

from dataclasses import replace
from datetime import UTC, datetime

from core.model.events import EntryStruck
from core.view.rows import Rows, TimelineRow
from core.view.wording import Words


def naming_the_entry(row: TimelineRow, event: EntryStruck, rows: Rows, words: Words) -> TimelineRow:
    """The row of a strike with the entry among `rows` that it struck, where that is known."""
    struck = next((each for each in reversed(rows[:]) if each.seq == event.refers_to), None)
    if struck is None:
        return row
    entry = {
        "what": struck.what,
        "value": f"{struck.value} {struck.unit}",
        "at": words.when(datetime.fromtimestamp(struck.t, tz=UTC), event.at),
    }
    why = words.say(f"strike.{event.reason}")
    return replace(row, detail=f"{words.say('row.entry-of', entry)}, {why}")
