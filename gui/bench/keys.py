"""From the key that enters a reading to the painted advice, in a case of 10,000 events."""

from datetime import UTC, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QEventLoop, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.cases.opened import OpenedCase, open_case
from core.cases.site import read_site
from core.clock import SimulatedClock
from core.texts import load_words
from gui.bench.long_case import write_long_case
from gui.bench.measure import Row, of_frame, paired
from gui.bridge import CaseBridge
from gui.case.window import CaseWindow

EVENTS = 10_000
KEYS = 120
PATIENCE_S = 1.0
TURNS = 50
"""So many turns of the event loop at most until a window is taken to be at rest."""


class PaintWatch(QObject):
    """Notes when a widget was last painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count, self.at = 0, 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count each paint; let everything pass."""
        if event.type() is QEvent.Type.Paint:
            self.count, self.at = self.count + 1, perf_counter()
        return super().eventFilter(watched, event)


def key_rows(events: int = EVENTS, keys: int = KEYS) -> list[Row]:
    """The slowest percent against a frame, and the median against an echo label."""
    advice = _advice_times(events, keys)
    echo = _echo_times(len(advice))
    pairs = list(zip(advice, echo, strict=True))
    return [
        of_frame(f"key to painted advice, {events:,} events", advice, 0.99),
        paired("key to painted advice", "key to echo label", None, pairs),
    ]


def _advice_times(events: int, keys: int) -> list[float]:
    """As the program does it: opened from its file, each entry durable before it is shown."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "long.case"
        write_long_case(path, events)
        opened = open_case(path)
        try:
            return _entered(opened, keys)
        finally:
            opened.close()


def _entered(opened: OpenedCase, keys: int) -> list[float]:
    clock = SimulatedClock(opened.facts[-1].recorded_at, 1)
    bridge = CaseBridge(opened.session, opened.facts, load_words(UTC), read_site(), clock)
    window = CaseWindow(bridge)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowExposed(window)
    watch = PaintWatch(window.right.card)
    times = [_enter(window, clock, watch, number) for number in range(keys)]
    _drop(window)
    return times


def _enter(window: CaseWindow, clock: SimulatedClock, watch: PaintWatch, number: int) -> float:
    clock.advance(timedelta(minutes=1))
    field = window.left.reading.map.edit
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, str(66 + number % 5))
    _settle()
    return _until_painted(field, watch)


def _until_painted(field: QLineEdit, watch: PaintWatch) -> float:
    before, begun = watch.count, perf_counter()
    QTest.keyClick(field, Qt.Key.Key_Return)
    while watch.count == before:
        if perf_counter() - begun > PATIENCE_S:
            raise RuntimeError("a reading was entered but no advice was painted")
        QApplication.processEvents()
    return (watch.at - begun) * 1000


def _settle() -> None:
    """Let the window come to rest, as it does between two keys of a person."""
    dispatcher = QAbstractEventDispatcher.instance()
    for _ in range(TURNS):
        if not dispatcher.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
            return


def _echo_times(keys: int) -> list[float]:
    window = QWidget()
    layout, line, label = QVBoxLayout(window), QLineEdit(), QLabel("0")
    layout.addWidget(line)
    layout.addWidget(label)
    line.returnPressed.connect(lambda: label.setText(line.text()))
    window.show()
    QTest.qWaitForWindowExposed(window)
    watch = PaintWatch(label)
    times = []
    for number in range(keys):
        line.setText(str(1000 + number))
        _settle()
        times.append(_until_painted(line, watch))
    _drop(window)
    return times


def _drop(window: QWidget) -> None:
    """Close a window and let go of it at once, so that the next part measures without it."""
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
