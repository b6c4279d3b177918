"""The acts of a case in place: each by keys, each recorded, each put off by Esc."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.log.memory import MemoryLog
from core.model.events import (
    BagHung,
    CaseEnded,
    EntryStruck,
    Event,
    FluidsAttested,
    NoteAdded,
    PromptSeen,
    ShiftStarted,
    TargetChanged,
    TitrationPaused,
    TitrationResumed,
    VasopressinStated,
    WeightChanged,
)
from core.model.terms import Attested, Keep, Outcome, PauseReason, StrikeReason
from core.quantity.bag import ExpressedAs
from gui.bridge import CaseBridge
from gui.case.choice import ChoiceList
from gui.case.panels.bag import BagPanel
from gui.case.panels.panel import Panel
from gui.case.panels.simple import TextPanel
from gui.case.panels.weight import WeightPanel
from gui.case.window import CaseWindow

E = TypeVar("E", bound=Event)
RETURN, DOWN, RIGHT, ESCAPE = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Down,
    Qt.Key.Key_Right,
    Qt.Key.Key_Escape,
)
ACTS = ("B", "W", "T", "F", "V", "S", "N", "E", "I", "X", "P")


@pytest.fixture
def bridge(titrated: Callable[..., CaseBridge]) -> CaseBridge:
    return titrated()


@pytest.fixture
def window(window_of: Callable[..., CaseWindow], bridge: CaseBridge) -> CaseWindow:
    return window_of(bridge)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*codes: Qt.Key) -> None:
    for code in codes:
        QTest.keyClick(focused(), code)


def typed(text: str) -> None:
    QTest.keyClicks(focused(), text)
    press(RETURN)


def act(letter: str) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(focused(), Qt.Key[f"Key_{letter}"], modifier)


def last(log: MemoryLog, kind: type[E]) -> E:
    return next(fact.event for fact in reversed(list(log)) if isinstance(fact.event, kind))


def panel(window: CaseWindow) -> Panel:
    assert window.left.panel is not None
    return window.left.panel


@pytest.mark.parametrize("letter", ACTS)
def test_every_act_opens_by_its_key_and_escape_puts_it_off(
    window: CaseWindow, case_log: MemoryLog, letter: str
) -> None:
    before = len(list(case_log))
    act(letter)
    assert window.left.panel is not None
    assert window.left.panel.isAncestorOf(focused())
    press(ESCAPE)
    assert window.left.panel is None
    assert focused() is window.left.reading.map.edit
    assert len(list(case_log)) == before


def test_pause_with_a_reason_and_resume(window: CaseWindow, case_log: MemoryLog) -> None:
    act("P")
    press(DOWN, RETURN)
    assert last(case_log, TitrationPaused).reason is PauseReason.THEATRE
    assert "titration paused" in window.left.pump.since.text()
    assert window.left.acts["pause"].text() == "Resume"
    act("P")
    assert last(case_log, TitrationResumed).recheck_at > last(case_log, TitrationPaused).at
    assert window.left.acts["pause"].text() == "Pause"


def test_a_weight_on_a_running_infusion_shows_both_ways(
    window: CaseWindow, case_log: MemoryLog
) -> None:
    act("W")
    typed("95")
    shown = panel(window)
    assert isinstance(shown, WeightPanel)
    keep = focused()
    assert isinstance(keep, ChoiceList)
    texts = [keep.item(row).text() for row in range(keep.count())]
    assert texts == [
        "Keep the dose of 0.09 mcg/kg/min:\nRATE 13.8 mL/h becomes 16 mL/h",
        "Keep the rate of 13.8 mL/h:\nDOSE 0.09 mcg/kg/min\nbecomes 0.077 mcg/kg/min",
    ]
    press(DOWN, RETURN, RETURN)
    change = last(case_log, WeightChanged)
    assert (str(change.weight.weight), change.keep) == ("95 kg", Keep.RATE)
    assert last(case_log, NoteAdded).text == "Dosing weight changed: Weighed again"


def test_editing_the_weight_takes_the_old_numbers_back(window: CaseWindow) -> None:
    act("W")
    typed("95")
    shown = panel(window)
    assert isinstance(shown, WeightPanel)
    assert shown.offers
    shown.field.edit.setFocus()
    QTest.keyClicks(focused(), "1")
    assert not shown.offers


def test_pounds_for_kilograms_are_typed_twice(window: CaseWindow, case_log: MemoryLog) -> None:
    act("W")
    typed("180")
    shown = panel(window)
    assert isinstance(shown, WeightPanel)
    assert "looks like pounds" in shown.field.message.text
    press(RETURN)
    assert not shown.offers
    assert not any(isinstance(fact.event, WeightChanged) for fact in case_log)
    typed("180")
    assert shown.offers
    press(RETURN)
    assert last(case_log, WeightChanged).keep is Keep.DOSE


def test_a_bag_wants_base_or_salt_first(window: CaseWindow, case_log: MemoryLog) -> None:
    act("B")
    shown = panel(window)
    assert isinstance(shown, BagPanel)
    assert shown.expressed.value is None
    shown.field.edit.setFocus()
    typed("16 mg in 250 mL")
    assert "Choose that first" in shown.field.message.text
    shown.expressed.focus()
    press(Qt.Key.Key_Space)
    shown.field.edit.setFocus()
    press(RETURN, RETURN)
    assert shown.offers
    press(DOWN, RETURN)
    bag = last(case_log, BagHung)
    assert (bag.bag.text, bag.bag.expressed_as) == ("16 mg in 250 mL", ExpressedAs.BASE)
    assert bag.keep is Keep.RATE


def test_the_same_bag_again_asks_nothing(window: CaseWindow, case_log: MemoryLog) -> None:
    act("B")
    press(Qt.Key.Key_Space)
    shown = panel(window)
    assert isinstance(shown, BagPanel)
    shown.field.edit.setFocus()
    typed("8 mg in 250 mL")
    press(RETURN)
    assert last(case_log, BagHung).keep is Keep.DOSE


def test_a_target_is_chosen_by_keys(window: CaseWindow, case_log: MemoryLog) -> None:
    act("T")
    assert panel(window).isAncestorOf(focused())
    press(RETURN)
    assert last(case_log, TargetChanged).band.reason is None


def test_fluids_note_vasopressin_initials(window: CaseWindow, case_log: MemoryLog) -> None:
    act("F")
    press(RIGHT)
    panel(window).finish()
    assert last(case_log, FluidsAttested).fluids is Attested.NO
    act("N")
    typed("line flushed")
    assert last(case_log, NoteAdded).text == "line flushed"
    act("V")
    press(RETURN)
    assert last(case_log, VasopressinStated).running is Attested.YES
    act("I")
    typed("cd")
    assert last(case_log, ShiftStarted).initials == "CD"
    assert window.strip.cells["initials"].value.text() == "CD"


def test_an_entry_is_struck_through_and_stays(window: CaseWindow, case_log: MemoryLog) -> None:
    act("X")
    assert "61 mmHg" in panel(window).hints()
    press(RETURN)
    struck = last(case_log, EntryStruck)
    assert struck.reason is StrikeReason.TYPING_SLIP
    rows = window.middle.table.rows
    shown = [rows.row_at(row) for row in range(rows.rowCount())]
    assert [row.struck for row in shown if row.seq == struck.refers_to] == [True]


def test_the_row_under_the_keys_is_the_one_that_is_struck(
    window: CaseWindow, case_log: MemoryLog
) -> None:
    table = window.middle.table
    rows = [table.rows.row_at(row) for row in range(table.rows.rowCount())]
    first = next(place for place, row in enumerate(rows) if row.value == "58")
    table.setFocus()
    table.selectRow(first)
    act("X")
    assert "58 mmHg" in panel(window).hints()
    press(RETURN)
    assert last(case_log, EntryStruck).refers_to == rows[first].seq


def test_the_end_of_a_case_closes_entry_but_not_notes(
    window: CaseWindow, case_log: MemoryLog
) -> None:
    act("E")
    press(DOWN, RETURN)
    assert last(case_log, CaseEnded).outcome is Outcome.TRANSFERRED
    assert not window.left.reading.isEnabled()
    assert window.right.card.what_now.text() == "This case has ended."
    act("B")
    assert window.left.panel is None
    window.actions_table["note"].trigger()
    typed("handed over")
    assert last(case_log, NoteAdded).text == "handed over"


def test_prompts_are_put_aside_by_a_key(
    window: CaseWindow,
    bridge: CaseBridge,
    case_log: MemoryLog,
    wait_for: Callable[[CaseBridge, float], None],
) -> None:
    wait_for(bridge, 10)
    assert window.windowTitle().startswith("(1) ICU-12")
    key = bridge.view.prompts[0].key
    act("A")
    assert last(case_log, PromptSeen).key == key
    assert window.windowTitle().startswith("ICU-12")


def test_a_second_weight_starts_from_the_first(window: CaseWindow) -> None:
    act("W")
    typed("88")
    press(RETURN, RETURN)
    act("W")
    assert "Now 88 kg actual" in panel(window).hints()
    typed("90")
    keep = focused()
    assert isinstance(keep, ChoiceList)
    assert keep.item(0).text().startswith("Keep the dose of 0.09 mcg/kg/min:\nRATE 14.9 mL/h")


def test_a_panel_that_cannot_be_recorded_keeps_everything(
    window: CaseWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    act("N")
    monkeypatch.setattr(CaseBridge, "send", lambda _self, _command: False)
    typed("line flushed")
    shown = panel(window)
    assert isinstance(shown, TextPanel)
    assert shown.field.text == "line flushed"
    monkeypatch.undo()
    press(RETURN)
    assert window.left.panel is None
