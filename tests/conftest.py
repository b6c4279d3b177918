"""What every test gets: a home of its own, no stray log record, no window left behind.

The core's tests also run where neither PySide6 nor pytest-qt is installed.
"""

import gc
import logging
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer

NIGHTLY = os.environ.get("PRESSOR_NIGHTLY") == "1"
HAS_QT = find_spec("PySide6") is not None and find_spec("pytestqt") is not None
THREAD_SECONDS = 2.0

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples each time: a change is judged by itself. The nightly run looks for new ones.
settings.register_profile(
    "check", deadline=None, derandomize=True, database=None, print_blob=True, max_examples=40
)
settings.register_profile(
    "nightly",
    deadline=None,
    database=None,
    print_blob=True,
    max_examples=5_000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("nightly" if NIGHTLY else "check")


def pytest_addoption(parser: pytest.Parser) -> None:
    if not HAS_QT:  # strict configuration refuses the options of a plugin that is not there
        for name in ("qt_api", "qt_default_raising", "qt_log_level_fail"):
            parser.addini(name, "belongs to pytest-qt")
        parser.addini("qt_log_ignore", "belongs to pytest-qt", type="linelist")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long settings by day, and what needs an X server where there is none."""
    unfit = set() if NIGHTLY else {"nightly"}
    if os.environ["QT_QPA_PLATFORM"] != "xcb":
        unfit.add("xserver")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in unfit)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def nightly() -> bool:
    """Whether this run takes the long settings (`./check --nightly`)."""
    return NIGHTLY


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, with `PRESSOR_DATA` in it, so that no test sees another's cases."""
    folder = tmp_path / "home"
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PRESSOR_DATA", str(folder / "pressor"))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    folder.mkdir()
    return folder


class _ExpectedLog(list[str]):
    def __call__(self, part: str) -> None:
        self.append(part)


@pytest.fixture
def expect_log() -> Callable[[str], None]:
    """Call it with a part of a message that the program has to log as a warning or worse."""
    return _ExpectedLog()


@pytest.fixture(autouse=True)
def _no_stray_log_records(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    wants = "expect_log" in request.fixturenames
    expected: list[str] = request.getfixturevalue("expect_log") if wants else []
    yield
    logged = [
        record.getMessage()
        for record in [*caplog.get_records("setup"), *caplog.get_records("call")]
        if record.levelno >= logging.WARNING
    ]
    stray = [message for message in logged if not any(part in message for part in expected)]
    unheard = [part for part in expected if not any(part in message for message in logged)]
    if stray or unheard:
        pytest.fail(f"logged unexpectedly: {stray}; expected but not logged: {unheard}")


@pytest.fixture(autouse=True)
def _nothing_left_running(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    threads = set(threading.enumerate())
    windows = _Windows(monkeypatch) if HAS_QT and "qtbot" in request.fixturenames else None
    yield
    left = [f"thread {thread.name}" for thread in _outliving(threads)]
    if windows is not None:
        left += windows.left_behind()
    if left:
        pytest.fail("the test left behind: " + ", ".join(left))


def _outliving(before: set[threading.Thread]) -> list[threading.Thread]:
    end = time.monotonic() + THREAD_SECONDS
    started = [thread for thread in threading.enumerate() if thread not in before]
    for thread in started:
        thread.join(max(0.0, end - time.monotonic()))
    return [thread for thread in started if thread.is_alive()]


class _Windows:
    """Remembers what existed before a test of windows and names what came and stayed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._before = set(self._top_level())
        self._timers = _record_started_timers(monkeypatch)

    def left_behind(self) -> list[str]:
        left = self._left()
        if left:
            gc.collect()  # what only its own cycle holds is garbage, not a leak
            left = self._left()
        return left + self._busy_threads()

    def _left(self) -> list[str]:
        from shiboken6 import isValid  # noqa: PLC0415  not installed beside the core alone

        names = [name for key, name in self._top_level().items() if key not in self._before]
        timers = [timer for ref in self._timers if (timer := ref()) is not None]
        return names + [f"running {t!r}" for t in timers if isValid(t) and t.isActive()]

    @staticmethod
    def _top_level() -> dict[int, str]:
        from PySide6.QtCore import QCoreApplication, QEvent  # noqa: PLC0415  as above
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415  as above
        from shiboken6 import getCppPointer  # noqa: PLC0415  as above

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return {getCppPointer(w)[0]: f"window {w!r}" for w in QApplication.topLevelWidgets()}

    @staticmethod
    def _busy_threads() -> list[str]:
        from PySide6.QtCore import QThreadPool  # noqa: PLC0415  as above

        pool = QThreadPool.globalInstance()
        if pool.waitForDone(int(THREAD_SECONDS * 1000)):
            return []
        return [f"{pool.activeThreadCount()} threads of Qt's pool"]


def _record_started_timers(monkeypatch: pytest.MonkeyPatch) -> "list[weakref.ref[QTimer]]":
    from PySide6.QtCore import QTimer  # noqa: PLC0415  as above

    started: list[weakref.ref[QTimer]] = []
    start = QTimer.start

    def remembering(timer: QTimer, *interval: int) -> None:
        started.append(weakref.ref(timer))
        start(timer, *interval)

    monkeypatch.setattr(QTimer, "start", remembering)
    return started
