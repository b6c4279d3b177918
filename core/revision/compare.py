"""Two versions of a protocol compared: every change, the dose-relevant ones first."""

from collections.abc import Iterator

from core.proof.partition import TooManyCellsError
from core.revision.advice import Otherwise, advice_changed
from core.revision.calls import calls_changed
from core.revision.change import DOSE_RELEVANT, Change, Group
from core.revision.declared import (
    agents_changed,
    limits_changed,
    reminders_changed,
    targets_changed,
    wording_changed,
)
from core.revision.moment import args_of, example_of
from core.rules.compile import Protocol


def compare(before: Protocol, now: Protocol) -> tuple[Change, ...]:
    """Every change from one version to the other; none where both say the same in all."""
    changes = list(agents_changed(before, now))
    changes += targets_changed(before, now)
    for part in now.parts:
        other = before.part(part.agent)
        if other is not None and other.unit is part.unit:
            changes += _of_advice(other, part)
            changes += limits_changed(other, part)
            changes += calls_changed(other, part)
    changes += reminders_changed(before, now)
    changes += wording_changed(before, now)
    order = list(Group)
    return tuple(sorted(changes, key=lambda change: order.index(change.group)))


def dose_relevant(changes: tuple[Change, ...]) -> bool:
    """Whether any of them can end in another dose or another time of one."""
    return any(change.group in DOSE_RELEVANT for change in changes)


def _of_advice(before: Protocol, now: Protocol) -> Iterator[Change]:
    try:
        for one in advice_changed(before, now):
            yield _change(one, now)
    except TooManyCellsError:
        yield Change(Group.NOT_COMPARED, "not-compared", now.agent)


def _change(one: Otherwise, now: Protocol) -> Change:
    group = Group.RECHECK
    if one.acts_otherwise:
        group = Group.ACTION
    elif one.doses_otherwise:
        group = Group.DOSE
    return Change(group, group.value, now.agent, args_of(one, now), example_of(one, now))
