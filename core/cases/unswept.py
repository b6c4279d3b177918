"""Building what stays, a long case above all, without the collector of garbage walking over it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 50_000
"""New objects from which on it pays to keep them out of the collector's later rounds."""

_owed: list[bool] = []
"""Filled while something that was kept out has been let go of and not been looked for."""


@contextmanager
def unswept() -> Iterator[None]:
    """The collector rests, and leaves out of its later rounds what was made if that is much.

    Facts never change and there is nothing to find in them; yet while a case of 100,000 facts is
    read the collector takes half of the time, and each of its later rounds would stop the window
    for half a second.
    """
    if not gc.isenabled():
        yield
        return
    if _owed:
        _owed.clear()
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] >= MANY:
            gc.freeze()
        gc.enable()


def let_go() -> None:
    """Something that may have been kept out is no longer needed: it counts again.

    It goes at the collector's next whole round, at the latest before more is kept out.
    """
    gc.unfreeze()
    _owed.append(True)
