"""The next step is painted first; timeline and prompts follow in the next turn, or when asked."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.model.terms import Attested
from gui.bridge import CaseBridge
from gui.case.window import CaseWindow

Titrated = Callable[..., CaseBridge]
WindowOf = Callable[..., CaseWindow]
ReadMap = Callable[[CaseBridge, int], None]


class Paints(QObject):
    """Notes which of some widgets was painted, in order."""

    def __init__(self, widgets: dict[str, QWidget]) -> None:
        super().__init__()
        self.order: list[str] = []
        self._widgets = widgets
        for widget in widgets.values():
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self.order += [name for name, each in self._widgets.items() if each is watched]
        return False


def test_the_next_step_is_painted_before_the_timeline(
    qtbot: QtBot, window_of: WindowOf, titrated: Titrated, read_map_of: ReadMap
) -> None:
    bridge = titrated()
    window = window_of(bridge)
    chart = window.middle.timeline.chart
    chart.repaint()
    paints = Paints({"card": window.right.card, "chart": chart})
    read_map_of(bridge, 62)
    assert chart.scene.lanes is not bridge.view.lanes
    qtbot.waitUntil(lambda: "chart" in paints.order)
    assert paints.order[0] == "card"
    assert chart.scene.lanes is bridge.view.lanes


def test_the_next_step_is_painted_before_the_prompts(
    qtbot: QtBot, window_of: WindowOf, titrated: Titrated, read_map_of: ReadMap
) -> None:
    bridge = titrated(fluids=Attested.NO)
    window = window_of(bridge)
    panel, shown = window.right.prompts, window.right.count.text()
    qtbot.waitUntil(lambda: len(panel.rows) == len(bridge.view.prompts))
    panel.repaint()
    paints = Paints({"card": window.right.card, "prompts": panel})
    read_map_of(bridge, 44)
    assert len(panel.rows) < len(bridge.view.prompts)
    qtbot.waitUntil(lambda: "prompts" in paints.order)
    assert paints.order[0] == "card"
    assert [row.prompt for row in panel.rows] == list(bridge.view.prompts)
    assert window.right.count.text() != shown


def test_whoever_asks_for_the_prompts_finds_them_up_to_date(
    window_of: WindowOf, titrated: Titrated, read_map_of: ReadMap
) -> None:
    bridge = titrated(fluids=Attested.NO)
    window = window_of(bridge)
    read_map_of(bridge, 44)
    assert str(len(bridge.view.prompts)) in window.right.count.text()
    assert window.right.prompts.first_key == bridge.view.prompts[0].key


def test_whoever_asks_for_the_timeline_finds_it_up_to_date(
    window_of: WindowOf, titrated: Titrated, read_map_of: ReadMap
) -> None:
    bridge = titrated()
    window = window_of(bridge)
    read_map_of(bridge, 62)
    assert window.middle.timeline.chart.scene.lanes is bridge.view.lanes
    assert window.middle.table.rows.rowCount() == len(bridge.view.rows)


def test_a_window_out_of_sight_follows_at_once(
    window_of: WindowOf, titrated: Titrated, read_map_of: ReadMap
) -> None:
    bridge = titrated()
    window = window_of(bridge)
    chart = window.middle.timeline.chart
    window.hide()
    read_map_of(bridge, 62)
    assert chart.scene.lanes is bridge.view.lanes
