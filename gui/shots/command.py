"""`pressor shots DIR`: draws the windows off screen, whatever display there is or is not."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from core.cli.command import OneLineParser
from gui.app.start import application_of
from gui.shots.album import shots
from gui.shots.picture import SIZES, pictured, saved
from gui.shots.stage import raised

BAD_USAGE = 2
_OFF_SCREEN = {"QT_QPA_PLATFORM": "offscreen"}
_CHANGES_SIZES = ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI")
_NO_BLINK = 0
_CANNOT = "This plugin does not support"


def main(arguments: Sequence[str]) -> int:
    """Draw every window at every size and print the paths; 2 where that is not possible."""
    folder = Path(_parser().parse_args(list(arguments)).folder)
    with _quiet():
        application = _off_screen()
        if not QFontDatabase.families():
            return _fail("no font is installed, so every letter would be a box; install one first")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for place in drawn(application, folder):
                sys.stdout.write(f"{place}\n")
        except OSError as error:
            return _fail(f"{folder}: {error.strerror or error}")
    return 0


def drawn(application: QApplication, folder: Path) -> Iterator[Path]:
    """Each picture, as it is written into the folder.

    Raises:
        OSError: a picture could not be written.
        RuntimeError: something went wrong in a window.
    """
    with raised(application) as stage:
        for shot in shots(stage):
            for size in SIZES:
                place = folder / f"{shot.name}-{size.width()}x{size.height()}.png"
                saved(pictured(shot.window, size), place)
                yield place


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(prog="pressor shots", description=__doc__)
    parser.add_argument("function", choices=["shots"])
    parser.add_argument("folder", metavar="DIR", help="where the PNG files go")
    parser.add_argument("--data", help=argparse.SUPPRESS)
    return parser


def _off_screen() -> QApplication:
    """An application without a display, whose letters have one size everywhere."""
    if QApplication.instance() is None:
        os.environ.update(_OFF_SCREEN)
        for name in _CHANGES_SIZES:
            os.environ.pop(name, None)
    application = application_of()
    application.setCursorFlashTime(_NO_BLINK)
    return application


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave unsaid what no platform without a display can do."""
    before = qInstallMessageHandler(_tell)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _tell(_kind: QtMsgType, _place: QMessageLogContext, message: str) -> None:
    if not message.startswith(_CANNOT):
        sys.stderr.write(f"{message}\n")


def _fail(why: str) -> int:
    sys.stderr.write(f"pressor shots: {why}\n")
    return BAD_USAGE
