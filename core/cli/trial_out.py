"""Where a trial goes: to the file of `--out`, as what its name ends in; and what is printed."""

import json
from collections.abc import Callable
from pathlib import Path

from core.report.paper import Paper
from core.report.trial_kept import Kept
from core.trial.result import Result
from core.trial.result_json import as_json
from core.trial.result_text import table
from core.view.wording import Words

PDF = ".pdf"
KINDS = (".json", ".csv", ".html", PDF)

Painter = Callable[[Paper], bytes]
"""Makes a PDF."""


def demand_new(out: str | None, paint: Painter | None) -> None:
    """Say what is wrong with the file before anything is run.

    Raises:
        ValueError: it is there already, of no kind that is written, or nothing paints a PDF.
    """
    if out is None:
        return
    if Path(out).suffix not in KINDS:
        names = ", ".join(f"trial{kind}" for kind in KINDS[:-1])
        raise ValueError(f"--out: {out}: name a file as {names} or trial{KINDS[-1]}")
    if Path(out).exists():
        raise ValueError(f"--out: {out} is there already; choose another name")
    if Path(out).suffix == PDF and paint is None:
        raise ValueError("--out to a pdf needs Qt and is reached by the command pressor alone")


def write(told: Kept, out: str | None, paint: Painter | None) -> None:
    """Write what was found, if a file was asked for.

    Raises:
        OSError: it cannot be written.
        ValueError: it cannot be painted.
    """
    if out is None:
        return
    path = Path(out)
    content = _bytes(told[path.suffix.removeprefix(".")](), paint)
    file = path.open("xb")
    try:
        with file:
            file.write(content)
    except OSError:
        path.unlink(missing_ok=True)  # half a result would look like a whole one
        raise


def printed(found: Result, words: Words, *, in_json: bool) -> str:
    """What is printed of a result."""
    if not in_json:
        return table(found, words) + "\n"
    return json.dumps(as_json(found, words.say("trial.rests-on")), allow_nan=False) + "\n"


def _bytes(content: str | Paper, paint: Painter | None) -> bytes:
    if isinstance(content, str):
        return content.encode()
    if paint is None:
        raise ValueError("there is nothing to paint a pdf with")
    return paint(content)
