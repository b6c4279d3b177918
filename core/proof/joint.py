"""Joint limits of the facts: what never happens together, so that no impossible cell is judged.

Each is data with a code; the sentence that says why stands in the texts under the same code. They
follow from how `core.model.course` counts, and a test draws courses to see that all hold.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from core.model.course import UNKNOWN, Lane
from core.model.facts import Axis
from core.proof.cells import MAP_DOMAIN, Mask


class Kind(Enum):
    """How two facts hang together."""

    AT_MOST = "the first is no more than the second, where both are known"
    SAME = "the first, where known, equals the second"
    TOGETHER = "both are known or neither"
    NEEDS = "the first is known only if the second is"
    COUNTED = "the first is above zero exactly when the second is known"


@dataclass(frozen=True, slots=True)
class Joint:
    """One joint limit on two facts."""

    code: str
    kind: Kind
    one: Axis
    other: Axis


JOINTS = (
    Joint("above-within-run", Kind.AT_MOST, Axis.ABOVE_TARGET_FOR, Axis.AT_TARGET_FOR),
    Joint("run-after-failed-wean", Kind.AT_MOST, Axis.AT_TARGET_FOR, Axis.SINCE_FAILED_WEAN),
    Joint("above-after-failed-wean", Kind.AT_MOST, Axis.ABOVE_TARGET_FOR, Axis.SINCE_FAILED_WEAN),
    Joint("failed-wean-is-change", Kind.AT_MOST, Axis.SINCE_CHANGE, Axis.SINCE_FAILED_WEAN),
    Joint("failed-wean-counted", Kind.COUNTED, Axis.FAILED_WEANS, Axis.SINCE_FAILED_WEAN),
    Joint("step-is-last-change", Kind.SAME, Axis.SINCE_STEP, Axis.SINCE_CHANGE),
    Joint("step-counts-lows", Kind.TOGETHER, Axis.LOW_READINGS_SINCE_STEP, Axis.SINCE_STEP),
    Joint("step-has-size", Kind.TOGETHER, Axis.STEP_SIZE, Axis.SINCE_STEP),
    Joint("size-with-lows", Kind.TOGETHER, Axis.STEP_SIZE, Axis.LOW_READINGS_SINCE_STEP),
    Joint("stop-is-last-change", Kind.SAME, Axis.SINCE_STOP, Axis.SINCE_CHANGE),
    Joint("fall-and-share", Kind.TOGETHER, Axis.MAP_FALL, Axis.MAP_FALL_SHARE),
    Joint("index-needs-diastolic", Kind.NEEDS, Axis.SHOCK_INDEX, Axis.DIASTOLIC),
)


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """First and last value of the cells of one fact, shaped to stand beside the others."""

    first: Lane
    last: Lane

    @property
    def known(self) -> Mask:
        return np.asarray(self.first != UNKNOWN)


def _at_most(one: Ends, other: Ends) -> Mask:
    return ~(one.known & other.known) | (one.first <= other.last)


def _same(one: Ends, other: Ends) -> Mask:
    return ~one.known | (other.known & (one.first <= other.last) & (other.first <= one.last))


def _together(one: Ends, other: Ends) -> Mask:
    return np.asarray(one.known == other.known)


def _needs(one: Ends, other: Ends) -> Mask:
    return ~one.known | other.known


def _counted(one: Ends, other: Ends) -> Mask:
    return np.where(other.known, one.last > 0, one.first <= 0)


_ALLOWS: dict[Kind, Callable[[Ends, Ends], Mask]] = {
    Kind.AT_MOST: _at_most,
    Kind.SAME: _same,
    Kind.TOGETHER: _together,
    Kind.NEEDS: _needs,
    Kind.COUNTED: _counted,
}


def allowed(joint: Joint, one: Ends, other: Ends) -> Mask:
    """Which pairs of cells hold some possible point."""
    return _ALLOWS[joint.kind](one, other)


def share_of_fall(pressure: tuple[int, int], fall: Ends, share: Ends) -> Mask:
    """Which cells of a fall of MAP and its share, rounded up, hold a possible point.

    The share is the fall over the MAP before, which is the present MAP plus the fall. It grows
    with the fall; with the present MAP it shrinks when MAP fell and grows when it rose.
    """
    corners = []
    for whole in pressure:
        for part in (fall.first, fall.last):
            before = np.clip(whole + part, *MAP_DOMAIN)
            corners.append(-((-10_000 * (before - whole)) // before))
    least, most = np.minimum.reduce(corners), np.maximum.reduce(corners)
    known = fall.known & share.known
    return np.asarray(~known | ((share.first <= most) & (least <= share.last)))
