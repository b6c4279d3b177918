"""The child's side of `gui.child`: one piece of work, in a process of its own.

Run as `python -m gui.child_main MODULE:FUNCTION`. Over standard input come the length of the
pickled task as a line, then the task; what is left of that pipe says that somebody still waits.
"500 of 2000" on standard error says how much is done, and the pickled answer leaves over standard
output. Nothing is written to disk.
"""

import os
import pickle
import sys
import threading
from importlib import import_module

_STOPPED = 3
_NICER = 5
"""The window comes first."""


def main() -> None:
    """Read the task, do it, write the answer; end at once when nobody waits any more."""
    if hasattr(os, "nice"):
        os.nice(_NICER)
    source = sys.stdin.buffer
    sent = source.read(int(source.readline()))
    threading.Thread(target=_end_when_left, daemon=True).start()
    # Only now what takes long to load: a task is taken back in no time, whenever that is.
    module, _, name = sys.argv[1].partition(":")
    work = getattr(import_module(module), name)
    try:
        answer = work(pickle.loads(sent), _tell)  # noqa: S301 - of the window
    except ValueError as fault:
        sys.exit(" ".join(str(fault).split()))
    pickle.dump(answer, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _end_when_left() -> None:
    """The window closes the pipe when it cancels, and so does the system when the window dies."""
    os.read(sys.stdin.fileno(), 1)
    pool = sys.modules.get("multiprocessing")
    for worker in () if pool is None else pool.active_children():
        worker.terminate()
    os._exit(_STOPPED)


def _tell(done: int, whole: int) -> None:
    sys.stderr.write(f"{done} of {whole}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
