"""A shift from the first key to the end of the case: the real program, by keys alone."""

from dataclasses import fields
from typing import Any

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from core.model.terms import Outcome, OverrideReason
from core.view.case_view import AdviceStatus, CaseView, NextStepView
from gui.theme import DARK, LIGHT

# `shift` is the Shift of conftest; pytest imports that file under a name of its own.
SERIES = {"lanes", "rows"}


def step_of(view: CaseView) -> NextStepView:
    assert view.next_step is not None
    return view.next_step


def story(view: CaseView) -> list[tuple[str, str, str, bool]]:
    return [(row.what, row.value, row.detail, row.struck) for row in view.rows]


def values(view: CaseView) -> dict[str, object]:
    """What a view says, without its series of points."""
    return {f.name: getattr(view, f.name) for f in fields(view) if f.name not in SERIES}


def test_a_shift_by_keys_alone(shift: Any) -> None:  # noqa: ANN401 - as above
    shift.begin()
    window = shift.begin_case("ICU-12")
    assert shift.sees(window, "No reading yet. Enter a MAP to get the next step.")
    start(shift)
    decline_and_report(shift, window)
    meet_an_artefact(shift, window)
    wean(shift, window)
    note_and_strike(shift, window)
    before, texts = shift.view, shift.texts(window)
    reopened = reopen(shift)
    assert reopened is not window
    assert values(shift.view) == values(before)
    assert list(shift.view.rows) == list(before.rows)
    assert shift.texts(reopened) == texts
    end(shift, reopened)


def start(shift: Any) -> None:  # noqa: ANN401 - as above
    """Two low readings, then the start; one key says that the pump is set."""
    shift.type("58", "Return")
    assert step_of(shift.view).headline == "Look again at 08:05"
    shift.pass_time(5)
    shift.type("57", "Return")
    assert step_of(shift.view).headline == "Start at 0.05 mcg/kg/min"
    assert shift.view.pump.dose == ""
    shift.press("F5")
    assert step_of(shift.view).status is AdviceStatus.ANSWERED
    assert (shift.view.pump.dose, shift.view.pump.rate) == ("0.05 mcg/kg/min", "7.7 mL/h")


def decline_and_report(shift: Any, window: Any) -> None:  # noqa: ANN401 - as above
    """Advice is declined with a reason; the pump runs what is reported, whatever was advised."""
    shift.pass_time(10)
    shift.type("60", "Return")
    assert step_of(shift.view).headline == "Raise to 0.09 mcg/kg/min"
    shift.press("F9")
    reason = list(OverrideReason)[2]
    shift.press("Down", "Down", "Down", "Return")
    assert step_of(shift.view).status is AdviceStatus.ANSWERED
    said = shift.program.parts.words.say(f"override.{reason}")
    assert ("Advice declined", "", said, False) in story(shift.view)
    assert shift.view.pump.dose == "0.05 mcg/kg/min"
    shift.press("F4")
    shift.type("0.06", "Return")
    assert (shift.view.pump.dose, shift.view.pump.rate) == ("0.06 mcg/kg/min", "9.2 mL/h")
    shift.press("F4")
    shift.type("10.8", "Return")  # a rate where a dose is asked for
    assert shift.sees(window, "10.8 mcg/kg/min is above 3 mcg/kg/min")
    assert shift.view.pump.dose == "0.06 mcg/kg/min"
    shift.press("Escape", "Shift+Tab", "Space", "Tab")
    shift.type("10.8", "Return")
    assert (shift.view.pump.dose, shift.view.pump.rate) == ("0.07 mcg/kg/min", "10.8 mL/h")
    assert shift.view.pump.delivered == "0.0702 mcg/kg/min"


def meet_an_artefact(shift: Any, window: Any) -> None:  # noqa: ANN401 - as above
    """MAP 2 is asked about, kept and never dosed on."""
    advised = step_of(shift.view).seq
    shift.pass_time(2)
    shift.press("F2")
    shift.type("2", "Return")
    assert shift.sees(window, "2 mmHg is outside 20 mmHg to 200 mmHg and not believed")
    shift.press("Tab", "Space")
    assert shift.view.reading is not None
    assert shift.view.reading.artefact
    assert step_of(shift.view).seq == advised
    assert shift.sees(window, "Artefact? MAP 2 is kept, marked, and never dosed on.")


def wean(shift: Any, window: Any) -> None:  # noqa: ANN401 - as above
    """Eight hours at target: overdue is put aside, then weaning is prompted and accepted."""
    shift.pass_time(3)
    shift.type("66", "Return")
    assert step_of(shift.view).headline == "Hold at 0.07 mcg/kg/min"
    shift.pass_time(60)
    assert [prompt.code for prompt in shift.view.prompts] == ["reading-overdue"]
    assert window.windowTitle().startswith("(1) ")
    shift.press("Ctrl+Shift+A")
    assert shift.view.prompts == ()
    shift.type("70", "Return")
    for _ in range(7):
        assert step_of(shift.view).headline == "Hold at 0.07 mcg/kg/min"
        shift.pass_time(60)
        shift.type("71", "Return")
    assert "Wean eligible: steady at target" in [prompt.text for prompt in shift.view.prompts]
    assert step_of(shift.view).headline == "Wean to 0.03 mcg/kg/min"
    shift.press("F5")
    assert shift.view.pump.dose == "0.03 mcg/kg/min"
    assert [prompt.code for prompt in shift.view.prompts] == ["perfusion-check"]


def note_and_strike(shift: Any, window: Any) -> None:  # noqa: ANN401 - as above
    """A note in passing; a slip of the finger stays on record, struck through."""
    shift.press("Ctrl+Shift+N")
    shift.type("line changed at 10:00", "Return")
    shift.pass_time(5)
    shift.type("86", "Return")
    shift.press("Ctrl+Shift+X", "Return")
    told = story(shift.view)
    assert ("Note", "", "line changed at 10:00", False) in told
    assert ("MAP", "86", "arterial line", True) in told
    assert shift.view.reading is not None
    assert shift.view.reading.text == "71 mmHg"
    shift.type("68", "Return")
    assert shift.sees(window, "Hold at 0.03 mcg/kg/min")


def reopen(shift: Any) -> Any:  # noqa: ANN401 - as above
    """Close the window, find the case at home by its label, open it again."""
    shift.press("Ctrl+W")
    assert shift.cases == ()
    home = shift.program.window
    shift.turn_to(home)
    assert shift.sees(home, "ICU-12 | SIMULATION | Running | 68 mmHg")
    shift.type("icu", "Return")
    shift.turn_to(shift.cases[0])
    return shift.cases[0]


def end(shift: Any, window: Any) -> None:  # noqa: ANN401 - as above
    """The end with its outcome; nothing is advised or taken any more, and home says so."""
    shift.press("Ctrl+Shift+E", "Return")
    assert shift.view.outcome is next(iter(Outcome))
    assert shift.sees(window, "This case has ended.")
    readings = len(shift.view.lanes.readings)
    shift.press("F2")
    shift.type("60", "Return")
    assert len(shift.view.lanes.readings) == readings
    shift.press("Ctrl+W")
    shift.turn_to(shift.program.window)
    assert shift.sees(shift.program.window, "ICU-12 | SIMULATION | Case ended")


def test_prompts_of_a_closed_case_show_at_home_and_as_missed(shift: Any) -> None:  # noqa: ANN401
    shift.begin()
    one = shift.begin_case("ICU-01")
    shift.type("58", "Return")
    two = shift.begin_case("ICU-02")
    assert shift.cases == (one, two)
    shift.turn_to(one)
    shift.press("Ctrl+W")
    assert shift.cases == (two,)
    home = shift.program.window
    assert home.windowTitle() == "Pressor"
    shift.pass_time(30)
    assert home.windowTitle() == "(2) Pressor"
    assert shift.sees(home, "ICU-01 | SIMULATION | Off | 58 mmHg | 08:00")
    shift.turn_to(home)
    shift.type("icu-01")
    assert shift.sees(home, "Next reading overdue since 08:05")
    shift.press("Return")
    shift.turn_to(shift.cases[-1])
    (prompt,) = shift.view.prompts
    assert prompt.missed
    assert shift.sees(shift.cases[-1], "fell due while closed")
    assert shift.sees(two, "Next reading overdue since 08:05")
    assert not shift.sees(two, "fell due while closed")


def on_screen(window: Any) -> QColor:  # noqa: ANN401 - a case window
    """The colour of the edge beside the advice, as the X server shows it."""
    card = window.right.card
    edge = card.mapTo(window, card.rect().topLeft())
    picture = QApplication.primaryScreen().grabWindow(window.winId()).toImage()
    return picture.pixelColor(edge.x() + 1, edge.y() + card.height() // 2)


@pytest.mark.xserver
def test_a_real_window_takes_keys_and_paints_advice(shift: Any) -> None:  # noqa: ANN401
    shift.begin()
    window = shift.begin_case("ICU-07")
    shift.type("52", "Return")
    assert step_of(shift.view).headline == "Start at 0.05 mcg/kg/min"
    shift.wait_until(lambda: on_screen(window) == QColor(LIGHT.accent))
    shift.press("F5")
    assert shift.view.pump.dose == "0.05 mcg/kg/min"
    shift.press("Ctrl+Shift+D")
    shift.pass_time(10)
    shift.type("60", "Return")
    assert step_of(shift.view).headline == "Raise to 0.09 mcg/kg/min"
    shift.wait_until(lambda: on_screen(window) == QColor(DARK.accent))
    shift.press("Ctrl+W")
    shift.turn_to(shift.program.window)
    assert shift.cases == ()
