"""Answers to advice by keys alone, and advice that can no longer be answered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.clock import SimulatedClock
from core.log.memory import MemoryLog
from core.model.events import Answered, PumpReported
from core.model.terms import OverrideReason, Reply
from gui.bridge import CaseBridge
from gui.case.answer_panel import AnswerPanel
from gui.case.window import CaseWindow

WindowOf = Callable[..., CaseWindow]
Bedside = Callable[[CaseBridge, int], None]


@pytest.fixture
def bridge(titrated: Callable[..., CaseBridge]) -> CaseBridge:
    return titrated()


@pytest.fixture
def window(window_of: WindowOf, bridge: CaseBridge) -> CaseWindow:
    return window_of(bridge)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*codes: Qt.Key) -> None:
    for code in codes:
        QTest.keyClick(focused(), code)


def answer(log: MemoryLog) -> Answered:
    return next(fact.event for fact in reversed(list(log)) if isinstance(fact.event, Answered))


def answers(log: MemoryLog) -> int:
    return sum(isinstance(fact.event, Answered) for fact in log)


def panel_of(window: CaseWindow) -> AnswerPanel:
    assert window.right.answer is not None
    return window.right.answer


def test_one_key_accepts_and_reports_the_pump(window: CaseWindow, case_log: MemoryLog) -> None:
    press(Qt.Key.Key_F5)
    reported = next(f.event for f in reversed(list(case_log)) if isinstance(f.event, PumpReported))
    assert answer(case_log).reply is Reply.ACCEPT
    assert str(reported.dose) == "0.11 mcg/kg/min"
    assert window.left.pump.dose.text() == "0.11 mcg/kg/min"
    assert window.right.card.status.text() == "accepted"
    assert not any(button.isVisible() for button in window.right.card.buttons.values())


def test_accepting_alone_asks_for_the_report(window: CaseWindow, case_log: MemoryLog) -> None:
    press(Qt.Key.Key_F6)
    assert answer(case_log).reply is Reply.ACCEPT
    assert window.left.pump.dose.text() == "0.09 mcg/kg/min"
    assert "Set the pump and report it" in window.right.card.what_now.text()


def test_decline_wants_one_reason_picked_by_arrows(window: CaseWindow, case_log: MemoryLog) -> None:
    press(Qt.Key.Key_F9)
    assert focused() is panel_of(window).reasons
    press(*[Qt.Key.Key_Down] * 4, Qt.Key.Key_Return)
    said = answer(case_log)
    assert (said.reply, said.reason) == (Reply.DECLINE, OverrideReason.FLUIDS_FIRST)
    assert window.right.answer is None
    assert focused() is window.left.reading.map.edit


@pytest.mark.parametrize("key", [Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9])
def test_no_answer_begins_with_a_reason_chosen(
    window: CaseWindow, case_log: MemoryLog, key: Qt.Key
) -> None:
    before = answers(case_log)
    press(key)
    panel = panel_of(window)
    if panel.field is not None:
        QTest.keyClicks(focused(), "0.1" if key is Qt.Key.Key_F7 else "15")
        press(Qt.Key.Key_Return)
    assert focused() is panel.reasons
    assert panel.reasons.value is None
    press(Qt.Key.Key_Return)
    assert panel.missing.text == "Choose a reason first: arrow keys, then Enter."
    assert answers(case_log) == before
    assert focused() is panel.reasons
    press(Qt.Key.Key_Up)
    assert panel.missing.isHidden()
    assert panel.reasons.value is list(OverrideReason)[-1]


def test_the_button_of_an_answer_wants_a_reason_too(
    window: CaseWindow, case_log: MemoryLog
) -> None:
    before = answers(case_log)
    press(Qt.Key.Key_F9)
    panel_of(window).done.click()
    assert panel_of(window).missing.isVisible()
    assert answers(case_log) == before


def test_escape_puts_an_answer_off(window: CaseWindow, case_log: MemoryLog) -> None:
    before = answers(case_log)
    press(Qt.Key.Key_F9, Qt.Key.Key_Escape)
    assert answers(case_log) == before
    assert window.right.answer is None
    assert window.right.card.buttons["decline"].isVisible()


def test_modify_takes_a_dose_then_a_reason(window: CaseWindow, case_log: MemoryLog) -> None:
    press(Qt.Key.Key_F7)
    QTest.keyClicks(focused(), "0.1")
    press(Qt.Key.Key_Return)
    assert focused() is panel_of(window).reasons
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    said = answer(case_log)
    assert (said.reply, str(said.dose)) == (Reply.MODIFY, "0.1 mcg/kg/min")
    assert said.reason is next(iter(OverrideReason))


def test_a_tenfold_dose_must_be_typed_twice(window: CaseWindow, case_log: MemoryLog) -> None:
    before = answers(case_log)
    press(Qt.Key.Key_F7)
    field = panel_of(window).field
    assert field is not None
    QTest.keyClicks(focused(), "0.9")
    press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert "digit or the point misplaced" in field.message.text
    assert focused() is field.edit
    QTest.keyClicks(focused(), "0.9")
    press(Qt.Key.Key_Return)
    assert focused() is panel_of(window).reasons
    assert answers(case_log) == before


@pytest.mark.parametrize(("typed", "minutes"), [("15", 15), ("60", 60)])
def test_delay_takes_minutes_then_a_reason(
    window: CaseWindow, case_log: MemoryLog, bridge: CaseBridge, typed: str, minutes: int
) -> None:
    press(Qt.Key.Key_F8)
    QTest.keyClicks(focused(), typed)
    press(Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert answer(case_log).until == bridge.now() + timedelta(minutes=minutes)
    assert "delayed" in window.right.card.status.text()


def test_delay_refuses_more_than_an_hour(window: CaseWindow, case_log: MemoryLog) -> None:
    before = answers(case_log)
    press(Qt.Key.Key_F8)
    QTest.keyClicks(focused(), "90")
    press(Qt.Key.Key_Return)
    field = panel_of(window).field
    assert field is not None
    assert "above 1h" in field.message.text
    assert answers(case_log) == before


def test_expired_advice_is_grey_and_cannot_be_answered(
    window: CaseWindow,
    bridge: CaseBridge,
    case_log: MemoryLog,
    wait_for: Callable[[CaseBridge, float], None],
) -> None:
    before, card = answers(case_log), window.right.card
    wait_for(bridge, 20)
    assert card.status.text().startswith("EXPIRED")
    assert not card.headline.isEnabled()
    codes = ("accept_set", "accept", "modify", "delay", "decline")
    assert not any(window.actions_table[code].isEnabled() for code in codes)
    press(Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F9)
    assert answers(case_log) == before
    assert window.right.answer is None
    assert not window.trouble.isVisible()


def test_an_answer_under_way_stops_when_its_advice_is_replaced(
    window: CaseWindow,
    bridge: CaseBridge,
    case_log: MemoryLog,
    read_map_of: Bedside,
) -> None:
    before = answers(case_log)
    press(Qt.Key.Key_F9)
    read_map_of(bridge, 70)
    panel = panel_of(window)
    assert "can no longer be answered" in panel.gone.text
    panel.finish()
    assert answers(case_log) == before


def test_an_answer_that_comes_too_late_is_refused_by_the_case(
    window: CaseWindow, case_clock: SimulatedClock, case_log: MemoryLog
) -> None:
    before = answers(case_log)
    press(Qt.Key.Key_F9)
    case_clock.advance(timedelta(minutes=30))
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert answers(case_log) == before
    assert "has expired" in window.trouble.label.text()
    assert window.trouble.isVisible()


def test_why_folds_out_inputs_and_the_rows_passed_over(window: CaseWindow) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    shown = [label.text() for label in window.right.why.labels()]
    assert "61 mmHg" in shown
    assert any("rescue" in text for text in shown)
    QTest.keyClick(focused(), Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert not window.right.why.isVisible()
