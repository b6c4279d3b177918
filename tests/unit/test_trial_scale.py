"""Where things stand in a picture of a trial: the same on the screen and on paper."""

import pytest

from core.trial.result_view import ArmBar, ArmCurve, CurvePoint, Pairs
from core.trial.scale import Scale, marked, reach, spans, stairs, step_for, tick_text


def test_a_scale_places_values_and_holds_what_lies_outside_at_its_edge() -> None:
    upwards = Scale(0.0, 100.0, 300.0, 100.0)
    assert [upwards.at(value) for value in (0, 25, 100, 140, -3)] == [300, 250, 100, 100, 300]
    assert upwards.ticks(60.0) == (0.0, 50.0, 100.0)
    assert Scale(-3.0, 7.0, 0.0, 100.0).ticks(30.0) == (0.0, 5.0)


@pytest.mark.parametrize(
    ("least", "step"), [(0.03, 0.05), (0.2, 0.2), (7.0, 10.0), (99.0, 100.0), (0.0, 1.0)]
)
def test_a_step_is_the_next_round_number(least: float, step: float) -> None:
    assert step_for(least) == pytest.approx(step)


def test_round_values_are_written_without_more_digits_than_they_have() -> None:
    assert [tick_text(value) for value in (0.1 + 0.2, 50.0, 1000.0)] == ["0.3", "50", "1000"]


def test_a_line_holds_each_value_until_the_next_hour() -> None:
    corners = stairs([(0, 100.0), (1, 80.0), (2, 70.0)])
    assert corners == [(0, 100.0), (1, 100.0), (1, 80.0), (2, 80.0), (2, 70.0)]
    assert stairs([]) == []


def test_marks_of_two_arms_fall_on_different_hours() -> None:
    points = tuple(CurvePoint(hour, 50.0, 40.0, 60.0) for hour in range(73))
    curve = ArmCurve("a", points, "50")
    hours = [{point.hour for point in marked(curve, place)} for place in range(4)]
    assert all(hours)
    assert sum(len(each) for each in hours) == len(set().union(*hours))


def test_the_parts_of_a_bar_lie_end_to_end_and_nothing_measured_takes_no_room() -> None:
    assert spans(ArmBar("a", (10.0, 70.0, 20.0), ("", "", ""))) == ((0, 10), (10, 80), (80, 100))
    assert spans(ArmBar("a", (float("nan"), 60.0, 40.0), ("", "", "")))[0] == (0.0, 0.0)


def test_the_axes_of_the_dots_reach_past_every_dot_and_to_zero() -> None:
    def pairs(*dots: tuple[float, float]) -> Pairs:
        return Pairs("given", "", "a", "b", dots, len(dots), "")

    assert reach(pairs((12.0, 46.0), (3.0, 4.0))) == (0.0, 50.0)
    assert reach(pairs((-12.0, 46.0)))[0] <= -12.0
    assert reach(pairs()) == (0.0, 1.0)
