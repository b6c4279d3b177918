"""The child process that runs a trial; see `gui.trial.task`."""

import multiprocessing
import os
import pickle
import sys
import threading

from gui.trial.task import tried, unpacked

_STOPPED = 3
_NICER = 5
"""The window comes first."""


def main() -> None:
    """Read the plan, run it, write the result; end at once when nobody waits any more."""
    if hasattr(os, "nice"):
        os.nice(_NICER)
    plan = unpacked(sys.stdin.buffer)
    threading.Thread(target=_end_when_left, daemon=True).start()
    try:
        result = tried(plan, _tell)
    except ValueError as fault:
        sys.exit(" ".join(str(fault).split()))
    pickle.dump(result, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _end_when_left() -> None:
    """The window closes the pipe when it cancels, and so does the system when the window dies."""
    os.read(sys.stdin.fileno(), 1)
    for worker in multiprocessing.active_children():
        worker.terminate()
    os._exit(_STOPPED)


def _tell(done: int, whole: int) -> None:
    sys.stderr.write(f"{done} of {whole}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
