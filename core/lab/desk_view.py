"""What the instructor's window shows: the hidden truth, the script and the means to meddle.

Frozen; every number is written already. None of it may reach the learner's window or file.
"""

from dataclasses import dataclass

from core.lab.act import Vital
from core.lab.desk_log import LogLine
from core.lab.monitor_view import MonitorView
from core.lab.pace import Pace


@dataclass(frozen=True, slots=True)
class TruthFigure:
    """One hidden figure: its name, its value, its unit, and what stands beside it."""

    code: str
    name: str
    value: str
    unit: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class PumpTruth:
    """A pump in truth: what it is keyed to, what the case believes, and what reaches the vein.

    `wrong` tells that display and chart differ, or that the bag is another one than charted.
    """

    name: str
    set_rate: str
    charted: str
    reaching: str
    bag: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class ComingLine:
    """A happening or an end that may come. `due` is a countdown, else `waits` says for what."""

    id: str
    text: str
    due: str
    waits: str
    is_end: bool

    @property
    def when(self) -> str:
        """The countdown, or what is waited for."""
        return self.due or self.waits


@dataclass(frozen=True, slots=True)
class TrendView:
    """Curves for painting: seconds since the opening against a figure, oldest first.

    MAP in mmHg, dose in mcg/kg/min as it reaches the vein; `band` is the target, mmHg.
    """

    now: int
    opened_at: float
    true_map: tuple[tuple[float, float], ...]
    shown_map: tuple[tuple[float, float], ...]
    dose: tuple[tuple[float, float], ...]
    band: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A bookmark: its number and the local time it keeps."""

    number: int
    at: str


@dataclass(frozen=True, slots=True)
class DeskView:
    """The instructor's window at one moment."""

    title: str
    players: str
    clock: str
    elapsed: str
    left: str
    pace: Pace
    pace_text: str
    waiting: bool
    ended: str
    figures: tuple[TruthFigure, ...]
    pumps: tuple[PumpTruth, ...]
    doings: tuple[str, ...]
    artefact: str
    monitor: MonitorView
    stage: str
    coming: tuple[ComingLine, ...]
    log: tuple[LogLine, ...]
    overrides: tuple[tuple[Vital, str], ...]
    bookmarks: tuple[Marked, ...]
    next_event: str
    advice_hidden: bool
    hydrocortisone: bool
    sedation: str
    trend: TrendView
