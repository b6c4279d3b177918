"""From a case to its cards and to the evidence: from prompts, from a stop, from the reasons."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.model.commands import ReportPump
from core.model.terms import Action, Agent, Route
from core.quantity.measures import Dose
from gui.bridge import CaseBridge
from gui.button import TextButton
from gui.case.panels.perfusion import PerfusionPanel
from gui.case.panels.stop import StopPanel
from gui.case.prompts_panel import PromptRow
from gui.case.window import CaseWindow

WindowOf = Callable[..., CaseWindow]
Titrated = Callable[..., CaseBridge]
WaitFor = Callable[[CaseBridge, float], None]
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def row_of(window: CaseWindow, code: str) -> PromptRow:
    (row,) = [row for row in window.right.prompts.rows if row.prompt.code == code]
    return row


@pytest.fixture
def watched(window_of: WindowOf, titrated: Titrated, wait_for: WaitFor) -> CaseWindow:
    """A case on a peripheral line that nobody looked at for hours."""
    bridge = titrated(route=Route.PERIPHERAL)
    wait_for(bridge, 60 * 5)
    return window_of(bridge)


@pytest.fixture
def stopping(
    open_bridge: Callable[..., CaseBridge],
    wait_for: WaitFor,
    read_map_of: Callable[[CaseBridge, int], None],
) -> CaseBridge:
    """A case on the least dose, at target for so long that a stop is advised."""
    bridge = open_bridge()
    now, least = bridge.now(), Dose.parse("0.02 mcg/kg/min")
    assert bridge.send(ReportPump(at=now, observed_at=now, agent=Agent.NOREPINEPHRINE, dose=least))
    for _ in range(24):
        wait_for(bridge, 30)
        read_map_of(bridge, 70)
        if bridge.view.next_step is not None and bridge.view.next_step.action is Action.STOP:
            break
    return bridge


def test_a_prompt_with_a_card_opens_it_by_its_button(qtbot: QtBot, watched: CaseWindow) -> None:
    for code, card in (("site-check", "extravasation"), ("perfusion-check", "perfusion")):
        button = row_of(watched, code).card
        assert button.isVisible()
        assert button.text() == "Card"
        button.setFocus()
        with qtbot.waitSignal(watched.wished) as wish:
            QTest.keyClick(focused(), Qt.Key.Key_Return)
        assert wish.args == [f"card:{card}"]
    assert not row_of(watched, "reading-overdue").card.isVisible()


def test_one_key_opens_the_card_of_the_prompt_under_the_keys(
    qtbot: QtBot, watched: CaseWindow
) -> None:
    for code, card in (("perfusion-check", "perfusion"), ("site-check", "extravasation")):
        row_of(watched, code).aside.setFocus()
        with qtbot.waitSignal(watched.wished) as wish:
            QTest.keyClick(focused(), Qt.Key.Key_K, CONTROL | SHIFT)
        assert wish.args == [f"card:{card}"]


def test_the_key_rests_while_no_prompt_has_a_card(window_of: WindowOf, titrated: Titrated) -> None:
    window = window_of(titrated())
    assert not window.actions_table["prompt_card"].isEnabled()


def test_the_perfusion_prompt_says_the_key_that_records_it(watched: CaseWindow) -> None:
    assert "record: Ctrl+Shift+R" in row_of(watched, "perfusion-check").texts()[1]
    assert "record:" not in row_of(watched, "site-check").texts()[1]
    QTest.keyClick(focused(), Qt.Key.Key_R, CONTROL | SHIFT)
    assert isinstance(watched.left.panel, PerfusionPanel)


def test_the_perfusion_panel_opens_its_card(qtbot: QtBot, watched: CaseWindow) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_R, CONTROL | SHIFT)
    panel = watched.left.panel
    assert isinstance(panel, PerfusionPanel)
    with qtbot.waitSignal(watched.wished) as wish:
        panel.card.click()
    assert wish.args == ["card:perfusion"]
    assert watched.left.panel is panel


def test_a_stop_leads_to_the_card_of_the_line(qtbot: QtBot, watched: CaseWindow) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_S, CONTROL | SHIFT)
    panel = watched.left.panel
    assert isinstance(panel, StopPanel)
    panel.card.setFocus()
    with qtbot.waitSignal(watched.wished) as wish:
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert wish.args == ["card:line-residual"]


def test_advice_to_stop_leads_to_the_card_of_the_line(
    qtbot: QtBot, window_of: WindowOf, stopping: CaseBridge
) -> None:
    window = window_of(stopping)
    step = stopping.view.next_step
    assert step is not None
    assert step.action is Action.STOP
    assert window.right.card.stop_card.isVisible()
    with qtbot.waitSignal(window.wished) as wish:
        window.right.card.stop_card.click()
    assert wish.args == ["card:line-residual"]


def test_other_advice_shows_no_card_of_a_stop(window_of: WindowOf, titrated: Titrated) -> None:
    assert not window_of(titrated()).right.card.stop_card.isVisible()


def test_the_reasons_lead_to_the_evidence_behind_their_row(
    qtbot: QtBot, window_of: WindowOf, titrated: Titrated
) -> None:
    window = window_of(titrated())
    QTest.keyClick(focused(), Qt.Key.Key_R, CONTROL)
    button = window.right.why.findChild(TextButton, "button_evidence")
    assert isinstance(button, TextButton)
    assert button.accessibleName() == "Evidence behind up"
    button.setFocus()
    with qtbot.waitSignal(window.wished) as wish:
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert wish.args == ["evidence:row:up"]


@pytest.mark.parametrize(("key", "wanted"), [("E", "evidence"), ("K", "card")])
def test_the_menu_opens_evidence_and_cards_by_their_keys(
    qtbot: QtBot, window_of: WindowOf, titrated: Titrated, key: str, wanted: str
) -> None:
    window = window_of(titrated())
    with qtbot.waitSignal(window.wished) as wish:
        QTest.keyClick(focused(), Qt.Key[f"Key_{key}"], CONTROL)
    assert wish.args == [wanted]
