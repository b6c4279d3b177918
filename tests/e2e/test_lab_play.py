"""A scenario from the chooser to its end, in both windows: the learner by keys, advice accepted.

Outer time is a clock moved by hand; simulated time follows at the speed that the instructor set.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from core.cases.opened import look_into
from core.model.events import Prompted
from core.model.terms import Outcome
from core.view.case_view import AdviceStatus

TICK = timedelta(milliseconds=100)
READS_EVERY = timedelta(minutes=4)
LATE = (timedelta(minutes=30), timedelta(minutes=42))
"""The learner is called away once, so that prompts fall due while time passes."""

# `shift` is the Shift of conftest; pytest imports that file under a name of its own.
Shift = Any


def begin_lab(shift: Shift) -> Any:  # noqa: ANN401 - a LabRoom
    """From home by keys to a learner's window that runs at 60 times."""
    shift.press("Ctrl+Shift+N")
    chooser = shift.program.clinic.lab.chooser
    shift.wait_until(chooser.isActiveWindow)
    assert shift.sees(chooser, "For education, simulation and decision support.")
    shift.press("Return", "Return", "Return")  # the first scenario, seed 1, a learner
    shift.type("ab", "Return")
    room = shift.program.clinic.lab.room
    shift.wait_until(room.prebrief.isActiveWindow)
    assert shift.sees(room.prebrief, "A woman of 63 years, 80 kg")
    shift.press("Return")
    shift.wait_until(room.learner.isActiveWindow)
    shift.turn_to(room.instructor)
    shift.press("Ctrl+6")
    shift.turn_to(room.learner)
    assert (room.pace.speed, room.pace.running) == (60, True)
    return room


def tick(shift: Shift) -> None:
    shift.clock.advance(TICK)
    shift._hand.fire()
    QApplication.processEvents()


class Learner:
    """Reads the screen every few minutes, enters what stands there, and accepts."""

    def __init__(self, shift: Shift, room: Any) -> None:  # noqa: ANN401 - a LabRoom
        self.shift, self.room = shift, room
        self.read_at: datetime | None = None
        self.readings = 0

    def act(self) -> None:
        now = self.room.simulation.now
        if LATE[0] <= now - self.room.simulation.start < LATE[1]:
            return
        if self.read_at is None or now - self.read_at >= READS_EVERY:
            self.read_at = now
            self.enter(self.room.learner.screen_strip.map.text())

    def enter(self, figure: str) -> None:
        shift, view = self.shift, self.room.bridge.view
        before = len(view.lanes.readings)
        shift.press("F2", "Ctrl+A")
        shift.type(figure, "Return")
        if len(self.room.bridge.view.lanes.readings) == before:
            shift.press("Return")  # a question that one key confirms
        assert len(self.room.bridge.view.lanes.readings) == before + 1
        self.readings += 1
        step = self.room.bridge.view.next_step
        if step is not None and step.status is AdviceStatus.OPEN:
            shift.press("F5" if step.changes_dose else "F6")
            answered = self.room.bridge.view.next_step
            assert answered.status is AdviceStatus.ANSWERED


def play(shift: Shift) -> Any:  # noqa: ANN401 - a LabRoom
    """The first hour to its end; every prompt is seen in the tick in which it falls due."""
    shift.begin()
    room = begin_lab(shift)
    learner, shown = Learner(shift, room), 0
    for _ in range(1_000):
        if room.simulation.ended is not None:
            break
        facts = len(room.bridge._facts)
        tick(shift)
        shown += see_prompts(shift, room, facts)
        if room.simulation.ended is None:
            learner.act()
    assert room.simulation.ended is not None
    assert learner.readings >= 15
    assert shown >= 1
    return room


def see_prompts(shift: Shift, room: Any, since: int) -> int:  # noqa: ANN401 - a LabRoom
    """The prompts of the facts since then stand in the learner's window; how many they were."""
    new = [f.event for f in room.bridge._facts[since:] if isinstance(f.event, Prompted)]
    if room.simulation.ended is None:
        open_now = {prompt.key: prompt.text for prompt in room.bridge.view.prompts}
        for prompted in new:
            assert shift.sees(room.learner, open_now[prompted.key])
    return len(new)


def check_end(shift: Shift, room: Any) -> None:  # noqa: ANN401 - a LabRoom
    """The dose followed the advice, the case has ended in both windows and on disk."""
    view = room.bridge.view
    assert view.outcome is Outcome.SIMULATION_ENDED
    assert shift.sees(room.learner, "The simulation has ended.")
    assert shift.sees(room.instructor, "Ended at")
    doses = [float(dose) for dose in view.lanes.given["dose"]]
    assert max(doses) > 0.05
    sample = room.simulation.true_now()
    assert sample.map_mmhg > 60
    shift.turn_to(room.instructor)
    shift.press("F4")
    (debrief,) = shift.program.clinic.lab.debriefs
    assert debrief.window.isVisible()
    path, count = room.files.current.path, room.simulation.state.count
    shift.turn_to(room.instructor)
    shift.press("Ctrl+W")
    shift.wait_until(lambda: shift.program.clinic.lab.room is None)
    state = look_into(path).state
    assert (state.count, state.ended is not None) == (count, True)
    assert shift.sees(shift.program.window, "LAB-FIRST-HOUR | SIMULATION | Case ended")


@pytest.mark.nightly  # by day the same is played in real windows, on an X server
def test_the_first_hour_by_keys_at_60_times(shift: Shift) -> None:
    room = play(shift)
    check_end(shift, room)
    assert room.simulation.ended is not None


@pytest.mark.xserver
def test_the_first_hour_in_real_windows_at_60_times(shift: Shift) -> None:
    room = play(shift)
    check_end(shift, room)
    assert room.simulation.ended is not None


def test_a_second_simulation_waits_for_the_first(shift: Shift) -> None:
    shift.begin()
    room = begin_lab(shift)
    shift.program.clinic.do("lab")
    assert shift.program.clinic.lab.room is room
    assert shift.sees(room.instructor, "A simulation is running already.")


def test_back_to_a_bookmark_goes_on_in_another_file(shift: Shift) -> None:
    shift.begin()
    room = begin_lab(shift)
    learner = Learner(shift, room)
    for _ in range(60):
        tick(shift)
        learner.act()
    kept = (room.simulation.now, room.simulation.state, room.simulation.true_now())
    shift.turn_to(room.instructor)
    shift.press("Ctrl+B")
    shift.turn_to(room.learner)
    for _ in range(120):
        tick(shift)
        learner.act()
    left, count = room.files.current.path, room.simulation.state.count
    assert count > kept[1].count
    shift.turn_to(room.instructor)
    shift.press("Ctrl+Z")
    assert (room.simulation.now, room.simulation.true_now()) == (kept[0], kept[2])
    assert room.simulation.state.count == kept[1].count
    assert len(room.bridge.view.rows) == kept[1].count
    assert not room.pace.running
    assert shift.sees(room.learner, "The instructor went back to")
    assert shift.sees(room.learner, "LAB-FIRST-HOUR-2")
    ended = look_into(left).state
    assert (ended.count, ended.ended is not None) == (count + 1, True)
    shift.press("F5")
    shift.turn_to(room.learner)
    assert not shift.sees(room.learner, "The instructor went back to")
    learner.read_at = None
    tick(shift)
    learner.act()
    assert room.simulation.state.count > kept[1].count
