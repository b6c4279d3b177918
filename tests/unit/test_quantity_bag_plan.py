"""Bag change and line lag: run-out, prepare-by and minutes to the patient, never told late."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quantity.bag_plan import BagPlan, bag_plan, line_lag, time_left
from core.quantity.measures import Millilitre, PumpRate, UnitError

BAG = Millilitre(Decimal(250))
LEAD = timedelta(minutes=30)


def rate(text: str) -> PumpRate:
    return PumpRate(Decimal(text))


def test_a_bag_at_a_rate_has_an_end_and_a_time_to_prepare() -> None:
    assert bag_plan(BAG, Fraction(200), rate("25"), LEAD) == BagPlan(
        Fraction(50), timedelta(hours=2), timedelta(hours=1, minutes=30)
    )


def test_the_end_is_never_told_late() -> None:
    plan = bag_plan(Millilitre(Decimal(10)), Fraction(0), rate("7"), LEAD)
    assert plan.empty_in == timedelta(seconds=5142)  # 10 / 7 h is 5142.86 s


def test_nothing_running_has_no_end() -> None:
    assert bag_plan(BAG, Fraction(12), rate("0"), LEAD) == BagPlan(Fraction(238), None, None)


def test_a_bag_overdrawn_is_empty_now() -> None:
    plan = bag_plan(BAG, Fraction(251), rate("5"), LEAD)
    assert plan == BagPlan(Fraction(0), timedelta(0), timedelta(0))


def test_the_time_to_prepare_may_have_come() -> None:
    plan = bag_plan(BAG, Fraction(245), rate("20"), LEAD)
    assert (plan.empty_in, plan.prepare_in) == (timedelta(minutes=15), timedelta(0))


@pytest.mark.parametrize(
    ("volume", "used", "lead"),
    [(0, 0, LEAD), (250, -1, LEAD), (250, 0, timedelta(seconds=-1))],
)
def test_no_bag_is_like_that(volume: int, used: int, lead: timedelta) -> None:
    with pytest.raises(UnitError, match="no bag change can be planned"):
        bag_plan(Millilitre(Decimal(volume)), Fraction(used), rate("5"), lead)


def test_no_pump_runs_backwards() -> None:
    with pytest.raises(UnitError, match="backwards"):
        time_left(Fraction(5), rate("-1"))


@given(
    left=st.fractions(min_value=0, max_value=1000, max_denominator=1000),
    tenths=st.integers(min_value=1, max_value=9990),
)
def test_what_is_left_lasts_exactly_that_long(left: Fraction, tenths: int) -> None:
    runs = PumpRate(Decimal(tenths) / 10)
    lasts = time_left(left, runs)
    assert lasts is not None
    hour = Fraction(int(lasts.total_seconds()), 3600)
    assert hour * tenths / 10 <= left < (hour + Fraction(1, 3600)) * tenths / 10


def test_the_lag_is_dead_volume_over_all_that_flows() -> None:
    dead = Millilitre(Decimal("0.5"))
    assert line_lag(dead, [rate("3")]) == 10
    assert line_lag(dead, [rate("3"), rate("27")]) == 1
    assert line_lag(dead, [rate("7")]) == Fraction(30, 7)
    assert line_lag(Millilitre(Decimal(0)), [rate("3")]) == 0
    assert line_lag(dead, [rate("0")]) is None
    assert line_lag(dead, []) is None


@pytest.mark.parametrize(("dead", "flow"), [("-1", "3"), ("1", "-3")])
def test_no_line_is_like_that(dead: str, flow: str) -> None:
    with pytest.raises(UnitError, match="no line is like that"):
        line_lag(Millilitre(Decimal(dead)), [rate(flow)])
