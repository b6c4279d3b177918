"""What holds of every verdict, whatever the opportunity: drawn at random on coarse grids.

Times fall on half minutes and doses on hundredths, so that edges (the deadline, the next reading,
the hard limit, zero) are met all the time.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st

from core.model.terms import Action, Agent, Gate, OverrideReason, Reply
from core.quantity.measures import Dose, DoseUnit
from core.verdict.course import End, course_of
from core.verdict.judge import BARS, RULES, judge
from core.verdict.opportunity import LATE_FOR, STEPS, Change, Opportunity, Verdict
from core.verdict.telling import told

VERDICT_OF = {rule.name: rule.verdict for rule in BARS}
VERDICT_OF |= {rule.name: rule.verdict for rule in RULES}
STEPPING = tuple(action for action in Action if action in STEPS)
UP = {Action.START, Action.RESTART, Action.RAISE, Action.UNDO}


def dose(thousandths: int) -> Dose:
    return Dose(Decimal(thousandths) / 1000, DoseUnit.MCG_KG_MIN)


def times(least: int = 0, most: int = 140) -> st.SearchStrategy[timedelta]:
    return st.integers(least, most).map(lambda half: timedelta(seconds=30 * half))


doses = st.integers(0, 12).map(lambda hundredths: dose(10 * hundredths))


@st.composite
def changes(draw: st.DrawFn, likely: Dose | None) -> tuple[Change, ...]:
    """Up to four, early ones and the likely dose more often."""
    given = doses if likely is None else st.just(likely) | doses
    made = draw(st.lists(st.tuples(times(0, 12) | times(), given), max_size=4))
    return tuple(Change(after, to) for after, to in sorted(made, key=lambda one: one[0]))


@st.composite
def opportunities(
    draw: st.DrawFn, actions: tuple[Action | None, ...] = (None, *Action), *, known: bool = False
) -> Opportunity:
    """Advice of some kind or none, with whatever may happen around it."""
    action = draw(st.sampled_from(actions))
    before = draw(doses if known else st.none() | doses)
    stepping = action in STEPS
    advised = draw(doses.filter(lambda one: one != before)) if stepping else None
    reply = draw(st.none() | st.sampled_from(Reply))
    return Opportunity(
        agent=Agent.NOREPINEPHRINE,
        action=action,
        gate=draw(st.none() | st.sampled_from(Gate)) if action is None else None,
        before=before,
        advised=advised,
        step_by=None if action is None else draw(times(1, 20)),
        hard_limit=draw(st.none() | st.just(dose(100))),
        pump_step=draw(st.none() | st.integers(0, 30).map(dose)),
        below_target=draw(st.booleans()),
        changes=draw(changes(advised)),
        next_reading=draw(st.none() | times()),
        charted_until=draw(times(0, 200)),
        paused_from=draw(st.none() | st.none() | times()),
        called=draw(st.booleans()),
        calls_charted=draw(st.booleans()),
        call_answered=draw(st.none() | times()),
        reply=reply,
        reason=draw(st.none() | st.sampled_from(OverrideReason)),
        delayed_until=draw(times()) if reply is Reply.DELAY else None,
    )


judgeable = opportunities(tuple(Action), known=True)
steps = opportunities(STEPPING, known=True)


@given(opportunities())
def test_every_opportunity_has_one_verdict_which_is_that_of_its_rule(one: Opportunity) -> None:
    found = judge(one)
    assert found.verdict is VERDICT_OF[found.rule]
    assert judge(one) == found


@given(opportunities())
def test_every_verdict_can_be_told_with_doses_and_times(one: Opportunity) -> None:
    found = told(one, judge(one))
    assert found.code == f"verdict-rule.{judge(one).rule}.says"
    assert all(found.args.values())


@given(steps)
def test_what_stood_on_the_other_side_at_the_deadline_is_never_right(one: Opportunity) -> None:
    stood, before, advised = course_of(one).at_deadline, one.before, one.advised
    assert before is not None
    assert advised is not None
    if (stood > before and advised < before) or (stood < before and advised > before):
        assert judge(one).verdict is not Verdict.RIGHT


@given(judgeable)
def test_right_is_near_the_advised_dose_or_an_answered_call(one: Opportunity) -> None:
    if judge(one).verdict is not Verdict.RIGHT:
        return
    if one.advised is None:
        assert one.call_answered is not None
        return
    assert one.before is not None
    missed = abs(course_of(one).at_deadline.value - one.advised.value)
    assert 2 * missed <= abs(one.advised.value - one.before.value)


@given(judgeable, doses)
def test_what_comes_after_the_end_changes_nothing(one: Opportunity, later: Dose) -> None:
    end = course_of(one).end
    kept = tuple(change for change in one.changes if change.after <= end)
    past = max(end, *(change.after for change in kept)) if kept else end
    beyond = (*kept, Change(past + timedelta(seconds=1), later))
    assert judge(replace(one, changes=beyond)) == judge(replace(one, changes=kept)) == judge(one)


@given(judgeable)
def test_shifted_past_the_end_all_changes_are_as_none(one: Opportunity) -> None:
    far = course_of(one).end + timedelta(seconds=1)
    shifted = tuple(replace(change, after=change.after + far) for change in one.changes)
    assert judge(replace(one, changes=shifted)) == judge(replace(one, changes=()))


@given(opportunities(), st.sampled_from(OverrideReason))
def test_a_reason_stands_beside_the_verdict(one: Opportunity, reason: OverrideReason) -> None:
    assert judge(replace(one, reason=reason)) == judge(one)


@given(opportunities())
def test_an_answer_tells_only_why_it_was_not_done_or_late(one: Opportunity) -> None:
    silent = replace(one, reply=None, delayed_until=None)
    assert judge(silent).verdict is judge(one).verdict


@given(steps)
def test_a_call_beside_a_step_does_not_change_the_verdict_on_it(one: Opportunity) -> None:
    bare = replace(one, called=False, calls_charted=True, call_answered=None)
    assert judge(bare) == judge(one)


@given(judgeable)
def test_nothing_longer_than_an_hour_past_the_deadline_is_looked_at(one: Opportunity) -> None:
    assert one.step_by is not None
    course = course_of(one)
    assert course.end <= one.step_by + LATE_FOR
    if one.action in STEPS:
        assert judge(one).verdict is not Verdict.NOT_INDICATED


@given(judgeable)
def test_a_record_that_goes_on_after_the_end_takes_nothing_back(one: Opportunity) -> None:
    assume(course_of(one).ended_by is not End.RECORD)
    longer = replace(one, charted_until=one.charted_until + timedelta(hours=9))
    assert judge(longer) == judge(one)


@given(steps)
def test_mirrored_steps_are_judged_alike(one: Opportunity) -> None:
    """Up and down are alike but for zero and the hard limit, which only the way up can pass."""
    assert one.advised is not None
    assert one.before is not None
    used = (one.before, one.advised, *(change.dose for change in one.changes))
    assume(all(item.value > 0 for item in used))

    def mirrored(item: Dose) -> Dose:
        return Dose(1 - item.value, item.unit)

    other = replace(
        one,
        action=Action.WEAN if one.action in UP else Action.RAISE,
        hard_limit=None,
        before=mirrored(one.before),
        advised=mirrored(one.advised),
        changes=tuple(Change(item.after, mirrored(item.dose)) for item in one.changes),
    )
    assert judge(other) == judge(replace(one, hard_limit=None))


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_drawn(verdict: Verdict) -> None:
    """Or the properties above would be shown of too little."""
    plainly = settings(phases=[Phase.generate], max_examples=2000)
    drawn = judgeable | opportunities()
    found = find(drawn, lambda one: judge(one).verdict is verdict, settings=plainly)
    assert judge(found).verdict is verdict
