"""A simulation is over, or the program was killed: its debrief opens from home, by keys.

What is told later must be what was told at the end, to the letter.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.cases.folder import hidden_path
from core.cases.opened import look_into
from core.lab.debrief_view import DebriefView

TICK = timedelta(milliseconds=100)
READS_EVERY = timedelta(minutes=4)

# `shift` is the Shift of conftest; pytest imports that file under a name of its own.
Shift = Any
Begin = Callable[[Path], Shift]


@pytest.fixture
def another(qapp: QApplication, qtbot: QtBot, shift: Shift) -> Iterator[Begin]:
    """Begins another run of the program on a folder."""
    begun: list[Shift] = []

    def begin(place: Path) -> Shift:
        begun.append(type(shift)(qapp, place, qtbot))
        begun[-1].clock.advance(timedelta(days=3))
        begun[-1].begin()
        begun[-1].wait_until(lambda: bool(begun[-1].program.window.home.chosen_id))
        return begun[-1]

    yield begin
    for each in begun:
        each.end()


def begin_lab(shift: Shift) -> Any:  # noqa: ANN401 - a LabRoom
    """The first hour with a learner, at 60 times."""
    shift.begin()
    shift.press("Ctrl+Shift+N")
    shift.wait_until(shift.program.clinic.lab.chooser.isActiveWindow)
    shift.press("Return", "Return", "Return")
    shift.type("ab", "Return")
    room = shift.program.clinic.lab.room
    shift.wait_until(room.prebrief.isActiveWindow)
    shift.press("Return")
    shift.wait_until(room.learner.isActiveWindow)
    shift.turn_to(room.instructor)
    shift.press("Ctrl+6")
    return room


def pass_minutes(shift: Shift, minutes: int) -> None:
    for _ in range(10 * minutes):
        shift.clock.advance(TICK)
        shift._hand.fire()
        QApplication.processEvents()


def read(shift: Shift, room: Any) -> None:  # noqa: ANN401 - a LabRoom
    """The learner enters what the screen shows, and accepts."""
    shift.turn_to(room.learner)
    shift.press("F2", "Ctrl+A")
    shift.type(room.learner.screen_strip.map.text(), "Return")
    step = room.bridge.view.next_step
    if step is not None:
        shift.press("F5" if step.changes_dose else "F6")


def meddle(shift: Shift, room: Any) -> None:  # noqa: ANN401 - a LabRoom
    """The instructor gives fluid, and keeps a note."""
    shift.turn_to(room.instructor)
    shift.press("Ctrl+F", "Ctrl+N")
    shift.type("Asked aloud", "Return")
    assert any(line.text == "Asked aloud" for line in room.view().log)


def play(shift: Shift) -> Any:  # noqa: ANN401 - a LabRoom
    """Ten minutes with readings and interventions."""
    room = begin_lab(shift)
    pass_minutes(shift, 2)
    read(shift, room)
    pass_minutes(shift, 3)
    meddle(shift, room)
    pass_minutes(shift, 3)
    read(shift, room)
    pass_minutes(shift, 2)
    return room


def debriefed(shift: Shift) -> DebriefView:
    """The debrief that opens by F4, from home or from the instructor's window."""
    shift.press("F4")
    shift.wait_until(lambda: bool(shift.program.clinic.lab.debriefs))
    (desk,) = shift.program.clinic.lab.debriefs
    shift.wait_until(desk.window.isActiveWindow)
    view: DebriefView = desk.window.view
    return view


def rounded(view: DebriefView) -> DebriefView:
    """The courses drawn, without the digits that depend on the steps in which time passed."""
    lines = tuple(
        replace(line, points=tuple((second, round(mmhg or 0, 6)) for second, mmhg in line.points))
        for line in view.overlay.maps
    )
    return replace(view, overlay=replace(view.overlay, maps=lines))


def notice(shift: Shift) -> str:
    (desk,) = shift.program.clinic.lab.debriefs
    return str(desk.window.notice.text)


def can_debrief(shift: Shift) -> bool:
    """Menu and button agree."""
    allowed = shift.program.window.actions_by_code["debrief"].isEnabled()
    assert shift.program.window.home.debrief_button.isVisible() is allowed
    return bool(allowed)


def the_case(shift: Shift) -> Path:
    paths: tuple[Path, ...] = shift.program.parts.folder.paths()
    (path,) = paths
    return path


def test_the_debrief_opens_from_home_days_later_and_says_the_same(
    shift: Shift, another: Begin
) -> None:
    room = play(shift)
    shift.turn_to(shift.program.window)
    assert not can_debrief(shift)  # while it goes on
    shift.press("F4")
    assert shift.program.clinic.lab.debriefs == []
    shift.turn_to(room.instructor)
    shift.press("Ctrl+Shift+E")
    told = debriefed(shift)
    assert len(told.verdicts) >= 2
    assert [note.what for note in told.notes] == ["Asked aloud"]
    shift.turn_to(room.instructor)
    shift.press("Ctrl+W")
    shift.program.close()
    later = another(shift.program.parts.folder.data)
    assert can_debrief(later)
    assert later.sees(later.program.window, "Debrief")
    assert rounded(debriefed(later)) == rounded(told)
    assert notice(later) == ""
    later.turn_to(later.program.window)
    later.press("F4")  # the same window again
    assert len(later.program.clinic.lab.debriefs) == 1


def test_after_a_kill_the_debrief_goes_up_to_where_it_came(
    shift: Shift, another: Begin, tmp_path: Path
) -> None:
    room = play(shift)
    # What a killed program leaves is what is on disk now; nothing has been closed.
    killed = tmp_path / "killed"
    shutil.copytree(shift.program.parts.folder.data, killed)
    read(shift, room)
    shift.turn_to(room.instructor)
    shift.press("Ctrl+Shift+E")
    whole = debriefed(shift)
    later = another(killed)
    told = debriefed(later)
    assert told.verdicts[:-1] == whole.verdicts[: len(told.verdicts) - 1]
    assert len(told.verdicts) >= 2
    assert told.title == whole.title
    assert "was not played to its end here" in notice(later)
    ended = look_into(the_case(later)).state.ended
    assert ended is not None
    later.turn_to(later.program.window)
    later.pass_time(1)
    assert later.sees(later.program.window, "LAB-FIRST-HOUR | SIMULATION | Case ended")


def test_what_is_wrong_with_the_hidden_part_is_said_at_home(shift: Shift, another: Begin) -> None:
    room = begin_lab(shift)
    pass_minutes(shift, 1)
    shift.turn_to(room.instructor)
    shift.press("Ctrl+Shift+E", "Ctrl+W")
    shift.program.close()
    place = hidden_path(the_case(shift))
    content = place.read_bytes()
    later = another(shift.program.parts.folder.data)
    window = later.program.window
    for damaged in (
        b"",
        content[:-1],
        content[:200],
        b"x" + content,
        content.replace(b"\x08", b""),
    ):
        place.write_bytes(damaged)
        later.press("F4")
        assert later.sees(window, "The debrief was not opened: ")
        assert later.sees(window, place.name)
        later.program.window.home.notice.hush()
    place.unlink()
    later.press("F4")
    assert later.sees(window, f"{place.name} is missing")
    later.pass_time(1)
    later.program.clinic.home_time.render()
    assert not can_debrief(later)
    assert later.program.clinic.lab.debriefs == []


def test_opening_an_interrupted_case_ends_it_where_it_stood(
    shift: Shift, another: Begin, tmp_path: Path
) -> None:
    room = begin_lab(shift)
    pass_minutes(shift, 1)
    killed = tmp_path / "killed"
    shutil.copytree(shift.program.parts.folder.data, killed)
    at = room.simulation.state.at
    later = another(killed)
    later.press("Return")
    later.type("cd", "Return")
    later.wait_until(lambda: bool(later.cases))
    state = look_into_open(later)
    assert state.ended is not None
    assert state.at == at
    later.turn_to(later.program.window)
    assert can_debrief(later)
    debriefed(later)  # of a case that has a window


def look_into_open(shift: Shift) -> Any:  # noqa: ANN401 - a State
    return shift.program.clinic.cases.bridges[-1].session.state
