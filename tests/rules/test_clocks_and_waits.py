"""One file reads the machine's clock, and no test sleeps."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLOCK_READINGS = {
    *(f"{name}.{read}" for name in ("datetime", "date") for read in ("now", "utcnow", "today")),
    *(
        f"time.{read}{unit}"
        for read in ("time", "monotonic", "perf_counter", "process_time", "clock_gettime")
        for unit in ("", "_ns")
    ),
    *(f"time.{read}" for read in ("localtime", "gmtime", "ctime", "strftime")),
    *(f"QDateTime.currentDateTime{zone}" for zone in ("", "Utc")),
    *(f"QDateTime.current{unit}SinceEpoch" for unit in ("MSecs", "Secs")),
    "QTime.currentTime",
    "QDate.currentDate",
    "QElapsedTimer",
}
THE_CLOCK = ROOT / "core" / "system_clock.py"
STOPWATCHES = {"time.process_time", "time.perf_counter", "time.perf_counter_ns", "QElapsedTimer"}
SLEEPS = {
    "time.sleep",
    "qtbot.wait",
    "QTest.qWait",
    "QTest.qSleep",
    "QThread.sleep",
    "QThread.msleep",
}


def spoken_names(path: Path) -> Iterator[tuple[int, str]]:
    """Each `a.b` and bare name of the file, with `from m import a` read as `m.a`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.lineno, ".".join(ast.unparse(node).split(".")[-2:])
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def found(room: str, forbidden: set[str]) -> list[str]:
    files = [p for p in (ROOT / room).rglob("*.py") if p != THE_CLOCK]
    assert files
    return [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in files
        for line, name in spoken_names(path)
        if name in forbidden - (STOPWATCHES if measures_speed(path) else set())
    ]


def measures_speed(path: Path) -> bool:
    """Whether the file is part of `pressor bench`, which may hold a stopwatch."""
    name = path.relative_to(ROOT).as_posix()
    return name.startswith("gui/bench") or name == "gui/timeline/measure.py"


def test_the_core_asks_only_the_clock_it_is_given() -> None:
    assert found("core", CLOCK_READINGS) == []


def test_windows_have_no_clock_of_their_own() -> None:
    assert found("gui", CLOCK_READINGS) == []


def test_tests_wait_for_something_and_never_for_a_while() -> None:
    assert found("tests", SLEEPS) == []


def test_a_reading_of_the_clock_is_found(tmp_path: Path) -> None:
    source = tmp_path / "sample.py"
    source.write_text(
        "import datetime\nfrom time import monotonic\nx = datetime.datetime.now(tz=None)\n", "utf-8"
    )
    assert {name for _, name in spoken_names(source)} & CLOCK_READINGS == {
        "time.monotonic",
        "datetime.now",
    }
