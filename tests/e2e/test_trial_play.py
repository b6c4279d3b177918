"""From home to a tiny trial that was run, looked at in each view and kept as a file, by keys."""

from typing import Any

from core.trial.result_json import result_from

COMPUTED = 60_000
"""Milliseconds that a child may take to start and compute, on a machine with other work."""

# `shift` is the Shift of conftest; pytest imports that file under a name of its own.
Shift = Any


def test_from_home_to_the_file_of_a_trial(shift: Shift) -> None:
    shift.begin()
    shift.press("Ctrl+T")
    desk = shift.program.clinic.trial
    window = desk.window
    shift.wait_until(window.isActiveWindow)
    assert shift.sees(window, "not a forecast for anybody")
    shift.press("Return", "Return", "Return", "Ctrl+A")
    shift.type("8", "Return", "Ctrl+A")
    shift.type("6", "Return", "Ctrl+A")
    shift.type("5", "Return")
    assert window.running
    shift._qtbot.waitUntil(lambda: not window.running, timeout=COMPUTED)
    assert shift.sees(window, "norepinephrine-adult / usual-care: 8 virtual patients")
    assert shift.sees(window, "time in band, %")
    for page in ("outcomes", "curve", "bars", "pairs"):
        assert desk.window.actions_table[f"page_{page}"].isEnabled()
    shift.press("Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+Right", "Ctrl+S", "Return")
    (kept,) = (shift.program.parts.folder.data / "trials").glob("*.json")
    again = result_from(kept.read_text("utf-8"))
    assert (again.plan.patients, again.plan.hours, again.plan.seed) == (8, 6, 5)
    shift.press("Esc")
    assert not window.isVisible()
