"""What the rules ask where nothing was to be set, of calls, and where the time was not up."""

from datetime import timedelta

from core.model.terms import Action, Gate
from core.quantity.measures import Dose
from core.verdict.course import Course, End, belongs, is_call, is_step
from core.verdict.opportunity import Opportunity
from core.verdict.sizes import has_moved, is_unchanged


def is_on_artefact(of: Opportunity) -> bool:
    """The reading is an artefact."""
    return of.gate is Gate.ARTEFACT


def has_no_advice(of: Opportunity) -> bool:
    """A gate was closed, or the protocol said nothing."""
    return of.action is None


def is_paused(of: Opportunity) -> bool:
    """Titration was paused at the reading."""
    return of.paused_from is not None and of.paused_from <= timedelta(0)


def is_dose_unknown(of: Opportunity) -> bool:
    """The dose before is not known."""
    return of.before is None


def past_hard_limit(course: Course) -> Dose | None:
    """The first dose that a change below target raised above the hard limit."""
    stood = (course.before, *(change.dose for change in course.changes))
    limit = course.of.hard_limit
    if limit is None or not course.of.below_target:
        return None
    raised = (
        change.dose
        for change, last in zip(course.changes, stood, strict=False)
        if change.dose > max(limit, last)
    )
    return next(raised, None)


def passed_hard_limit(course: Course) -> bool:
    """Some change below target raised the dose above the hard limit, however short it stood."""
    return past_hard_limit(course) is not None


def moved_away(course: Course) -> bool:
    """Changed without a step advised, the way that the protocol never goes at that pressure."""
    went_up = course.at_deadline > course.before
    return moved_unasked(course) and went_up is not course.of.below_target


def moved_unasked(course: Course) -> bool:
    """No step was advised, and the dose at the deadline is changed."""
    return not is_step(course.of) and not is_unchanged(course, course.at_deadline)


def was_answered(course: Course) -> bool:
    """A call was to be answered, and was, within the opportunity."""
    answered = course.of.call_answered
    return is_call(course.of) and answered is not None and belongs(course.of, answered, course.end)


def was_answered_in_time(course: Course) -> bool:
    """The same, by the deadline."""
    answered = course.of.call_answered
    return was_answered(course) and answered is not None and answered <= course.deadline


def is_call_uncharted(course: Course) -> bool:
    """The advice was to escalate, and the record would not show an answer."""
    return course.of.action is Action.ESCALATE and not course.of.calls_charted


def was_paused_first(course: Course) -> bool:
    """A pause began before the deadline."""
    return course.is_cut_short and course.ended_by is End.PAUSE


def was_overtaken(course: Course) -> bool:
    """The next reading came before the deadline of a step or a call."""
    awaited = is_step(course.of) or is_call(course.of)
    return awaited and course.is_cut_short and course.ended_by is End.NEXT_READING


def ran_out(course: Course) -> bool:
    """The record ends before the deadline."""
    return course.is_cut_short and course.ended_by is End.RECORD


def was_not_called(course: Course) -> bool:
    """A call was to be answered and was not."""
    return is_call(course.of)


def was_put_back(course: Course) -> bool:
    """No step was advised; some change had set another dose, which does not stand."""
    return was_kept(course) and has_moved(course)


def was_kept(course: Course) -> bool:
    """No step was advised, and the dose of before stands."""
    return not is_step(course.of) and is_unchanged(course, course.at_deadline)
