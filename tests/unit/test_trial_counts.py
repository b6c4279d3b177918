"""What is counted in a trial, on courses made by hand."""

from dataclasses import replace

import numpy as np
import pytest

from core.library import read_protocol
from core.patient.chance import keys
from core.trial.control import Control
from core.trial.deciding import GATES, OPEN, Decided, Readings, Reports, undecided
from core.trial.nurse import acts, keyed, looks, next_look, rounded
from core.trial.plan import PERFECT, Arm, Plan, StaffSpec
from core.trial.record import Exclusion, Record
from core.trial.setting import setting
from core.trial.tally import Tally, excluded

ARM = Arm("default", read_protocol("early-wean").text)
PLAN = Plan(arms=(ARM,), patients=2, hours=2, sample_s=600)
OWN = keys(1, np.arange(40_000, dtype=np.int64))
MIN = 60


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


class Case:
    """Two patients; the second is never looked at."""

    def __init__(self) -> None:
        self.tally = Tally(PLAN, setting(PLAN, ARM), 2)

    def reads(self, minute: int, pressure: int, missed: int = 0, **answer: int) -> None:
        told = undecided(1, 60)
        for name, value in answer.items():
            getattr(told, name)[0] = value
        none = ints(0)
        at = ints(minute * MIN)
        seen = Readings(none, at, at, ints(pressure), none, none, none == 1)
        self.tally.read(seen, told, ints(missed))

    def runs(self, minute: int, dose: int) -> None:
        self.tally.report(Reports(ints(0), ints(minute * MIN), ints(dose)))

    def record(self) -> Record:
        zero = np.zeros(2)
        return self.tally.record(ints(0, 1), ints(0, 0), zero, np.array([True, False]))


def test_times_are_counted_by_samples_and_depth_by_area() -> None:
    case = Case()
    for second, pressure in enumerate([60.0, 65.0, 75.0, 75.5]):
        case.tally.sample(600 * second, np.array([pressure, 64.0]), ints(0, 0) > 0)
    told = case.record()
    assert told.seconds_followed.tolist() == [2400, 2400]
    assert told.seconds_in_band.tolist() == [1200, 0]
    assert told.seconds_below_band.tolist() == [600, 2400]
    assert told.seconds_above_band.tolist() == [600, 0]
    assert told.seconds_below_65.tolist() == [600, 2400]
    assert told.depth_below_65_mmhg_min.tolist() == [50.0, 40.0]
    assert np.isnan(told.mdpe_percent).all()


def test_target_changes_and_liberation() -> None:
    case = Case()
    case.reads(0, 60)
    case.runs(1, 50)
    case.reads(5, 65)
    case.reads(6, 70)
    case.runs(30, 50)
    case.runs(60, 0)
    told = case.record()
    assert told.minutes_to_target[0] == 5
    assert told.changes.tolist() == [2, 0]
    assert told.readings.tolist() == [3, 0]
    assert told.hours_to_liberation[0] == 1.0
    assert np.isnan([told.hours_to_liberation[1], told.minutes_to_target[1]]).all()


def test_a_step_a_rebound_and_a_failed_wean() -> None:
    case = Case()
    case.runs(0, 100)
    case.reads(10, 70)
    case.runs(11, 80)
    case.reads(20, 64)
    case.reads(25, 60)
    case.runs(26, 100)
    case.reads(27, 60)
    told = case.record()
    assert (told.wean_steps[0], told.rebounds[0], told.failed_weans[0]) == (1, 1, 1)


def test_what_comes_more_than_an_hour_after_a_step_is_none_of_its() -> None:
    case = Case()
    case.runs(0, 100)
    case.reads(10, 70)
    case.runs(11, 80)
    case.reads(72, 60)
    case.runs(73, 100)
    told = case.record()
    assert (told.wean_steps[0], told.rebounds[0], told.failed_weans[0]) == (1, 0, 0)


def test_a_lowering_while_low_is_no_wean_step() -> None:
    case = Case()
    case.runs(0, 100)
    case.reads(10, 60)
    case.runs(11, 80)
    assert case.record().wean_steps[0] == 0


def test_prompts_are_counted_by_the_hour() -> None:
    case = Case()
    for minute, prompts in ((10, 2), (50, 1), (59, 0), (60, 2), (61, 2)):
        case.reads(minute, 70, prompts=prompts)
    told = case.record()
    assert (told.prompts[0], told.prompts_hour_max[0]) == (7, 4)


def test_gates_and_flags_are_counted_each_by_itself() -> None:
    case = Case()
    names = ("artefact", "stale", "limit_breach", "pump_too_coarse")
    places = {str(gate): place for place, gate in enumerate(GATES)}
    for times, name in enumerate(names, 1):
        for _ in range(times):
            case.reads(times, 70, gate=places[name], usable=int(name != "artefact"))
    case.reads(9, 70, 2, second_agent=1, escalates=1, gate=OPEN)
    told = case.record()
    counted = (told.gate_artefact, told.gate_stale, told.gate_limit, told.gate_pump)
    assert [int(each[0]) for each in counted] == [1, 2, 3, 4]
    assert (told.artefact_readings[0], told.missed_readings[0]) == (1, 2)
    assert (told.second_agent_prompts[0], told.escalations[0], told.second_agents[0]) == (1, 1, 0)
    case.tally.begun(ints(0))
    assert case.record().second_agents.tolist() == [1, 0]


def test_who_needs_no_drug_is_left_out() -> None:
    told = excluded(np.array([64.9, 65.0, np.nan]), 65)
    assert told.tolist() == [Exclusion.NONE, Exclusion.NO_SHOCK, Exclusion.NOT_A_NUMBER]


def test_the_measures_of_control_are_those_of_the_definition() -> None:
    chance = np.random.default_rng(4)
    pressures = chance.normal(72.0, 8.0, (11, 300))
    running = chance.random((11, 300)) < 0.8
    running[:, 0] = False
    control = Control(300, 12, 70.0)
    for place in range(11):
        control.sample(300 * place, pressures[place].copy(), running[place])
    mdpe, mdape, wobble, slope = control.measures()
    assert np.isnan([mdpe[0], mdape[0], wobble[0], slope[0]]).all()
    for one in range(1, 300):
        error = 100.0 * (pressures[running[:, one], one] / 70.0 - 1.0)
        assert mdpe[one] == pytest.approx(np.median(error), abs=0.02)
        assert mdape[one] == pytest.approx(np.median(np.abs(error)), abs=0.02)
        assert wobble[one] == pytest.approx(np.median(np.abs(error - np.median(error))), abs=0.03)
        if len(error) > 1:
            hours = np.flatnonzero(running[:, one]) / 12.0
            fitted = np.polyfit(hours, np.abs(error), 1)[0]
            assert slope[one] == pytest.approx(fitted, abs=0.1)


class TestNurse:
    def test_shares_and_delays_are_met(self) -> None:
        staff = StaffSpec(
            late_s=60, forgets=0.2, rounds=0.3, slips=0.1, finds=0.4, knows_artefact=0.7
        )
        plan = replace(PLAN, staff=staff, missed_share=0.25)
        look, act = looks(plan, OWN, 60), acts(plan, OWN, 60)
        assert 30 <= look.late_s.min() < 32
        assert 118 < look.late_s.max() <= 120
        assert np.median(look.late_s) == pytest.approx(60, abs=1)
        shares = [np.mean(flag) for flag in (look.knows, look.finds, act.forgets, act.rounds)]
        assert shares == pytest.approx([0.7, 0.4, 0.2, 0.3], abs=0.01)
        assert [np.mean(look.missed >= times) for times in (1, 2)] == pytest.approx(
            [0.25, 0.0625], abs=0.01
        )
        assert [np.mean(act.slips == way) for way in (1, -1)] == pytest.approx(
            [0.05, 0.05], abs=0.005
        )

    def test_perfect_staff_does_at_once_what_it_is_told(self) -> None:
        plan = replace(PLAN, staff=PERFECT, missed_share=0.0)
        look, act = looks(plan, OWN, 60), acts(plan, OWN, 60)
        assert not np.any([look.late_s, look.missed, act.after_s, act.slips])
        assert not act.forgets.any()
        assert not act.rounds.any()
        assert look.knows.all()
        assert look.finds.all()

    def test_the_next_look_is_a_whole_minute_and_a_later_one(self) -> None:
        plan = replace(PLAN, staff=replace(PERFECT, missed_for_s=900), reading_factor=2.0)
        chance = looks(plan, OWN[:4], 60)
        chance.missed[3] = 1
        told = next_look(plan, ints(100, 120, 59, 100), ints(300, 0, 0, 300), chance)
        assert told.tolist() == [720, 180, 60, 1620]

    def test_doses_are_rounded_towards_the_change_and_never_to_nothing(self) -> None:
        dose, before = ints(52, 48, 5, 995, 50, 0), ints(40, 60, 20, 900, 40, 20)
        assert rounded(dose, before, 10, 1000).tolist() == [60, 40, 5, 1000, 50, 0]
        assert rounded(ints(995), ints(900), 100, 998).tolist() == [998]
        assert rounded(ints(995), ints(900), 100, 0).tolist() == [1000]

    def test_fingers_slip_only_to_what_the_pump_takes(self) -> None:
        steps, slips = ints(50, 50, 50, 2000, 4), ints(0, 1, -1, 1, -1)
        assert keyed(steps, slips, 9999).tolist() == [50, 500, 5, 2000, 4]


def test_an_answer_that_says_nothing_shares_no_array() -> None:
    told: Decided = undecided(2, 60)
    told.second_agent[0] = True
    told.before[0] = 7
    assert not told.escalates.any()
    assert not told.prompts.any()
    assert told.usable.all()
    assert told.dose.tolist() == [0, 0]
