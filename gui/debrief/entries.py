"""What the key over each plot has to name, and where each name goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from core.view.wording import Words
from gui.debrief.scene import Scene
from gui.theme import Size
from gui.timeline.lettering import Letters

_GAP = 1.1
"""Between two entries, in heights of a line; a sample keeps a third of it from its word."""


class Sample(Enum):
    """What is shown beside a word."""

    COURSE = "the line of a course"
    MARK = "the mark of a verdict"
    CHARTED = "a charted reading"
    DOUBTFUL = "a reading that does not count"
    TARGET = "the target band"


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample, the code of its course or verdict, its word, its width in heights of a line."""

    sample: Sample
    text: str
    wide: float
    code: str = ""

    def width(self, letters: Letters) -> float:
        """The room it takes."""
        return (self.wide + _GAP / 3) * letters.height() + letters.width(self.text, Size.SMALL)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a plot: its title, the unit, and the key."""

    title: str
    unit: str = ""
    entries: tuple[Entry, ...] = ()

    def indent(self, letters: Letters) -> float:
        """Where the key begins behind title and unit."""
        unit = 0.4 * letters.height() + letters.width(self.unit, Size.SMALL) if self.unit else 0.0
        return letters.width(self.title, Size.SMALL, bold=True) + unit + _GAP * letters.height()

    def places(self, letters: Letters, width: float) -> list[tuple[int, float]]:
        """Row and distance from the left of each entry; what does not fit opens a row."""
        indent = self.indent(letters)
        row, offset, found = 0, indent, []
        for entry in self.entries:
            needed = entry.width(letters)
            if offset > indent and offset + needed > width:
                row, offset = row + 1, indent
            found.append((row, offset))
            offset += needed + _GAP * letters.height()
        return found

    def rows(self, letters: Letters, width: float) -> int:
        """How many rows it takes."""
        return 1 + max((row for row, _ in self.places(letters, width)), default=0)


def map_head(scene: Scene, words: Words) -> Head:
    """Over the plot of MAP."""
    say = words.say
    entries = tuple(_of_map(scene, words))
    return Head(say("debriefing.chart.map"), say("debriefing.chart.map-unit"), entries)


def verdict_head(scene: Scene, words: Words) -> Head:
    """Over the marks: each verdict that is there, in the sequence of the tallies."""
    there = {row.verdict: row.word for row in scene.view.verdicts}
    counted = [tally.verdict for tally in scene.view.tallies if tally.verdict in there]
    codes: Sequence[str] = [*counted, *(code for code in there if code not in counted)]
    entries = tuple(Entry(Sample.MARK, there[code], 1.0, code) for code in codes)
    return Head(words.say("debriefing.chart.verdicts"), entries=entries)


def dose_head(agent: str, unit: str, words: Words) -> Head:
    """Over the plot of an agent."""
    told = words.say("debriefing.chart.reaches", {"unit": unit})
    return Head(words.say("debriefing.chart.dose", {"agent": agent}), told)


def _of_map(scene: Scene, words: Words) -> Iterator[Entry]:
    overlay, say = scene.view.overlay, words.say
    for line in overlay.maps:
        name = line.name if len(overlay.maps) > 1 else say("debriefing.chart.true")
        yield Entry(Sample.COURSE, name, 2.4, line.code)
    if any(reading.usable for reading in scene.charted):
        yield Entry(Sample.CHARTED, say("debriefing.chart.charted"), 0.7)
    if any(not reading.usable for reading in scene.charted):
        yield Entry(Sample.DOUBTFUL, say("debriefing.chart.doubtful"), 0.7)
    if overlay.band:
        yield Entry(Sample.TARGET, _targets(scene, words), 1.2)


def _targets(scene: Scene, words: Words) -> str:
    """The targets in their sequence."""
    steps = scene.view.overlay.band
    edges = [{"low": f"{step.low:.0f}", "high": f"{step.high:.0f}"} for step in steps]
    later = (words.say("debriefing.chart.target-then", edge) for edge in edges[1:])
    return "".join((words.say("debriefing.chart.target", edges[0]), *later))
