"""Verdicts counted by hand: with and without not indicated, in the four classes, agent by agent."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from core.model.terms import Action, Agent
from core.quantity.measures import Dose, DoseUnit
from core.verdict.opportunities import Opened
from core.verdict.opportunity import STEPS, Judged, Opportunity, Verdict
from core.verdict.totals import Weighed, summary, totals

AT = datetime(2027, 3, 2, 14, 0, tzinfo=UTC)


def weighed(
    verdict: Verdict,
    rule: str,
    *,
    action: Action | None = Action.RAISE,
    agent: Agent = Agent.NOREPINEPHRINE,
    held: bool = False,
) -> Weighed:
    unit = DoseUnit.UNITS_MIN if agent is Agent.VASOPRESSIN else DoseUnit.MCG_KG_MIN
    one = Opportunity(
        agent=agent,
        action=action,
        before=Dose.parse(f"0.1 {unit}"),
        advised=Dose.parse(f"0.12 {unit}") if action in STEPS else None,
        step_by=None if action is None else timedelta(minutes=5),
        charted_until=timedelta(hours=1),
    )
    return Opened(one, AT, 1, 2, held=held), Judged(verdict, rule)


GIVEN = (
    *[weighed(Verdict.RIGHT, "advised-step")] * 3,
    weighed(Verdict.WRONG_SIZE, "small-step"),
    weighed(Verdict.WRONG_SIZE, "early-change", action=Action.HOLD),
    weighed(Verdict.WRONG_DIRECTION, "change-away", action=Action.LOOK_AGAIN),
    weighed(Verdict.WRONG_DIRECTION, "wrong-way"),
    *[weighed(Verdict.LATE, "late-step")] * 2,
    weighed(Verdict.NOT_DONE, "missed-step", agent=Agent.VASOPRESSIN),
    *[weighed(Verdict.NOT_INDICATED, "kept-dose", action=Action.HOLD)] * 10,
    *[weighed(Verdict.UNKNOWN, "artefact", action=None)] * 4,
    weighed(Verdict.UNKNOWN, "end-of-chart"),
    *[weighed(Verdict.NOT_INDICATED, "kept-dose", action=Action.HOLD, held=True)] * 7,
)


def test_shares_leave_out_what_is_unknown() -> None:
    titrated = summary(GIVEN).titrated
    assert titrated.needed == 10
    assert titrated.share(Verdict.RIGHT) == Fraction(3, 10)
    assert titrated.share(Verdict.NOT_DONE) == Fraction(1, 10)
    assert titrated.right_with_not_indicated == Fraction(13, 20)
    assert titrated.unknown == {"artefact": 4, "end-of-chart": 1}


def test_wrongs_where_nothing_was_to_be_set_can_be_told_apart() -> None:
    assert summary(GIVEN).titrated.unasked == {Action.HOLD: 1, Action.LOOK_AGAIN: 1}


def test_the_four_classes_of_the_study() -> None:
    found = summary(GIVEN).titrated.arellano
    assert (found.right, found.wrong, found.not_done, found.late) == (3, 4, 3, 2)
    assert found.no_change_needed == 10
    assert found.right + found.wrong + found.not_done == summary(GIVEN).titrated.needed


def test_each_titrated_agent_has_totals_and_the_held_ones_have_theirs() -> None:
    found = summary(GIVEN)
    assert list(found.by_agent) == [Agent.NOREPINEPHRINE, Agent.VASOPRESSIN]
    assert found.by_agent[Agent.VASOPRESSIN].counts[Verdict.NOT_DONE] == 1
    assert found.held.counts[Verdict.NOT_INDICATED] == 7
    parts = Counter[Verdict]()
    for own in found.by_agent.values():
        parts.update(own.counts)
    assert parts == Counter(found.titrated.counts)


def test_of_nothing_there_is_no_share() -> None:
    assert totals(()).share(Verdict.RIGHT) is None
    assert totals(()).right_with_not_indicated is None
    assert set(totals(()).counts.values()) == {0}


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.NOT_INDICATED])
def test_what_needed_nothing_has_no_share_of_what_did(verdict: Verdict) -> None:
    with pytest.raises(ValueError, match="has no share"):
        totals(GIVEN).share(verdict)
