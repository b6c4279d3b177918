"""`pressor export CASE --to pdf`: the export of the core, with Qt at hand to paint the pages."""

import os
from collections.abc import Sequence

from core.cli import command
from core.report.paper import Paper

_OFF_SCREEN = "offscreen"


def main(arguments: Sequence[str]) -> int:
    """Run the export; 0 fine, 2 bad usage or unreadable input."""
    return command.main(arguments, paint=painted)


def painted(paper: Paper) -> bytes:
    """The record as PDF; an application is made where there is none, and it needs no display.

    Raises:
        ValueError: no font is installed.
    """
    from PySide6.QtGui import QFontDatabase, QGuiApplication  # noqa: PLC0415 - see below

    # Bad usage is said without Qt being loaded, and no later than where there is no display.
    from gui.prints.record import record_pdf  # noqa: PLC0415 - as above

    application = QGuiApplication.instance()
    if application is None:
        os.environ["QT_QPA_PLATFORM"] = _OFF_SCREEN
        application = QGuiApplication([])
    if not QFontDatabase.families():
        raise ValueError("no font is installed, so every letter would be a box; install one first")
    return record_pdf(paper).pdf
