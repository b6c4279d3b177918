"""What a simulated nurse does when a thing she had in mind falls due."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from core.lab.staff import Staff
from core.lab.staff_answers import answered, pump_set
from core.lab.staff_looks import looked
from core.lab.staff_tasks import (
    Answer,
    Chart,
    Deed,
    Look,
    PutAside,
    Rehang,
    Seen,
    SetPump,
    StartSecond,
    Task,
    Typed,
)
from core.model.commands import (
    AnswerAdvice,
    CheckPerfusion,
    HangBag,
    ReportPump,
    SeePrompt,
)
from core.model.infusions import infusion_of
from core.model.state import dose_of
from core.model.terms import Agent, PerfusionSign, Reply

Done = tuple[Staff, tuple[Deed, ...]]
"""The nurse afterwards, and what she did."""
Plain = SetPump | Chart | PutAside | StartSecond | Rehang
"""Tasks that leave nothing further on her mind."""


def done(staff: Staff, task: Task, seen: Seen) -> Done:
    """What comes of a task at the moment of `seen`; it is off her mind then."""
    staff = staff.without(task)
    if isinstance(task, Look):
        return looked(staff, task, seen)
    if isinstance(task, Answer):
        return answered(staff, task, seen)
    return staff, _plain(task, seen)


def _plain(task: Plain, seen: Seen) -> tuple[Deed, ...]:
    match task:
        case SetPump():
            return pump_set(task, seen)
        case Chart():
            return _charted(task, seen)
        case PutAside():
            return _put_aside(task, seen)
        case StartSecond():
            return _second(seen)
        case Rehang():
            return _rehung(task, seen)
        case _:
            assert_never(task)


def _charted(task: Chart, seen: Seen) -> tuple[Deed, ...]:
    """Type in what was made earlier; where the advice still stands it is accepted with it."""
    command = replace(task.command, at=seen.now)
    standing = seen.state.standing
    stands = (
        standing is not None
        and standing.seq == task.advice
        and not standing.withdrawn
        and standing.answered is None
        and seen.now < standing.advised.expires_at
    )
    said = AnswerAdvice(at=seen.now, advice=task.advice or 0, reply=Reply.ACCEPT)
    accepted = (Typed(said),) if stands else ()
    return (*accepted, Typed(command, keys=False))


def _put_aside(task: PutAside, seen: Seen) -> tuple[Deed, ...]:
    """A look at perfusion finds nothing: the virtual patient shows no such sign."""
    aside = Typed(SeePrompt(at=seen.now, key=task.key))
    if task.code != "perfusion-check":
        return (aside,)
    return (Typed(CheckPerfusion(at=seen.now, looked_at=tuple(PerfusionSign))), aside)


def _second(seen: Seen) -> tuple[Deed, ...]:
    """Vasopressin at the protocol's dose, unless it runs already or the protocol has none."""
    agent = Agent.VASOPRESSIN
    part, dose = seen.protocol.part(agent), seen.dose_of(agent)
    if part is None or part.usual_bag is None or (dose is not None and dose.value > 0):
        return ()
    start = dose_of(part.numbers.start_default, part.unit)
    hung = HangBag(at=seen.now, observed_at=seen.now, agent=agent, bag=part.usual_bag)
    return (
        Typed(hung),
        Typed(ReportPump(at=seen.now, observed_at=seen.now, agent=agent, dose=start)),
    )


def _rehung(task: Rehang, seen: Seen) -> tuple[Deed, ...]:
    """The same bag again, if it still hangs and still runs."""
    hanging = infusion_of(seen.state, task.agent).bag
    dose = seen.dose_of(task.agent)
    young = hanging is None or seen.now - hanging.since < timedelta(hours=1)
    if hanging is None or young or dose is None or dose.value == 0:
        return ()
    hung = HangBag(at=seen.now, observed_at=seen.now, agent=task.agent, bag=hanging.bag)
    return (Typed(hung),)
