"""What the learner sees beside the case: the bedside screen, the pumps, and what was said.

It is made of what anybody at the bedside could see and hear, and of nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.lab.monitor import Monitor, Pressures
from core.lab.truth import Told
from core.model.terms import Agent
from core.quantity.measures import PumpRate
from core.view.wording import Words

NOTHING_SHOWN = "--"
"""What a screen shows where it has no figure."""


@dataclass(frozen=True, slots=True)
class PumpShown:
    """The display of one pump: the agent's name, and its rate with unit."""

    name: str
    rate: str


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said something: local time, who, and what."""

    at: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class MonitorView:
    """The screen. `pair` and `cuff` are empty where there is none; figures have no unit."""

    map: str
    pair: str
    heart_rate: str
    source: str
    cuff: str
    pumps: tuple[PumpShown, ...]
    said: tuple[Said, ...]


def monitor_view(
    screen: Monitor,
    displays: Mapping[Agent, PumpRate],
    said: Iterable[Told],
    opened_at: datetime,
    words: Words,
) -> MonitorView:
    """The screen in words; `said` oldest first, seconds count from `opened_at`."""
    shown = screen.line or (None if screen.cuff is None else screen.cuff.pressures)
    return MonitorView(
        map=NOTHING_SHOWN if shown is None else str(shown.map),
        pair="" if shown is None else pair_text(shown),
        heart_rate=NOTHING_SHOWN if screen.heart_rate is None else str(screen.heart_rate),
        source=_source(screen, opened_at, words),
        cuff=_cuff(screen, opened_at, words),
        pumps=tuple(
            PumpShown(words.say(f"agent.{agent}"), str(rate)) for agent, rate in displays.items()
        ),
        said=tuple(said_of(told, opened_at, words) for told in said),
    )


def said_of(told: Told, opened_at: datetime, words: Words) -> Said:
    """One thing said, with its local time."""
    at = words.clock(moment(opened_at, told.second))
    return Said(at, words.say(f"lab.role.{told.who}"), told.text)


def moment(opened_at: datetime, second: int) -> datetime:
    """A second of the simulation as an instant."""
    return opened_at + timedelta(seconds=second)


def pair_text(shown: Pressures) -> str:
    """A pair as "92/47"; empty where a device shows its mean alone."""
    if shown.systolic is None or shown.diastolic is None:
        return ""
    return f"{shown.systolic}/{shown.diastolic}"


def _source(screen: Monitor, opened_at: datetime, words: Words) -> str:
    if screen.line is not None:
        return words.say("lab.monitor.line")
    if screen.cuff is None:
        return words.say("lab.monitor.no-source")
    at = words.clock(moment(opened_at, screen.cuff.second))
    return words.say("lab.monitor.cuff-alone", {"at": at})


def _cuff(screen: Monitor, opened_at: datetime, words: Words) -> str:
    """The latest cuff pressure beside a line, and when the cuff measures next."""
    next_at = "" if screen.cuff_due is None else words.clock(moment(opened_at, screen.cuff_due))
    if screen.cuff is None or screen.line is None:
        return words.say("lab.monitor.cuff-next", {"next": next_at}) if next_at else ""
    shown = screen.cuff.pressures
    args = {
        "map": str(shown.map),
        "pair": pair_text(shown),
        "at": words.clock(moment(opened_at, screen.cuff.second)),
        "next": next_at,
    }
    return words.say("lab.monitor.cuff", args)
