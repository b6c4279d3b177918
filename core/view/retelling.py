"""The story of a whole case at once, as when a long one is opened: readings and rows in bulk."""

from collections.abc import Iterable
from dataclasses import replace

from core.model.events import EntryStruck, ReadingRecorded, Recorded
from core.model.series import Series
from core.view import story_row
from core.view.points import ReadingPoint
from core.view.rows import TimelineRow
from core.view.story import Story, drawn, reading_point, row_at, told
from core.view.wording import Words


def retold(facts: Iterable[Recorded], words: Words) -> Story:
    """The same story as of the facts told one by one, in half of the time."""
    story = Story()
    rows, readings = list[TimelineRow](), list[ReadingPoint]()
    for fact in facts:
        event = fact.event
        if isinstance(event, EntryStruck):  # it looks for its entry among all before it
            story = told(_caught_up(story, rows, readings), fact, words)
            rows, readings = [], []
            continue
        rows.append(story_row.row_of(fact, words, story.initials, story.advised))
        if isinstance(event, ReadingRecorded):
            readings.append(reading_point(event, fact.seq))
        else:
            story = drawn(story, fact)
    return _caught_up(story, rows, readings)


def _caught_up(story: Story, rows: list[TimelineRow], readings: list[ReadingPoint]) -> Story:
    """The story with the rows and readings that were put off; each in its place in time."""
    every = sorted([*story.rows, *rows], key=row_at)
    lanes = story.lanes.with_readings(readings) if readings else story.lanes
    return replace(story, lanes=lanes, rows=Series(len(every), every))
