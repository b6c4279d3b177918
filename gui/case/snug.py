"""A part that scrolls only when it must: as high as what it holds, up to a share of the window."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget


class Inner(QWidget):
    """What scrolls: its least height is asked by width alone, since its texts wrap."""

    laid_out = Signal()
    """What it holds has another size."""

    def event(self, event: QEvent) -> bool:
        """Tell of a changed layout."""
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.laid_out.emit()
        return handled

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least width; the height follows from the width given."""
        layout = self.layout()
        return QSize(0 if layout is None else layout.totalMinimumSize().width(), 0)


class Column(QScrollArea):
    """What it holds, with a bar at the side where the height runs out; never one below."""

    def __init__(self, inner: Inner) -> None:
        """Show `inner` as wide as there is room, and never narrower than it needs."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._inner = inner
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        inner.laid_out.connect(self._fit)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._bring_into_sight)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width makes another height."""
        super().resizeEvent(event)
        self._fit()

    def _bring_into_sight(self, _old: QWidget | None, new: QWidget | None) -> None:
        """What has the keys is never scrolled away."""
        if new is not None and self._inner.isAncestorOf(new):
            self.ensureWidgetVisible(new)

    def _fit(self) -> None:
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(self._inner.minimumSizeHint().width() + bar)


class Sideways(QScrollArea):
    """What needs its width: where the window is narrower a bar comes up, and nothing is cut."""

    def __init__(self, inner: QWidget) -> None:
        """Show `inner` as large as there is room."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Little; the bar does the rest."""
        em = self.fontMetrics().height()
        return QSize(18 * em, 12 * em)


class Snug(Column):
    """A column no higher than what it holds; where room runs out it shrinks and scrolls.

    `kept`, in heights of a line, is what it never gives up while it needs it.
    """

    def __init__(self, inner: Inner, kept: float) -> None:
        """Show `inner`."""
        super().__init__(inner)
        self._kept = kept
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as the content is at this width."""
        return QSize(super().sizeHint().width(), self._wanted())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What is kept for it."""
        height = round(self._kept * self.fontMetrics().height())
        return QSize(super().minimumSizeHint().width(), min(self._wanted(), height))

    def _fit(self) -> None:
        super()._fit()
        self.updateGeometry()

    def _wanted(self) -> int:
        layout = self._inner.layout()
        if layout is None:
            return 0
        wanted = layout.totalHeightForWidth(self.viewport().width())
        return wanted if wanted >= 0 else layout.totalSizeHint().height()
