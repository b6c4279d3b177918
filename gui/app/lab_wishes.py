"""What an instructor wishes, carried out in the room of a running simulation."""

from typing import TYPE_CHECKING

from core.lab.script import ScriptError
from gui.lab.wishes import (
    Do,
    Faster,
    Finish,
    Fire,
    GoBack,
    HideAdvice,
    Jump,
    LookBack,
    Override,
    PauseOrGo,
    SetSpeed,
    ShowLearner,
    Skip,
    Slower,
    TakeBookmark,
    TakeNote,
    Wish,
)

if TYPE_CHECKING:
    from gui.app.lab_room import LabRoom

Timely = PauseOrGo | SetSpeed | Faster | Slower | Jump | TakeBookmark | GoBack


def carry_out(room: "LabRoom", wish: Wish) -> None:
    """Do it, and show both windows what came of it; what cannot be done is said."""
    match wish:
        case PauseOrGo() | SetSpeed() | Faster() | Slower() | Jump() | TakeBookmark() | GoBack():
            _pass_time(room, wish)
        case ShowLearner():
            room.show_learner()
        case LookBack():
            room.debrief_wished.emit()
        case _:
            try:
                room.attempt(lambda: _meddle(room, wish))
            except ScriptError as error:
                room.instructor.say(room.words.say("lab.window.not-done", {"why": str(error)}))


def _meddle(
    room: "LabRoom", wish: Fire | Skip | Do | Override | TakeNote | HideAdvice | Finish
) -> None:
    simulation = room.simulation
    match wish:
        case Fire(happening):
            simulation.fire(happening)
        case Skip(happening):
            simulation.skip(happening)
        case Do(act):
            simulation.do(act)
        case Override(vital, value):
            simulation.override(vital, value)
        case TakeNote(text):
            simulation.note(text)
        case HideAdvice(hidden):
            simulation.hide_advice(hidden=hidden)
            room.bridge.hide_advice(hidden=hidden)
        case Finish():
            room.waiting = False
            simulation.stop()


def _pass_time(room: "LabRoom", wish: Timely) -> None:
    match wish:
        case PauseOrGo():
            _pause_or_go(room)
        case SetSpeed(speed):
            room.set_pace(room.pace.at(speed))
        case Faster():
            room.set_pace(room.pace.faster())
        case Slower():
            room.set_pace(room.pace.slower())
        case Jump():
            room.pass_time(room.simulation.next_event())
        case TakeBookmark():
            room.bookmarks.append(room.simulation.bookmark())
        case GoBack(number):
            _go_back(room, number)
    room.show()


def _pause_or_go(room: "LabRoom") -> None:
    """Before the pre-brief is left the same key begins."""
    if room.waiting:
        room.begin()
        return
    if room.simulation.ended is None:
        room.instructor.say("")
        room.learner.screen_strip.tell("")
        room.set_pace(room.pace.going(running=not room.pace.running))


def _go_back(room: "LabRoom", number: int) -> None:
    """The learner is told, and time stands still until both are ready."""
    mark = room.bookmarks[number - 1]
    room.set_pace(room.pace.going(running=False))
    if not room.go_back(mark):
        return
    label = room.bridge.view.strip.label
    args = {"at": room.words.clock(mark.at), "label": label}
    room.learner.screen_strip.tell(room.words.say("lab.monitor.went-back", args))
    room.instructor.say(room.words.say("lab.window.back-done", args))
