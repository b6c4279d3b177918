"""The child process that computes other courses; see `gui.debrief.rerun`."""

import pickle
import sys

from gui.debrief.rerun import Task, rerun


def main() -> None:
    """Read the task, compute, write the courses."""
    task = pickle.load(sys.stdin.buffer)  # noqa: S301 - as above
    if not isinstance(task, Task):
        raise TypeError(f"a task was expected, not {type(task).__name__}")
    pickle.dump(rerun(task, _tell), sys.stdout.buffer)


def _tell(done: int, total: int) -> None:
    sys.stderr.write(f"{done} of {total}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
