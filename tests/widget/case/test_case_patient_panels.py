"""Patient and perfusion by keys: what is known stands there, and only what changed is recorded."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.log.memory import MemoryLog
from core.model.events import ConditionStated, Event, PerfusionChecked, ShockStated
from core.model.terms import Attested, Condition, PerfusionSign, Shock
from gui.bridge import CaseBridge
from gui.case.panels.patient import PatientPanel
from gui.case.panels.perfusion import Look, PerfusionPanel
from gui.case.window import CaseWindow

WindowOf = Callable[..., CaseWindow]
SIGNS = list(PerfusionSign)


@pytest.fixture
def bridge(titrated: Callable[..., CaseBridge]) -> CaseBridge:
    return titrated(shock=Shock.SEPTIC, conditions={Condition.CHRONIC_HYPERTENSION: Attested.YES})


@pytest.fixture
def window(window_of: WindowOf, bridge: CaseBridge) -> CaseWindow:
    return window_of(bridge)


@pytest.fixture
def new_facts(window: CaseWindow, case_log: MemoryLog) -> Callable[[], list[Event]]:
    """What was recorded since the window was opened."""
    assert window.isVisible()
    before = len(list(case_log))
    return lambda: [fact.event for fact in list(case_log)[before:]]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*codes: Qt.Key) -> None:
    for code in codes:
        QTest.keyClick(focused(), code)


def act(letter: str) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(focused(), Qt.Key[f"Key_{letter}"], modifier)


def patient(window: CaseWindow) -> PatientPanel:
    act("H")
    assert isinstance(window.left.panel, PatientPanel)
    return window.left.panel


def perfusion(window: CaseWindow) -> PerfusionPanel:
    act("R")
    assert isinstance(window.left.panel, PerfusionPanel)
    return window.left.panel


def test_the_panel_shows_what_is_known_and_nothing_more(window: CaseWindow) -> None:
    panel = patient(window)
    assert panel.shock.value is Shock.SEPTIC
    known = {each: row.value for each, row in panel.conditions.items()}
    unknown = dict.fromkeys(Condition, Attested.UNKNOWN)
    assert known == {**unknown, Condition.CHRONIC_HYPERTENSION: Attested.YES}


def test_without_a_word_the_shock_is_not_stated(
    window_of: WindowOf, titrated: Callable[..., CaseBridge]
) -> None:
    panel = patient(window_of(titrated()))
    assert panel.shock.value is Attested.UNKNOWN
    assert {row.value for row in panel.conditions.values()} == {Attested.UNKNOWN}


def test_only_what_changed_is_recorded(
    window: CaseWindow, bridge: CaseBridge, new_facts: Callable[[], list[Event]]
) -> None:
    panel = patient(window)
    press(Qt.Key.Key_Right)
    assert panel.shock.value is Shock.VASODILATORY
    press(Qt.Key.Key_Tab, Qt.Key.Key_Right)
    assert panel.conditions[Condition.CHRONIC_HYPERTENSION].value is Attested.NO
    panel.done.setFocus()
    press(Qt.Key.Key_Return)
    assert window.left.panel is None
    told = [event for event in new_facts() if isinstance(event, ShockStated | ConditionStated)]
    assert [type(event) for event in told] == [ShockStated, ConditionStated]
    assert bridge.view.patient.shock is Shock.VASODILATORY
    assert bridge.view.patient.answer(Condition.CHRONIC_HYPERTENSION) is Attested.NO
    assert bridge.view.patient.answer(Condition.ARRHYTHMIA) is Attested.UNKNOWN


def test_a_type_of_shock_can_be_taken_back(
    window: CaseWindow, bridge: CaseBridge, new_facts: Callable[[], list[Event]]
) -> None:
    panel = patient(window)
    press(Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert panel.shock.value is Attested.UNKNOWN
    panel.done.setFocus()
    press(Qt.Key.Key_Return)
    (told,) = [event for event in new_facts() if isinstance(event, ShockStated)]
    assert (told.shock, bridge.view.patient.shock) == (None, None)
    assert patient(window).shock.value is Attested.UNKNOWN


def test_nothing_changed_is_nothing_recorded(
    window: CaseWindow, new_facts: Callable[[], list[Event]]
) -> None:
    panel = patient(window)
    panel.done.setFocus()
    press(Qt.Key.Key_Return)
    assert window.left.panel is None
    assert new_facts() == []


def test_a_look_at_perfusion_records_what_was_looked_at(
    window: CaseWindow, bridge: CaseBridge, new_facts: Callable[[], list[Event]]
) -> None:
    panel = perfusion(window)
    assert {row.value for row in panel.signs.values()} == {Look.NONE}
    press(Qt.Key.Key_Right, Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Right)
    panel.done.setFocus()
    press(Qt.Key.Key_Return)
    (look,) = [event for event in new_facts() if isinstance(event, PerfusionChecked)]
    assert (look.looked_at, look.concerns) == (tuple(SIGNS[:2]), (SIGNS[1],))
    assert bridge.view.patient.answer(Condition.PERFUSION_CONCERN) is Attested.YES
    again = perfusion(window)
    assert "concern: capillary refill" in again.hints()
    assert {row.value for row in again.signs.values()} == {Look.NONE}


def test_a_look_at_nothing_is_asked_about(
    window: CaseWindow, new_facts: Callable[[], list[Event]]
) -> None:
    panel = perfusion(window)
    panel.done.setFocus()
    press(Qt.Key.Key_Return)
    assert window.left.panel is panel
    assert "Nothing was looked at yet" in panel.message.text
    assert panel.signs[SIGNS[0]].isAncestorOf(focused())
    assert new_facts() == []
    press(Qt.Key.Key_Right)
    assert panel.message.text == ""


def test_every_choice_has_a_name_of_its_own(window: CaseWindow) -> None:
    names = [row.accessibleName() for row in patient(window).conditions.values()]
    names += [row.accessibleName() for row in perfusion(window).signs.values()]
    assert len(set(names)) == len(names) == 10
    assert "ejection fraction 45 % or less" in names


@pytest.mark.parametrize("letter", ["H", "R"])
def test_escape_puts_the_panel_off(
    window: CaseWindow, new_facts: Callable[[], list[Event]], letter: str
) -> None:
    act(letter)
    press(Qt.Key.Key_Right, Qt.Key.Key_Escape)
    assert window.left.panel is None
    assert focused() is window.left.reading.map.edit
    assert new_facts() == []
