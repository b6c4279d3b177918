"""What the windows of the lab are given: pace, the screen, the instructor's view, typed figures."""

from dataclasses import fields
from datetime import UTC, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.entry.verdict import Accepted, Refused
from core.lab.act import Vital
from core.lab.case_file import LabFiles
from core.lab.desk_build import Room, desk_view, learner_view
from core.lab.desk_words import act_text, trigger_text
from core.lab.hidden_file import read_hidden_part
from core.lab.hidden_part import Begun
from core.lab.lab_entry import read_override, read_seed
from core.lab.monitor import CuffShown, Monitor, Pressures
from core.lab.monitor_view import MonitorView, monitor_view
from core.lab.pace import SPEEDS, Pace
from core.lab.read import scenario_from
from core.lab.shelf import read_scenario, scenario_text, shipped_scenarios
from core.lab.shelf_view import profile_views, scenario_views
from core.lab.simulation import START, Simulation
from core.lab.staff_profile import profile_of
from core.log.memory import MemoryLog
from core.model.events import CaseOpened
from core.model.terms import Agent
from core.quantity.measures import PumpRate
from core.texts import load_words

WORDS = load_words(UTC)
SECOND = timedelta(seconds=1)
TENTH = timedelta(milliseconds=100)
LONG = timedelta(hours=2)
"""By day a scenario of many hours is looked at for its first ones."""
LINE = Pressures(61, 92, 47)
CUFF = CuffShown(Pressures(63, 94, 48), 600)


# --- pace --------------------------------------------------------------------------------------


@pytest.mark.parametrize("speed", SPEEDS)
def test_no_part_of_a_second_is_lost(speed: int) -> None:
    pace, gone = Pace(speed, running=True), timedelta(0)
    for _ in range(100):
        pace, due = pace.after(timedelta(milliseconds=37))
        assert due % SECOND == timedelta(0)
        gone += due
    assert gone + pace.owed == timedelta(milliseconds=3700) * speed


def test_a_pause_passes_nothing_and_owes_nothing() -> None:
    pace, _ = Pace(1, running=True).after(TENTH)
    assert pace.owed == TENTH
    paused = pace.going(running=False)
    assert paused.after(timedelta(hours=1)) == (paused, timedelta(0))
    assert paused.owed == timedelta(0)


def test_a_long_gap_counts_for_half_a_second_and_a_clock_set_back_for_nothing() -> None:
    pace = Pace(10, running=True)
    assert pace.after(timedelta(hours=8))[1] == 5 * SECOND
    assert pace.after(-SECOND) == (pace, timedelta(0))


def test_an_unknown_speed_is_refused() -> None:
    with pytest.raises(ValueError, match="no speed 7: choose from 1, 2, 5"):
        Pace().at(7)


# --- the screen --------------------------------------------------------------------------------


def screen(line: Pressures | None, cuff: CuffShown | None, rate: int | None = 104) -> MonitorView:
    shown = Monitor(660, line, cuff, 900, rate)
    displays = {Agent.NOREPINEPHRINE: PumpRate(Decimal("7.5"))}
    return monitor_view(shown, displays, (), START, WORDS)


def test_the_screen_shows_the_line_and_the_cuff_beside_it() -> None:
    view = screen(LINE, CUFF)
    assert (view.map, view.pair, view.heart_rate) == ("61", "92/47", "104")
    assert view.source == "arterial line"
    assert view.cuff == "cuff 63 (94/48) at 08:10, next 08:15"
    assert [(pump.name, pump.rate) for pump in view.pumps] == [("norepinephrine", "7.5 mL/h")]


def test_without_a_line_the_cuff_stands_with_its_time() -> None:
    view = screen(None, CUFF)
    assert (view.map, view.source, view.cuff) == ("63", "cuff at 08:10", "next cuff 08:15")


def test_a_screen_without_any_figure_shows_dashes() -> None:
    view = screen(None, None, None)
    assert (view.map, view.pair, view.heart_rate) == ("--", "", "--")
    assert view.source == "no reading yet"


def test_a_device_without_a_pair_shows_its_mean_alone() -> None:
    assert screen(Pressures(61), None).pair == ""


# --- the instructor's view ---------------------------------------------------------------------


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_script_is_said_in_words(name: str) -> None:
    scenario = read_scenario(name)
    for happening in scenario.happenings:
        assert trigger_text(happening.when, WORDS)
        assert all(act_text(act, WORDS) for act in happening.then)
    assert all(trigger_text(end.when, WORDS) for end in scenario.ends)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_view_is_made_at_every_quarter_of_a_played_scenario(name: str, *, nightly: bool) -> None:
    scenario = read_scenario(name)
    played = scenario.longest if nightly else min(scenario.longest, LONG)
    simulation = Simulation(scenario, 1, MemoryLog(), staff=profile_of("usual"))
    room = Room(Pace(60, running=True), "staff", waiting=False, bookmarks=[START])
    for quarter in range(1, 5):
        simulation.pass_time(simulation.start + quarter * played / 4)
        view = desk_view(simulation, room, WORDS)
        assert view.stage == next(
            s.text for s in scenario.stages if s.id == simulation.script.stage
        )
        assert view.figures[0].value == f"{simulation.true_now().map_mmhg:.0f}"
        assert view.monitor == learner_view(simulation, WORDS)
        assert view.trend.true_map[-1][0] == simulation.bedside.second
        assert view.bookmarks[0].at == "08:00"
        assert view.pace_text == "60 times"
    assert view.ended.startswith("Ended at ") is (simulation.ended is not None)


def test_the_log_names_what_was_done_once() -> None:
    simulation = Simulation(read_scenario("first-hour"), 1, MemoryLog())
    simulation.override(Vital.MAP, Decimal(58))
    simulation.note("heard")
    simulation.skip("handover")
    room = Room(Pace(), "a learner", waiting=False)
    texts = [line.text for line in desk_view(simulation, room, WORDS).log]
    assert texts.count("MAP shows 58") == 1
    assert texts.count("heard") == 1
    assert "skipped: The bedside nurse hands over" in texts


def test_a_slip_is_wrong_in_the_view_and_only_a_display_on_the_screen() -> None:
    simulation = Simulation(read_scenario("tenfold-slip"), 1, MemoryLog())
    room = Room(Pace(), "a learner", waiting=False)
    while not any(pump.wrong for pump in desk_view(simulation, room, WORDS).pumps):
        assert simulation.ended is None
        simulation.pass_time(simulation.next_event())
    (pump,) = desk_view(simulation, room, WORDS).pumps
    assert pump.set_rate != pump.charted
    assert learner_view(simulation, WORDS).pumps[0].rate == pump.set_rate


def test_the_screen_has_no_room_for_the_truth() -> None:
    names = {field.name for field in fields(MonitorView)}
    assert names == {"map", "pair", "heart_rate", "source", "cuff", "pumps", "said"}


# --- what is typed -----------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["0", "58", "300"])
def test_a_figure_of_a_monitor_is_taken(typed: str) -> None:
    verdict = read_override(typed, Vital.MAP)
    assert isinstance(verdict, Accepted)
    assert verdict.value == Decimal(typed)


@pytest.mark.parametrize("typed", ["", "301", "-5", "58.5", "6O", "60 bpm"])
def test_anything_else_is_refused(typed: str) -> None:
    assert isinstance(read_override(typed, Vital.HEART_RATE), Refused)


def test_a_seed_is_a_whole_number() -> None:
    assert read_seed("42") == Accepted(42, "42")
    assert isinstance(read_seed("4.2"), Refused)
    assert isinstance(read_seed("123456"), Refused)


# --- the shelf and the files -------------------------------------------------------------------


def test_the_chooser_has_every_scenario_and_every_profile() -> None:
    views = scenario_views(WORDS)
    assert views[0].id == "first-hour"
    assert {view.id for view in views} == set(shipped_scenarios())
    assert all(view.objectives and len(view.prebrief) == 6 for view in views)
    assert profile_views()[-1].id == "usual"


def test_a_later_file_opens_under_a_numbered_label(tmp_path: Path) -> None:
    paths = iter(tmp_path / f"{number}.case" for number in range(9))
    text, name = scenario_text("first-hour")
    made = LabFiles(lambda: next(paths), Begun("1.0.0", name, text, 1, None))
    scenario = scenario_from(text, name)
    simulation = Simulation(scenario, 1, made.fresh(), fresh_log=made.fresh, keep=made.keep)
    labels = [label(made)]
    for _ in range(2):
        mark = simulation.bookmark()
        simulation.pass_time(simulation.now + SECOND)
        simulation.back_to(mark)
        labels.append(label(made))
    assert labels == ["LAB-FIRST-HOUR", "LAB-FIRST-HOUR-2", "LAB-FIRST-HOUR-3"]
    assert simulation.state.setup is not None
    assert simulation.state.setup.label == labels[-1]
    made.fresh()
    made.keep(())
    made.forget_latest()
    made.close()
    there = [name for number in range(3) for name in (f"{number}.case", f"{number}.case.debrief")]
    assert sorted(path.name for path in tmp_path.glob("*.case*")) == there
    kept = [read_hidden_part(tmp_path / f"{number}.case").interventions for number in range(3)]
    assert [len(done) for done in kept] == [0, 1, 2]


def label(made: LabFiles) -> str:
    first = next(iter(made.current)).event
    assert isinstance(first, CaseOpened)
    return first.setup.label
