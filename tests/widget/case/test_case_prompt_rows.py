"""A prompt that still holds keeps its row, and the keys on it, whatever comes beside it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.model.terms import Attested
from core.view.cards import card_of_prompt
from gui.bridge import CaseBridge
from gui.case.prompts_panel import PromptRow
from gui.case.window import CaseWindow

Titrated = Callable[..., CaseBridge]
WindowOf = Callable[..., CaseWindow]
WaitFor = Callable[[CaseBridge, float], None]
ReadMap = Callable[[CaseBridge, int], None]


def test_a_row_that_still_holds_stays_when_a_call_comes_above_it(
    window_of: WindowOf, titrated: Titrated, wait_for: WaitFor, read_map_of: ReadMap
) -> None:
    bridge = titrated(fluids=Attested.NO)
    wait_for(bridge, 60 * 13)
    window = window_of(bridge)
    before = {row.prompt: row for row in window.right.prompts.rows}
    stays = before[next(prompt for prompt in before if prompt.code != "reading-overdue")]
    stays.aside.setFocus(Qt.FocusReason.TabFocusReason)
    read_map_of(bridge, 44)
    rows = window.right.prompts.rows
    assert [row.prompt for row in rows] == list(bridge.view.prompts)
    assert rows[0] not in before.values()
    assert stays in rows
    assert QApplication.focusWidget() is stays.aside


def test_the_keys_go_on_to_the_first_row_when_theirs_goes(
    qtbot: QtBot, window_of: WindowOf, titrated: Titrated, wait_for: WaitFor, read_map_of: ReadMap
) -> None:
    bridge = titrated(fluids=Attested.NO)
    wait_for(bridge, 60 * 13)
    read_map_of(bridge, 44)
    window = window_of(bridge)
    first, second = window.right.prompts.rows[:2]
    first.aside.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(first.aside, Qt.Key.Key_Return)
    assert first not in window.right.prompts.rows
    qtbot.waitUntil(lambda: QApplication.focusWidget() is second.aside)


def test_a_row_in_the_making_is_never_a_window_of_its_own(
    window_of: WindowOf, titrated: Titrated, wait_for: WaitFor
) -> None:
    bridge = titrated()
    wait_for(bridge, 60 * 200)
    leading = next(prompt for prompt in bridge.view.prompts if card_of_prompt(prompt.code))
    window = window_of(bridge)
    watch = _Shown(window)
    QApplication.instance().installEventFilter(watch)  # type: ignore[union-attr]  # it runs
    row = PromptRow(leading, bridge.view, window.right.prompts._words)
    QApplication.instance().removeEventFilter(watch)  # type: ignore[union-attr]  # it runs
    assert watch.windows == []
    assert not row.card.isHidden()
    row.deleteLater()


class _Shown(QObject):
    """Which widgets were shown as windows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


def test_other_colours_make_every_row_anew(
    window_of: WindowOf, titrated: Titrated, wait_for: WaitFor, read_map_of: ReadMap
) -> None:
    bridge = titrated(fluids=Attested.NO)
    wait_for(bridge, 60 * 13)
    read_map_of(bridge, 44)
    panel = window_of(bridge).right.prompts
    before = panel.rows
    panel._theme = "another"
    panel.render(bridge.view)
    assert [row.prompt for row in panel.rows] == [row.prompt for row in before]
    assert not set(panel.rows) & set(before)
