"""The arterial line, array-wise: what a monitor shows of the pressure that a patient has.

A line that is not at the height of the heart is wrong by a constant; an underdamped one makes the
systolic pressure too high and nearly leaves MAP alone (Romagnoli 2014); artefacts come by chance
and by script. Heart rate comes from the electrocardiogram, so no artefact of the line moves it.
"""

from dataclasses import dataclass, replace

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.patient.artefacts import Artefact, Episode, Scripted, by_chance, by_script, spoilt
from core.patient.chance import uniform
from core.patient.devices import BoolArray, draw, stream, told, typical
from core.patient.response import Vitals


@dataclass(frozen=True, slots=True, eq=False)
class ArterialLine:
    """A line of each patient. `on`: it is there. `by_chance`: artefacts come by themselves.

    `below_cm`: how far the transducer hangs below the heart (above: negative).
    `overshoot_mmhg`: what an underdamped line adds to the systolic pressure; 0 in a good line.
    """

    seed: int
    ids: IntArray
    below_cm: FloatArray
    overshoot_mmhg: FloatArray
    on: BoolArray
    by_chance: bool
    script: tuple[Scripted, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the monitor shows, before anyone reads whole numbers; NaN where no line is.

    `artefact` is hidden truth, a value of `Artefact` per patient: nobody at the bedside sees it.
    """

    map_mmhg: FloatArray
    systolic_mmhg: FloatArray
    diastolic_mmhg: FloatArray
    heart_rate_bpm: FloatArray
    artefact: IntArray


def drawn_line(seed: int, ids: IntArray, *, artefacts: bool = True) -> ArterialLine:
    """The line that each patient happens to have: its height error, and underdamped in 31 %."""
    poor = uniform(seed, ids, stream("underdamped"), 0) < typical("underdamped_share")
    return ArterialLine(
        seed,
        ids,
        draw("line_height_cm", seed, ids),
        np.where(poor, draw("overshoot_mmhg", seed, ids), 0.0),
        np.ones(len(ids), dtype=np.bool_),
        artefacts,
    )


def good_line(seed: int, ids: IntArray, *, artefacts: bool = False) -> ArterialLine:
    """A line at the height of the heart that rings not at all: it shows what there is."""
    none = np.zeros(len(ids))
    return ArterialLine(seed, ids, none, none, np.ones(len(ids), dtype=np.bool_), artefacts)


def at_height(line: ArterialLine, below_cm: FloatArray | float) -> ArterialLine:
    """The line with its transducer so many cm below the heart; 0 puts it right.

    Raises:
        ValueError: no number.
    """
    height = told(below_cm, len(line))
    if not bool(np.isfinite(height).all()):
        raise ValueError(f"the height of a transducer is a number of cm, not {below_cm}")
    return replace(line, below_cm=height)


def switched(line: ArterialLine, on: BoolArray | bool) -> ArterialLine:  # noqa: FBT001  one for all
    """The line there or not there; without it the monitor shows no pressure of an artery."""
    return replace(line, on=np.ascontiguousarray(np.broadcast_to(on, (len(line),))))


def with_artefact(line: ArterialLine, asked: Scripted) -> ArterialLine:
    """The line with one more scripted artefact; the one asked for last hides the others."""
    return replace(line, script=(*line.script, asked))


def shown(line: ArterialLine, second: float, vitals: Vitals) -> Shown:
    """What the monitor shows at a second of the pressures that the patients have then."""
    clean = _standing_error(line, vitals)
    code = np.zeros(len(line), dtype=np.int64)
    seen = Shown(*clean, vitals.heart_rate_bpm, code)
    if episodes := _episodes(line, second):
        seen = _spoilt(seen, episodes)
    return seen if line.on.all() else _without(seen, ~line.on)


def read_mmhg(pressure: FloatArray) -> FloatArray:
    """The whole mmHg that a person reads, halves up; NaN where nothing is shown."""
    whole: FloatArray = np.floor(pressure + 0.5)
    return whole


def standing_errors(line: ArterialLine) -> tuple[FloatArray, FloatArray]:
    """What the line adds to mean and diastolic pressure while nothing spoils it, mmHg."""
    column, over = line.below_cm * typical("mmhg_per_cm"), line.overshoot_mmhg
    return (
        column + over * typical("overshoot_map"),
        column - over * typical("overshoot_diastolic"),
    )


def _standing_error(
    line: ArterialLine, vitals: Vitals
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """MAP, systolic and diastolic pressure through the line while nothing spoils it, mmHg."""
    mean, low = standing_errors(line)
    column = line.below_cm * typical("mmhg_per_cm")
    return (
        vitals.map_mmhg + mean,
        vitals.systolic_mmhg + column + line.overshoot_mmhg,
        vitals.diastolic_mmhg + low,
    )


def _episodes(line: ArterialLine, second: float) -> tuple[Episode, ...]:
    """All artefacts of the second, what hides the others last."""
    found = by_chance(line.seed, line.ids, second) if line.by_chance else ()
    return (*found, *by_script(line.seed, line.ids, line.script, second))


def _spoilt(clean: Shown, episodes: tuple[Episode, ...]) -> Shown:
    """The figures with artefacts laid over what a clean line would show."""
    seen = Shown(
        clean.map_mmhg.copy(),
        clean.systolic_mmhg.copy(),
        clean.diastolic_mmhg.copy(),
        clean.heart_rate_bpm,
        clean.artefact.copy(),
    )
    for episode in episodes:
        who, mean = episode.who, clean.map_mmhg[episode.who]
        seen.map_mmhg[who] = spoilt(episode, mean, mean)
        seen.systolic_mmhg[who] = spoilt(episode, clean.systolic_mmhg[who], mean)
        seen.diastolic_mmhg[who] = spoilt(episode, clean.diastolic_mmhg[who], mean)
        seen.artefact[who] = int(episode.kind)
    return seen


def _without(seen: Shown, off: BoolArray) -> Shown:
    """Nothing is shown, and so nothing is spoilt, where no line is."""
    return Shown(
        np.where(off, np.nan, seen.map_mmhg),
        np.where(off, np.nan, seen.systolic_mmhg),
        np.where(off, np.nan, seen.diastolic_mmhg),
        seen.heart_rate_bpm,
        np.where(off, int(Artefact.NONE), seen.artefact),
    )
