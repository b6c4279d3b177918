"""From a simulation to what its instructor's window shows; it changes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from core.lab.act import Vital
from core.lab.bedside import true_vitals
from core.lab.desk_log import Chronicled, log_lines
from core.lab.desk_trend import trend
from core.lab.desk_truth import doings, pumps, truth_figures
from core.lab.desk_view import ComingLine, DeskView, Marked
from core.lab.desk_words import trigger_text
from core.lab.monitor_view import MonitorView, monitor_view
from core.lab.pace import Pace
from core.lab.script import Coming, Ended
from core.lab.simulation import Simulation
from core.lab.truth import Told
from core.patient.artefacts import Artefact
from core.patient.arterial_line import shown
from core.quantity.measures import duration_text
from core.quantity.text import number_text
from core.view.rows import TimelineRow
from core.view.wording import Words

SEDATIONS = {"none": Decimal(0), "light": Decimal("0.4"), "deep": Decimal("0.9")}
"""The depths of sedation that an instructor gives by one key, 0 awake to 1 deep (local)."""
_NEAR = 1e-6
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Any instant: countdowns take two, and a script counts from its opening."""


@dataclass(frozen=True, slots=True)
class Room:
    """What of the window is no part of the simulation: pace, bookmarks, who plays.

    `waiting`: the learner still reads the pre-brief. `rows` are those of the learner's case.
    """

    pace: Pace
    players: str
    waiting: bool
    bookmarks: Sequence[datetime] = ()
    rows: Iterable[TimelineRow] = ()


def learner_view(simulation: Simulation, words: Words) -> MonitorView:
    """What stands beside the learner's case: of the truth only what everybody is shown."""
    said = (entry for entry in simulation.truth if isinstance(entry, Told))
    screen, displays = simulation.monitor(), simulation.displays()
    return monitor_view(screen, displays, said, simulation.start, words)


def desk_view(simulation: Simulation, room: Room, words: Words) -> DeskView:
    """The instructor's window now."""
    scenario, bedside, now = simulation.scenario, simulation.bedside, simulation.now
    stage = scenario.stage(simulation.script.stage)
    elapsed, next_event = now - simulation.start, simulation.next_event()
    told = Chronicled(
        scenario, simulation.start, simulation.truth, simulation.script.fired, room.rows
    )
    return DeskView(
        title=scenario.title,
        players=room.players,
        clock=clock_with_seconds(now, words),
        elapsed=duration_text(elapsed),
        left=duration_text(scenario.longest - elapsed),
        pace=room.pace,
        pace_text=pace_text(room.pace, words),
        waiting=room.waiting,
        ended=_ended(simulation, words),
        figures=truth_figures(simulation, words),
        pumps=pumps(simulation, words),
        doings=doings(bedside, simulation.start, words),
        artefact=_artefact(simulation, words),
        monitor=learner_view(simulation, words),
        stage="" if stage is None else stage.text,
        coming=tuple(_coming(each, elapsed, words) for each in simulation.coming()),
        log=log_lines(told, words),
        overrides=tuple(
            (vital, number_text(bedside.overrides[vital]))
            for vital in Vital
            if vital in bedside.overrides
        ),
        bookmarks=tuple(
            Marked(number, words.clock(at)) for number, at in enumerate(room.bookmarks, 1)
        ),
        next_event=clock_with_seconds(next_event, words),
        advice_hidden=simulation.advice_hidden,
        hydrocortisone=bedside.hydrocortisone,
        sedation=_sedation(bedside.sedation),
        trend=trend(simulation),
    )


def pace_text(pace: Pace, words: Words) -> str:
    """The speed as it is always in sight: "60 times", or both that it is paused and the speed."""
    code = "once" if pace.speed == 1 else "running"
    speed = words.say(f"lab.pace.{code}", {"speed": str(pace.speed)})
    return speed if pace.running else f"{words.say('lab.pace.paused')}, {speed}"


def clock_with_seconds(at: datetime, words: Words) -> str:
    """A local time with its seconds: "08:12:30"."""
    return f"{words.clock(at)}:{at.second:02}"


def _coming(coming: Coming, elapsed: timedelta, words: Words) -> ComingLine:
    due = ""
    if coming.due is not None:
        left = words.countdown(_EPOCH + max(coming.due, elapsed), _EPOCH + elapsed)
        due = words.say("lab.script.in", {"left": left})
    text = coming.text or words.say("lab.script.longest")
    if coming.is_end:
        text = words.say("lab.script.end", {"text": text})
    return ComingLine(coming.id, text, due, trigger_text(coming.when, words), coming.is_end)


def _ended(simulation: Simulation, words: Words) -> str:
    ended: Ended | None = simulation.ended
    if ended is None:
        return ""
    texts = {end.id: end.text for end in simulation.scenario.ends}
    how = texts.get(ended.end or "")
    at = words.clock(simulation.start + ended.at)
    if how is None:
        return words.say("lab.ended.by-time", {"at": at})
    return words.say("lab.ended.by-script", {"at": at, "how": how})


def _sedation(depth: float) -> str:
    """The depth that an instructor can choose, in a word; empty for any other one of a script."""
    known = (code for code, value in SEDATIONS.items() if abs(float(value) - depth) < _NEAR)
    return next(known, "")


def _artefact(simulation: Simulation, words: Words) -> str:
    """What spoils the arterial line just now; empty for nothing."""
    bedside = simulation.bedside
    seen = shown(bedside.line, bedside.second, true_vitals(bedside))
    kind = Artefact(int(seen.artefact[0]))
    return "" if kind is Artefact.NONE else words.say(f"lab.artefact.{kind.name.lower()}")
