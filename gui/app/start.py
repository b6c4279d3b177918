"""Starting: the first window is painted before anything clinical is loaded."""

import locale
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from core.cases.folder import CaseFolder
from core.data_folder import data_folder
from core.frozen import dataclass
from core.system_clock import LocalZone, SystemClock
from core.texts import load_words
from gui.app.program import Parts, Program
from gui.theme import LIGHT, dress
from gui.ticker import QtScheduler

BAD_USAGE = 2


@dataclass(frozen=True, slots=True)
class _Wish:
    data: str | None
    case: str | None


def main(arguments: Sequence[str]) -> int:
    """Open the window, `pressor [--data DIR] [CASE]`; 2 where that is not possible."""
    wish = _read(arguments)
    if isinstance(wish, str):
        sys.stderr.write(f"pressor: {wish}\n")
        return BAD_USAGE
    words = load_words(LocalZone())
    place = data_folder(wish.data)
    try:
        folder = CaseFolder(place)
    except OSError as error:
        args = {"place": str(place), "why": error.strerror or str(error)}
        sys.stderr.write(words.say("trouble.data-folder", args) + "\n")
        return BAD_USAGE
    application = application_of()
    clock = SystemClock()
    program = Program(Parts(application, folder, words, clock, QtScheduler(), clock.check))
    program.show(None if wish.case is None else Path(wish.case))
    status: int = application.exec()
    program.close()
    return status


def application_of() -> QApplication:
    """The one application, dressed, writing numbers and months one way wherever it runs."""
    """The application, dressed, writing numbers and months in one way whatever the desktop says."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("pressor")
    dress(application, LIGHT)
    QLocale.setDefault(QLocale.c())
    for category in (locale.LC_NUMERIC, locale.LC_TIME):
        locale.setlocale(category, "C")
    return application


def _read(arguments: Sequence[str]) -> _Wish | str:
    """What is wished, or what is wrong with it."""
    data, case = None, None
    left = list(arguments)
    while left:
        word = left.pop(0)
        name, is_set, value = word.partition("=")
        if name == "--data":
            if not is_set and not left:
                return "--data needs a folder"
            data = value if is_set else left.pop(0)
        elif word.startswith("-") or case is not None:
            return f"what is {word}? Use: pressor [--data DIR] [CASE]"
        else:
            case = word
    return _Wish(data, case)
