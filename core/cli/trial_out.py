"""Where a trial goes: printed, and to the file of `--out` by what its name ends in."""

import json
from pathlib import Path

from core.trial.result import Result
from core.trial.result_json import as_json, as_text
from core.trial.result_text import as_csv, table
from core.view.wording import Words

JSON, CSV = ".json", ".csv"


def demand_new(out: str | None) -> None:
    """Say what is wrong with the file before anything is run.

    Raises:
        ValueError: it is there already, or of no kind that is written.
    """
    if out is None:
        return
    if Path(out).suffix not in {JSON, CSV}:
        raise ValueError(f"--out: {out}: name a file as trial.json or trial.csv")
    if Path(out).exists():
        raise ValueError(f"--out: {out} is there already; choose another name")


def write(found: Result, out: str | None, words: Words) -> None:
    """Write the result, if a file was asked for.

    Raises:
        OSError: it cannot be written.
    """
    if out is None:
        return
    path = Path(out)
    rests_on = words.say("trial.rests-on")
    content = as_csv(found) if path.suffix == CSV else as_text(found, rests_on)
    file = path.open("xb")
    try:
        with file:
            file.write(content.encode())
    except OSError:
        path.unlink(missing_ok=True)  # half a result would look like a whole one
        raise


def printed(found: Result, words: Words, *, in_json: bool) -> str:
    """What is printed of a result."""
    if not in_json:
        return table(found, words) + "\n"
    return json.dumps(as_json(found, words.say("trial.rests-on")), allow_nan=False) + "\n"
