"""PySide6 6.12 on Python 3.11 loses a reference to None in each void call, then aborts."""

import sys

from PySide6.QtGui import QPainterPath

CALLS = 20_000
DRIFT_OF_A_QUIET_INTERPRETER = 100


def test_void_calls_of_qt_keep_the_references_to_none() -> None:
    path = QPainterPath()
    path.reserve(CALLS)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        path.moveTo(0.0, 0.0)
    assert abs(sys.getrefcount(None) - before) <= DRIFT_OF_A_QUIET_INTERPRETER
