"""Whether a window keeps its frames while a trial runs on every core."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.cases.opened import open_case
from core.cases.site import read_site
from core.clock import SimulatedClock
from core.library import DEFAULT_PROTOCOL, read_protocol
from core.texts import load_words
from core.trial.plan import Arm, Plan
from gui.bench.long_case import write_long_case
from gui.bench.measure import Row, percentile
from gui.bridge import CaseBridge
from gui.case.window import CaseWindow
from gui.child import Child
from gui.trial.task import WORK

FRAMES, EVENTS = 250, 10_000
AIM = 2.0
"""Times the paint at rest, at the 95th percentile."""
_ARMS, _PATIENTS, _HOURS = 8, 1000, 24
_SHARE = 0.95
_BETWEEN_MS = 16
_PATIENCE_MS = 60_000


def busy_plan(arms: int = _ARMS, hours: int = _HOURS) -> Plan:
    """A trial that keeps every core busy for longer than the frames take."""
    text = read_protocol(DEFAULT_PROTOCOL).text
    return Plan(tuple(Arm(f"arm {number}", text) for number in range(arms)), _PATIENTS, hours)


def beside_row(frames: int = FRAMES, events: int = EVENTS, plan: Plan | None = None) -> Row:
    """The timeline of a case painted 60 times a second, at rest and beside a trial."""
    with _timeline(events) as chart:
        rest = _painted(chart, frames)
        with _running(plan or busy_plan()) as child:
            busy = _painted(chart, frames)
            ended = not child.running
    note = f"percentile {_SHARE * 100:g} of {frames} frames, case of {events:,} events"
    return Row(
        "timeline painted beside a trial",
        percentile(busy, _SHARE),
        "the same with no trial",
        percentile(rest, _SHARE),
        AIM,
        f"{note}; the trial ended before the frames did" if ended else note,
    )


@contextmanager
def _timeline(events: int) -> Iterator[QWidget]:
    """The chart of a long case in its window."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "long.case"
        write_long_case(path, events)
        opened = open_case(path)
        clock = SimulatedClock(opened.facts[-1].recorded_at, 1)
        bridge = CaseBridge(opened.session, opened.facts, load_words(UTC), read_site(), clock)
        window = CaseWindow(bridge)
        window.resize(1366, 768)
        window.show()
        QTest.qWaitForWindowExposed(window)
        try:
            yield window.middle.timeline.chart
        finally:
            window.close()
            window.deleteLater()
            opened.close()


@contextmanager
def _running(plan: Plan) -> Iterator[Child]:
    """A trial in its child processes, as the window of trials runs it, at work."""
    child, loop, patience = Child(WORK), QEventLoop(), QTimer(singleShot=True)
    child.counted.connect(lambda done, _whole: loop.quit() if done else None)
    for ends in (child.told, child.failed, patience.timeout):
        ends.connect(loop.quit)
    patience.start(_PATIENCE_MS)
    child.begin(plan)
    try:
        loop.exec()
        yield child
    finally:
        child.cancel()
        child.deleteLater()


def _painted(chart: QWidget, frames: int) -> list[float]:
    """Milliseconds of each whole repaint, one every 16 ms."""
    took: list[float] = []
    loop, timer = QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)

    def paint() -> None:
        begun = perf_counter()
        chart.repaint()
        took.append((perf_counter() - begun) * 1000)
        if len(took) >= frames:
            loop.quit()

    timer.timeout.connect(paint)
    timer.start(_BETWEEN_MS)
    loop.exec()
    timer.stop()
    return took
