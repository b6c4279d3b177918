"""PySide6 6.12 on Python 3.11 loses a reference to None in each void call, then aborts."""

import sys

from PySide6.QtGui import QPainterPath

ROUNDS = 20
CALLS_PER_ROUND = (
    1_000  # fewer than the references a process starts with: a loss is seen, not fatal
)
DRIFT_OF_A_QUIET_INTERPRETER = 100


def test_20_000_void_calls_of_qt_keep_the_references_to_none() -> None:
    path = QPainterPath()
    before = sys.getrefcount(None)
    for _ in range(ROUNDS):
        for _ in range(CALLS_PER_ROUND):
            path.moveTo(0.0, 0.0)
        assert abs(sys.getrefcount(None) - before) <= DRIFT_OF_A_QUIET_INTERPRETER
