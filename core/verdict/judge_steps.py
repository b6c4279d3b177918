"""What the rules ask where a step was advised."""

from datetime import timedelta

from core.model.terms import Reply
from core.quantity.measures import Dose
from core.verdict.course import Course
from core.verdict.sizes import Size, has_moved, size_of

_DECIDES = frozenset({Size.AS_ADVISED, Size.LARGE, Size.STOP, Size.WRONG_WAY})
_ASTRAY = frozenset({Size.LARGE, Size.STOP, Size.WRONG_WAY})
_PUT_OFF = frozenset({Reply.DECLINE, Reply.DELAY})


def deciding(course: Course) -> Dose:
    """The dose at the deadline if anything but a part was done by then, else the one at the end.

    Where no step was advised the dose at the deadline decides.
    """
    return course.at_deadline if _is_decided_in_time(course) else course.at_end


def set_at(course: Course) -> timedelta | None:
    """When the dose that decides was set; None where it is the one before."""
    looked_at = course.in_time if _is_decided_in_time(course) else course.changes
    return looked_at[-1].after if looked_at else None


def size_at(course: Course, dose: Dose) -> Size | None:
    """What this dose is, if a step was advised."""
    advised = course.of.advised
    return None if advised is None else size_of(course, advised, dose)


def went_the_wrong_way(course: Course) -> bool:
    """The dose that decides lies on the other side of the dose before."""
    return size_at(course, deciding(course)) is Size.WRONG_WAY


def stopped_unasked(course: Course) -> bool:
    """The dose that decides is zero where lower or wean to more than that was advised."""
    return size_at(course, deciding(course)) is Size.STOP


def went_too_far(course: Course) -> bool:
    """The dose that decides lies beyond the advised one."""
    return size_at(course, deciding(course)) is Size.LARGE


def stood_in_time(course: Course) -> bool:
    """As advised at the deadline."""
    return size_at(course, course.at_deadline) is Size.AS_ADVISED


def was_mended(course: Course) -> bool:
    """As advised at the deadline, after a change that was large, a stop or the wrong way."""
    return stood_in_time(course) and any(
        size_at(course, change.dose) in _ASTRAY for change in course.in_time
    )


def stood_late(course: Course) -> bool:
    """As advised, but only at the end."""
    return size_at(course, deciding(course)) is Size.AS_ADVISED and not stood_in_time(course)


def stood_when_said(course: Course) -> bool:
    """As advised only at the end, but by the time that was said with a delay."""
    until = course.of.delayed_until
    return until is not None and stood_late(course) and course.changes[-1].after <= until


def fell_short(course: Course) -> bool:
    """Only a part of the step stands at the end."""
    return size_at(course, deciding(course)) is Size.SMALL


def was_taken_back(course: Course) -> bool:
    """Something was changed, and nothing of it stands at the end."""
    return size_at(course, course.at_end) is Size.UNCHANGED and has_moved(course)


def was_put_off(course: Course) -> bool:
    """The advice of a step was declined or delayed."""
    return course.of.advised is not None and course.of.reply in _PUT_OFF


def was_only_answered(course: Course) -> bool:
    """The advice of a step was answered in another way."""
    return course.of.advised is not None and course.of.reply is not None


def was_missed(course: Course) -> bool:
    """A step was advised."""
    return course.of.advised is not None


def _is_decided_in_time(course: Course) -> bool:
    size = size_at(course, course.at_deadline)
    return size is None or size in _DECIDES
