"""How a dose compares with the dose before and the advised one: the sizes of the definitions."""

from decimal import Decimal
from enum import StrEnum

from core.model.terms import Action
from core.quantity.measures import Dose
from core.verdict.course import Course
from core.verdict.opportunity import NEAR_AT_MOST, NEAR_SHARE

_ZERO = Decimal(0)
_DOWNWARD = frozenset({Action.LOWER, Action.WEAN})


class Size(StrEnum):
    """What a dose is, where a step was advised."""

    AS_ADVISED = "as advised"
    UNCHANGED = "unchanged"
    SMALL = "small"
    LARGE = "large"
    STOP = "unasked stop"
    WRONG_WAY = "wrong way"


def is_unchanged(course: Course, dose: Dose) -> bool:
    """Whether the dose is the one before, to within a step of the pump; zero is only itself."""
    before = course.before
    if (dose.value == _ZERO) is not (before.value == _ZERO):
        return False
    return _apart(dose, before) <= _pump_slack(course)


def has_moved(course: Course) -> bool:
    """Some change of the opportunity set another dose than the one before."""
    return any(not is_unchanged(course, change.dose) for change in course.changes)


def size_of(course: Course, advised: Dose, dose: Dose) -> Size:
    """What `dose` is where a step to `advised` was advised. The first that fits, in this order."""
    before = course.before
    if _is_as_advised(course, advised, dose):
        return Size.AS_ADVISED
    if is_unchanged(course, dose):
        return Size.UNCHANGED
    if (dose > before) is not (advised > before):
        return Size.WRONG_WAY
    if dose.value == _ZERO and course.of.action in _DOWNWARD:
        return Size.STOP
    return Size.LARGE if _apart(dose, before) > _apart(advised, before) else Size.SMALL


def _is_as_advised(course: Course, advised: Dose, dose: Dose) -> bool:
    if _ZERO in (advised.value, dose.value):
        return advised == dose
    span = _apart(advised, course.before)
    near = max(span * NEAR_SHARE, _pump_slack(course))
    return _apart(dose, advised) <= near


def _pump_slack(course: Course) -> Decimal:
    """One step of the pump, for an advised step at most half of it; zero if not known."""
    step, advised = course.of.pump_step, course.of.advised
    known = _ZERO if step is None else step.value
    if advised is None:
        return known
    return min(known, _apart(advised, course.before) * NEAR_AT_MOST)


def _apart(one: Dose, other: Dose) -> Decimal:
    return abs(one.value - other.value)
