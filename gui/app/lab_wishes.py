"""What an instructor wishes, carried out in the room of a running simulation."""

from typing import TYPE_CHECKING, Literal

from core.lab.script import ScriptError
from gui.lab.wishes import (
    GoBack,
    HideAdvice,
    Meddling,
    RoomPress,
    SetSpeed,
    Timely,
    TimePress,
    Wish,
)

if TYPE_CHECKING:
    from gui.app.lab_room import LabRoom


def carry_out(room: "LabRoom", wish: Wish) -> None:
    """Do it, and show both windows what came of it; what cannot be done is said."""
    match wish:
        case TimePress() | SetSpeed() | GoBack():
            _pass_time(room, wish)
        case RoomPress.SHOW_LEARNER:
            room.show_learner()
        case RoomPress.LOOK_BACK:
            room.debrief_wished.emit()
        case _:
            try:
                room.attempt(lambda: _meddle(room, wish))
            except ScriptError as error:
                room.instructor.say(room.words.say("lab.window.not-done", {"why": str(error)}))


def _meddle(room: "LabRoom", wish: Meddling | Literal[RoomPress.FINISH]) -> None:
    match wish:
        case HideAdvice(hidden):
            room.simulation.hide_advice(hidden=hidden)
            room.bridge.hide_advice(hidden=hidden)
        case RoomPress.FINISH:
            room.waiting = False
            room.simulation.stop()
        case _:
            room.simulation.intervene(wish)


def _pass_time(room: "LabRoom", wish: Timely) -> None:
    match wish:
        case TimePress.PAUSE_OR_GO:
            _pause_or_go(room)
        case SetSpeed(speed):
            room.set_pace(room.pace.at(speed))
        case TimePress.FASTER:
            room.set_pace(room.pace.faster())
        case TimePress.SLOWER:
            room.set_pace(room.pace.slower())
        case TimePress.JUMP:
            room.pass_time(room.simulation.next_event())
        case TimePress.BOOKMARK:
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
