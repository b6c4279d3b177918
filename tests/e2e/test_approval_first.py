"""A case at the workstation begins only after an approval: the real program and a real proof."""

from pathlib import Path
from typing import Any

from core.approval import read_approvals
from core.cases.folder import CaseFolder
from core.model.terms import Mode

# `shift` is the Shift of conftest; pytest imports that file under a name of its own.
PROVING = 120_000
"""Milliseconds that the proof of a shipped protocol may take on a busy machine."""


def test_a_patient_is_treated_only_under_an_approved_text(
    shift: Any,  # noqa: ANN401 - as above
    qtbot: Any,  # noqa: ANN401 - the same
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    shift.begin()
    home = shift.program.window
    shift.press("Ctrl+N")
    shift.type("ICU-31")
    page = home.pages.currentWidget()
    page.mode.setFocus()
    shift.press("Right")
    assert page.mode.value is Mode.SIMULATION
    assert shift.sees(home, "is not approved at this site: approve it in the library (Ctrl+L)")
    shift.press("Return")
    library = shift.program.clinic.librarian.window
    shift.turn_to(library)
    assert shift.sees(library, "It is being proved")
    qtbot.waitUntil(library.approving.initials.isVisible, timeout=PROVING)
    assert shift.sees(library, "No findings. Proved in")
    assert read_approvals(data).given == ()
    shift.type("jm", "Return")
    shift.turn_to(home)
    (approval,) = read_approvals(data).given
    assert (approval.initials, approval.at) == ("JM", shift.clock.now())
    assert approval.cells > 50_000
    assert page.patient.label.text == "ICU-31"
    assert page.mode.values == (Mode.WORKSTATION,)
    fill_rest(shift, page)
    qtbot.waitUntil(lambda: len(shift.cases) == 1)
    assert shift.view.strip.mode is Mode.WORKSTATION
    assert len(CaseFolder(data).paths()) == 1


def fill_rest(shift: Any, page: Any) -> None:  # noqa: ANN401 - as above
    """Everything that is missing, by the keys of the form."""
    page.patient.weight.setFocus()
    shift.type("82", "Return")
    shift.press("Right", "Return")  # the weight is actual
    shift.press("Return", "Return")  # no word about age and sex
    shift.press("Return", "Return")  # nor about fluids and volume
    shift.press("Right", "Return")  # the label states base
    shift.press("Right", "Right", "Return", "Return")  # the second bag of the site
    shift.press("Right", "Return", "Right", "Return")  # central line, steps of 0.1 mL/h
    shift.press("Return", "Return")  # first target, usual starting dose
    shift.press("Right", "Return")  # nothing runs yet
    shift.press("Return", "Return")  # no word about vasopressin, no others
    shift.press("Ctrl+A")
    shift.type("jm", "Return")
