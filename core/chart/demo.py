"""The demo case: part of a shipped real stay, its times shifted as a whole so that it ends now.

De-identified charts have shifted dates anyway; the label is a code, and a note in the case says
what it is. Bag, target and answers to advice are assumed, because no chart holds them.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path

from core.cases.opened import OpenedCase, open_case
from core.chart.assumed import Assumed
from core.chart.replay import Replay
from core.chart.rows import Chart, ChartNote, ChartRow, Origin
from core.chart.sniff import MIMIC, open_chart
from core.library import DEFAULT_PROTOCOL, read_protocol
from core.log.journal import CaseJournal
from core.log.memory import MemoryLog
from core.model.commands import AnswerAdvice
from core.model.terms import OverrideReason, Reply
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Milligram, Millilitre, PumpRate
from core.session import EventLog, Session
from core.texts import load_words

_SHIFTED = "shifted as a whole; the last row is at the present minute"
_BAG = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)
_RESOLUTION = PumpRate(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of a shipped stay: its rows from `begins` to `ends`, and the protocol that advises."""

    stay: str
    begins: datetime
    ends: datetime
    protocol: str = DEFAULT_PROTOCOL


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TITRATING = Scene("283181", _at("2128-11-09 08:00"), _at("2128-11-09 14:26"))
"""Four raises within the hour and artefacts of a line just opened; advice to raise is open."""
ARTEFACT = Scene("283181", _at("2128-11-09 08:00"), _at("2128-11-09 14:10"))
"""The latest reading is 2 mmHg from a line that is not yet open."""
WEANING = Scene("213315", _at("2201-09-28 18:00"), _at("2201-09-29 05:00"), "early-wean")
"""Down from 0.4 to 0.06 mcg/kg/min, two quiet hours: advice and prompt to wean.

They weaned as soon as early-wean would have; the default would have waited for eight hours.
"""
OVERRIDE = Scene("286072", _at("2199-02-01 09:44"), _at("2199-02-01 12:34"))
"""MAP in the forties on 0.3 mcg/kg/min: the chart goes up by more than the advice."""


def demo_chart(now: datetime, scene: Scene = TITRATING) -> Chart:
    """The rows of a scene, the last of them at the whole minute of `now`; it says what it is.

    Raises:
        ChartError: the shipped tables are damaged.
    """
    with as_file(files("resources").joinpath("charts", "mimic-iii-demo")) as folder:
        (whole,) = open_chart(folder, MIMIC, scene.stay)
    rows = [row for row in whole.rows if scene.begins <= row.at <= scene.ends]
    shift = now.replace(second=0, microsecond=0) - rows[-1].at
    shifted = [_moved(row, shift) for row in rows]
    words = load_words(UTC)
    note = words.say("demo.note", {"stay": f"MIMIC-III {scene.stay}"})
    first = ChartNote(shifted[0].at, note, Origin("demo", 0, note, ""))
    return replace(
        whole,
        stay=f"DEMO-{scene.stay}",
        rows=(first, *shifted),
        assumed={**whole.assumed, "times": _SHIFTED},
    )


def _moved(row: ChartRow, shift: timedelta) -> ChartRow:
    return replace(row, at=row.at + shift)


def play_demo(log: EventLog, now: datetime, scene: Scene = TITRATING) -> Session:
    """Play a scene into a log, as a case in simulation that stands at `now`.

    Raises:
        ChartError: the shipped tables are damaged.
        Whatever the log raises when it cannot make the facts durable.
    """
    shelved = read_protocol(scene.protocol)
    if shelved.protocol is None:
        raise ValueError(f"the shipped protocol has findings: {shelved.findings[0]}")
    assumed = Assumed(bag=_BAG, resolution=_RESOLUTION, band=shelved.protocol.bands[0])
    replay = Replay(demo_chart(now, scene), shelved, assumed, log, accepting=True)
    for _ in replay.run():
        pass
    return replay.session


def begin_demo(path: Path, now: datetime, scene: Scene = TITRATING) -> OpenedCase:
    """The demo case as a case file, whole or not at all, open to go on with.

    Raises:
        ChartError: the shipped tables are damaged.
        CaseTrouble: the file could not be written; none was left.
    """
    played = MemoryLog()
    play_demo(played, now, scene)
    with CaseJournal.create(path) as journal:
        journal.append(tuple(played))
    return open_case(path)


def titrating(log: EventLog, now: datetime) -> Session:
    """Raises under way, and advice to raise stands open."""
    return play_demo(log, now, TITRATING)


def artefact(log: EventLog, now: datetime) -> Session:
    """The latest reading is an artefact beside advice from the cuff."""
    return play_demo(log, now, ARTEFACT)


def weaning(log: EventLog, now: datetime) -> Session:
    """Advice to wean stands open, and weaning is prompted."""
    return play_demo(log, now, WEANING)


def override(log: EventLog, now: datetime) -> Session:
    """Advice to raise was answered with a larger step, as the chart goes on to do."""
    session = play_demo(log, now, OVERRIDE)
    standing = session.state.standing
    if standing is None:
        raise ValueError("the scene of an override stands without advice")
    session.handle(
        AnswerAdvice(
            at=now.replace(second=0, microsecond=0),
            advice=standing.seq,
            reply=Reply.MODIFY,
            reason=OverrideReason.STEP_TOO_SMALL,
            dose=Dose(Decimal("0.5"), DoseUnit.MCG_KG_MIN),
            pump_set=True,
        )
    )
    return session


SCENES = {
    "titrating": titrating,
    "weaning": weaning,
    "artefact": artefact,
    "override": override,
}
"""The pictures of the manual by name."""
