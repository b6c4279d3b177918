"""From a scenario that simulated staff has played in the lab to its debrief, by keys.

The staff is driven by the clock of the program at 300 times; what the debrief tells must be what
the same seed comes to without a window.
"""

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QApplication

from core.lab.debrief import debrief_of
from core.lab.played import played_of
from core.lab.run import run
from core.lab.shelf import read_scenario

TICK = timedelta(milliseconds=100)
SEED, STAFF = 7, "usual"
COMPUTED = 60_000
"""Milliseconds that a child may take to start and compute, on a machine with other work."""

# `shift` is the Shift of conftest; pytest imports that file under a name of its own.
Shift = Any


def played_to_its_end(shift: Shift) -> Any:  # noqa: ANN401 - a LabRoom
    """The first scenario, seed 7, played by usual care at 300 times."""
    shift.begin()
    shift.press("Ctrl+Shift+N")
    chooser = shift.program.clinic.lab.chooser
    shift.wait_until(chooser.isActiveWindow)
    shift.press("Return", "Ctrl+A")
    shift.type(str(SEED), "Return")
    shift.press("Right", "Return", "Return")  # simulated staff, as usual
    room = shift.program.clinic.lab.room
    shift.wait_until(room.prebrief.isActiveWindow)
    shift.press("Return")
    shift.wait_until(room.learner.isActiveWindow)
    shift.turn_to(room.instructor)
    while room.pace.speed < 300:
        shift.press("F7")
    for _ in range(400):
        if room.simulation.ended is not None:
            return room
        shift.clock.advance(TICK)
        shift._hand.fire()
        QApplication.processEvents()
    raise AssertionError("the scenario found no end")


def opened_debrief(shift: Shift) -> Any:  # noqa: ANN401 - a DebriefWindow
    shift.press("F4")
    (desk,) = shift.program.clinic.lab.debriefs
    shift.wait_until(desk.window.isActiveWindow)
    return desk.window


def check_verdicts(shift: Shift, window: Any) -> None:  # noqa: ANN401 - a DebriefWindow
    """Every opportunity is walked to, and told as it comes out without a window."""
    alone = debrief_of(played_of(run(read_scenario("first-hour"), SEED, STAFF)))
    wanted = [(str(one.judged.verdict), one.judged.rule) for one in alone.weighed]
    shift.press("F2", "Home")
    for verdict, rule in wanted:
        shown = window.chart.scene.chosen
        assert (shown.verdict, shown.rule) == (verdict, rule)
        assert shift.sees(window.chosen, shown.sentence)
        assert shift.sees(window.chosen, f"{rule}: ")
        shift.press("Right")
    assert len(window.view.verdicts) == len(wanted) > 10
    whole = alone.scores[-1]
    assert shift.sees(window.strip, f"{whole.earned} of {whole.possible} points")


def lay_over(shift: Shift, window: Any) -> None:  # noqa: ANN401 - a DebriefWindow
    """Both other courses from the middle on; up to there they are the course itself."""
    shift.press("Home", *["PgDown"] * 4, "F8")
    assert window.computing
    shift._qtbot.waitUntil(lambda: not window.computing, timeout=COMPUTED)
    overlay = window.view.overlay
    given, protocol, unchanged = (dict(line.points) for line in overlay.maps)
    for second, mmhg in given.items():
        if second <= overlay.moment:
            assert mmhg == protocol[second] == unchanged[second]
    assert given != protocol != unchanged
    shift.press("Down", "Down")
    assert shift.sees(window.compare, "Without any change: MAP")
    assert shift.sees(window.beside, "As the protocol advises")


def test_from_a_finished_run_to_debrief_overlay_and_print(shift: Shift) -> None:
    room = played_to_its_end(shift)
    window = opened_debrief(shift)
    check_verdicts(shift, window)
    lay_over(shift, window)
    shift.press("Ctrl+P", "Return")
    (printed,) = (shift.program.parts.folder.data / "debriefs").glob("*.pdf")
    assert printed.read_bytes().startswith(b"%PDF")
    shift.turn_to(room.instructor)
    shift.press("Ctrl+W")
    shift.wait_until(lambda: shift.program.clinic.lab.room is None)
    assert window.isVisible()
    shift.turn_to(window)
    shift.press("Esc")
    assert shift.program.clinic.lab.debriefs == []
