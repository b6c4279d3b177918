"""The timeline with its table twin below; both look at the same moment."""

from datetime import timedelta

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from core.model.terms import Source
from core.view.case_view import CaseView
from core.view.points import Marker
from core.view.read_out import FurtherLane
from core.view.rows import TimelineRow
from core.view.wording import Words
from gui.case.behind import Behind
from gui.plain import theme_of
from gui.timeline.table import EventTable
from gui.timeline.view import TimelineView

_CHART, _TABLE = 7_000, 3_000
"""How the height is shared out at first; only the ratio counts."""


class TimelinePane(QWidget):
    """Chart over table. What is focused in one is focused in the other.

    On the screen it follows the case one turn of the event loop behind, so that the next step is
    painted first; whoever asks for a part of it finds that part up to date.
    """

    struck = Signal()
    """The strike key was pressed on a row."""

    def __init__(self, words: Words) -> None:
        """Show local times of the zone of the words."""
        super().__init__()
        self._timeline = TimelineView(words.zone, theme_of(self))
        self._table = EventTable(theme_of(self))
        self._timeline.focused.connect(self._table.focus_at)
        self._table.focused.connect(self._timeline.focus_at)
        self.behind = Behind(self, self._show)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._timeline)
        parts.addWidget(self._table)
        parts.setSizes([_CHART, _TABLE])
        self.parts = parts
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show a case: at once while nobody sees it, else right after what is painted now."""
        self.behind.follow(view)

    def _show(self, view: CaseView) -> None:
        gap = timedelta(seconds=view.run_gap_s)
        further = tuple(
            FurtherLane(run.name, run.unit, run.lanes)
            for run in view.infusions
            if run.lanes is not view.lanes
        )
        self._timeline.render(view.lanes, view.now.timestamp(), gap, further, view.dead_volume)
        self._table.render(view.rows)

    @property
    def timeline(self) -> TimelineView:
        """The chart and what belongs to it, up to date."""
        self.behind.catch_up()
        return self._timeline

    @property
    def table(self) -> EventTable:
        """The rows of the case, up to date."""
        self.behind.catch_up()
        return self._table

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow another palette, once it is this widget's own."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "parts"):
            self._timeline.set_theme(theme_of(self))
            self._table.set_theme(theme_of(self))

    def row_to_strike(self, view: CaseView) -> TimelineRow | None:
        """The chosen row if it can be struck through, else the row of the latest reading."""
        current = self.table.currentIndex()
        if current.isValid() and current.row() < len(view.rows):
            row = self.table.rows.row_at(current.row())
            if can_be_struck(row):
                return row
        latest = None if view.reading is None else view.reading.seq
        newest_first = reversed(view.rows[:])
        return next((row for row in newest_first if row.seq == latest and not row.struck), None)


def can_be_struck(row: TimelineRow) -> bool:
    """Only readings and pump reports are struck through."""
    return not row.struck and (isinstance(row.kind, Source) or row.kind is Marker.PUMP_CHANGE)
