"""Readings typed by keys alone: what is added, what is asked, what stays in the field."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.log.memory import MemoryLog
from core.model.events import EntryRefused, EntryStruck, ReadingRecorded
from core.model.terms import Quality, Source
from gui.bridge import CaseBridge
from gui.case.window import CaseWindow

Titrated = Callable[..., CaseBridge]
WindowOf = Callable[..., CaseWindow]


@pytest.fixture
def bridge(titrated: Titrated) -> CaseBridge:
    return titrated()


@pytest.fixture
def window(window_of: WindowOf, bridge: CaseBridge) -> CaseWindow:
    return window_of(bridge)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def keys(text: str) -> None:
    QTest.keyClicks(focused(), text)


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), code, modifier)


def enter() -> None:
    key(Qt.Key.Key_Return)


def last_reading(log: MemoryLog) -> ReadingRecorded:
    return next(f.event for f in reversed(list(log)) if isinstance(f.event, ReadingRecorded))


def readings(log: MemoryLog) -> int:
    return sum(isinstance(fact.event, ReadingRecorded) for fact in log)


def test_the_cursor_waits_in_map_and_enter_adds(window: CaseWindow, case_log: MemoryLog) -> None:
    field = window.left.reading.map
    assert focused() is field.edit
    keys("66")
    enter()
    assert str(last_reading(case_log).map) == "66 mmHg"
    assert (field.text, focused()) == ("", field.edit)
    assert window.left.reading.time.text == "now"


def test_a_bad_value_stays_and_says_what_is_wrong(window: CaseWindow, case_log: MemoryLog) -> None:
    before, field = readings(case_log), window.left.reading.map
    keys("61.5")
    enter()
    assert field.text == "61.5"
    assert field.edit.selectedText() == "61.5"
    assert "61.5 is not whole mmHg" in field.message.text
    assert field.edit.accessibleDescription() == field.message.text
    assert readings(case_log) == before
    refused = [fact.event for fact in case_log if isinstance(fact.event, EntryRefused)]
    assert [(fact.field, fact.text) for fact in refused] == [("map", "61.5")]


def test_a_question_is_answered_by_enter_again(window: CaseWindow, case_log: MemoryLog) -> None:
    before, field = readings(case_log), window.left.reading.map
    keys("130")
    enter()
    assert "130 mmHg is above 120 mmHg" in field.message.text
    assert readings(case_log) == before
    enter()
    assert str(last_reading(case_log).map) == "130 mmHg"
    assert field.message.text == ""


def test_an_artefact_is_marked_by_keys(window: CaseWindow, case_log: MemoryLog) -> None:
    keys("130")
    enter()
    key(Qt.Key.Key_Tab)
    enter()
    assert last_reading(case_log).quality is Quality.ARTEFACT
    assert focused() is window.left.reading.map.edit


def test_a_held_enter_confirms_nothing(window: CaseWindow, case_log: MemoryLog) -> None:
    before = readings(case_log)
    keys("130")
    edit = window.left.reading.map.edit
    QTest.keyPress(edit, Qt.Key.Key_Return)
    for _ in range(3):
        QTest.simulateEvent(
            edit, True, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
        )
    QTest.keyRelease(edit, Qt.Key.Key_Return)
    assert readings(case_log) == before


def test_a_low_reading_counts_before_its_question(
    window: CaseWindow, bridge: CaseBridge, case_log: MemoryLog
) -> None:
    keys("35")
    enter()
    assert str(last_reading(case_log).map) == "35 mmHg"
    assert any("call the prescriber" in prompt.text for prompt in bridge.view.prompts)
    said = window.left.reading.afterwards
    assert "Recorded. 35 mmHg is below 40 mmHg" in said.text
    assert focused() is window.left.reading.map.edit
    artefact = said.pick_buttons()[1]
    artefact.setFocus()
    enter()
    assert any(isinstance(fact.event, EntryStruck) for fact in case_log)
    assert said.text == ""


def test_systolic_and_diastolic_make_a_calculated_map(
    window: CaseWindow, case_log: MemoryLog
) -> None:
    key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert focused() is window.left.reading.systolic.edit
    keys("95")
    key(Qt.Key.Key_Tab)
    keys("50")
    key(Qt.Key.Key_Tab)
    keys("104")
    enter()
    reading = last_reading(case_log)
    assert str(reading.map) == "65 mmHg"
    assert reading.calculated is not None
    assert str(reading.heart_rate) == "104 /min"


def test_a_swapped_pair_is_refused(window: CaseWindow, case_log: MemoryLog) -> None:
    before = readings(case_log)
    key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    keys("50")
    key(Qt.Key.Key_Tab)
    keys("95")
    enter()
    assert "Type the higher figure as systolic" in window.left.reading.map.message.text
    assert readings(case_log) == before


@pytest.mark.parametrize(("typed", "shown"), [("-10", "10 min"), ("13:10", ""), ("1310", "")])
def test_times_are_typed_in_three_ways(
    window: CaseWindow, case_log: MemoryLog, bridge: CaseBridge, typed: str, shown: str
) -> None:
    before = bridge.now()
    keys("66")
    key(Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    keys(typed)
    enter()
    while window.left.reading.time.question is not None:
        enter()
    at = last_reading(case_log).at
    assert at < before
    assert bridge.words.clock(at) == ("13:12" if shown else "13:10")


def test_arrows_choose_the_source(window: CaseWindow, case_log: MemoryLog) -> None:
    window.left.reading.source.focus()
    key(Qt.Key.Key_Right)
    key(Qt.Key.Key_Right)
    assert window.left.reading.source.value is Source.CUFF
    key(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    keys("66")
    enter()
    assert last_reading(case_log).source is Source.CUFF


def test_what_is_typed_survives_new_views(window: CaseWindow, bridge: CaseBridge) -> None:
    keys("6")
    bridge.tick(bridge.now())
    window.render(bridge.view)
    keys("6")
    field = window.left.reading.map
    assert (field.text, focused()) == ("66", field.edit)


def test_escape_clears_the_field_and_never_the_case(
    window: CaseWindow, case_log: MemoryLog
) -> None:
    before = len(list(case_log))
    keys("77")
    key(Qt.Key.Key_Escape)
    assert window.left.reading.map.text == ""
    key(Qt.Key.Key_Escape)
    assert len(list(case_log)) == before
