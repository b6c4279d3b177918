"""Loading in less time: the collector rests, and what is not Qt's is loaded by Python alone.

PySide6 puts an import of its own in the place of Python's. It reads the source of every module
loaded from then on, to learn whether the module asks for one of its features; nobody here does,
and with the array library that takes longer than loading it. So what home needs besides Qt is
loaded before Qt, and the clinical part with Python's own import.

This module is to be imported before PySide6; later it changes nothing.
"""

import builtins
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

BEFORE_QT = ("locale", "core.cases.folder", "core.data_folder", "core.system_clock", "core.texts")
"""What home needs besides Qt."""
SETTINGS = {
    # Would look through every installed package for plugins that change how data is read.
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    # Would start a thread for each processor, for products of matrices that are never made here.
    "OPENBLAS_NUM_THREADS": "1",
}
"""What the libraries are told before they are loaded, unless somebody told them already."""
_PYTHONS = builtins.__import__


def begin() -> None:
    """Load what home needs before Qt. The collector rests until everything is loaded.

    What is loaded at a start stays for good, so there is nothing to be found in it.
    """
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    gc.disable()
    for name in BEFORE_QT:
        import_module(name)


@contextmanager
def without_qt() -> Iterator[None]:
    """In here modules are loaded that do not name Qt: by Python's import, as it was before Qt."""
    qts, builtins.__import__ = builtins.__import__, _PYTHONS
    try:
        yield
    finally:
        builtins.__import__ = qts


def end() -> None:
    """Everything is loaded: the collector leaves that out and takes up its rounds."""
    gc.freeze()
    gc.enable()
