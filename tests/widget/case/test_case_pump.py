"""Reports of what the pump runs: by dose and by mL/h, guarded, and kept apart from advice."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.log.memory import MemoryLog
from core.model.events import NoteAdded, PumpReported
from gui.bridge import CaseBridge
from gui.case.window import CaseWindow


@pytest.fixture
def bridge(titrated: Callable[..., CaseBridge]) -> CaseBridge:
    return titrated()


@pytest.fixture
def window(window_of: Callable[..., CaseWindow], bridge: CaseBridge) -> CaseWindow:
    shown = window_of(bridge)
    QTest.keyClick(focused(), Qt.Key.Key_F4)
    return shown


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def typed(text: str) -> None:
    QTest.keyClicks(focused(), text)
    QTest.keyClick(focused(), Qt.Key.Key_Return)


def reports(log: MemoryLog) -> list[PumpReported]:
    return [fact.event for fact in log if isinstance(fact.event, PumpReported)]


def test_the_advised_dose_is_never_asked_about(
    window: CaseWindow, bridge: CaseBridge, case_log: MemoryLog
) -> None:
    step = bridge.view.next_step
    assert step is not None
    typed("0.11")
    report = reports(case_log)[-1]
    assert (str(report.dose), report.follows) == ("0.11 mcg/kg/min", step.seq)
    assert window.left.pump.field.text == ""


def test_a_tenfold_dose_is_asked_for_twice(window: CaseWindow, case_log: MemoryLog) -> None:
    before, field = len(reports(case_log)), window.left.pump.field
    typed("0.9")
    assert field.text == "0.9"
    assert "Type it once more" in field.message.text
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert len(reports(case_log)) == before
    typed("0.9")
    assert str(reports(case_log)[-1].dose) == "0.9 mcg/kg/min"


def test_a_correction_instead_of_the_second_typing(window: CaseWindow, case_log: MemoryLog) -> None:
    typed("0.9")
    typed("0.09")
    assert str(reports(case_log)[-1].dose) == "0.09 mcg/kg/min"
    assert window.left.pump.field.message.text == ""


def test_rates_are_reported_in_the_pumps_own_unit(
    window: CaseWindow, bridge: CaseBridge, case_log: MemoryLog
) -> None:
    step = bridge.view.next_step
    assert step is not None
    window.left.pump.by.focus()
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    QTest.keyClick(focused(), Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    typed(step.rate.removesuffix(" mL/h"))
    report = reports(case_log)[-1]
    assert (str(report.rate), report.follows) == (step.rate, step.seq)


def test_a_rate_finer_than_the_pump_is_refused(window: CaseWindow, case_log: MemoryLog) -> None:
    before = len(reports(case_log))
    window.left.pump.by.focus()
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    window.left.pump.start()
    typed("15.44")
    assert "15.44 has more decimals" in window.left.pump.field.message.text
    assert len(reports(case_log)) == before


def test_another_unit_takes_the_question_back(window: CaseWindow) -> None:
    typed("0.9")
    window.left.pump.by.focus()
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert window.left.pump.field.message.text == ""
    assert window.left.pump.field.text == "0.9"


def test_a_suggestion_is_picked_and_never_taken_by_itself(
    window: CaseWindow, case_log: MemoryLog
) -> None:
    before, field = len(reports(case_log)), window.left.pump.field
    typed("0,11")
    assert field.text == "0,11"
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert (field.text, len(reports(case_log))) == ("0.11", before)
    assert focused() is field.edit
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert str(reports(case_log)[-1].dose) == "0.11 mcg/kg/min"


def test_zero_is_a_step_of_its_own(window: CaseWindow, case_log: MemoryLog) -> None:
    typed("0")
    assert "Use Stop" in window.left.pump.field.message.text
    QTest.keyClick(
        focused(),
        Qt.Key.Key_S,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert str(reports(case_log)[-1].dose) == "0 mcg/kg/min"
    notes = [fact.event.text for fact in case_log if isinstance(fact.event, NoteAdded)]
    assert notes == ["Stopped: Line or pump trouble"]


def test_a_late_report_keeps_its_time(
    window: CaseWindow, bridge: CaseBridge, case_log: MemoryLog
) -> None:
    QTest.keyClicks(focused(), "0.11")
    QTest.keyClick(focused(), Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)
    typed("-5")
    minutes = (bridge.now() - reports(case_log)[-1].at).total_seconds() / 60
    assert minutes == pytest.approx(5, abs=1)
    assert window.left.pump.time.text == "now"


def test_nothing_typed_is_lost_when_the_log_is_full(
    window: CaseWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CaseBridge, "send", lambda _self, _command: False)
    typed("0.11")
    assert window.left.pump.field.text == "0.11"
