"""A deliberately naive checker, point by point in plain Python, agrees with the painted cells.

It reads the file's own texts, walks the rows one by one and judges the answer by its own words;
nothing of the partition is used. The points lie at and beside the numbers in the file.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from core.library import protocol_from, read_protocol
from core.model.course import UNKNOWN
from core.model.facts import Axis, Phase
from core.proof import promises_dose, promises_wean
from core.proof.cells import Whole
from core.proof.partition import Grid, grid_of, slabs_of
from core.proof.scene import Scene
from core.rules.protocol import ProtocolFile
from core.rules.rows import Row, Span

PROTOCOL = protocol_from(read_protocol("early-wean").text)
FILE: ProtocolFile = PROTOCOL.file
POINTS = 10_000
SCALE = {"min": 60, "h": 3600, "s": 1, "%": 100, "mcg/kg/min": 1000}
Point = dict[Axis, int | None]
FACTS = (
    *(Axis.DOSE, Axis.SINCE_CHANGE, Axis.AT_TARGET_FOR, Axis.ABOVE_TARGET_FOR),
    *(Axis.READINGS_SINCE_RAISE, Axis.SINCE_STEP, Axis.LOW_READINGS_SINCE_STEP, Axis.STEP_SIZE),
    *(Axis.SINCE_FAILED_WEAN, Axis.MAP_FALL, Axis.MAP_FALL_SHARE, Axis.HEART_RATE_RISE_SHARE),
    *(Axis.BELOW_TARGET_FOR, Axis.DIASTOLIC, Axis.SHOCK_INDEX, Axis.SINCE_STOP),
    *(Axis.PERFUSION_CONCERN, Axis.SINCE_OTHER_CHANGE),
)


@dataclass(frozen=True)
class Lines:
    low: int
    high: int

    def named(self, text: str) -> float:
        lines = {
            "target.low": self.low,
            "target.high": self.high,
            "line.start_at_once": 55,
            "line.rescue": max(55, self.low - 10),
            "line.critical": 50,
            "line.high": self.high + 25,
        }
        return lines[text]


def number(text: str, lines: Lines) -> float:
    """A quantity of the file as a plain number of seconds, mmHg, thousandths or hundredths."""
    found = re.fullmatch(r"([0-9.]+) (.*)", text)
    if found is None:
        return lines.named(text)
    scale = 100 if found[2].startswith("beats") else SCALE.get(found[2], 1)
    return float(found[1]) * scale


def fits(value: int | None, span: Span, lines: Lines) -> bool:
    if value is None:
        return False
    if span.below is not None and not value < number(span.below, lines) - 1e-6:
        return False
    if span.at_most is not None and not value <= number(span.at_most, lines) + 1e-6:
        return False
    if span.above is not None and not value > number(span.above, lines) + 1e-6:
        return False
    return span.at_least is None or value >= number(span.at_least, lines) - 1e-6


def matches(row: Row, point: Point, lines: Lines) -> bool:
    yes_no = {"yes": 1, "no": 0, None: None}
    wanted = yes_no[row.when.perfusion_concern]
    if wanted is not None and point[Axis.PERFUSION_CONCERN] != wanted:
        return False
    return all(fits(point[axis], span, lines) for axis, span in row.when.spans().items())


def first_row(phase: Phase, point: Point, lines: Lines) -> Row:
    rows = [row for row in FILE.rule if row.phase == phase.name.lower()]
    return next(row for row in rows if matches(row, point, lines))


@cache
def near(axis: Axis) -> list[int]:
    """The numbers the file compares a fact with, and their neighbours."""
    found = {0, 1, 20, 60, 100}
    lines = Lines(65, 75)
    for row in FILE.rule:
        span = row.when.spans().get(axis)
        texts = () if span is None else (span.below, span.at_least, span.above, span.at_most)
        found |= {round(number(text, lines)) for text in texts if text is not None}
    return sorted({value + by for value in found for by in (-1, 0, 1) if value + by >= 0})


def points(seed: int, count: int) -> Iterator[tuple[int, Phase, Point]]:
    rng = random.Random(seed)
    for _ in range(count):
        band = rng.randrange(len(PROTOCOL.bands))
        phase = rng.choices(list(Phase), [2, 6, 1, 1])[0]
        low, high = ends_of(band)
        edges = [20, 49, 50, 54, 55, low - 11, low - 10, low - 1, low, high, high + 1]
        point: Point = {Axis.MAP: rng.choice([*edges, high + 24, high + 25, 200])}
        for axis in FACTS:
            value = rng.choice(near(axis))
            point[axis] = None if axis in MAYBE_UNKNOWN and rng.random() < 0.4 else value
        if point[Axis.PERFUSION_CONCERN] is not None:
            point[Axis.PERFUSION_CONCERN] = rng.randrange(2)
        point[Axis.DOSE] = rng.choice([max(value, 1) for value in near(Axis.DOSE)])
        yield band, phase, possible(phase, low, high, point)


MAYBE_UNKNOWN = frozenset(FACTS) - {Axis.DOSE, Axis.SINCE_CHANGE, Axis.READINGS_SINCE_RAISE}


def ends_of(band: int) -> tuple[int, int]:
    return int(PROTOCOL.bands[band].low.value), int(PROTOCOL.bands[band].high.value)


def possible(phase: Phase, low: int, high: int, point: Point) -> Point:
    """The point moved into what can happen: runs on their side, a step as the last change."""
    pressure = point[Axis.MAP] or 0
    point[Axis.BELOW_TARGET_FOR] = (point[Axis.BELOW_TARGET_FOR] or 0) if pressure < low else None
    point[Axis.AT_TARGET_FOR] = (point[Axis.AT_TARGET_FOR] or 0) if pressure >= low else None
    point[Axis.ABOVE_TARGET_FOR] = (point[Axis.ABOVE_TARGET_FOR] or 0) if pressure > high else None
    since = point[Axis.SINCE_CHANGE] or 0
    stepped = phase is Phase.RUNNING and point[Axis.SINCE_STEP] is not None and since < 3600
    point[Axis.SINCE_STEP] = since if stepped else None
    lows = max(point[Axis.LOW_READINGS_SINCE_STEP] or 0, int(pressure < low))
    point[Axis.LOW_READINGS_SINCE_STEP] = min(lows, 9) if stepped else None
    point[Axis.STEP_SIZE] = max(point[Axis.STEP_SIZE] or 20, 1) if stepped else None
    if point[Axis.DIASTOLIC] is not None:
        point[Axis.DIASTOLIC] = max(min(point[Axis.DIASTOLIC] or 0, pressure), 5)
    point[Axis.SINCE_STOP] = (point[Axis.SINCE_STOP] or 0) if phase is Phase.WATCH else None
    point[Axis.READINGS_SINCE_RAISE] = min(point[Axis.READINGS_SINCE_RAISE] or 0, 9)
    if phase in {Phase.OFF, Phase.WATCH}:
        point[Axis.DOSE] = 0
    return point


@cache
def scenes(band: int, phase: Phase) -> list[Scene]:
    grid = grid_of(PROTOCOL, band, phase, {})
    return [Scene(slab) for slab in slabs_of(grid, merged=False)]


def place(grid: Grid, axis: Axis, value: int | None) -> int:
    """The cell of a value by looking at each."""
    cells = grid.cells[axis]
    wanted = UNKNOWN if value is None else value
    (at,) = np.flatnonzero((cells.first <= wanted) & (wanted <= cells.last))
    return int(at)


def cell_of(band: int, phase: Phase, point: Point) -> tuple[Scene, tuple[int, ...]]:
    for scene in scenes(band, phase):
        within = scene.slab.first <= (point[Axis.MAP] or 0) <= scene.slab.last
        age = scene.slab.fixed.get(Axis.SINCE_CHANGE)
        aged = age is None or age == place(scene.grid, Axis.SINCE_CHANGE, point[Axis.SINCE_CHANGE])
        if within and aged:
            index = tuple(place(scene.grid, a, point.get(a)) for a in scene.grid.axes)
            return scene, index
    raise AssertionError("no slab holds the point")


def at(mask: Whole, index: tuple[int, ...]) -> int:
    """The entry of an array in which some dimensions stand for all of theirs."""
    own = tuple(0 if size == 1 else i for size, i in zip(mask.shape, index, strict=True))
    return int(mask[own])


@pytest.mark.parametrize("seed", range(4))
def test_the_naive_walk_through_the_rows_finds_the_painted_row(seed: int) -> None:
    for band, phase, point in points(seed, POINTS // 4):
        lines = Lines(*ends_of(band))
        scene, index = cell_of(band, phase, point)
        painted = scene.grid.table.rows[at(scene.slab.owner, index)].id
        assert painted == first_row(phase, point, lines).id, (band, phase, point)


def naive_too_soon(row: Row, point: Point, *, far: bool, high: bool) -> bool:
    since = point[Axis.SINCE_CHANGE] or 0
    least = {
        "raise": 120 if far else 300,
        "undo": 300,
        "lower": 120 if high else 1800,
        "wean": 1800,
        "stop": 1800,
    }
    return since < least.get(row.then.action, 0)


def test_the_naive_judgement_of_a_change_is_that_of_its_cell() -> None:
    judged = 0
    for band, phase, point in points(7, POINTS):
        if phase is not Phase.RUNNING:
            continue
        low, high = ends_of(band)
        pressure = point[Axis.MAP] or 0
        row = first_row(phase, point, Lines(low, high))
        scene, index = cell_of(band, phase, point)
        wrong_way = row.then.action in {"raise", "undo"} and pressure >= low
        soon = naive_too_soon(
            row, point, far=pressure < max(55, low - 10), high=pressure >= high + 25
        )
        dose, by = point[Axis.DOSE] or 0, 50 if row.id == "rescue" else 20
        past = row.then.action == "raise" and dose + by > 1000
        assert bool(at(promises_dose.no_raise(scene), index)) == wrong_way
        assert bool(at(promises_wean.too_soon(scene), index)) == soon
        assert bool(at(promises_dose.hard_limit(scene), index)) == past
        judged += 1
    assert judged > POINTS // 2
