"""A pump delivers its volume, late where it starts slowly, and the old drug before the new."""

from dataclasses import replace

import numpy as np
import pytest

from core.patient.pump import (
    Pump,
    flow_ml_h,
    mean_mcg_min,
    ran,
    running_mcg_min,
    stopped_by_occlusion,
)
from core.patient.pump_hands import (
    Change,
    blocked,
    freed,
    put_up,
    to_resolution,
    warmed_up,
    with_bag,
    with_loss,
    with_rate,
)

ONE = np.arange(1)


def running(ml_h: float = 6.0, mcg_ml: float = 60.0, own_dead_ml: float = 0.0) -> Pump:
    return with_rate(warmed_up(put_up(3, ONE, mcg_ml, own_dead_ml=own_dead_ml)), ml_h)


def changed(pump: Pump, mcg_ml: float) -> Pump:
    """Another bag, hung without a pause or a jolt."""
    none = np.zeros(len(pump))
    return replace(
        with_bag(pump, mcg_ml, Change.SMART), pause_s=none, slack_ml=none, spring_ml=none
    )


@pytest.mark.parametrize(
    ("asked", "taken"), [(0.04, 0.0), (0.05, 0.1), (0.25, 0.3), (0.35, 0.4), (5.149, 5.1)]
)
def test_a_rate_is_taken_to_the_smallest_step_halves_up(asked: float, taken: float) -> None:
    assert to_resolution(np.array([asked]), 0.1).tolist() == [taken]
    assert with_rate(running(), asked).set_ml_h.tolist() == [taken]


def test_rate_times_concentration_is_what_reaches_the_vein() -> None:
    assert running_mcg_min(running(), 0.0).tolist() == [6.0]
    hour = ran(running(), 3600.0)
    assert hour.left_ml[0] == pytest.approx(6.0)
    assert hour.given_mcg[0] == pytest.approx(360.0)
    assert mean_mcg_min(running(), hour)[0] == pytest.approx(6.0)


def test_a_pump_put_up_later_counts_from_there() -> None:
    pump = with_rate(warmed_up(put_up(3, ONE, 60.0, at_s=900.0)), 6.0)
    assert running_mcg_min(pump, 900.0).tolist() == [6.0]
    assert ran(pump, 60.0).second == 960.0
    with pytest.raises(ValueError, match="runs forwards"):
        running_mcg_min(pump, 0.0)


def test_a_share_beside_the_vein_is_lost() -> None:
    lost = with_loss(running(), 0.75)
    assert running_mcg_min(lost, 10.0).tolist() == [1.5]
    assert ran(lost, 60.0).given_mcg[0] == pytest.approx(1.5)
    assert ran(lost, 60.0).left_ml[0] == pytest.approx(0.1)


@pytest.mark.parametrize(("purged", "first_min"), [(False, 6.75), (True, 0.3)])
def test_the_first_fluid_comes_late_at_1_ml_an_hour(*, purged: bool, first_min: float) -> None:
    pump = with_rate(put_up(3, ONE, 60.0, purged=purged), 1.0)
    assert ran(pump, 60 * first_min - 1).left_ml[0] == 0
    assert ran(pump, 60 * first_min + 1).left_ml[0] > 0


def test_a_line_that_holds_plain_fluid_gives_no_drug_until_it_is_pumped_out() -> None:
    pump = with_rate(warmed_up(put_up(3, ONE, 60.0, own_dead_ml=0.5, primed=False)), 6.0)
    assert ran(pump, 299.0).given_mcg[0] == 0
    assert running_mcg_min(pump, 301.0).tolist() == [6.0]


def test_the_old_concentration_leaves_first() -> None:
    pump = changed(running(own_dead_ml=0.5), 240.0)
    assert running_mcg_min(pump, 299.0).tolist() == [6.0]
    assert running_mcg_min(pump, 301.0).tolist() == [24.0]
    assert ran(pump, 600.0).given_mcg[0] == pytest.approx(5 * 6.0 + 5 * 24.0)


@pytest.mark.parametrize("step", [1.0, 0.1, 0.3])
def test_what_only_rounding_leaves_in_the_line_is_nothing(step: float) -> None:
    pump = changed(running(ml_h=0.7, own_dead_ml=0.007), 240.0)
    for _ in range(round(36 / step)):
        pump = ran(pump, step)
    assert pump.plug_ml.tolist() == [0.0]
    assert running_mcg_min(pump, pump.second) == pytest.approx([2.8])


def test_without_dead_volume_the_new_concentration_is_there_at_once() -> None:
    assert running_mcg_min(changed(running(), 240.0), 0.0).tolist() == [24.0]


def test_a_second_change_mixes_what_the_line_holds_and_loses_no_drug() -> None:
    pump = changed(ran(changed(running(own_dead_ml=0.5), 240.0), 150.0), 120.0)
    assert pump.plug_mcg_ml.tolist() == pytest.approx([150.0])
    assert ran(pump, 300.0).given_mcg[0] - pump.given_mcg[0] == pytest.approx(0.5 * 150.0)


def test_nothing_moves_while_a_bag_is_changed_and_the_net_volume_comes_after() -> None:
    ids = np.arange(400)
    before = with_rate(warmed_up(put_up(3, ids, 60.0)), 6.0)
    pump = with_bag(before, 60.0, Change.QUICK)
    paused = ran(pump, 0.99 * float(pump.pause_s.min()))
    assert paused.left_ml.tolist() == [0.0] * 400
    assert float(np.median(pump.pause_s)) == pytest.approx(20.0, rel=0.2)
    net = pump.spring_ml - pump.slack_ml
    later = ran(pump, 12 * 3600.0)
    assert later.left_ml - later.pushed_ml == pytest.approx(net, abs=1e-9)
    assert float(np.mean(net)) == pytest.approx(0.005, abs=0.005)
    assert float(np.std(net)) == pytest.approx(0.04, rel=0.1)


def test_two_linked_pumps_interrupt_for_a_shorter_time() -> None:
    pump = put_up(3, np.arange(400), 60.0)
    quick, smart = (with_bag(pump, 60.0, way).pause_s for way in Change)
    assert float(np.median(smart)) == pytest.approx(10.0, rel=0.2)
    assert float(np.quantile(smart, 0.9)) < float(np.quantile(quick, 0.9)) / 2


def test_each_change_of_a_pump_is_another_chance_and_a_rerun_is_the_same() -> None:
    pump = put_up(3, np.arange(20), 60.0)
    first = with_bag(pump, 60.0, Change.QUICK)
    again = with_bag(ran(first, 3600.0), 60.0, Change.QUICK)
    assert not np.isin(first.pause_s, again.pause_s).any()
    assert (with_bag(pump, 60.0, Change.QUICK).pause_s == first.pause_s).all()


def test_only_those_whose_bag_is_changed_notice() -> None:
    pump = with_rate(warmed_up(put_up(3, np.arange(2), 60.0)), 6.0)
    one = with_bag(pump, 240.0, Change.QUICK, np.array([False, True]))
    assert one.concentration_mcg_ml.tolist() == [60.0, 240.0]
    assert one.pause_s[0] == 0
    assert one.pause_s[1] > 0
    assert one.changes.tolist() == [0, 1]


def test_after_a_stop_some_volume_leaves_and_is_taken_up_again_at_the_start() -> None:
    stopped = with_rate(running(6.0), 0.0)
    after = ran(stopped, 150.0)
    assert after.left_ml[0] == pytest.approx(0.0475, abs=0.001)
    started = with_rate(after, 6.0)
    assert flow_ml_h(started).tolist() == [0.0]
    assert ran(started, 600.0).left_ml[0] == pytest.approx(1.0, abs=1e-9)


def test_a_stop_for_no_time_changes_nothing() -> None:
    blink = with_rate(with_rate(running(), 0.0), 6.0)
    assert running_mcg_min(blink, 0.0).tolist() == [6.0]
    assert ran(blink, 60.0).left_ml[0] == pytest.approx(0.1)


def test_a_blocked_line_gives_nothing_then_the_pump_stops_and_the_bolus_comes() -> None:
    pump = blocked(running(3.0))
    shut = ran(pump, 17 * 60.0)
    assert not stopped_by_occlusion(shut)[0]
    shut = ran(shut, 120.0)
    assert stopped_by_occlusion(shut)[0]
    assert shut.left_ml.tolist() == [0.0]
    assert shut.pent_ml[0] == pytest.approx(0.9)
    assert ran(freed(shut), 60.0).left_ml[0] == pytest.approx(0.05 + 0.675, abs=0.001)


def test_what_makes_no_sense_is_refused_with_a_sentence() -> None:
    pump = running()
    with pytest.raises(ValueError, match="0 mL/h or more"):
        with_rate(pump, -1.0)
    with pytest.raises(ValueError, match="0 mL/h or more"):
        with_rate(pump, float("nan"))
    with pytest.raises(ValueError, match="more than 0 mcg/mL"):
        with_bag(pump, 0.0, Change.QUICK)
    with pytest.raises(ValueError, match="between 0 and 1"):
        with_loss(pump, 1.5)
    with pytest.raises(ValueError, match="runs forwards"):
        ran(pump, -1.0)
    with pytest.raises(ValueError, match="needs time"):
        mean_mcg_min(pump, pump)
    with pytest.raises(ValueError, match="steps above 0"):
        put_up(3, ONE, 60.0, own_dead_ml=-1.0)
