"""One field at several values, by keys: the form refuses, the curves are walked."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.clock import SimulatedClock
from core.library import DEFAULT_PROTOCOL, text_at
from core.patient.cohort import Preset
from core.trial.plan import Arm, Plan
from core.trial.robustness import alone
from core.trial.sweep import Swept, loaded, swept, variants_of
from core.trial.sweep_view import CURVES, SweepView, sweep_view
from core.view.wording import Words
from gui.app.trial import TrialDesk
from gui.trial.form import Wanted
from gui.trial.sweep import SweepForm, SweepPage
from gui.trial.window import TrialWindow

Press = Callable[..., None]
Enter = Callable[[str], None]
Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PROTOCOL, FIELD = "early-wean", "limits.steps.up"
VALUES = ("0.01 mcg/kg/min", "0.02 mcg/kg/min", "0.06 mcg/kg/min")


@pytest.fixture(scope="session")
def found() -> Swept:
    """Six patients for two hours at two values; a third value does not load."""
    plan = Plan((Arm(PROTOCOL, text_at(PROTOCOL)[1]),), patients=6, hours=2, seed=3)
    return swept(plan, FIELD, tuple(variants_of(plan.arms[0], FIELD, VALUES, loaded)), alone)


@pytest.fixture
def view(found: Swept, words: Words) -> SweepView:
    return sweep_view(found, words)


@pytest.fixture
def page(window: TrialWindow, view: SweepView) -> SweepPage:
    window.show_sweep(view)
    return window.views.sweep


@pytest.fixture
def desk(words: Words, tmp_path: Path, bring: Callable[[TrialWindow], None]) -> TrialDesk:
    clock = SimulatedClock(datetime(2027, 3, 4, 8, 0, tzinfo=UTC))
    made = TrialDesk(words, clock, tmp_path, lambda _path: "")
    made.show()
    bring(made.window)
    return made


def form_of(window: TrialWindow) -> SweepForm:
    form = window.views.sweep.form
    assert isinstance(form, SweepForm)
    return form


def test_enter_leads_from_protocol_and_field_to_the_values_and_on(
    desk: TrialDesk, press: Press, enter: Enter, qtbot: QtBot
) -> None:
    desk.window.wanted.disconnect()
    press(Key.Key_7, CONTROL)
    press(Key.Key_Return)
    press(Key.Key_Return)
    form = form_of(desk.window)
    assert form.values.edit.hasFocus()
    assert form.values.unit.text() == "now 0.04 mcg/kg/min; type such as 0.01, 0.02, 0.03"
    enter("0.01,0.02, 0.04 mcg/kg/min")
    with qtbot.waitSignal(desk.window.wanted) as wanted:
        for _ in range(5):
            press(Key.Key_Return)
    values = ("0.01 mcg/kg/min", "0.02 mcg/kg/min", "0.04 mcg/kg/min")
    told = Wanted((DEFAULT_PROTOCOL,), Preset.DEFAULT, 500, 72, 1, "sweep", (FIELD, values))
    assert wanted.args == [told]
    desk.close()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.01", "1 values stand there, and 2 to 12 can be tried"),
        ("0.01, fast", "fast is no value of this field"),
        ("0.01, 0.010", "0.010 is the same as 0.01"),
    ],
)
def test_values_that_cannot_be_are_refused_beside_their_field(
    desk: TrialDesk, press: Press, enter: Enter, typed: str, said: str
) -> None:
    press(Key.Key_7, CONTROL)
    press(Key.Key_Return)
    press(Key.Key_Return)
    enter(typed)
    press(Key.Key_Return, CONTROL)
    form = form_of(desk.window)
    assert said in form.values.message.text
    assert form.values.edit.hasFocus()
    assert not desk.window.running
    desk.close()


def test_another_field_has_another_form_of_values(desk: TrialDesk, press: Press) -> None:
    press(Key.Key_7, CONTROL)
    press(Key.Key_Return)
    press(Key.Key_End)
    hint = form_of(desk.window).values.unit.text()
    assert hint == "now 65 to 75 mmHg; type such as 60 to 70, 65 to 75"
    desk.close()


def test_left_and_right_go_from_value_to_value_and_tell_what_came_of_it(
    page: SweepPage, view: SweepView, press: Press
) -> None:
    assert page.chart.place == view.now == 1
    assert "(as the protocol says now)" in page.said.text()
    press(Key.Key_Left)
    said = page.chart.accessibleDescription()
    assert said == page.said.text() == view.told[0]
    for curve in view.curves:
        assert f"{curve.label}: {curve.points[0].text}" in said
    press(Key.Key_Right)
    press(Key.Key_Right)
    press(Key.Key_Right)
    assert page.said.text().startswith("0.06 mcg/kg/min was not run: row rescue-near-hard-limit")


def test_every_curve_stands_with_its_values_and_what_was_not_run_in_brackets(
    page: SweepPage, view: SweepView, window: TrialWindow
) -> None:
    page.chart.grab()
    written = [text.text for text in page.chart.written]
    assert len(view.curves) == len(CURVES)
    for curve in view.curves:
        assert curve.label in written
    assert written.count("(0.06)") == len(CURVES)
    for text in page.chart.written:
        assert text.room.adjusted(-9, -9, 9, 9).contains(text.letters), text.text
    assert "step up, MAP below the band at several values" in window.title.text()
    assert "not a forecast" in window.rests_on.text()


def test_what_changes_is_listed_for_each_value(view: SweepView) -> None:
    first, now, unrun = view.notes
    assert "limits.steps.up: 0.02 mcg/kg/min -> 0.01 mcg/kg/min" in first.lines
    assert now.lines == ()
    assert "was not run" in unrun.head
    assert any("it can never win" in line for line in unrun.lines)
