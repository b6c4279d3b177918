"""The cases that come with the program, by id: the demo cases, played at a fixed time.

`demo-titrating` and the others are scenes of shipped real stays; a path of a case file that is
there goes before an id.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from core.log.journal import CaseJournal
from core.log.memory import MemoryLog
from core.model.events import Recorded

PREFIX = "demo-"
_PLAYED_AT = datetime(2027, 3, 2, 14, 32, tzinfo=UTC)
"""Always the same, so that a shipped case is the same whenever it is asked for."""


def shipped_facts(case: str) -> tuple[Recorded, ...] | None:
    """The facts of a shipped case; None where the text is a path.

    Raises:
        ValueError: it begins as an id does, and neither a file nor a shipped case has that name.
    """
    if not case.startswith(PREFIX) or Path(case).exists():
        return None
    from core.chart.demo import SCENES  # noqa: PLC0415 - a case file needs no charts

    play = SCENES.get(case.removeprefix(PREFIX))
    if play is None:
        known = ", ".join(f"{PREFIX}{name}" for name in SCENES)
        raise ValueError(f"no case {case}: give a path or one of {known}")
    log = MemoryLog()
    play(log, _PLAYED_AT)
    return tuple(log)


@contextmanager
def case_file(case: str) -> Iterator[Path]:
    """The file of a case: the path itself, or a shipped case written for as long as it is read.

    Raises:
        ValueError: it begins as an id does, and neither a file nor a shipped case has that name.
    """
    facts = shipped_facts(case)
    if facts is None:
        yield Path(case)
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{case}.case"
        with CaseJournal.create(path) as journal:
            journal.append(facts)
        yield path
