"""How long a trial still takes, told from how long it took so far."""

from datetime import timedelta
from math import ceil

from core.view.wording import Words

_MINUTE_S, _HOUR_MIN = 60, 60


def left(gone: timedelta, done: int, whole: int) -> timedelta | None:
    """The time left if it goes on as before; None while nothing is done."""
    if done <= 0 or gone <= timedelta(0):
        return None
    return gone * (whole - done) / done


def left_text(time: timedelta, words: Words) -> str:
    """Whole minutes, rounded up: nobody is promised too much."""
    seconds = time.total_seconds()
    if seconds < _MINUTE_S:
        return words.say("trial-window.run.under")
    hours, minutes = divmod(ceil(seconds / _MINUTE_S), _HOUR_MIN)
    if hours:
        args = {"hours": str(hours), "minutes": str(minutes)}
        return words.say("trial-window.run.hours", args)
    return words.say("trial-window.run.minutes", {"count": str(minutes)})


def progress_text(gone: timedelta, done: int, whole: int, words: Words) -> str:
    """How far a trial is, and how long it still takes."""
    percent, time = str(100 * done // whole), left(gone, done, whole)
    if time is None:
        return words.say("trial-window.run.done", {"percent": percent})
    told = {"percent": percent, "left": left_text(time, words)}
    return words.say("trial-window.run.left", told)
