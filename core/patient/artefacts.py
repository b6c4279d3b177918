"""What spoils the figure of an arterial line for a while, by chance or by script.

Chance is a function of seed, patient and time alone. Time is cut into slots of ten minutes; at most
one artefact begins in a slot, at the published rates per day, and it may reach into the next. So a
second is inside the same artefact whichever seconds were looked at before, and a look costs two
draws per patient.
"""

from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from typing import assert_never

import numpy as np

from core.patient.arrays import FloatArray, IntArray, flagged
from core.patient.chance import least_word, uniform
from core.patient.devices import BoolArray, devices, draw, stream, typical

S_PER_DAY = 86_400.0
SLOT_S = 600
"""A slot of chance; longer than any artefact lasts, so only the slot before can reach into one."""
SLOTS, STARTS = "artefact", "artefact start"
"""The names of the streams that say in which slots an artefact begins, and when in it."""
_DECAYED = 3.0
"""A blood draw ends after three time constants of its decay, at 95 %."""


class Artefact(IntEnum):
    """What an arterial line suffers; `NONE` is a clean figure. Damping comes by script alone."""

    NONE = 0
    FLUSH = 1
    BLOOD_DRAW = 2
    ZEROING = 3
    DISCONNECTION = 4
    DAMPING = 5


_BY_CHANCE = {
    Artefact.FLUSH: "flush_per_day",
    Artefact.BLOOD_DRAW: "draw_per_day",
    Artefact.ZEROING: "zeroing_per_day",
    Artefact.DISCONNECTION: "disconnection_per_day",
}


@dataclass(frozen=True, slots=True)
class Scripted:
    """An artefact that a script asks for, in every patient of the line: from when and how long."""

    kind: Artefact
    from_s: float
    lasting_s: float

    def __post_init__(self) -> None:
        """Refuse what is no artefact.

        Raises:
            ValueError: the kind is none, or it lasts no time.
        """
        if self.kind is Artefact.NONE or not self.lasting_s > 0:
            raise ValueError(f"an artefact has a kind and lasts above 0 s, not {self}")


@dataclass(frozen=True, slots=True, eq=False)
class Episode:
    """Patients (places in the cohort) who have one kind of artefact at a second.

    `since_s`: how long already. `draw_s`: how long a blood draw decays before its flush. Levels in
    mmHg: to which it decays, or at which it stands; and of the flush that ends a blood draw.
    """

    kind: Artefact
    who: IntArray
    since_s: FloatArray
    draw_s: FloatArray
    level_mmhg: FloatArray
    flush_mmhg: FloatArray


def by_chance(seed: int, ids: IntArray, second: FloatArray | float) -> tuple[Episode, ...]:
    """The artefacts that these patients have at a second, one for all or each its own.

    A later one hides an earlier one.
    """
    each: FloatArray = np.broadcast_to(np.asarray(second, dtype=np.float64), ids.shape)
    slot = (each // SLOT_S).astype(np.int64)
    return (*_begun_in(seed, ids, slot - 1, each), *_begun_in(seed, ids, slot, each))


def by_script(
    seed: int, ids: IntArray, script: tuple[Scripted, ...], second: float
) -> tuple[Episode, ...]:
    """The scripted artefacts that last at a second, in the sequence of the script."""
    return tuple(
        _of_script(seed, ids, asked, second)
        for asked in script
        if 0 <= second - asked.from_s < asked.lasting_s
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Draws:
    """Chance of some patients on occasions: their places, their ids, and each one's number."""

    seed: int
    who: IntArray
    ids: IntArray
    occasion: IntArray

    def of(self, name: str) -> FloatArray:
        return draw(name, self.seed, self.ids, self.occasion)


def least_without() -> np.uint64:
    """The least word of a slot's chance that begins no artefact."""
    return least_word(float(_per_slot()[-1]))


def may_last(slot: IntArray, begins: FloatArray, second: FloatArray) -> BoolArray:
    """Whether what begins in a slot, at this share of it, may last at a second.

    The share is a uniform draw of the stream `STARTS`.
    """
    since = second - SLOT_S * (slot + begins)
    near: BoolArray = (since >= 0) & (since < _longest_s())
    return near


def _begun_in(seed: int, ids: IntArray, slot: IntArray, second: FloatArray) -> list[Episode]:
    """What began in a slot and lasts at a second; few are looked at closely, so it is quick."""
    chance = uniform(seed, ids, stream(SLOTS), slot)
    some = flagged(chance < _per_slot()[-1])
    slot = slot[some]
    start = SLOT_S * (slot + uniform(seed, ids[some], stream(STARTS), slot))
    since = second[some] - start
    near = flagged((since >= 0) & (since < _longest_s()))
    who, since, slot = some[near], since[near], slot[near]
    kinds = np.searchsorted(_per_slot(), chance[who], side="right")
    each = [(kind, flagged(kinds == place)) for place, kind in enumerate(_BY_CHANCE)]
    going_on = (
        _going_on(_Draws(seed, who[of], ids[who[of]], slot[of]), kind, since[of])
        for kind, of in each
        if of.size
    )
    return [episode for episode in going_on if episode is not None]


@cache
def _per_slot() -> FloatArray:
    """The chance that a slot begins an artefact, summed over the kinds."""
    rates = np.array([typical(name) for name in _BY_CHANCE.values()])
    summed: FloatArray = np.cumsum(rates) * (SLOT_S / S_PER_DAY)
    return summed


@cache
def _longest_s() -> float:
    """The longest that any artefact by chance can last, s.

    Raises:
        ValueError: longer than a slot, so that it could reach beyond the slot after its own.
    """
    high = {name: devices()[f"{name}_s"].high for name in ("flush", "zeroing", "disconnection")}
    longest = max(*high.values(), devices()["draw_s"].high + high["flush"])
    if longest > SLOT_S:
        raise ValueError(f"an artefact lasts {longest} s; accepted: at most {SLOT_S} s")
    return longest


def _going_on(draws: _Draws, kind: Artefact, since: FloatArray) -> Episode | None:
    """Those whose artefact lasts for longer than since when, if any."""
    inside = since < _lasting_s(draws, kind)
    if not inside.any():
        return None
    concerned = _Draws(draws.seed, draws.who[inside], draws.ids[inside], draws.occasion[inside])
    return _episode(concerned, kind, since[inside])


def _episode(draws: _Draws, kind: Artefact, since: FloatArray) -> Episode:
    nothing, drawn = np.zeros(len(draws.ids)), kind is Artefact.BLOOD_DRAW
    draw_s = draws.of("draw_s") if drawn else nothing
    flush_mmhg = draws.of("flush_mmhg") if drawn else nothing
    return Episode(kind, draws.who, since, draw_s, _level_mmhg(draws, kind), flush_mmhg)


def _of_script(seed: int, ids: IntArray, asked: Scripted, second: float) -> Episode:
    """An artefact of everyone; a scripted draw ends with a flush of at most a third of its time."""
    occasion = np.full(len(ids), round(asked.from_s), dtype=np.int64)
    draws = _Draws(seed, np.arange(len(ids)), ids, occasion)
    episode = _episode(draws, asked.kind, np.full(len(ids), second - asked.from_s))
    flush_s = np.minimum(draws.of("flush_s"), asked.lasting_s / 3)
    return replace(episode, draw_s=asked.lasting_s - flush_s)


def _lasting_s(draws: _Draws, kind: Artefact) -> FloatArray:
    """How long an artefact lasts, s; a draw decays and is flushed."""
    match kind:
        case Artefact.FLUSH:
            return draws.of("flush_s")
        case Artefact.BLOOD_DRAW:
            return draws.of("draw_s") + draws.of("flush_s")
        case Artefact.ZEROING:
            return draws.of("zeroing_s")
        case Artefact.DISCONNECTION:
            return draws.of("disconnection_s")
        case Artefact.NONE | Artefact.DAMPING:
            return np.zeros(len(draws.ids))
        case _:
            assert_never(kind)


def _level_mmhg(draws: _Draws, kind: Artefact) -> FloatArray:
    """The pressure at which the line stands, mmHg; zeroing reads 0, damping has no level."""
    match kind:
        case Artefact.FLUSH:
            return draws.of("flush_mmhg")
        case Artefact.BLOOD_DRAW:
            return draws.of("draw_mmhg")
        case Artefact.DISCONNECTION:
            return draws.of("disconnection_mmhg")
        case Artefact.NONE | Artefact.ZEROING | Artefact.DAMPING:
            return np.zeros(len(draws.ids))
        case _:
            assert_never(kind)


def spoilt(episode: Episode, pressure: FloatArray, mean: FloatArray) -> FloatArray:
    """What the line shows of a pressure (systolic, mean or diastolic, mmHg) of those concerned.

    `pressure` and `mean` are those of the patients in `episode.who`. A flush, a zeroing and an open
    line have no pulse: all three pressures are the same.
    """
    match episode.kind:
        case Artefact.BLOOD_DRAW:
            fade = np.exp(-_DECAYED * episode.since_s / episode.draw_s)
            decayed = episode.level_mmhg + (pressure - episode.level_mmhg) * fade
            return np.where(episode.since_s < episode.draw_s, decayed, episode.flush_mmhg)
        case Artefact.DAMPING:
            return mean + (pressure - mean) * typical("damping_left")
        case Artefact.FLUSH | Artefact.ZEROING | Artefact.DISCONNECTION:
            return episode.level_mmhg
        case Artefact.NONE:
            return pressure
        case _:
            assert_never(episode.kind)
