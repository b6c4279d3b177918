"""How far a trial is, on one line of standard error; nothing where nobody looks."""

import sys

from core.trial.run import Progress, Tell
from core.view.wording import Words

_ERASED = "\r\x1b[K"
"""Back to the beginning of the line, and nothing left of it."""


def progress(words: Words) -> Tell | None:
    """Says how far it has come on standard error; None where nobody looks."""
    if not sys.stderr.isatty():
        return None

    def say(told: Progress) -> None:
        percent = str(100 * told.done // told.whole)
        line = words.say("trial.done", {"percent": percent}) if told.done < told.whole else ""
        sys.stderr.write(f"{_ERASED}{line}")
        sys.stderr.flush()

    return say
