"""From home to a small grid, and from a cell of it to its patient in the ordinary window."""

from typing import Any

from core.model.terms import Mode
from core.trial.robustness import Axis

COMPUTED = 60_000
"""Milliseconds that a child may take to start and compute, on a machine with other work."""
FEW = (
    Axis("response_factor", (0.2, 1.0), 1.0),
    Axis("missed_share", (0.05, 0.3), 0.05),
)

# `shift` is the Shift of conftest; pytest imports that file under a name of its own.
Shift = Any


def test_from_home_to_the_patient_of_a_cell(shift: Shift) -> None:
    shift.begin()
    shift.press("Ctrl+T")
    clinic = shift.program.clinic
    desk = clinic.trial
    desk.axes = FEW
    window = desk.window
    shift.wait_until(window.isActiveWindow)
    shift.press("Ctrl+6", "Return", "Return", "Ctrl+A")
    shift.type("4", "Return", "Ctrl+A")
    shift.type("3", "Return", "Ctrl+A")
    shift.type("5", "Return")
    assert window.running
    shift._qtbot.waitUntil(lambda: not window.running, timeout=COMPUTED)
    assert shift.sees(window, "how far it bends, 4 virtual patients")
    shift.press("Up", "Right")
    cell = window.views.bends.map.cell.cell
    assert cell.place == (0.2, 0.3)
    assert shift.sees(window, f"Enter opens patient {cell.patient}")
    shift.press("Return")
    assert shift.sees(window, "is run again")
    shift._qtbot.waitUntil(lambda: bool(clinic.cases.windows), timeout=COMPUTED)
    (case,) = clinic.cases.windows
    assert shift.sees(case, f"Trial patient {cell.patient} / response x 0.2, 30 % missed")
    assert shift.sees(case, "This case has ended")
    assert clinic.cases.bridges[0].view.strip.mode is Mode.SIMULATION
    folder = shift.program.parts.folder
    assert [path.parent.name for path in folder.data.rglob("*.case")] == ["patients"]
    assert folder.paths() == ()
    assert window.notice.text == ""
