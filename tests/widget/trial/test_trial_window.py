"""The window of a trial by keys: its form, its views, its progress and its files."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.patient.cohort import Preset
from core.trial.result import Result
from core.trial.result_view import PAIRED, ResultView, result_view
from core.view.wording import Words
from gui.theme import DARK, LIGHT, dress
from gui.trial.actions import ACTS
from gui.trial.form import Wanted
from gui.trial.window import TrialWindow

Key, Held = Qt.Key, Qt.KeyboardModifier
CONTROL = Held.ControlModifier
Press = Callable[..., None]
Enter = Callable[[str], None]
DIGITS = (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5)


@pytest.fixture
def view(trial_result: Result, words: Words) -> ResultView:
    return result_view(trial_result, words)


@pytest.fixture
def shown(window: TrialWindow, view: ResultView) -> TrialWindow:
    """The window with a result."""
    window.show_result(view)
    return window


def through_the_form(press: Press) -> None:
    """From the first list to the last field, with what stands there."""
    for _ in range(6):
        press(Key.Key_Return)


# --- the form ----------------------------------------------------------------------------------


def test_enter_leads_through_the_form_and_begins(
    window: TrialWindow, press: Press, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.wanted) as wanted:
        through_the_form(press)
    assert wanted.args == [Wanted(("first", "usual-care"), Preset.DEFAULT, 1000, 72, 1)]


def test_keys_choose_arms_patients_hours_and_seed(
    window: TrialWindow, press: Press, enter: Enter, qtbot: QtBot
) -> None:
    for key in (Key.Key_Down, Key.Key_Return, Key.Key_Space, Key.Key_Down, Key.Key_Space):
        press(key)
    press(Key.Key_Return)
    press(Key.Key_Right)
    for typed in ("10000", "24", "7"):
        press(Key.Key_Return)
        press(Key.Key_A, CONTROL)
        enter(typed)
    with qtbot.waitSignal(window.wanted) as wanted:
        press(Key.Key_Return, CONTROL)
    assert wanted.args == [Wanted(("second", "first"), Preset.SEVERE, 10_000, 24, 7)]


def test_a_protocol_against_itself_is_refused(
    window: TrialWindow, press: Press, qtbot: QtBot
) -> None:
    for key in (Key.Key_Return, Key.Key_Down, Key.Key_Space):
        press(key)
    with qtbot.assertNotEmitted(window.wanted):
        press(Key.Key_Return, CONTROL)
    assert "first would be tried against itself" in window.views.form.message.text


def test_more_arms_than_can_be_told_apart_are_refused(
    window: TrialWindow, press: Press, qtbot: QtBot
) -> None:
    others = tuple((name, name) for name in "abcd")
    window.views.form.offer((("first", "first"), *others), (("usual-care", "usual"),))
    for name in "abcd":
        window.views.form.versus.tick(name)
    with qtbot.assertNotEmitted(window.wanted):
        press(Key.Key_Return, CONTROL)
    assert "Tick at most 3" in window.views.form.message.text


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        (("patients", "below 1"), "0"),
        (("patients", "above 100000"), "100001"),
        (("patients", "not a number"), "some"),
        (("hours", "above 720"), "721"),
        (("seed", "1.5"), "1.5"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_beside_its_field(
    window: TrialWindow, press: Press, enter: Enter, place: tuple[str, str], typed: str
) -> None:
    begun: list[object] = []
    window.wanted.connect(begun.append)
    code, said = place
    form = window.views.form
    steps = {"patients": 3, "hours": 4, "seed": 5}
    for _ in range(steps[code]):
        press(Key.Key_Return)
    press(Key.Key_A, CONTROL)
    enter(typed)
    press(Key.Key_Return, CONTROL)
    assert begun == []
    field = {"patients": form.patients, "hours": form.hours, "seed": form.seed}[code]
    assert said in field.message.text
    assert field.text == typed


def test_the_list_says_aloud_what_is_ticked(window: TrialWindow, press: Press) -> None:
    item = window.views.form.versus.item(0)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert item.data(role) == "usual, ticked"
    press(Key.Key_Return)
    press(Key.Key_Space)
    assert item.data(role) == "usual, not ticked"


# --- the views ---------------------------------------------------------------------------------


def test_each_view_is_a_key_away(window: TrialWindow, press: Press, view: ResultView) -> None:
    assert not window.actions_table["page_curve"].isEnabled()
    window.show_result(view)
    seen = []
    for digit in DIGITS:
        press(digit, CONTROL)
        seen.append(window.views.page)
    assert seen == ["setup", "outcomes", "curve", "bars", "pairs"]
    assert window.chooser.value == "pairs"


def test_the_table_holds_every_figure(window: TrialWindow, view: ResultView) -> None:
    window.show_result(view)
    table = window.views.outcomes.table
    for place, row in enumerate(view.rows):
        shown = [table.item(place, column) for column in range(1, len(view.heads))]
        assert [item.text() for item in shown if item is not None and item.text()] == list(
            row.cells
        )
    assert view.counted == window.counted.text()
    assert "8 patients present" in window.counted.text()
    assert "left out: no shock" in window.counted.text()
    assert "not a forecast" in window.rests_on.text()


def test_ctrl_right_turns_to_the_next_comparison(
    window: TrialWindow, press: Press, view: ResultView
) -> None:
    window.show_result(view)
    press(Key.Key_5, CONTROL)
    seen = []
    for _ in PAIRED:
        assert window.views.pairs is not None
        seen.append(window.views.pairs.outcome)
        press(Key.Key_Right, CONTROL)
    assert tuple(seen) == PAIRED
    press(Key.Key_Left, CONTROL)
    assert window.views.pairs is not None
    assert window.views.pairs.outcome == PAIRED[-1]
    assert window.views.pairs.label in window.views.scatter.accessibleDescription()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_what_is_drawn_stays_in_its_room_in_both_looks(
    window: TrialWindow, press: Press, view: ResultView, qapp: QApplication, theme: object
) -> None:
    window.show_result(view)
    dress(qapp, theme)  # type: ignore[arg-type]  # one of the two above
    for digit, picture in zip(
        DIGITS[2:], (window.views.curve, window.views.bars, window.views.scatter), strict=True
    ):
        press(digit, CONTROL)
        picture.grab()
        assert picture.written
        for text in picture.written:
            assert text.room.adjusted(-9, -9, 9, 9).contains(text.letters), text.text
    dress(qapp, LIGHT)


def test_curves_and_bars_are_told_aloud(window: TrialWindow, view: ResultView) -> None:
    window.show_result(view)
    for picture in (window.views.curve, window.views.bars):
        for arm in view.arms:
            assert arm in picture.accessibleDescription()


# --- progress, leaving, files ------------------------------------------------------------------


def test_esc_stops_what_runs_and_then_closes(
    window: TrialWindow, press: Press, qtbot: QtBot
) -> None:
    window.show_progress("50 % of the trial", 50)
    assert window.bar.isVisible()
    assert window.bar.value() == 50
    with qtbot.waitSignal(window.stopped):
        press(Key.Key_Escape)
    assert window.isVisible()
    window.show_progress(None)
    with qtbot.waitSignal(window.closed):
        press(Key.Key_Escape)


def test_esc_in_a_field_takes_back_what_was_typed_and_then_leaves(
    window: TrialWindow, press: Press, enter: Enter, qtbot: QtBot
) -> None:
    for _ in range(3):
        press(Key.Key_Return)
    enter("00")
    press(Key.Key_Escape)
    assert window.views.form.patients.text == "1000"
    with qtbot.waitSignal(window.closed):
        press(Key.Key_Escape)


def test_nothing_begins_while_a_trial_runs(window: TrialWindow, press: Press, qtbot: QtBot) -> None:
    window.show_progress("50 % of the trial", 50)
    with qtbot.assertNotEmitted(window.wanted):
        through_the_form(press)
        press(Key.Key_Return, CONTROL)


@pytest.mark.parametrize(("key", "kind"), [(Key.Key_S, "json"), (Key.Key_E, "csv")])
def test_a_file_goes_where_it_is_offered(
    shown: TrialWindow, press: Press, qtbot: QtBot, key: Qt.Key, kind: str
) -> None:
    shown.places = {kind: f"/there/trial.{kind}"}
    press(key, CONTROL)
    with qtbot.waitSignal(shown.save_wished) as wished:
        press(Key.Key_Return)
    assert wished.args == [kind, f"/there/trial.{kind}", False]
    press(Key.Key_Escape)
    assert not shown.saving.isVisible()
    assert shown.isVisible()


def test_every_action_stands_in_a_menu_with_a_key_of_its_own(window: TrialWindow) -> None:
    keys = [act.key for act in ACTS]
    assert len(set(keys)) == len(keys)
    listed = {
        action.objectName()
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()  # type: ignore[attr-defined]  # a menu
    }
    assert {f"trial_action_{act.code}" for act in ACTS} <= listed
