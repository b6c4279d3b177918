"""The timeline as one widget: chart, read-out strip and window buttons."""

from datetime import timedelta, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.quantity.measures import Millilitre
from core.view.lanes import Lanes
from core.view.read_out import FurtherLane
from gui.theme import Theme
from gui.timeline import moves
from gui.timeline.chart import Chart
from gui.timeline.strip import Strip
from gui.timeline.window_bar import WindowBar


class TimelineView(QWidget):
    """MAP over dose on one time axis, with a line that reads out all values.

    It keeps nothing but where one looks; the case comes by `render` each time.
    """

    focused = Signal(float)
    """The instant under the focus line, epoch seconds UTC; emitted when it moves."""

    def __init__(self, zone: tzinfo, theme: Theme, parent: QWidget | None = None) -> None:
        """Show local times of `zone` in the colours of `theme`."""
        super().__init__(parent)
        self.setObjectName("timeline")
        self.chart = Chart(zone, theme, self)
        self.strip = Strip(zone, theme, self)
        self.windows = WindowBar(self)
        self.setFocusProxy(self.chart)
        self._lay_out()
        self.chart.focused.connect(self.focused)
        self.chart.moved.connect(self._show_values)
        self.windows.chosen.connect(self.set_window)
        self.windows.now_wanted.connect(self.back_to_now)
        self._show_values()

    def render(  # type: ignore[override]  # the windows' own render, not QWidget's into a device
        self,
        lanes: Lanes,
        now: float,
        run_gap: timedelta,
        further: tuple[FurtherLane, ...] = (),
        dead_volume: Millilitre | None = None,
    ) -> None:
        """Show a case as it is at `now`, epoch seconds UTC.

        Readings further apart than `run_gap` are not joined by a line. Each of the `further`
        agents has a thin lane of its own; `dead_volume` is that of the line from the pump.
        """
        self.chart.show_case(lanes, now, run_gap, further, dead_volume)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.chart.set_theme(theme)
        self.strip.set_theme(theme)

    def set_window(self, hours: float) -> None:
        """Show so many hours."""
        self.chart.move_to(moves.with_window(self.chart.scene, hours))

    def back_to_now(self) -> None:
        """Bring now into sight and drop the focus line."""
        self.chart.move_to(moves.back_to_now(self.chart.scene))

    def focus_at(self, t: float) -> None:
        """Put the focus line at an instant, epoch seconds UTC, and bring it into sight."""
        self.chart.move_to(moves.focused(self.chart.scene, t))

    def _show_values(self) -> None:
        scene = self.chart.scene
        focused = scene.focus is not None
        self.strip.show_values(self.chart.read_out(), scene.now, focused=focused)
        self.windows.show_span(scene.span)

    def _lay_out(self) -> None:
        gap = round(0.35 * self.fontMetrics().height())
        below = QHBoxLayout()
        below.setContentsMargins(gap, gap, gap, gap)
        below.addWidget(self.strip, 1)
        below.addWidget(self.windows)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.chart, 1)
        whole.addLayout(below)
