"""The cases in the pictures: parts of shipped real stays and made-up courses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from core.cases.folder import CaseFolder
from core.chart.demo import ARTEFACT, OVERRIDE, TITRATING, WEANING, Scene, play_demo
from core.log.journal import CaseJournal
from core.log.memory import MemoryLog
from core.model.commands import EndCase, PauseTitration
from core.model.events import CaseOpened, Recorded
from core.model.terms import Outcome, PauseReason
from core.session import EventLog, Session
from gui.shots.courses import failed_wean, taper, three_agents

NOW = datetime(2026, 11, 21, 16, 25, tzinfo=UTC)
"""The moment of every picture."""


@dataclass(frozen=True, slots=True)
class Bed:
    """A case by its label: what it plays, how long ago that ended, what happened then."""

    label: str
    plays: Scene | Callable[[EventLog, datetime], Session]
    ago: timedelta = timedelta(0)
    then: Callable[[Session, datetime], None] | None = None


def _paused(session: Session, at: datetime) -> None:
    session.handle(PauseTitration(at=at, observed_at=at, reason=PauseReason.THEATRE))


def _ended(session: Session, at: datetime) -> None:
    session.handle(EndCase(at=at, outcome=Outcome.WEANED))


TITRATED = Bed("ICU-04", TITRATING)
WEANED = Bed("ICU-11", WEANING)
DOUBTED = Bed("ICU-07", ARTEFACT)
DECLINED = Bed("ICU-02", OVERRIDE)
THREE = Bed("ICU-05", three_agents)
TAPERED = Bed("ICU-12", taper)
FAILED = Bed("ICU-08", failed_wean)
WARD = (
    TITRATED,
    WEANED,
    DOUBTED,
    DECLINED,
    THREE,
    TAPERED,
    FAILED,
    Bed("ICU-09", TITRATING, timedelta(minutes=17)),
    Bed("ICU-15", WEANING, timedelta(minutes=48), _paused),
    Bed("ICU-01", WEANING, timedelta(hours=3), _ended),
)


def fill(folder: CaseFolder) -> None:
    """Write the case files of the ward into a folder."""
    for bed in WARD:
        with CaseJournal.create(folder.path_of(bed.label)) as journal:
            journal.append(tuple(facts_of(bed)))


def facts_of(bed: Bed) -> Iterator[Recorded]:
    """What the case file of a bed holds."""
    log, at = MemoryLog(), NOW - bed.ago
    plays = bed.plays
    session = play_demo(log, at, plays) if isinstance(plays, Scene) else plays(log, at)
    if bed.then is not None:
        bed.then(session, at)
    return (_labelled(fact, bed.label) for fact in log)


def _labelled(fact: Recorded, label: str) -> Recorded:
    if not isinstance(fact.event, CaseOpened):
        return fact
    setup = replace(fact.event.setup, label=label)
    return replace(fact, event=replace(fact.event, setup=setup))
