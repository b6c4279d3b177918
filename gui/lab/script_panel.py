"""The script: its stage, what may come with countdown or condition, fire now or skip."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.lab.desk_view import ComingLine, DeskView
from core.view.wording import Words
from gui.action_table import ActionButton
from gui.case.snug import Column, Inner
from gui.lab.actions import LabActions
from gui.lab.putting import put
from gui.paragraph import paragraph
from gui.plain import Tone, heading, plain_label, theme_of
from gui.theme import Size

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ComingRow(QWidget):
    """One happening: its text, and when it comes or what it waits for."""

    chosen = Signal(str)
    stepped = Signal(int)

    def __init__(self, line: ComingLine) -> None:
        """A row; the keys reach it by Tab and by arrows."""
        super().__init__()
        self.id = line.id
        self.is_chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.text = paragraph("")
        self.due = plain_label(bold=True)
        self.waits = paragraph("", tone=Tone.QUIET)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.text, 1)
        top.addWidget(self.due, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 6, 4)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.waits)
        self.show_line(line)

    def show_line(self, line: ComingLine) -> None:
        """Show another countdown, or another line."""
        self.id = line.id
        put(self.text, line.text)
        put(self.due, line.due)
        put(self.waits, line.waits)
        self.setAccessibleName(f"{line.text}, {line.when}")

    def mark(self, *, chosen: bool) -> None:
        """Be the one that is fired or skipped, or not."""
        if chosen is not self.is_chosen:
            self.is_chosen = chosen
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Where the keys are is what is chosen."""
        super().focusInEvent(event)
        self.chosen.emit(self.id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """It stays chosen, without the mark of the keys."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click chooses."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows lead to the neighbours."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The chosen one has a ground and a bar, in the accent while the keys are there."""
        painter = QPainter(self)
        theme, room = theme_of(self), QRectF(self.rect())
        if self.is_chosen:
            painter.fillRect(room, QColor(theme.grid))
            room.setWidth(4)
            painter.fillRect(room, QColor(theme.accent if self.hasFocus() else theme.rule))
        painter.end()


class ScriptPanel(QWidget):
    """Stage, coming, and the two buttons. The chosen one stays chosen while it may come."""

    def __init__(self, words: Words, actions: LabActions) -> None:
        """No script yet."""
        super().__init__()
        self._words = words
        self.chosen_id = ""
        self.rows: list[ComingRow] = []
        self.stage = paragraph("")
        self.stage.setFont(plain_label(size=Size.NORMAL, bold=True).font())
        self.nothing = plain_label(words.say("lab.script.none"), tone=Tone.QUIET)
        self._inner = Inner()
        self._inner.setAccessibleName(words.say("lab.script.title"))
        self._list = QVBoxLayout(self._inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        self._list.addWidget(self.nothing)
        self._list.addStretch(1)
        self._lay_out(actions)

    def render(self, view: DeskView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show what may come, soonest first."""
        put(self.stage, view.stage)
        while len(self.rows) < len(view.coming):
            self._add(view.coming[len(self.rows)])
        for place, row in enumerate(self.rows):
            if place < len(view.coming):
                row.show_line(view.coming[place])
            row.setVisible(place < len(view.coming))
        self.nothing.setVisible(not view.coming)
        ids = [line.id for line in view.coming if not line.is_end]
        if self.chosen_id not in ids:
            self.chosen_id = ids[0] if ids else ""
        self._mark()

    def start(self) -> None:
        """Keys go to the chosen happening."""
        row = next((row for row in self.rows if row.id == self.chosen_id), None)
        if row is not None:
            row.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def labels(self) -> list[QLabel]:
        """Every label of the list."""
        return self._inner.findChildren(QLabel)

    def _add(self, line: ComingLine) -> None:
        row = ComingRow(line)
        row.chosen.connect(self._choose)
        row.stepped.connect(lambda by, row=row: self._step(row, by))
        self.rows.append(row)
        self._list.insertWidget(len(self.rows) - 1, row)

    def _choose(self, name: str) -> None:
        self.chosen_id = name
        self._mark()

    def _mark(self) -> None:
        for row in self.rows:
            row.mark(chosen=row.id == self.chosen_id and not row.isHidden())

    def _step(self, row: ComingRow, by: int) -> None:
        shown = [each for each in self.rows if not each.isHidden()]
        target = shown[(shown.index(row) + by) % len(shown)]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a handful of happenings."""
        em = self.fontMetrics().height()
        return QSize(24 * em, 20 * em)

    def _lay_out(self, actions: LabActions) -> None:
        say = self._words.say
        buttons = QHBoxLayout()
        buttons.addWidget(ActionButton(actions["fire"], say("lab.button.fire"), primary=True))
        buttons.addWidget(ActionButton(actions["skip"], say("lab.button.skip")))
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(5)
        column.addWidget(heading(say("lab.script.stage")))
        column.addWidget(self.stage)
        column.addSpacing(4)
        column.addWidget(heading(say("lab.script.title")))
        column.addWidget(Column(self._inner), 1)
        column.addLayout(buttons)
