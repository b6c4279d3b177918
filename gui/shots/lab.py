"""The simulation lab in the pictures: chooser, pre-brief, both windows of a running scenario."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from core.lab.act import GiveFluid, Vital
from core.quantity.measures import Millilitre
from gui.app.lab_room import LabRoom
from gui.lab.chooser import Chosen
from gui.lab.wishes import Do, Override, SetSpeed, TakeNote, TimePress
from gui.shots.stage import Stage

_SCENARIO, _SEED, _STAFF = "first-hour", 3, "follows"
_SPEED = 60
_MARKED, _MEDDLED, _PICTURED = (timedelta(minutes=minutes) for minutes in (12, 17, 18.8))


def _chooser(stage: Stage) -> QWidget:
    lab = stage.program.clinic.lab
    stage.program.clinic.show_lab()
    if lab.chooser is None:
        raise RuntimeError("the chooser of scenarios is not in sight")
    return lab.chooser


def _prebrief(stage: Stage) -> QWidget:
    stage.program.clinic.lab.begin(Chosen(_SCENARIO, _SEED, _STAFF, ""))
    return _room(stage).prebrief


def _learner(stage: Stage) -> QWidget:
    """Half an hour in; the time in the room passes, that of the picture does not."""
    room = _room(stage)
    room.begin()
    room.instructor.wished.emit(SetSpeed(_SPEED))
    _pass_until(room, _MARKED)
    room.instructor.wished.emit(TimePress.BOOKMARK)
    _pass_until(room, _MEDDLED)
    for wish in (
        Do(GiveFluid(Millilitre(Decimal(250)), timedelta(minutes=10))),
        Override(Vital.MAP, Decimal(58)),
        TakeNote("Asked aloud what the pressure may do at the induction"),
    ):
        room.instructor.wished.emit(wish)
    _pass_until(room, _PICTURED)
    return room.learner


def _instructor(stage: Stage) -> QWidget:
    return _room(stage).instructor


def _hidden(stage: Stage) -> QWidget:
    """The same moment without advice, as an instructor may wish it."""
    room = _room(stage)
    room.instructor.actions_table["hide_advice"].trigger()
    return room.learner


def _room(stage: Stage) -> LabRoom:
    room = stage.program.clinic.lab.room
    if room is None:
        raise RuntimeError("no simulation runs")
    return room


def _pass_until(room: LabRoom, elapsed: timedelta) -> None:
    room.pass_time(room.simulation.start + elapsed)


LAB: dict[str, Callable[[Stage], QWidget]] = {
    "lab": _chooser,
    "lab-prebrief": _prebrief,
    "lab-learner": _learner,
    "lab-instructor": _instructor,
    "lab-advice-hidden": _hidden,
}
"""The pictures of the lab by name."""
