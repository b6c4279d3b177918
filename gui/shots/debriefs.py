"""The debrief in the pictures: judged, ticked and counted, and what else could have been."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.lab.counterfactual import Choice
from core.lab.played import played_of
from core.lab.run import run
from core.lab.shelf import read_scenario
from gui.app.debrief import DebriefDesk
from gui.debrief.rerun import Task, rerun
from gui.debrief.scene import at_second
from gui.debrief.window import DebriefWindow
from gui.lab.chooser import Chosen
from gui.shots.stage import Stage
from gui.theme import Look

_SCENARIO, _SEED, _STAFF = "first-hour", 7, "usual"
_PARTS = 25 * 60
"""Where the other courses set out, in seconds."""


def _home(stage: Stage) -> QWidget:
    """A simulation is over, and its case is found at home by a part of its label."""
    clinic = stage.program.clinic
    if clinic.lab.room is None:
        clinic.lab.begin(Chosen(_SCENARIO, _SEED, _STAFF, ""))
    room = clinic.lab.room
    if room is None:
        raise RuntimeError("no simulation was begun")
    room.close()
    stage.program.window.show_home()
    stage.program.window.home.search.setText("lab")
    return stage.program.window


def _debrief(stage: Stage) -> QWidget:
    """At the first opportunity that was not right."""
    desk = _desk(stage) or _made(stage)
    desk.window.actions_table["astray"].trigger()
    return desk.window


def _checklist(stage: Stage) -> QWidget:
    return _on_page(stage, "checklist")


def _figures(stage: Stage) -> QWidget:
    return _on_page(stage, "figures")


def _overlay(stage: Stage) -> QWidget:
    """Both other courses; computed here, since a picture waits for no other process."""
    window, desk = _on_page(stage, "compare"), _desk(stage)
    if desk is None:
        raise RuntimeError("no debrief is open")
    task = Task(desk.played, None, _PARTS, (Choice.PROTOCOL, Choice.NO_CHANGE))
    desk.lay_over(rerun(task, lambda _done, _total: None))
    window.chart.move_to(at_second(window.chart.scene, 2 * _PARTS))
    return window


def _dark(stage: Stage) -> QWidget:
    stage.program.wear(Look.DARK)
    return _on_page(stage, "compare")


def _saving(stage: Stage) -> QWidget:
    """A print is asked for, and a file is in its way."""
    stage.program.wear(Look.LIGHT)
    window = _on_page(stage, "events")
    window.saving.ask("pdf", "~/debriefs/first-hour.pdf")
    told = {"place": "~/debriefs/first-hour.pdf"}
    taken = stage.program.parts.words.say("debriefing.save.taken", told)
    window.saving.refuse(taken, replaceable=True)
    return window


def _on_page(stage: Stage, page: str) -> DebriefWindow:
    desk = _desk(stage)
    if desk is None:
        raise RuntimeError("no debrief is open")
    desk.window.beside.show_page(page)
    return desk.window


def _desk(stage: Stage) -> DebriefDesk | None:
    """The open debrief; it goes with the window of home."""
    found = stage.program.window.findChild(DebriefDesk)
    return found if isinstance(found, DebriefDesk) else None


def _made(stage: Stage) -> DebriefDesk:
    program = stage.program
    played = played_of(run(read_scenario(_SCENARIO), _SEED, _STAFF))
    desk = DebriefDesk(program.parts.words, played, prints=program.parts.folder.data)
    desk.setParent(program.window)
    program.window.closed.connect(desk.close)
    return desk


DEBRIEF: dict[str, Callable[[Stage], QWidget]] = {
    "home-debrief": _home,
    "debrief": _debrief,
    "debrief-checklist": _checklist,
    "debrief-figures": _figures,
    "counterfactual": _overlay,
    "counterfactual-dark": _dark,
    "debrief-saving": _saving,
}
"""The pictures of the debrief by name."""
