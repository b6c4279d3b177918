"""The debrief of a simulation as blocks to print: a heading, what is said, and a table of texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.lab.debrief_view import DebriefView, EventRow, TallyRow
from core.report.part import ReportPart
from core.view.wording import Words

MOST_ROWS = 40
"""The courses are printed in no more lines than this."""
_STEPS = (1, 5, 10, 15, 30, 60)
_MINUTE = 60
_NAMED = (28.0, 72.0)
_EVENT = (16.0, 44.0, 40.0)


def debrief_blocks(view: DebriefView, words: Words) -> tuple[ReportPart, ...]:
    """The whole debrief, in the sequence in which it is printed. The last block has a table."""
    made = _Made(view, words)
    return (
        made.named("head", [(one.name, one.value) for one in view.head]),
        made.named("outcomes", [(one.name, one.value) for one in view.outcomes]),
        made.verdicts(),
        *made.tallies(),
        made.checklist(),
        made.objectives(),
        made.overlay(),
        made.events("answers", view.answers, ("at", "advised", "detail")),
        made.events("slips", view.slips, ("at", "what", "detail")),
        made.events("prompts", view.prompts, ("at", "what", "detail")),
        made.events("notes", view.notes, ("at", "what", "detail")),
        made.questions(),
        made.courses(),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    view: DebriefView
    words: Words

    def say(self, code: str, **args: str) -> str:
        return self.words.say(f"debrief.print.{code}", args)

    def columns(self, *names: str) -> tuple[str, ...]:
        return tuple(self.words.say(f"debrief.column.{name}") for name in names)

    def block(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[tuple[str, ...]],
        widths: tuple[float, ...],
        says: tuple[str, ...] = (),
    ) -> ReportPart:
        """A block; one without rows says so."""
        told = says if rows else (*says, self.say("nothing"))
        return ReportPart(self.say(name), told, tuple(columns), tuple(rows), widths)

    def named(self, name: str, rows: Sequence[tuple[str, str]]) -> ReportPart:
        return self.block(name, (), rows, _NAMED)

    def verdicts(self) -> ReportPart:
        rows = [
            (
                row.at,
                row.map,
                row.agent,
                row.advised,
                row.given,
                f"{row.symbol} {row.word}",
                " ".join((row.sentence, *(f"[{answer}]" for answer in row.answers))),
            )
            for row in self.view.verdicts
        ]
        columns = self.columns("at", "map", "agent", "advised", "given", "verdict", "why")
        widths = (11.5, 9.5, 13.5, 13.5, 13.5, 11.0, 27.5)
        says = (self.view.summary, self.say("verdicts-say"))
        return self.block("verdicts", columns, rows, widths, says)

    def tallies(self) -> Iterator[ReportPart]:
        unjudged = "; ".join(self.view.uncounted)
        left = (f"{self.say('unknown')}{unjudged}",) if unjudged else ()
        yield self._tally("tallies", self.view.tallies, (self.say("tallies-say"), *left))
        if self.view.held_tallies:
            yield self._tally("held", self.view.held_tallies, ())

    def _tally(self, name: str, rows: Sequence[TallyRow], says: tuple[str, ...]) -> ReportPart:
        cells = [(f"{row.symbol} {row.word}", row.count, row.needed, row.all) for row in rows]
        columns = self.columns("verdict", "count", "needed", "all")
        return self.block(name, columns, cells, (40.0, 20.0, 20.0, 20.0), says)

    def checklist(self) -> ReportPart:
        rows = [
            (row.text, f"{row.symbol} {row.word}", row.detail, row.points)
            for row in self.view.checklist
        ]
        columns = self.columns("item", "state", "detail", "points")
        return self.block("checklist", columns, rows, (38.0, 14.0, 38.0, 10.0))

    def objectives(self) -> ReportPart:
        rows = [(row.text, row.score) for row in self.view.objectives]
        return self.block("objectives", self.columns("objective", "score"), rows, (70.0, 30.0))

    def overlay(self) -> ReportPart:
        overlay = self.view.overlay
        rows = [(row.name, row.given, *row.others) for row in overlay.differences]
        given = self.words.say("debrief.course.given")
        columns = (*self.columns("figure"), given, *overlay.columns)
        says = (self.say("overlay-say"), overlay.moment_text, *overlay.spoken)
        return self.block("overlay", columns, rows, _even(len(columns)), says)

    def events(self, name: str, rows: Sequence[EventRow], columns: Sequence[str]) -> ReportPart:
        cells = [(row.at, row.what, row.detail) for row in rows]
        return self.block(name, self.columns(*columns), cells, _EVENT)

    def questions(self) -> ReportPart:
        rows = [(str(place), text) for place, text in enumerate(self.view.questions, 1)]
        return self.block("questions", (), rows, (6.0, 94.0))

    def courses(self) -> ReportPart:
        """What is painted in the window, as figures; a blank where nothing is known."""
        overlay = self.view.overlay
        step = _step(overlay.until)
        lines = [dict(line.points) for line in overlay.maps]
        doses = [dict(line.points) for line in overlay.doses]
        heads = [self.say("map-of", name=line.name) for line in overlay.maps]
        heads += [
            self.say("dose-of", name=line.name, agent=line.agent, unit=line.unit)
            for line in overlay.doses
        ]
        rows = [
            (
                _elapsed(second),
                *(self.figure(line.get(second), 0) for line in lines),
                *(self.figure(line.get(second), 3) for line in doses),
            )
            for second in range(0, overlay.until + 1, step * _MINUTE)
        ]
        columns = (*self.columns("at"), *heads)
        title = self.say("courses", minutes=str(step))
        return ReportPart(title, (), columns, tuple(rows), _even(len(columns)))

    def figure(self, value: float | None, places: int) -> str:
        """A figure, rounded; of a dose no zeros at the end."""
        if value is None:
            return self.say("no-figure")
        text = f"{value:.{places}f}"
        return text.rstrip("0").rstrip(".") if places else text


def _step(until: int) -> int:
    """Minutes from line to line."""
    fitting = (step for step in _STEPS if until // (step * _MINUTE) < MOST_ROWS)
    return next(fitting, _STEPS[-1])


def _elapsed(second: int) -> str:
    hours, minutes = divmod(second // _MINUTE, _MINUTE)
    return f"+{hours}:{minutes:02}"


def _even(columns: int) -> tuple[float, ...]:
    """A narrow first column where there are many, the rest alike."""
    first = max(12.0, 60.0 / columns)
    return (first, *((100.0 - first) / (columns - 1) for _ in range(columns - 1)))
