"""The command `pressor`: a window without arguments, else one function without a window.

Qt is imported only on the way to something painted, so that `calc`, `replay` and the rest also run
where Qt is not installed.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise

from gui import loading

PAINTED = {"shots": "gui.shots.command", "bench": "gui.bench.command"}
PRINTED = ("simulate", "trial")
"""What writes a PDF where a file of that name is asked for."""
CASE_FILE = ".case"
"""`pressor ward.case` opens the window on that case."""
BAD_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the arguments name and return its exit status: 0 fine, 1 "no", 2 bad usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    module = _module_for(given)
    if module == "gui.app":
        loading.begin()
    if module.startswith("gui."):
        missing = _what_qt_misses()
        if missing:
            sys.stderr.write(f"pressor: Qt cannot start: {missing}; ./run installs what it needs\n")
            return BAD_USAGE
    status: int = import_module(module).main(given)
    return status


def _module_for(arguments: Sequence[str]) -> str:
    words = _without_data_folder(arguments)
    if not words or words[0].endswith(CASE_FILE):
        return "gui.app"
    if words[0] == "export" and _wants_pdf(words):
        return "gui.prints.command"
    if words[0] in PRINTED and any(word.endswith(".pdf") for word in words):
        return "gui.prints.command"
    return PAINTED.get(words[0], "core.cli.command")


def _wants_pdf(words: Sequence[str]) -> bool:
    """Whether `--to pdf` is among the words, however it is written; a case may be named "pdf"."""
    return any(one.startswith("--t") and two == "pdf" for one, two in pairwise(words)) or any(
        word.startswith("--t") and word.endswith("=pdf") for word in words
    )


def _without_data_folder(arguments: Sequence[str]) -> list[str]:
    """The arguments without `--data DIR`, which may stand before the function's name."""
    words = list(arguments)
    while words and words[0].split("=")[0] == "--data":
        del words[: 1 if "=" in words[0] else 2]
    return words


def _what_qt_misses() -> str:
    """Why Qt's widgets cannot be imported, or nothing."""
    try:
        loading.load_qt()
    except ImportError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    sys.exit(main())
