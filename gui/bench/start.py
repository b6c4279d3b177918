"""How long the program takes to start, whole process, against a bare PySide6 window."""

import subprocess
import sys
from tempfile import TemporaryDirectory
from time import perf_counter

from gui.bench.measure import Row, paired

PAIRS = 7
AIMS = {"painted": ("first paint of home", 1.6), "ready": ("ready: first advice given", 3.1)}


def start_rows(pairs: int = PAIRS) -> list[Row]:
    """First paint and first advice, each start in turn with a bare window."""
    for point in ("bare", *AIMS):
        _start(point)  # once unmeasured: the disk has read everything then
    return [_row(point, name, aim, pairs) for point, (name, aim) in AIMS.items()]


def _row(point: str, name: str, aim: float, pairs: int) -> Row:
    times = [(_start(point), _start("bare")) for _ in range(pairs)]
    return paired(name, "bare PySide6 window", aim, times)


def _start(point: str) -> float:
    with TemporaryDirectory() as data:
        begun = perf_counter()
        subprocess.run([sys.executable, "-m", "gui.bench.child", point, data], check=True)  # noqa: S603 - our own module
        return (perf_counter() - begun) * 1000
