"""A row that breaks into lines instead of cutting what it holds."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Items from the left, some from the right; a new line where the width runs out."""

    def __init__(self, parent: QWidget, *, margin: int, spacing: int) -> None:
        """An empty row inside `parent`."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._right: set[int] = set()
        self.setContentsMargins(margin, margin, margin, margin)
        self.setSpacing(spacing)

    def add_right(self, widget: QWidget) -> None:
        """Add a widget that keeps to the right end of its line."""
        self._right.add(len(self._items))
        self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Take an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """The item at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Give an item away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """It takes only what it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """A narrower row is higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height that a width makes."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Put every item in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All on one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        edges = self.contentsMargins()
        width = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        height = max((size.height() for size in sizes), default=0)
        return QSize(width + edges.left() + edges.right(), height + edges.top() + edges.bottom())

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest single item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        edges = self.contentsMargins()
        return size + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _lines(self, width: int) -> list[list[int]]:
        """Which items stand on which line."""
        lines: list[list[int]] = [[]]
        used = 0
        for place, item in enumerate(self._items):
            if item.isEmpty():
                continue
            needs = item.sizeHint().width() + (self.spacing() if lines[-1] else 0)
            if lines[-1] and used + needs > width:
                lines.append([])
                used, needs = 0, item.sizeHint().width()
            lines[-1].append(place)
            used += needs
        return lines

    def _place(self, rect: QRect, *, move: bool) -> int:
        edges = self.contentsMargins()
        room = rect.marginsRemoved(edges)
        top = room.top()
        for line in self._lines(room.width()):
            height = max((self._items[place].sizeHint().height() for place in line), default=0)
            if move:
                self._place_line(line, QRect(room.left(), top, room.width(), height))
            top += height + self.spacing() // 3
        return top - self.spacing() // 3 + edges.bottom() - rect.top()

    def _place_line(self, line: list[int], room: QRect) -> None:
        left, right = room.left(), room.right() + 1
        for place in (each for each in line if each not in self._right):
            size = self._items[place].sizeHint()
            self._items[place].setGeometry(_centred(left, size, room))
            left += size.width() + self.spacing()
        for place in reversed([each for each in line if each in self._right]):
            size = self._items[place].sizeHint()
            right -= size.width()
            self._items[place].setGeometry(_centred(right, size, room))
            right -= self.spacing()


def _centred(left: int, size: QSize, room: QRect) -> QRect:
    return QRect(left, room.top() + (room.height() - size.height()) // 2, *size.toTuple())
