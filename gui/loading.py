"""Loading in less time: the collector rests, and everything is loaded by Python's own import.

PySide6 puts an import of its own in the place of Python's. It reads the source of every module
loaded from then on, to learn whether the module asks for one of its features; nobody here does,
and that takes longer than loading the module. So when Qt is loaded, Python's import comes back.

This module is to be imported before PySide6; later it changes nothing.
"""

import builtins
import gc
import os
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


def load_qt() -> None:
    """Load Qt's widgets; whatever is loaded after them is loaded as Python does it.

    Raises:
        ImportError: Qt cannot be loaded.
    """
    import_module("PySide6.QtWidgets")
    builtins.__import__ = _PYTHONS


def end() -> None:
    """Everything is loaded: the collector leaves that out and takes up its rounds."""
    gc.freeze()
    gc.enable()
