"""A second agent by keys alone: added after its prompt, held, followed, there after reopening."""

from dataclasses import fields
from typing import Any

from core.model.terms import Agent
from core.view.case_view import CaseView, InfusionView

# `shift` is the Shift of conftest; pytest imports that file under a name of its own.
SERIES = {"lanes", "rows"}
HELD = "vasopressin 0.03 units/min: held, one agent at a time"


def values(view: CaseView) -> dict[str, object]:
    """What a view says, without its series of points."""
    return {f.name: getattr(view, f.name) for f in fields(view) if f.name not in SERIES}


def run_of(view: CaseView, agent: Agent) -> InfusionView:
    return next(run for run in view.infusions if run.agent is agent)


def headline(shift: Any) -> str:  # noqa: ANN401 - as above
    step = shift.view.next_step
    assert step is not None
    return f"{step.agent}: {step.headline}"


def test_vasopressin_is_added_beside_norepinephrine(shift: Any) -> None:  # noqa: ANN401 - as above
    shift.begin()
    window = shift.begin_case("ICU-31")
    reach_the_threshold(shift)
    assert shift.sees(window, "Second agent: consider vasopressin 0.03 units/min")
    add_vasopressin(shift, window)
    shift.pass_time(5)
    shift.type("66", "Return")
    assert headline(shift) == "norepinephrine: Hold at 0.28 mcg/kg/min"
    assert shift.sees(window, HELD)
    report_the_other_one(shift, window)
    before, texts = shift.view, shift.texts(window)
    shift.press("Ctrl+W")
    shift.turn_to(shift.program.window)
    shift.type("icu-31", "Return")
    shift.turn_to(shift.cases[0])
    assert values(shift.view) == values(before)
    assert list(shift.view.rows) == list(before.rows)
    assert shift.texts(shift.cases[0]) == texts


def reach_the_threshold(shift: Any) -> None:  # noqa: ANN401 - as above
    """Low on 0.24: one step up passes the line of the second agent."""
    shift.type("58", "Return")
    shift.pass_time(5)
    shift.type("57", "Return")
    shift.press("F5", "F4")
    shift.type("0.24", "Return")  # far from what runs: asked for once more
    shift.type("0.24", "Return")
    assert run_of(shift.view, Agent.NOREPINEPHRINE).dose == "0.24 mcg/kg/min"
    shift.pass_time(10)
    shift.press("F2")
    shift.type("60", "Return")
    assert headline(shift) == "norepinephrine: Raise to 0.28 mcg/kg/min"
    shift.press("F5")


def add_vasopressin(shift: Any, window: Any) -> None:  # noqa: ANN401 - as above
    """The agent, its usual bag as it stands, the dose; the sum stands there before Enter."""
    shift.press("Ctrl+Shift+G")
    assert shift.sees(window, "Which agent runs besides")
    shift.press("Space", "Tab", "Return")
    shift.type("0.03")
    assert shift.sees(window, "0.03 x 60 / 0.2 = 9 mL/h")
    shift.press("Return")
    added = run_of(shift.view, Agent.VASOPRESSIN)
    assert (added.dose, added.rate, added.held) == ("0.03 units/min", "9 mL/h", True)
    assert added.bag == "20 units in 100 mL (0.2 units/mL)"
    assert run_of(shift.view, Agent.NOREPINEPHRINE).titrated


def report_the_other_one(shift: Any, window: Any) -> None:  # noqa: ANN401 - as above
    """Arrow down in the pump's field turns to vasopressin: its unit, its limits, its line."""
    shift.press("F4")
    assert shift.sees(window, "Report norepinephrine")
    shift.press("Down")
    assert shift.sees(window, "Report vasopressin")
    shift.type("0.3", "Return")
    assert shift.sees(window, "0.3 units/min is above 0.1 units/min")
    shift.press("Escape")
    shift.type("0.025", "Return")
    lowered = run_of(shift.view, Agent.VASOPRESSIN)
    assert (lowered.dose, lowered.rate) == ("0.025 units/min", "7.5 mL/h")
    assert run_of(shift.view, Agent.NOREPINEPHRINE).dose == "0.28 mcg/kg/min"
    shift.press("F2")
