"""What stands in tables beside the timeline: opportunities, checklist, and what else happened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.lab.debrief_view import ChecklistRow, DebriefView, EventRow, VerdictRow
from core.view.wording import Words
from gui.action_table import ActionButton
from gui.debrief.actions import DebriefActions
from gui.debrief.table import Column, Row, RowTable
from gui.paragraph import paragraph
from gui.plain import Tone

_TICKS = ("tick_done", "tick_missed", "untick")


class OpportunityList(QWidget):
    """The twin of the timeline: a row for each of its marks."""

    chosen = Signal(int)
    """A person put the cursor on that opportunity."""

    def __init__(self, words: Words) -> None:
        """No opportunity yet."""
        super().__init__()
        widths = {"at": 4.6, "map": 5.2, "advised": 0.0, "given": 8.2, "verdict": 10.0}
        self.summary = paragraph("")
        name = words.say("debriefing.page.opportunities")
        self.table = RowTable(name, words, _columns(words, widths))
        self.table.setObjectName("debrief_opportunities")
        self.table.chosen.connect(self.chosen)
        _fill(self, self.summary, self.table)

    def render(self, view: DebriefView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the opportunities."""
        self.summary.setText(view.summary)
        self.table.show_rows([_opportunity(row) for row in view.verdicts])


class Checklist(QWidget):
    """Every item with what became of it; some of them the instructor ticks."""

    chosen = Signal(str)
    """The cursor is on the item of that id."""

    def __init__(self, words: Words, actions: DebriefActions) -> None:
        """No item yet."""
        super().__init__()
        widths = {"state": 8.6, "item": 0.0, "points": 4.8}
        name = words.say("debriefing.checklist.name")
        self._ids: tuple[str, ...] = ()
        self.table = RowTable(name, words, _columns(words, widths))
        self.table.setObjectName("debrief_checklist")
        self.table.currentCellChanged.connect(lambda *_: self.chosen.emit(self.chosen_id))
        self.hint = paragraph(words.say("debriefing.checklist.hint"), tone=Tone.QUIET)
        self.buttons = {
            code: ActionButton(actions[code], words.say(f"debriefing.button.{code}"))
            for code in _TICKS
        }
        _fill(self, self.table, self.hint, *self.buttons.values())

    @property
    def chosen_id(self) -> str:
        """The item under the cursor, empty for none."""
        row = self.table.currentRow()
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def render(self, view: DebriefView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the checklist."""
        begins = not self._ids
        self._ids = tuple(row.id for row in view.checklist)
        self.table.show_rows([_item(row) for row in view.checklist])
        states = [row.state for row in view.checklist]
        if begins and "open" in states:
            self.table.follow(states.index("open"))
        self.chosen.emit(self.chosen_id)


class EventList(QWidget):
    """Answers, keying slips, prompts and notes in the sequence of time."""

    chosen = Signal(int)
    """A person put the cursor on what happened at that second."""

    def __init__(self, words: Words) -> None:
        """Nothing happened yet."""
        super().__init__()
        self._words = words
        self._seconds: tuple[int, ...] = ()
        name = words.say("debriefing.page.events")
        widths = {"at": 4.6, "kind": 6.6, "what": 0.0}
        self.table = RowTable(name, words, _columns(words, widths))
        self.table.setObjectName("debrief_events")
        self.table.chosen.connect(lambda row: self.chosen.emit(self._seconds[row]))
        self.none = paragraph(words.say("debriefing.event.none"), tone=Tone.QUIET)
        _fill(self, self.none, self.table)

    def render(self, view: DebriefView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show what happened."""
        kinds = {"answer": view.answers, "slip": view.slips}
        kinds |= {"prompt": view.prompts, "note": view.notes}
        rows = [(row, kind) for kind, rows in kinds.items() for row in rows]
        rows.sort(key=lambda pair: pair[0].second)
        self._seconds = tuple(row.second for row, _ in rows)
        self.none.setVisible(not rows)
        self.table.show_rows([self._row(row, kind) for row, kind in rows])

    def _row(self, row: EventRow, kind: str) -> Row:
        told = ": ".join(text for text in (row.what, row.detail) if text)
        return Row((clock_of(row.at), self._words.say(f"debriefing.event.{kind}"), told))


def _columns(words: Words, widths: dict[str, float]) -> list[Column]:
    return [Column(words.say(f"debriefing.column.{code}"), wide) for code, wide in widths.items()]


def clock_of(at: str) -> str:
    """The time of day of a written time: "08:20" of "08:20 (+20min)"."""
    return at.partition(" (+")[0]


def _opportunity(row: VerdictRow) -> Row:
    advised = f"{row.agent}: {row.advised}" if row.held else row.advised
    return Row((clock_of(row.at), row.map, advised, row.given, row.word), row.verdict, 4)


def _item(row: ChecklistRow) -> Row:
    return Row((row.word, f"{row.text}\n{row.detail}", row.points), row.state, 0)


def _fill(page: QWidget, *parts: QWidget) -> None:
    """One below the other; buttons side by side at the foot."""
    column, foot = QVBoxLayout(page), QHBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        if isinstance(part, ActionButton):
            foot.addWidget(part)
        else:
            column.addWidget(part, 1 if isinstance(part, RowTable) else 0)
    foot.addStretch(1)
    column.addLayout(foot)
