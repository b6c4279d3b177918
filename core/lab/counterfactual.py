"""What else could have happened: the same patient, seed and script, another hand at the pump.

A course sets out from a mark of the trail, with the world exactly as it was then; what the script
does by time still comes, and chance is a function of seed and second, so the patient's own
restlessness is the same. From there on a simulated nurse follows the protocol, or nobody touches
anything and every pump runs on as it is set.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from core.lab.band_time import Banded, BandTime, bands_of, timed, true_stretches
from core.lab.minutes import agents_of, given_by
from core.lab.play import SECOND
from core.lab.played import Played, played_by
from core.lab.simulation import Bookmark
from core.lab.staff import Staff
from core.lab.staff_profile import profile_of
from core.lab.staff_tasks import PutAside, Rehang, Task
from core.lab.trail import SetOut, Trail, set_out
from core.lab.truth import TruthLog
from core.model.events import PromptSeen, Recorded
from core.model.terms import Agent

LOW_MMHG = 65.0
"""Minutes below this true MAP are counted, whatever the target (the usual least target)."""
FOLLOWS = "follows"
"""The profile that does what the protocol advises within a minute."""


class Choice(StrEnum):
    """Who is at the pump from the moment on.

    protocol: a nurse who follows the protocol. no_change: nobody, what runs runs on. same: the
    nurse of the course herself, which must come to the same again.
    """

    PROTOCOL = "protocol"
    NO_CHANGE = "no_change"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Figures:
    """A course from the moment to the end that both courses share.

    Seconds; `below_low` with the true MAP under 65 mmHg. `given` in mcg, vasopressin in units.
    """

    time: BandTime
    below_low: int
    given: tuple[tuple[Agent, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Other:
    """Another course from `begins` on; `played` is whole: before that it is the course itself.

    `figures` and, of the course itself, `beside` are over the span from `begins` to `ends`.
    """

    choice: Choice
    begins: int
    ends: int
    played: Played
    figures: Figures
    beside: Figures


def other_course(played: Played, trail: Trail, second: int, choice: Choice) -> Other:
    """The course that sets out from the last mark up to a second.

    Raises:
        LookupError: nothing was marked so early.
    """
    mark = trail.before(second)
    course = set_out(played, mark, _nurse(played, mark, choice))
    course.simulation.pass_time(played.opened_at + played.until * SECOND)
    begins = (mark.at - played.opened_at) // SECOND
    whole = _joined(played, course, begins)
    ends = min(played.until, whole.until)
    return Other(
        choice=choice,
        begins=begins,
        ends=ends,
        played=whole,
        figures=figures_of(whole, begins, ends, bands_of(played)),
        beside=figures_of(played, begins, ends, bands_of(played)),
    )


def figures_of(played: Played, begins: int, ends: int, bands: tuple[Banded, ...]) -> Figures:
    """The figures of a part of a course by the given bands."""
    stretches = true_stretches(played, begins, ends)
    low = sum(
        stretch.lasts
        for stretch in stretches
        if stretch.mmhg is not None and stretch.mmhg < LOW_MMHG
    )
    given = tuple(
        (agent, given_by(played, agent, ends) - given_by(played, agent, begins))
        for agent in agents_of(played)
    )
    return Figures(timed(stretches, bands), low, given)


def _joined(played: Played, course: SetOut, begins: int) -> Played:
    """The course itself up to the moment, then the other one."""
    after = played_by(course.simulation, course.log, played.staff)
    before = [sample for sample in played.truth.samples if sample.second <= begins]
    since = [sample for sample in after.truth.samples if sample.second > begins]
    return replace(after, truth=TruthLog(tuple(after.truth), [*before, *since]))


def _nurse(played: Played, mark: Bookmark, choice: Choice) -> Staff | None:
    if choice is Choice.NO_CHANGE:
        return None
    if choice is Choice.SAME:
        return mark.world.staff
    facts = [fact for fact in played.facts if fact.seq <= mark.facts]
    return taking_over(Staff(profile_of(FOLLOWS), played.seed), facts, mark)


def taking_over(staff: Staff, facts: list[Recorded], mark: Bookmark) -> Staff:
    """A nurse who knows the case so far and takes it over at a mark.

    What is overdue she does at once: the reading, the answer that can still be given, the prompts
    that nobody has put aside. Bags that should have been hung by then were hung.
    """
    heard = staff.heard(facts)
    seen = {fact.event.key for fact in facts if isinstance(fact.event, PromptSeen)}
    return replace(heard, tasks=tuple(t for t in heard.tasks if _is_left(t, seen, mark)))


def _is_left(task: Task, seen: set[str], mark: Bookmark) -> bool:
    if isinstance(task, PutAside):
        return task.key not in seen
    return task.at > mark.at if isinstance(task, Rehang) else True
