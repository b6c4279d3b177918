"""A part that scrolls only when it must: as high as what it holds, up to a share of the window."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class Inner(QWidget):
    """What scrolls: its least height is asked by width alone, since its texts wrap."""

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
        inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow a changed layout inside."""
        if watched is self._inner and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width makes another height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(self._inner.minimumSizeHint().width() + bar)


class Snug(Column):
    """A column no higher than what it holds; it shrinks and scrolls where room runs out."""

    def __init__(self, inner: Inner, most: float = 1.0) -> None:
        """Never more than this share of the parent's height."""
        super().__init__(inner)
        self._most = most
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as the content is at this width."""
        return QSize(super().sizeHint().width(), self._wanted())

    def _fit(self) -> None:
        super()._fit()
        parent = self.parentWidget()
        if parent is not None and self._most < 1:
            self.setFixedHeight(min(self._wanted(), round(self._most * parent.height())))
        self.updateGeometry()

    def _wanted(self) -> int:
        layout = self._inner.layout()
        if layout is None:
            return 0
        wanted = layout.totalHeightForWidth(self.viewport().width())
        return wanted if wanted >= 0 else layout.totalSizeHint().height()
