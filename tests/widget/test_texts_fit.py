"""Every text of every picture has its room: painted whole, not cut, not shortened, not overlaid.

A paint engine of our own notes each text with its place and its clip, so what is painted by hand,
by a style or by a delegate is judged alike.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import (
    QFontMetricsF,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QTransform,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitterHandle,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.shots.album import NAMES, shots
from gui.shots.picture import SIZES, pictured
from gui.shots.stage import raised
from gui.timeline.table import EventTable

SLACK = 1.0
"""Letters may lean out of their box by less than this, in pixels."""
MORE = "\u2026"
DETAIL = 4
"""The column of the table whose texts may be long."""


@dataclass(frozen=True)
class Text:
    """A text as painted, in pixels of the window, and what of it can be seen."""

    text: str
    box: QRectF
    clip: QRectF

    def __str__(self) -> str:
        return f"{self.text!r} at {_corners(self.box)}"


class Notes(QPaintEngine):
    """Draws nothing; notes texts."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.texts: list[Text] = []
        self._moved = QTransform()

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def updateState(self, state: QPaintEngineState) -> None:  # noqa: N802 - Qt's name
        if state.state() & QPaintEngine.DirtyFlag.DirtyTransform:
            self._moved = state.transform()

    def drawTextItem(self, place: Any, item: Any) -> None:  # noqa: ANN401, N802 - Qt's
        """Note the ink: figures have no descenders, so their lines may stand close."""
        text = item.text()
        ink = QFontMetricsF(item.font()).tightBoundingRect(text).translated(QPointF(place))
        clip = QRectF(self.systemClip().boundingRect())
        painter = self.painter()
        if painter.hasClipping():
            clip &= self._moved.mapRect(painter.clipBoundingRect())
        noted = Text(text, self._moved.mapRect(ink), clip)
        if text.strip():
            self.texts.append(noted)

    def _nothing(self, *_shapes: Any, **_flags: Any) -> None:  # noqa: ANN401 - whatever is drawn
        """Shapes are looked at by people."""

    drawPixmap = drawImage = drawPath = drawPolygon = drawRects = _nothing  # noqa: N815
    drawLines = drawPoints = drawEllipse = drawTiledPixmap = _nothing  # noqa: N815


class Sheet(QPaintDevice):
    """A device of a size on which only texts are noted."""

    def __init__(self, size: QSize, notes: Notes) -> None:
        super().__init__()
        self._size, self._notes = size, notes

    def paintEngine(self) -> QPaintEngine:  # noqa: N802 - Qt's name
        return self._notes

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        kind = QPaintDevice.PaintDeviceMetric
        known = {
            kind.PdmWidth: self._size.width(),
            kind.PdmHeight: self._size.height(),
            kind.PdmDevicePixelRatio: 1,
            kind.PdmDevicePixelRatioScaled: int(QPaintDevice.devicePixelRatioFScale()),
            kind.PdmDepth: 32,
            kind.PdmNumColors: 2**31 - 1,
        }
        return known.get(metric, 96)


def texts_of(window: QWidget) -> list[Text]:
    notes = Notes()
    sheet = Sheet(window.size(), notes)  # the painter does not keep it alive
    with QPainter(sheet) as painter:
        QWidget.render(window, painter, QPoint(0, 0))
    return notes.texts


# --- what is wrong -----------------------------------------------------------------------------


def faults_of(window: QWidget) -> list[str]:
    """Each text that is not whole, each widget without its text, and each that overlaps."""
    texts = texts_of(window)
    found = [fault for text in texts for fault in _cut(text, window)]
    pairs = combinations(texts, 2)
    found += [f"{one} overlaps {other}" for one, other in pairs if _over(one, other)]
    found += [fault for part in _in_sight(window) for fault in _untold(part, window, texts)]
    return found + list(_piled(window))


def _cut(text: Text, window: QWidget) -> Iterator[str]:
    if MORE in text.text and not _may_shorten(text, window):
        yield f"{text} is shortened"
    seen = text.box & text.clip
    if seen.isEmpty() or _inside(text.box, text.clip):
        return  # scrolled away as a whole, or whole
    if not _scrolled(text, window):
        yield f"{text} is cut to {_corners(seen)}"


def _inside(box: QRectF, clip: QRectF) -> bool:
    return clip.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(box)


def _under(text: Text, window: QWidget) -> QWidget:
    middle = (text.box & text.clip).center()
    return window.childAt(QPoint(int(middle.x()), int(middle.y()))) or window


def _may_shorten(text: Text, window: QWidget) -> bool:
    """Where the whole stands in a tooltip and nothing critical is told."""
    widget = _under(text, window)
    table = widget.parent()
    if isinstance(table, EventTable):
        return table.columnAt(widget.mapFrom(window, text.box.center().toPoint()).x()) == DETAIL
    return widget.objectName() == "timeline_strip"


def _scrolled(text: Text, window: QWidget) -> bool:
    """Whether only the edge of what scrolls cuts it, and a bar shows that there is more."""
    widget: QWidget | None = _under(text, window)
    while widget is not None:
        if isinstance(widget, QAbstractScrollArea) and widget.verticalScrollBar().isVisible():
            port = widget.viewport()
            edge = QRectF(QRect(port.mapTo(window, QPoint(0, 0)), port.size()))
            beside = text.box & QRectF(text.box.left(), edge.top(), text.box.width(), edge.height())
            return _inside(beside, text.clip)
        widget = widget.parentWidget()
    return False


def _over(one: Text, other: Text) -> bool:
    if (one.text, one.box) == (other.text, other.box):
        return False  # what is selected is painted twice
    shared = (one.box & one.clip) & (other.box & other.clip)
    return shared.width() > SLACK and shared.height() > SLACK


def _in_sight(window: QWidget) -> list[QWidget]:
    kinds = (QLabel, QAbstractButton, QLineEdit)
    return [
        part
        for part in window.findChildren(QWidget)
        if isinstance(part, kinds) and part.isVisible() and not part.visibleRegion().isEmpty()
    ]


def _untold(part: QWidget, window: QWidget, texts: list[Text]) -> Iterator[str]:
    """A label, a button or a field whose letters are not all there."""
    wanted = _letters(_said(part))
    whole = QRectF(QRect(part.mapTo(window, QPoint(0, 0)), part.size()))
    if not _inside(whole, QRectF(part.visibleRegion().boundingRect()).translated(whole.topLeft())):
        return  # partly scrolled away; what is in sight of it is judged above
    within = whole.adjusted(-SLACK, -SLACK, SLACK, SLACK)
    told = "".join(_letters(text.text) for text in texts if within.contains(text.box.center()))
    if wanted and wanted not in told:
        yield f"{type(part).__name__} {_said(part)!r} shows only {told!r}"


def _said(part: QWidget) -> str:
    if isinstance(part, QLabel):
        return part.text() if part.buddy() is None else part.text().replace("&", "")
    if isinstance(part, QLineEdit):
        return part.displayText()
    return part.text().replace("&", "") if isinstance(part, QAbstractButton) else ""


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace())


def _piled(window: QWidget) -> Iterator[str]:
    """Widgets beside each other that share room."""
    for parent in [window, *window.findChildren(QWidget)]:
        if not parent.isVisible() or isinstance(parent, QAbstractScrollArea):
            continue
        beside = [
            part
            for part in parent.children()
            if isinstance(part, QWidget)
            and part.isVisible()
            and not part.isWindow()
            and not isinstance(part, QSplitterHandle)
        ]
        for one, other in combinations(beside, 2):
            shared = one.geometry() & other.geometry()
            if shared.width() > SLACK and shared.height() > SLACK:
                yield f"{one!r} and {other!r} share {shared}"


def _corners(box: QRectF) -> str:
    return f"{box.left():.0f},{box.top():.0f} to {box.right():.0f},{box.bottom():.0f}"


# --- the pictures ------------------------------------------------------------------------------


def test_every_text_of_every_picture_fits(qapp: QApplication, *, nightly: bool) -> None:
    sizes = SIZES if nightly else SIZES[:1]  # by day the smallest, where there is least room
    assert all(SIZES[0].width() <= size.width() for size in SIZES)
    found, seen = [], []
    with raised(qapp) as stage:
        for shot in shots(stage):
            seen.append(shot.name)
            for size in sizes:
                picture = pictured(shot.window, size)
                assert picture.size() == size
                name = f"{shot.name} at {size.width()}x{size.height()}"
                found += [f"{name}: {fault}" for fault in faults_of(shot.window)]
    assert not found, "\n".join(found)
    assert tuple(seen) == NAMES


# --- whether this can fail ---------------------------------------------------------------------


def narrow(window: QWidget) -> None:
    QLabel("0.12 mcg/kg/min", window).setGeometry(10, 10, 40, 20)


def low(window: QWidget) -> None:
    QLabel("DOSE", window).setGeometry(10, 10, 80, 7)


def unwrapped(window: QWidget) -> None:
    label = QLabel("because MAP 55 mmHg is below 65 mmHg and nothing was changed", window)
    label.setWordWrap(True)
    label.setGeometry(10, 10, 120, 20)


def piled(window: QWidget) -> None:
    QLabel("MAP 55", window).setGeometry(10, 10, 80, 20)
    QLabel("MAP 57", window).setGeometry(20, 12, 80, 20)


def squeezed(window: QWidget) -> None:
    QPushButton("Accept + pump set", window).setGeometry(10, 10, 50, 28)


def long_typed(window: QWidget) -> None:
    QLineEdit("a bag of 8 mg in 250 mL", window).setGeometry(10, 10, 60, 24)


def shortened(window: QWidget) -> None:
    table = QTableWidget(1, 1, window)
    table.setItem(0, 0, QTableWidgetItem("21-Nov-2026 16:25, a long time"))
    table.setWordWrap(False)
    table.setGeometry(10, 10, 250, 100)


def outside(window: QWidget) -> None:
    QLabel("RATE 22.1 mL/h", window).setGeometry(260, 10, 120, 20)


def sound(window: QWidget) -> None:
    QLabel("MAP 65 would hold", window).setGeometry(10, 10, 200, 20)
    QPushButton("Accept", window).setGeometry(10, 40, 80, 28)
    QLineEdit("0.12", window).setGeometry(10, 80, 80, 24)


def found_in(plant: Callable[[QWidget], None], qtbot: QtBot) -> list[str]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    plant(window)
    with qtbot.waitExposed(window):
        window.show()
    return faults_of(window)


@pytest.mark.parametrize(
    "plant", [narrow, low, unwrapped, piled, squeezed, long_typed, shortened, outside]
)
def test_a_planted_fault_is_found(plant: Callable[[QWidget], None], qtbot: QtBot) -> None:
    assert found_in(plant, qtbot)


def test_a_sound_window_has_no_fault(qtbot: QtBot) -> None:
    assert found_in(sound, qtbot) == []
