"""Why a chart cannot be read, as one line that names what and where."""

from pathlib import Path
from typing import Literal

ChartFault = Literal[
    "unreadable",
    "format_unknown",
    "format_not_read",
    "stay_unknown",
    "archive",
    "binary",
    "not_utf8",
    "dialect",
    "quoting",
    "cell_too_long",
    "cell_count",
    "too_many_rows",
    "no_rows",
    "column_missing",
    "column_unknown",
    "column_twice",
    "time_without_offset",
    "cell_not_accepted",
]

_SHOWN = 40
_PATH_SHOWN = 200


class ChartError(Exception):
    """A chart that cannot be read: nothing of it is used.

    `line` counts from 1, the header being line 1; None where the fault is not in one line.
    The text is one line, fit for standard error.
    """

    def __init__(self, file: Path, line: int | None, code: ChartFault, sentence: str) -> None:
        """Keep the parts; `sentence` says what is wrong and the accepted form."""
        self.file = file
        self.line = line
        self.code: ChartFault = code
        self.sentence = sentence
        place = shown(str(file), _PATH_SHOWN) + ("" if line is None else f" line {line}")
        super().__init__(f"{place}: {sentence}")


def shown(text: str, most: int = _SHOWN) -> str:
    """Foreign text made fit for one line of a message: cut, and nothing invisible in it."""
    cut = text if len(text) <= most else text[:most] + "..."
    return "".join(letter if letter.isprintable() else "?" for letter in cut)
