"""Where Qt is missing, the tests are of what was installed there and not of the sources beside."""

import sysconfig
from importlib.util import find_spec
from pathlib import Path

import core


def test_without_qt_what_is_installed_is_tested() -> None:
    installed = Path(sysconfig.get_path("purelib")) / "core" / "__init__.py"
    assert find_spec("PySide6") or Path(core.__file__) == installed
