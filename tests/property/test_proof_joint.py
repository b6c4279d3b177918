"""The joint limits hold in every course: drawn ones, counted as the program counts them."""

from collections.abc import Iterator

import numpy as np
import pytest

from core.library import protocol_from, read_protocol
from core.model.course import UNKNOWN, Lane, Lines, begin, with_dose, with_pause, with_reading
from core.model.facts import Axis, Facts, Phase, gather
from core.proof.cells import Cells, Mask, cut, domain
from core.proof.joint import JOINTS, Ends, Joint, Kind, allowed, share_of_fall

PROTOCOL = protocol_from(read_protocol("early-wean").text)
LINES = Lines(low=65, high=75, run_gap=4500, step_window=3600, stop_from=20, watch=86_400)
PATIENTS, EVENTS = 4_000, 40
DOSES = [0, 5, 10, 20, 30, 50, 80, 100]
PRESSURES = [45, 54, 60, 64, 65, 70, 75, 76, 90, 100, 120]


def drawn(seed: int) -> Iterator[Facts]:
    """The facts of a cohort at each of its readings."""
    rng = np.random.default_rng(seed)
    course, at = begin(PATIENTS), np.full(PATIENTS, 1_000_000, dtype=np.int64)
    for _ in range(EVENTS):
        at = at + rng.choice([0, 30, 120, 300, 900, 1800, 3600, 5000], PATIENTS)
        what = rng.random(PATIENTS)
        pressure = rng.choice(PRESSURES, PATIENTS)
        read = {"map_mmhg": pressure, "diastolic": pressure - 15, "heart_rate": pressure + 20}
        course = with_reading(course, LINES, at=at, here=what < 0.6, **read)
        dose = rng.choice(DOSES, PATIENTS)
        course = with_dose(course, LINES, at=at, dose=dose, here=(what >= 0.6) & (what < 0.95))
        rests = course.paused == 0
        course = with_pause(course, paused=rests, here=what >= 0.95)
        asked = course.reading_at == at
        facts = gather(course, LINES, at)
        yield facts[asked & (what < 0.6)]


@pytest.mark.parametrize("joint", JOINTS, ids=lambda joint: joint.code)
def test_no_course_breaks_a_joint_limit(joint: Joint) -> None:
    points = 0
    for every in drawn(11):
        facts = every[every[:, Axis.PHASE] == PHASES.get(joint.code, Phase.RUNNING)]
        one, other = (Ends(facts[:, axis], facts[:, axis]) for axis in (joint.one, joint.other))
        assert allowed(joint, one, other).all(), joint.code
        points += len(facts)
    assert points > 1_000


PHASES = {"stop-is-last-change": Phase.WATCH, "index-needs-diastolic": Phase.OFF}


def test_the_share_of_a_fall_fits_the_pressure_in_every_course() -> None:
    for facts in drawn(12):
        known = facts[facts[:, Axis.PHASE] == Phase.RUNNING]
        for pressure in PRESSURES:
            here = known[known[:, Axis.MAP] == pressure]
            fall, share = (
                Ends(here[:, a], here[:, a]) for a in (Axis.MAP_FALL, Axis.MAP_FALL_SHARE)
            )
            assert share_of_fall((pressure, pressure), fall, share).all()


def test_every_fact_of_a_course_lies_in_its_domain() -> None:
    for facts in drawn(13):
        for phase in Phase:
            here = facts[facts[:, Axis.PHASE] == phase]
            for axis in (Axis.MAP, Axis.DOSE, Axis.SINCE_CHANGE, Axis.SINCE_STEP, Axis.STEP_SIZE):
                cells = cut(axis, domain(axis, phase, PROTOCOL.numbers), set())
                assert inside(cells, here[:, axis]).all(), (axis, phase)


def inside(cells: Cells, lane: Lane) -> Mask:
    held = (lane[:, None] >= cells.first) & (lane[:, None] <= cells.last)
    return np.asarray(held.any(axis=1))


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_limit_refuses_something(kind: Kind) -> None:
    joint = next(item for item in JOINTS if item.kind is kind)
    unknown, late = (np.array([value]) for value in (UNKNOWN, 50))
    pairs = {
        Kind.AT_MOST: (late, late - 1),
        Kind.SAME: (late, late - 1),
        Kind.TOGETHER: (late, unknown),
        Kind.NEEDS: (late, unknown),
        Kind.COUNTED: (late * 0, late),
    }
    one, other = (Ends(value, value) for value in pairs[kind])
    assert not allowed(joint, one, other).any()


def test_the_runs_are_known_on_their_own_side_of_the_band_only() -> None:
    for facts in drawn(14):
        pressure = facts[:, Axis.MAP]
        sides = {
            Axis.BELOW_TARGET_FOR: pressure < LINES.low,
            Axis.AT_TARGET_FOR: pressure >= LINES.low,
            Axis.ABOVE_TARGET_FOR: pressure > LINES.high,
        }
        for axis, side in sides.items():
            assert ((facts[:, axis] != UNKNOWN) == side).all()
        stepped = facts[:, Axis.LOW_READINGS_SINCE_STEP][pressure < LINES.low]
        assert (stepped[stepped != UNKNOWN] >= 1).all()
