"""The corpus of typed entries at the keys of a real field: typed, pasted, judged, settled."""

import csv
import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from core.entry.codes import Confirm
from core.entry.pressure import MapEntry
from core.quantity.bag import Bag
from core.quantity.measures import Dose, Kilogram, Mmhg, PumpRate
from core.quantity.text import number_text
from gui.field import EntryField
from gui.message import Kind, Message
from gui.new_case.choice import OptionButton

CORPUS = Path(__file__).parents[1] / "data" / "bad_inputs.csv"
ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
NAMED = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}
CONTROL = Qt.KeyboardModifier.ControlModifier
LONG = 60
"""Of a longer text only the end is typed: a key takes a millisecond."""


@dataclasses.dataclass(frozen=True)
class Row:
    """A line of the corpus about one field; `canon` is the value that must result."""

    line: int
    context: str
    text: str
    expected: str
    canon: str | None

    @property
    def known(self) -> dict[str, str]:
        parts = (part.partition("=") for part in self.context.split(",") if part)
        return {name: value for name, _, value in parts}

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= LONG else f"{self.text[:LONG]}..."
        return f"line {self.line} [{self.context}] {shown!r} ({self.expected})"


@dataclasses.dataclass
class Place:
    """A field in its window, and what was taken of what stood there."""

    window: QWidget
    field: EntryField
    taken: list[object] = dataclasses.field(default_factory=list)
    afterwards: Message | None = None
    """Where a question is put about what counts already."""


class Corpus:
    """The rows by field, and what is wrong when one is entered."""

    def __init__(self) -> None:
        self.entered = 0

    def rows(self, name: str) -> list[Row]:
        with CORPUS.open(encoding="ascii", newline="") as file:
            found = list(enumerate(csv.DictReader(file), 2))
        named = [(line, raw) for line, raw in found if raw["field"].partition("[")[0] == name]
        return [_row(line, raw) for line, raw in named]

    def ways(self, row: Row) -> tuple[Callable[[EntryField, str], None], ...]:
        """A control character cannot be typed, only pasted."""
        typed = all(character.isprintable() or ord(character) > 0x7F for character in row.text)
        return (type_in, paste) if typed else (paste,)

    def faults(self, row: Row, place: Place, put: Callable[[EntryField, str], None]) -> list[str]:
        """Enter the text of a row; each way in which that went wrong."""
        self.entered += 1
        place.field.clear()  # an answer given to the same text before would still stand
        place.taken.clear()
        put(place.field, row.text)
        before = place.field.text
        press(place.field.edit, Qt.Key.Key_Return)
        faults = [] if before == row.text else [f"{before!r} stands there"]
        faults += OUTCOMES[row.expected](row, place)
        return [f"{row}, {put.__name__}: {fault}" for fault in faults]

    @staticmethod
    def turn_wheel(line: QLineEdit) -> None:
        """Two notches over a line that has the keys."""
        middle = QPointF(line.rect().center())
        turned = QWheelEvent(
            middle,
            QPointF(line.mapToGlobal(middle.toPoint())),
            QPoint(0, 0),
            QPoint(0, 240),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(line, turned)

    @staticmethod
    def drop(line: QLineEdit, text: str) -> None:
        """Drag a text onto a line and let go."""
        carried = QMimeData()
        carried.setText(text)
        middle, copied = line.rect().center(), Qt.DropAction.CopyAction
        held, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(line, QDragEnterEvent(middle, copied, carried, held, no_key))
        QApplication.sendEvent(line, QDropEvent(QPointF(middle), copied, carried, held, no_key))


def _row(line: int, raw: dict[str, str]) -> Row:
    context = raw["field"].partition("[")[2].removesuffix("]")
    if raw["input"].endswith("_last_reading"):
        context += ",last=2min"
    canon = re.match(r"canon=([^;]+)", raw["reason"])
    meant = canon[1].removesuffix(" base").removesuffix(" mcg/mL") if canon else None
    if meant == "now in UTC":
        meant = _moment("@now", context)
    return Row(line, context, _text(raw["input"], context), raw["expected"], meant)


def _text(text: str, context: str) -> str:
    repeated = re.fullmatch(r"@repeat\((.),(\d+)\)", text)
    if repeated:
        return repeated[1] * int(repeated[2])
    if text == "@zalgo(20)":
        return "Z" + "\u0301\u0316" * 10
    if text.startswith("@"):
        return _moment(text, context)
    return ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else NAMED[m[2]], text)


def _moment(recipe: str, context: str) -> str:
    now = datetime.fromisoformat(context.partition("now=")[2].partition(",")[0])
    ago = {"@equal_last_reading": 2, "@before_last_reading": 5, "@now": 0}.get(recipe)
    if ago is None:
        found = re.fullmatch(r"@now([+-])(\d+)(min|h)", recipe)
        assert found is not None
        ago = int(found[2]) * (60 if found[3] == "h" else 1) * (1 if found[1] == "-" else -1)
    return f"{now - timedelta(minutes=ago):%Y-%m-%dT%H:%MZ}"


# --- keys --------------------------------------------------------------------------------------


def press(
    widget: QWidget,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()  # what the key brought into sight may take the next one


def _clear(entry: EntryField) -> None:
    entry.edit.setFocus()
    press(entry.edit, Qt.Key.Key_A, CONTROL)
    press(entry.edit, Qt.Key.Key_Delete)


def type_in(entry: EntryField, text: str) -> None:
    """Key by key; what no key carries comes as an input method sends it, as text of a key."""
    _clear(entry)
    at_once = text[: -LONG // 2] if len(text) > LONG else ""
    if at_once:
        _paste(entry, at_once)
    for character in text[len(at_once) :]:
        if character.isascii():
            QTest.keyClicks(entry.edit, character)
        else:
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(entry.edit, event)


def paste(entry: EntryField, text: str) -> None:
    _clear(entry)
    _paste(entry, text)


def _paste(entry: EntryField, text: str) -> None:
    QApplication.clipboard().setText(text)
    press(entry.edit, Qt.Key.Key_V, CONTROL)


# --- outcomes ----------------------------------------------------------------------------------


def _refused(row: Row, place: Place) -> list[str]:
    entry, faults = place.field, []
    if place.taken:
        faults.append(f"{place.taken} was taken")
    if entry.text != row.text:
        faults.append(f"{entry.text!r} stands there after the refusal")
    if not _said(entry.message, Kind.REFUSAL):
        faults.append(f"nothing refuses it beside the field: {entry.message.text!r}")
    if entry.question is not None:
        faults.append("it is asked about")
    return faults


def _asked(row: Row, place: Place) -> list[str]:
    entry = place.field
    if place.taken:
        return _counted_at_once(row, place)
    question, faults = entry.question, []
    if question is None or not _said(entry.message, Kind.QUESTION):
        return [f"nothing is asked beside the field: {entry.message.text!r}"]
    if entry.text != row.text:
        faults.append(f"{entry.text!r} stands there while it is asked about")
    _settle(row, place, question.confirm)
    return faults + _value_faults(row, place)


def _counted_at_once(row: Row, place: Place) -> list[str]:
    """A low pressure counts before its question is answered; the question stays."""
    told = place.afterwards
    if told is None or not _said(told, Kind.QUESTION):
        return [f"{place.taken} was taken before anything was asked"]
    return _value_faults(row, place)


def _taken(row: Row, place: Place) -> list[str]:
    faults = _value_faults(row, place)
    if place.field.message.text:
        faults.append(f"it says {place.field.message.text!r}")
    return faults


OUTCOMES: dict[str, Callable[[Row, Place], list[str]]] = {
    "accept": _taken,
    "normalise": _taken,
    "warn": _asked,
    "reject": _refused,
}


def _said(message: Message, kind: Kind) -> bool:
    return message.isVisible() and bool(message.text.strip()) and message.kind is kind


def _settle(row: Row, place: Place, confirm: Confirm) -> None:
    """Answer by keys what is asked: type it again, pick what is offered, or Enter."""
    edit = place.field.edit
    offered = place.field.message.pick_buttons()
    if confirm is Confirm.RETYPE:
        type_in(place.field, row.text)
    elif confirm is Confirm.CHOOSE and offered:
        press(offered[0], Qt.Key.Key_Space)
    elif confirm is not Confirm.REASON:
        press(edit, Qt.Key.Key_Return)
    for _ in range(3):
        if place.taken:
            return
        keys = QApplication.focusWidget()
        if isinstance(keys, OptionButton):
            press(keys, Qt.Key.Key_Right)
            keys = edit
        assert keys is not None
        press(keys, Qt.Key.Key_Return)


def _value_faults(row: Row, place: Place) -> list[str]:
    if len(place.taken) != 1:
        return [f"{place.taken} was taken, said: {place.field.message.text!r}"]
    if row.canon is None or row.canon in _texts(place.taken[0]):
        return []
    return [f"{place.taken[0]} was taken, not {row.canon}"]


def _texts(value: object) -> set[str]:
    """How the value may stand in the corpus."""
    match value:
        case MapEntry():
            return {number_text(value.map.value)}
        case Kilogram() | Dose() | PumpRate() | Mmhg():
            return {number_text(value.value)}
        case Bag():
            return {value.concentration_text.removesuffix(" mcg/mL")}
        case datetime():
            return {f"{value:%Y-%m-%dT%H:%MZ}", f"{value:%H:%M}"}
        case _:
            return {str(value)}


@pytest.fixture
def corpus() -> Corpus:
    return Corpus()


@pytest.fixture
def new_place() -> type[Place]:
    return Place


@pytest.fixture(params=["en_US", "de_DE"])
def locale(request: pytest.FixtureRequest) -> Iterator[str]:
    """A locale of the desktop, where the decimal sign is a point or a comma."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)
