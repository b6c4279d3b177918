"""How a line of home is painted: quiet text, badges for mode and urgency, figures aligned."""

from datetime import datetime

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from core.cases.line import CaseLine
from core.model.terms import Mode, Urgency
from core.view.wording import Words
from gui.home.cells import Column, is_overdue
from gui.home.model import LINE_ROLE, Index, LinesModel
from gui.plain import theme_of
from gui.theme import Size, Theme, sized

ROW_HEIGHT = 1.9
"""In heights of a line of text."""
_WHOLE_DIGITS = {Column.MAP: 3, Column.DOSE: 1}
"""Room before the decimal point, so that points stand below each other."""
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MIDDLE = Qt.AlignmentFlag.AlignCenter


class LineDelegate(QStyledItemDelegate):
    """Paints the cells of home."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """One line of text with air."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), row_height(option.fontMetrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then what stands in the cell."""
        line, model = index.data(LINE_ROLE), index.model()
        if not isinstance(line, CaseLine) or not isinstance(model, LinesModel):
            return
        widget = option.widget
        theme = theme_of(widget)
        painter.save()
        painter.setFont(option.font)
        _draw_ground(painter, option, index, theme)
        left = margin(option.fontMetrics)
        room = option.rect.adjusted(left, 0, -left // 2, 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        self._draw_cell(painter, room, Column(index.column()), line, text, theme, model.now)
        painter.restore()

    def _draw_cell(  # noqa: PLR0913, PLR0917 - what one cell is made of
        self,
        painter: QPainter,
        room: QRect,
        column: Column,
        line: CaseLine,
        text: str,
        theme: Theme,
        now: datetime | None,
    ) -> None:
        painter.setPen(QColor(_ink(column, line, theme)))
        match column:
            case Column.CASE:
                painter.setFont(sized(painter.font(), Size.NORMAL, bold=True))
                _draw_text(painter, room, text)
            case Column.MODE:
                _draw_mode(painter, room, line.mode, text, theme)
            case Column.MAP | Column.DOSE:
                _draw_figure(painter, room, text, _WHOLE_DIGITS[column], theme)
            case Column.NEXT:
                if now is not None and is_overdue(line, now):
                    painter.setFont(sized(painter.font(), Size.NORMAL, bold=True))
                    painter.setPen(QColor(theme.wrong))
                _draw_text(painter, room, text)
            case Column.PROMPT:
                _draw_prompt(painter, room, line, text, theme, self._words)
            case Column.STATE | Column.READ:
                _draw_text(painter, room, text)


def margin(metrics: QFontMetrics) -> int:
    """The room before the text of a cell in pixels."""
    return metrics.height() // 2


def row_height(metrics: QFontMetrics) -> int:
    """The height of a line of home in pixels."""
    return round(ROW_HEIGHT * metrics.height())


def _ink(column: Column, line: CaseLine, theme: Theme) -> str:
    if line.broken and column is not Column.CASE:
        return theme.wrong
    stands_back = line.ended or column is Column.READ
    return theme.quiet if stands_back else theme.text


def _draw_ground(
    painter: QPainter, option: QStyleOptionViewItem, index: Index, theme: Theme
) -> None:
    view = option.widget
    chosen = isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row()
    band = theme.row_band if index.row() % 2 else theme.field
    painter.fillRect(option.rect, QColor(theme.grid if chosen else band))
    if not chosen:
        return
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.drawLine(option.rect.topLeft(), option.rect.topRight())
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
    if index.column() == 0:
        bar = QRect(option.rect.topLeft(), QSize(4, option.rect.height()))
        painter.fillRect(bar, QColor(theme.accent))


def _draw_text(painter: QPainter, room: QRect, text: str) -> None:
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(_LEFT), shown)


def _draw_figure(painter: QPainter, room: QRect, text: str, digits: int, theme: Theme) -> None:
    """A value with its point at one place, and its unit standing back behind it."""
    number, blank, unit = text.partition(" ")
    if not blank or not number[:1].isdigit():
        painter.setPen(QColor(theme.quiet))
        _draw_text(painter, room, text)
        return
    metrics = painter.fontMetrics()
    digit = metrics.horizontalAdvance("0")
    whole = number.partition(".")[0]
    x = room.left() + max(0, digits - len(whole)) * digit
    painter.drawText(QRect(QPoint(x, room.top()), room.bottomRight()), int(_LEFT), number)
    decimals = metrics.horizontalAdvance(".000") if digits == 1 else 0
    behind = room.left() + digits * digit + decimals + digit // 2
    painter.setPen(QColor(theme.quiet))
    painter.drawText(QRect(QPoint(behind, room.top()), room.bottomRight()), int(_LEFT), unit)


def _draw_mode(painter: QPainter, room: QRect, mode: Mode | None, text: str, theme: Theme) -> None:
    """Simulation filled, workstation outlined: told apart by word, ground and shape."""
    if mode is Mode.SIMULATION:
        _draw_badge(painter, room, text, theme.simulation, theme.on_simulation)
    elif mode is Mode.WORKSTATION:
        _draw_badge(painter, room, text, None, theme.text)


def _draw_prompt(  # noqa: PLR0913, PLR0917 - what one cell is made of
    painter: QPainter, room: QRect, line: CaseLine, text: str, theme: Theme, words: Words
) -> None:
    if line.broken or not line.prompts:
        _draw_text(painter, room, text)
        return
    urgency = line.prompts[0].urgency
    ground, ink = _urgent_colours(theme)[urgency]
    taken = _draw_badge(painter, room, words.say(f"urgency.{urgency}"), ground, ink)
    painter.setPen(QColor(theme.text))
    _draw_text(painter, room.adjusted(taken + painter.fontMetrics().height() // 2, 0, 0, 0), text)


def _urgent_colours(theme: Theme) -> dict[Urgency, tuple[str, str]]:
    return {
        Urgency.NOW: (theme.high, theme.on_high),
        Urgency.SOON: (theme.medium, theme.on_medium),
        Urgency.NOTICE: (theme.low, theme.on_low),
    }


def _draw_badge(painter: QPainter, room: QRect, text: str, ground: str | None, ink: str) -> int:
    """A word on its ground, or in an outline; the width it took."""
    font = painter.font()
    painter.setFont(sized(font, Size.SMALL, bold=True))
    metrics = painter.fontMetrics()
    em = metrics.height()
    width = metrics.horizontalAdvance(text) + em // 2 * 2
    box = QRectF(room.left(), room.center().y() - 0.62 * em, width, 1.3 * em)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink), 1) if ground is None else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else QColor(ground))
    painter.drawRoundedRect(box, 0.25 * em, 0.25 * em)
    painter.setPen(QColor(ink))
    painter.drawText(box, int(_MIDDLE), text)
    painter.setFont(font)
    return width
