"""What a window has written to a file: where somebody said, and over no other file unasked."""

from collections.abc import Callable, Mapping
from pathlib import Path

from gui.saving_bar import SavingBar

Say = Callable[[str, Mapping[str, str]], str]
"""The sentence of a code: "taken" and "done" tell the place, "failed" tells why."""


def save(typed: str, make: Callable[[], bytes], bar: SavingBar, say: Say, *, replaces: bool) -> str:
    """Write what is made to the path that was typed; the bar says why not, or goes.

    Returns what is said when it is done; empty where nothing was written.
    """
    place = Path(typed).expanduser()
    told = {"place": str(place)}
    if place.exists() and not replaces:
        bar.refuse(say("taken", told), replaceable=place.is_file())
        return ""
    try:
        made = make()
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb" if replaces else "xb") as file:
            file.write(made)
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        bar.refuse(say("failed", {"why": why}), replaceable=False)
        return ""
    bar.put_away()
    return say("done", told)
