"""What a start loads before Qt, and whose import loads what comes after it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
BEFORE = """
import builtins, gc, os, sys
os.environ["OPENBLAS_NUM_THREADS"] = "2"
pythons = builtins.__import__
from gui import loading
loading.begin()
assert builtins.__import__ is pythons
assert not gc.isenabled()
assert os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__"
assert os.environ["OPENBLAS_NUM_THREADS"] == "2"
assert set(loading.BEFORE_QT) <= set(sys.modules)
print(*sorted(sys.modules))
"""
PAST = """
import builtins
pythons = builtins.__import__
from gui import loading
import PySide6.QtCore
qts = builtins.__import__
assert qts is not pythons
loading.load_qt()
assert builtins.__import__ is pythons
from PySide6.QtWidgets import QLabel
import gui.home.window
assert builtins.__import__ is pythons
"""


def run(text: str, *words: str) -> set[str]:
    """The words that a fresh process prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    answer = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", text, *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**kept, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.split())


def test_before_qt_only_what_home_needs_is_loaded() -> None:
    loaded = run(BEFORE)
    assert loaded & {"PySide6", "pydantic", "numpy", "core.rules", "core.model"} == set()


def test_behind_qt_modules_are_loaded_as_python_does_it() -> None:
    assert run(PAST) == set()
