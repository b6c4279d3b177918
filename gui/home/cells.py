"""What stands in each cell of the home list, as text. Painting and speech use the same words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import IntEnum

from core.cases.line import CaseLine
from core.quantity.measures import duration_text
from core.view.wording import Words

_MINUTE = timedelta(minutes=1)


class Column(IntEnum):
    """The columns in their reading order."""

    CASE = 0
    MODE = 1
    STATE = 2
    MAP = 3
    READ = 4
    DOSE = 5
    NEXT = 6
    PROMPT = 7


def heading_text(column: Column, words: Words) -> str:
    """What stands above a column."""
    return words.say(f"home.column.{column.name.lower()}")


def cell_text(line: CaseLine, column: Column, words: Words, now: datetime) -> str:
    """What stands in a cell."""
    return _TEXTS[column](line, words, now)


def is_overdue(line: CaseLine, now: datetime) -> bool:
    """Whether a reading is awaited that should be there."""
    due = line.next_due_at
    return line.overdue or (due is not None and not line.ended and due < now)


def _mode_text(line: CaseLine, words: Words, _now: datetime) -> str:
    return "" if line.mode is None else words.say(f"mode.{line.mode}")


def _read_text(line: CaseLine, words: Words, now: datetime) -> str:
    return "" if line.map_at is None else words.when(line.map_at, now)


def _dose_text(line: CaseLine, words: Words, _now: datetime) -> str:
    if not line.dose or not line.others:
        return line.dose or _missing(line, words)
    return f"{line.dose} {words.say('home.more', {'count': str(line.others)})}"


def _missing(line: CaseLine, words: Words) -> str:
    return "" if line.broken else words.say("home.not-recorded")


def _next_text(line: CaseLine, words: Words, now: datetime) -> str:
    due = line.next_due_at
    if due is None:
        return "" if line.broken or line.ended else words.say("home.none-due")
    code = "home.overdue" if is_overdue(line, now) else "home.in"
    return words.say(code, {"at": words.clock(due), "left": _minutes_text(due - now)})


def _minutes_text(left: timedelta) -> str:
    """Whole minutes with their unit: "12:00" in a list of clock times could be one of them."""
    whole = abs(left) // _MINUTE
    return duration_text(whole * _MINUTE) if whole else "<1min"


def _prompt_text(line: CaseLine, words: Words, _now: datetime) -> str:
    if line.broken or not line.prompts:
        return line.broken
    first, more = line.prompts[0].text, len(line.prompts) - 1
    return f"{first} {words.say('home.more', {'count': str(more)})}" if more else first


_TEXTS: dict[Column, Callable[[CaseLine, Words, datetime], str]] = {
    Column.CASE: lambda line, _words, _now: line.label,
    Column.MODE: _mode_text,
    Column.STATE: lambda line, words, _now: words.say("home.broken") if line.broken else line.state,
    Column.MAP: lambda line, words, _now: line.map or _missing(line, words),
    Column.READ: _read_text,
    Column.DOSE: _dose_text,
    Column.NEXT: _next_text,
    Column.PROMPT: _prompt_text,
}
