"""The list of protocols: name and state, the state told by word, shape and tone."""

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from core.approval import Allowed
from core.cases.library_view import VolumeView
from core.view.wording import Words
from gui.plain import theme_of
from gui.theme import Size, Theme, sized

Index = QModelIndex | QPersistentModelIndex
_VIEW = Qt.ItemDataRole.UserRole
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_ROW_EMS = 3.4


class VolumeList(QListWidget):
    """Arrow keys choose; the chosen one is told at once."""

    chosen = Signal(str)
    """The key of the protocol under the cursor."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._views: tuple[VolumeView, ...] = ()
        self.setObjectName("library_list")
        self.setAccessibleName(words.say("library.list"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_RowPainter(words, self))
        self.currentRowChanged.connect(lambda _row: self._tell())

    @property
    def chosen_key(self) -> str:
        """The key under the cursor, empty while there is none."""
        row = self.currentRow()
        return self._views[row].key if 0 <= row < len(self._views) else ""

    def show_views(self, views: tuple[VolumeView, ...], key: str) -> None:
        """Show these, with the cursor on that key, else where it was, else on the first."""
        keys = [view.key for view in views]
        wanted = next((each for each in (key, self.chosen_key) if each in keys), "")
        self.blockSignals(True)
        if keys != [view.key for view in self._views]:
            self.clear()
            for _ in views:
                self.addItem(QListWidgetItem())
        self._views = views
        for row, view in enumerate(views):
            self._fill(self.item(row), view)
        if views:
            self.setCurrentRow(keys.index(wanted) if wanted else 0)
        self.blockSignals(False)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc and Enter belong to the window."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _fill(self, item: QListWidgetItem, view: VolumeView) -> None:
        code = "library.item-example" if view.example else "library.item"
        said = self._words.say(code, {"name": view.name, "state": view.state_text})
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        item.setText(said)
        item.setData(_VIEW, view)

    def _tell(self) -> None:
        if self.chosen_key:
            self.chosen.emit(self.chosen_key)


class _RowPainter(QStyledItemDelegate):
    """The name over its state; an example is marked at the right."""

    def __init__(self, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._example = words.say("library.example")

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Two lines with air."""
        return QSize(0, round(_ROW_EMS * QFontMetrics(option.font).height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, name, shape and word of the state."""
        view = index.data(_VIEW)
        if not isinstance(view, VolumeView):
            return
        theme, em = theme_of(option.widget), QFontMetrics(option.font).height()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_ground(painter, option, index, theme)
        room = QRectF(option.rect).adjusted(0.9 * em, 0.35 * em, -0.7 * em, -0.35 * em)
        upper = QRectF(room.left(), room.top(), room.width(), room.height() / 2)
        lower = upper.translated(0, room.height() / 2)
        painter.setFont(sized(option.font, Size.NORMAL, bold=True))
        painter.setPen(QColor(theme.text))
        painter.drawText(upper, _LEFT, view.name)
        mark = QRectF(lower.left(), lower.center().y() - 0.4 * em, 0.8 * em, 0.8 * em)
        draw_state(painter, mark, view.state, theme)
        painter.setFont(option.font)
        painter.setPen(QColor(theme.wrong if view.state == Allowed.NOTHING else theme.text))
        painter.drawText(lower.adjusted(1.3 * em, 0, 0, 0), _LEFT, view.state_text)
        if view.example:
            self._draw_example(painter, lower, option, theme)
        painter.restore()

    def _draw_example(
        self, painter: QPainter, room: QRectF, option: QStyleOptionViewItem, theme: Theme
    ) -> None:
        painter.setFont(sized(option.font, Size.SMALL, bold=True))
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(self._example) + metrics.height()
        box = QRectF(room.right() - width, room.center().y() - 0.62 * metrics.height(), width, 0)
        box.setHeight(1.24 * metrics.height())
        painter.setPen(QPen(QColor(theme.quiet), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._example)


def _draw_ground(
    painter: QPainter, option: QStyleOptionViewItem, index: Index, theme: Theme
) -> None:
    view = option.widget
    chosen = isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row()
    painter.fillRect(option.rect, QColor(theme.grid if chosen else theme.field))
    if chosen:
        keys = isinstance(view, QAbstractItemView) and view.hasFocus()
        bar = QRectF(option.rect)
        bar.setWidth(5 if keys else 3)
        painter.fillRect(bar, QColor(theme.accent if keys else theme.rule))


def draw_state(painter: QPainter, box: QRectF, state: str, theme: Theme) -> None:
    """A ticked disc for approved, an empty ring for simulation, a barred ring for findings."""
    side, middle = box.width(), box.center()
    line = 0.16 * side
    if state == Allowed.WORKSTATION:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(box)
        painter.setPen(QPen(QColor(theme.on_accent), line))
        low = middle + QPointF(-0.06, 0.2) * side
        painter.drawLine(middle + QPointF(-0.27, 0) * side, low)
        painter.drawLine(low, middle + QPointF(0.28, -0.2) * side)
        return
    found = state == Allowed.NOTHING
    painter.setPen(QPen(QColor(theme.wrong if found else theme.rule), line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(line, line, -line, -line))
    if found:
        reach = QPointF(0.24, 0.24) * side
        painter.drawLine(middle - reach, middle + reach)
