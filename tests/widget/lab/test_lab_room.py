"""The room of a simulation: speed, pause, jump, bookmarks, what is wished, and how it ends."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from core.cases.errors import CaseTrouble
from core.cases.opened import look_into
from core.lab.act import GiveFluid, Hydrocortisone, Sedation, Vital
from core.lab.hidden_file import read_hidden_part
from core.lab.pace import SPEEDS
from core.lab.truth import Noted
from core.model.commands import RecordReading, ReportPump
from core.model.terms import Agent, Source
from core.quantity.measures import Dose, Millilitre, Mmhg
from gui.lab.wishes import (
    Do,
    Fire,
    GoBack,
    HideAdvice,
    Override,
    RoomPress,
    SetSpeed,
    Skip,
    TakeNote,
    TimePress,
)

# `lab_bench` is the Bench of conftest; pytest imports that file under a name of its own.
Bench = Any


def going(lab_bench: Bench, **how: Any) -> Any:  # noqa: ANN401 - a LabRoom
    room = lab_bench.begin(**how)
    room.begin()
    return room


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def elapsed(room: Any) -> timedelta:  # noqa: ANN401 - a LabRoom
    gone: timedelta = room.simulation.now - room.simulation.start
    return gone


def read_and_accept(room: Any, figure: int) -> None:  # noqa: ANN401 - a LabRoom
    now = room.bridge.now()
    value, line = Mmhg(Decimal(figure)), Source.ARTERIAL_LINE
    assert room.bridge.send(RecordReading(at=now, observed_at=now, source=line, map=value))


def run(room: Any, dose: str) -> None:  # noqa: ANN401 - a LabRoom
    now = room.bridge.now()
    report = ReportPump(at=now, observed_at=now, agent=Agent.NOREPINEPHRINE, dose=Dose.parse(dose))
    assert room.bridge.send(report)


def test_time_stands_still_until_the_pre_brief_is_read(lab_bench: Bench) -> None:
    room = lab_bench.begin()
    room.open_windows()
    assert room.prebrief.isVisible()
    assert not room.learner.isVisible()
    lab_bench.ticks(20)
    assert elapsed(room) == timedelta(0)
    assert "The learner reads the pre-brief." in room.instructor.notice.text
    room.prebrief.button.click()
    assert room.learner.isVisible()
    assert not room.prebrief.isVisible()
    lab_bench.ticks(20)
    assert elapsed(room) == timedelta(seconds=2)


def test_the_instructor_may_begin_too(lab_bench: Bench) -> None:
    room = lab_bench.begin()
    room.instructor.actions_table["pause"].trigger()
    assert room.learner.isVisible()
    assert room.pace.running


@pytest.mark.parametrize("speed", SPEEDS)
def test_each_speed_passes_so_much_time(lab_bench: Bench, speed: int) -> None:
    room = going(lab_bench)
    room.instructor.actions_table[f"speed_{speed}"].trigger()
    lab_bench.ticks(30)
    assert elapsed(room) == timedelta(seconds=3 * speed)
    shown = room.learner.screen_strip.pace.text()
    assert shown == room.instructor.time_bar.pace.text()
    assert shown == ("real time" if speed == 1 else f"{speed} times")


def test_faster_and_slower_stop_at_the_ends(lab_bench: Bench) -> None:
    room = going(lab_bench)
    for _ in SPEEDS:
        room.instructor.wished.emit(TimePress.FASTER)
    assert room.pace.speed == 300
    for _ in SPEEDS:
        room.instructor.wished.emit(TimePress.SLOWER)
    assert room.pace.speed == 1


def test_a_pause_is_no_time_and_is_said_in_both_windows(lab_bench: Bench) -> None:
    room = going(lab_bench)
    lab_bench.ticks(10)
    room.instructor.wished.emit(TimePress.PAUSE_OR_GO)
    assert "paused" in room.learner.screen_strip.pace.text()
    lab_bench.clock.advance(minutes(10))
    room.instructor.wished.emit(TimePress.PAUSE_OR_GO)
    lab_bench.ticks(10)
    assert elapsed(room) == timedelta(seconds=2)


def test_a_gap_of_outer_time_is_not_made_up(lab_bench: Bench) -> None:
    room = going(lab_bench)
    room.instructor.wished.emit(SetSpeed(60))
    lab_bench.ticks(1, minutes(5))
    assert elapsed(room) == timedelta(seconds=30)


def test_a_set_clock_is_no_time(lab_bench: Bench) -> None:
    room = going(lab_bench)
    room.clock_stepped(lab_bench.clock.now() + minutes(60), 3600)
    lab_bench.ticks(3)
    assert elapsed(room) == timedelta(0)


def test_a_jump_stops_at_the_next_event(lab_bench: Bench) -> None:
    room = going(lab_bench)
    before = room.simulation.next_event()
    room.instructor.wished.emit(TimePress.JUMP)
    assert room.simulation.now == before
    assert any("hands over" in line.text for line in room.view().log)
    assert room.learner.screen_strip.said.text().startswith("08:01  Bedside nurse:")


def test_a_happening_is_fired_and_another_skipped(lab_bench: Bench) -> None:
    room = going(lab_bench)
    room.instructor.wished.emit(Fire("handover"))
    assert "Bedside nurse" in room.learner.screen_strip.said.text()
    room.instructor.wished.emit(Skip("nothing-runs"))
    assert "nothing-runs" not in [line.id for line in room.view().coming]
    room.instructor.wished.emit(Fire("nothing-runs"))
    assert "That was not possible" in room.instructor.notice.text


def test_the_monitor_is_overridden_and_let_go(lab_bench: Bench) -> None:
    room = going(lab_bench)
    shown = room.learner.screen_strip.map.text()
    room.instructor.wished.emit(Override(Vital.MAP, Decimal(33)))
    assert room.learner.screen_strip.map.text() == "33"
    assert room.instructor.meddle.let_go[Vital.MAP].text().startswith("33")
    room.instructor.actions_table["clear"].trigger()
    assert room.learner.screen_strip.map.text() == shown
    assert not room.instructor.actions_table["clear"].isEnabled()


def test_what_is_given_acts_and_is_told(lab_bench: Bench) -> None:
    room = going(lab_bench)
    fluid = GiveFluid(Millilitre(Decimal(250)), minutes(10))
    for act in (fluid, Hydrocortisone(on=True), Sedation(Decimal("0.4"))):
        room.instructor.wished.emit(Do(act))
    doings = " ".join(room.view().doings)
    assert "fluid 25 mL/min until 08:10" in doings
    assert "hydrocortisone" in doings
    assert "sedation 0.4 of 1" in doings
    assert room.instructor.actions_table["hydrocortisone"].isChecked()
    room.instructor.actions_table["sedation_none"].trigger()
    room.instructor.actions_table["hydrocortisone"].trigger()
    assert [text for text in room.view().doings if "fluid" not in text] == []


def test_a_note_is_kept_in_the_hidden_log_alone(lab_bench: Bench) -> None:
    room = going(lab_bench)
    room.instructor.wished.emit(TakeNote("said aloud"))
    assert [e.text for e in room.simulation.truth if isinstance(e, Noted)][-1] == "said aloud"
    assert "said aloud" not in [row.detail for row in room.bridge.view.rows]


def test_hidden_advice_leaves_no_trace_and_comes_back(lab_bench: Bench) -> None:
    room = going(lab_bench)
    read_and_accept(room, 52)
    assert room.bridge.view.next_step is not None
    rows = len(room.bridge.view.rows)
    room.instructor.wished.emit(HideAdvice(hidden=True))
    view = room.bridge.view
    assert view.next_step is None
    assert "Advice is hidden" in view.silence
    assert not len(view.lanes.advised)
    assert not any(row.what.startswith("Advice") for row in view.rows)
    assert view.guard.advised is None
    assert not room.learner.actions_table["accept"].isEnabled()
    run(room, "0.05 mcg/kg/min")
    lab_bench.ticks(5)
    read_and_accept(room, 55)
    assert room.bridge.view.next_step is None
    room.instructor.wished.emit(HideAdvice(hidden=False))
    assert room.bridge.view.next_step is not None
    assert len(room.bridge.view.rows) > rows


def test_a_pump_report_drives_the_pump(lab_bench: Bench) -> None:
    room = going(lab_bench)
    assert room.view().pumps == ()
    run(room, "0.05 mcg/kg/min")
    assert room.learner.screen_strip.pumps.text() == "norepinephrine 7.5 mL/h"
    (pump,) = room.view().pumps
    assert (pump.set_rate, pump.charted, pump.wrong) == ("7.5 mL/h", "7.5 mL/h", False)


def test_going_back_drops_the_bookmarks_after_it(lab_bench: Bench) -> None:
    room = going(lab_bench)
    for _ in range(2):
        lab_bench.ticks(10)
        room.instructor.wished.emit(TimePress.BOOKMARK)
    lab_bench.ticks(10)
    room.instructor.wished.emit(GoBack(1))
    assert elapsed(room) == timedelta(seconds=1)
    assert len(room.bookmarks) == 1
    assert room.bridge.view.strip.label == "LAB-FIRST-HOUR-2"
    room.instructor.wished.emit(GoBack(1))
    assert room.bridge.view.strip.label == "LAB-FIRST-HOUR-3"
    assert len(lab_bench.folder.paths()) == 3
    left = [journal.path for journal in room.files.made[:-1]]
    assert [look_into(path).state.ended is not None for path in left] == [True, True]


def test_trouble_with_the_file_stops_time_and_is_said(
    lab_bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = going(lab_bench)

    def refuse(_until: object) -> None:
        raise CaseTrouble("the disk is full")

    monkeypatch.setattr(room.simulation, "pass_time", refuse)
    lab_bench.ticks(10)
    assert not room.pace.running
    assert "the disk is full" in room.instructor.notice.text
    assert "the disk is full" in room.learner.trouble.label.text()


def test_an_act_that_cannot_be_kept_for_the_debrief_is_not_done_and_said(
    lab_bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = going(lab_bench)
    before = tuple(room.simulation.truth)

    with monkeypatch.context() as patched:
        patched.setattr("core.lab.hidden_file.rewrite", lambda *_args: fail())
        room.instructor.wished.emit(TakeNote("lost"))
    assert tuple(room.simulation.truth) == before
    assert "Not recorded: " in room.instructor.notice.text
    assert "No space left on device" in room.instructor.notice.text
    assert not room.pace.running
    room.instructor.wished.emit(TakeNote("kept"))
    kept = read_hidden_part(room.files.current.path).interventions
    assert [one.done for one in kept] == [TakeNote("kept")]


def test_going_back_that_cannot_be_kept_leaves_everything_as_it_was(
    lab_bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = going(lab_bench)
    room.instructor.wished.emit(TimePress.BOOKMARK)
    lab_bench.ticks(20)
    before, path = elapsed(room), room.files.current.path
    with monkeypatch.context() as patched:
        patched.setattr("core.lab.hidden_file.rewrite", lambda *_args: fail())
        room.instructor.wished.emit(GoBack(1))
    assert (elapsed(room), room.files.current.path) == (before, path)
    assert "Not recorded: " in room.instructor.notice.text
    room.instructor.wished.emit(GoBack(1))
    assert elapsed(room) == timedelta(0)
    assert sorted(each.name for each in path.parent.glob("*.debrief")) == sorted(
        f"{journal.path.name}.debrief" for journal in room.files.made
    )


def fail() -> None:
    raise OSError(28, "No space left on device")


def test_the_end_closes_the_case_and_stops_time(lab_bench: Bench) -> None:
    room = going(lab_bench)
    room.instructor.wished.emit(RoomPress.FINISH)
    assert room.bridge.view.outcome is not None
    assert room.learner.screen_strip.hint.text() == "The simulation has ended."
    lab_bench.ticks(5)
    assert elapsed(room) == timedelta(0)
    assert not room.instructor.actions_table["pause"].isEnabled()
    room.instructor.close()
    assert lab_bench.lab.room is None


def test_closing_the_instructors_window_is_asked_for_twice(lab_bench: Bench) -> None:
    room = going(lab_bench)
    path = room.files.current.path
    room.instructor.close()
    assert lab_bench.lab.room is room
    assert not room.pace.running
    assert "Close once more" in room.instructor.notice.text
    room.instructor.wished.emit(TimePress.PAUSE_OR_GO)
    room.instructor.close()
    assert lab_bench.lab.room is room
    room.instructor.close()
    assert lab_bench.lab.room is None
    assert look_into(path).state.ended is not None


def test_the_learners_window_closed_by_mistake_comes_back(lab_bench: Bench) -> None:
    room = going(lab_bench)
    room.learner.close()
    assert not room.pace.running
    assert "F12" in room.instructor.notice.text
    room.instructor.wished.emit(RoomPress.SHOW_LEARNER)
    assert room.learner.isVisible()


def test_simulated_staff_plays_without_hands(lab_bench: Bench) -> None:
    room = going(lab_bench, staff="follows")
    room.instructor.wished.emit(SetSpeed(300))
    lab_bench.ticks(60)
    QApplication.processEvents()
    assert len(room.bridge.view.lanes.readings) >= 3
    assert room.view().players.startswith("staff plays: ")
    assert room.learner.screen_strip.pumps.text().startswith("norepinephrine")
