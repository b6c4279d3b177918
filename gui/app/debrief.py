"""A debrief: its window, the ticks, the other courses, prints and exports.

Whoever has played a simulation hands it over when it is over:

    desk = DebriefDesk(words, played_by(simulation, facts), trail, prints=folder.data / "debriefs")
    desk.look_wished.connect(...)
    desk.closed.connect(...)
    desk.show()

`trail` holds the moments that were marked while it was played (`Trail.mark(simulation)` after each
request and each step of time), so that another course can set out from any of them. It may be None
where simulated staff has played alone: its seed makes the course again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.lab.counterfactual import Choice, Other
from core.lab.debrief import Debrief, debrief_of
from core.lab.debrief_view import DebriefView
from core.lab.debrief_words import debrief_view
from core.lab.measure import Ticked
from core.lab.played import SECOND, Played
from core.lab.score import checklist, scores
from core.lab.trail import Trail
from core.model.events import ReadingRecorded
from core.model.terms import Quality
from core.report.debrief_html import debrief_html, debrief_paper
from core.view.wording import Words
from gui.app.debrief_rules import definitions
from gui.app.saving import save
from gui.child import Child
from gui.debrief.rerun import WORK, Task
from gui.debrief.scene import Charted
from gui.debrief.window import DebriefWindow, Material
from gui.prints.command import painted
from gui.window import bring


class DebriefDesk(QObject):
    """One debrief with its window. Nothing of the case is changed by it."""

    closed = Signal()
    """The window is gone and nothing is computed any more."""
    look_wished = Signal(object)
    """A Look for the whole program."""

    def __init__(
        self, words: Words, played: Played, trail: Trail | None = None, *, prints: Path
    ) -> None:
        """Look back on what was played; `prints` is the folder that is offered for files."""
        super().__init__()
        self._words, self.played, self._trail = words, played, trail
        self._prints, self._open = prints, True
        self._ticks: dict[str, timedelta | None] = {}
        self._others: tuple[Other, ...] = ()
        self._asked: tuple[int, tuple[str, ...]] = (0, ())
        self._debrief: Debrief = debrief_of(played)
        self.rerunner = Child(WORK, self)
        self.window = DebriefWindow(words, self.view, self._material())
        self._connect()

    @property
    def view(self) -> DebriefView:
        """The debrief as it is now."""
        return debrief_view(self._debrief, self._words, self._others, version("pressor"))

    def show(self) -> None:
        """Show the window in front."""
        if not self.window.isVisible():
            self.window.resize(self.window.sizeHint())
        bring(self.window)

    def close(self) -> None:
        """Stop computing and close the window, unless somebody has closed it."""
        if self._open:
            self.window.close()

    # --- ticks ------------------------------------------------------------------------------

    def _tick(self, item: str, second: int | None) -> None:
        self._ticks[item] = None if second is None else second * SECOND
        self._score_anew()

    def _untick(self, item: str) -> None:
        self._ticks.pop(item, None)
        self._score_anew()

    def _score_anew(self) -> None:
        scored = checklist(self.played, self._ticks)
        total = scores(scored, self.played.scenario.objectives)
        self._debrief = replace(self._debrief, checklist=scored, scores=total)
        self.window.render(self.view)

    # --- other courses ----------------------------------------------------------------------

    def _compare(self, second: int, codes: tuple[str, ...]) -> None:
        """Lay courses over this one; those asked for at the same moment before stay."""
        self.rerunner.cancel()
        before = self._asked[1] if self._asked[0] == second and codes and self._others else ()
        wanted = tuple(code for code in Choice if code in codes or code in before)
        self._asked = (second, wanted)
        if not wanted:
            self.lay_over(())
            return
        mark = None if self._trail is None else self._trail.before(second)
        self._show_progress(self._words.say("debriefing.compare.beginning"))
        self.rerunner.begin(Task(self.played, mark, second, wanted))

    def _on_counted(self, done: int, total: int) -> None:
        args = {"done": str(done), "total": str(total)}
        self._show_progress(self._words.say("debriefing.compare.running", args))

    def lay_over(self, others: tuple[Other, ...]) -> None:
        """Lay courses over this one, all from one moment on; none takes them away."""
        self._others = others
        self._show_progress(None)
        self.window.render(self.view)
        if others:
            self.window.show_comparison()

    def _on_failed(self, why: str) -> None:
        self._show_progress(None)
        self.window.say(self._words.say("debriefing.compare.failed", {"why": why}))

    def _stop(self) -> None:
        if self.rerunner.running:
            self.rerunner.cancel()
            self._asked = (0, ())
            self._show_progress(None)
            self.window.say(self._words.say("debriefing.compare.stopped"))

    def _show_progress(self, text: str | None) -> None:
        self.window.show_progress(text)

    # --- files ------------------------------------------------------------------------------

    def _save(self, kind: str, typed: str, replaces: bool) -> None:  # noqa: FBT001 - of a signal
        made = partial(self._written, kind)
        done = save(typed, made, self.window.saving, self._said_of_file, replaces=replaces)
        if done:
            self.window.say(done)

    def _said_of_file(self, code: str, told: Mapping[str, str]) -> str:
        return self._words.say(f"debriefing.save.{code}", told)

    def _written(self, kind: str) -> bytes:
        view = self.view
        if kind == "html":
            return debrief_html(view, self._words).encode()
        label = self.played.opening.setup.label
        return painted(debrief_paper(view, self._words, label))

    # --- made once --------------------------------------------------------------------------

    def _material(self) -> Material:
        played = self.played
        items = played.scenario.checklist
        name = f"debrief-{played.scenario.id}-{played.seed}-{played.opened_at:%Y%m%dT%H%M%SZ}"
        return Material(
            charted=tuple(_charted(played)),
            definitions=definitions(),
            tickable=frozenset(item.id for item in items if isinstance(item.measure, Ticked)),
            places={kind: str(self._prints / f"{name}.{kind}") for kind in ("pdf", "html")},
            comparable=self._trail is not None or played.staff is not None,
        )

    def _on_closed(self) -> None:
        if self._open:
            self._open = False
            self.rerunner.cancel()
            self.window.deleteLater()
            self.closed.emit()

    def _connect(self) -> None:
        window = self.window
        window.compared.connect(self._compare)
        window.stopped.connect(self._stop)
        window.ticked.connect(self._tick)
        window.unticked.connect(self._untick)
        window.save_wished.connect(self._save)
        window.look_wished.connect(self.look_wished)
        window.closed.connect(self._on_closed)
        self.rerunner.counted.connect(self._on_counted)
        self.rerunner.told.connect(self.lay_over)
        self.rerunner.failed.connect(self._on_failed)


def _charted(played: Played) -> Iterator[Charted]:
    """Every reading of the case, by when it was observed."""
    struck = played.struck
    for fact in played.facts:
        event = fact.event
        if isinstance(event, ReadingRecorded):
            usable = event.quality is Quality.USABLE and fact.seq not in struck
            yield Charted(played.second(event.at), float(event.map.value), usable)
