"""The script machine: each trigger fires when it should, once, in the stage it belongs to."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.lab.act import GoTo, Note
from core.lab.read import scenario_from
from core.lab.scenario import End, Happening, Scenario, Stage
from core.lab.script import (
    Fired,
    Script,
    ScriptError,
    begun,
    coming,
    fired_early,
    next_time,
    skipped,
    stepped,
    stopped,
)
from core.lab.shelf import read_scenario
from core.lab.trigger import (
    ActionMissed,
    AllOf,
    AnyOf,
    AtTime,
    Done,
    DoseAtLeast,
    DoseBelow,
    Fact,
    InStage,
    MapAbove,
    MapBelow,
    NotDone,
    Pressure,
    PromptShown,
    Since,
    Trigger,
)
from core.lab.watch import Advice, Seen
from core.model.terms import Action, Agent, Outcome
from core.quantity.measures import Dose, DoseUnit, Mmhg

NE = Agent.NOREPINEPHRINE


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def mmhg(value: int) -> Mmhg:
    return Mmhg(Decimal(value))


def dose(value: str) -> Dose:
    return Dose(Decimal(value), DoseUnit.MCG_KG_MIN)


def happening(name: str, when: Trigger, *, go_to: str = "", repeat: bool = False) -> Happening:
    then = (GoTo(go_to),) if go_to else (Note(name),)
    return Happening(name, f"text of {name}", when, then, repeat)


@pytest.fixture(scope="module")
def any_scenario() -> Scenario:
    return read_scenario("line-artefact")


@pytest.fixture
def made(any_scenario: Scenario) -> "Maker":
    return Maker(any_scenario)


class Maker:
    """Scenarios of a few happenings, all else as in a shipped one."""

    def __init__(self, like: Scenario) -> None:
        self._like = like

    def __call__(
        self,
        *happenings: Happening,
        then: tuple[Happening, ...] = (),
        always: tuple[Happening, ...] = (),
        ends: tuple[End, ...] = (),
    ) -> Scenario:
        stages = (Stage("first", "first", happenings), Stage("second", "second", then))
        changed = replace(self._like, stages=stages, always=always, ends=ends, checklist=())
        return replace(changed, longest=minutes(60))


def played(scenario: Scenario, *looks: Seen) -> tuple[Script, list[tuple[str, timedelta]]]:
    """The script after these looks, and each happening with the time at which it fired."""
    script, fired = begun(scenario), []
    for seen in looks:
        script, acts = stepped(scenario, script, seen)
        fired += [(act.happening, act.at) for act in acts]
    return script, fired


def low(at: float, value: float, *, shown: float | None = None) -> Seen:
    return Seen(minutes(at), true_map=value, shown_map=shown)


def test_a_time_fires_at_its_time_however_late_one_looks(made: Maker) -> None:
    scenario = made(happening("a", AtTime(minutes(10))))
    assert played(scenario, Seen(minutes(9)))[1] == []
    assert played(scenario, Seen(minutes(31)))[1] == [("a", minutes(10))]
    assert played(scenario, Seen(minutes(10)), Seen(minutes(20)))[1] == [("a", minutes(10))]


def test_a_time_in_a_stage_counts_from_its_start_even_within_one_step(made: Maker) -> None:
    scenario = made(
        happening("go", AtTime(minutes(10)), go_to="second"),
        then=(happening("five", InStage(minutes(5))),),
    )
    assert played(scenario, Seen(minutes(40)))[1] == [("go", minutes(10)), ("five", minutes(15))]


def test_only_the_happenings_of_the_present_stage_fire(made: Maker) -> None:
    scenario = made(
        happening("left", AtTime(minutes(20))),
        happening("go", AtTime(minutes(10)), go_to="second"),
    )
    script, fired = played(scenario, Seen(minutes(40)))
    assert fired == [("go", minutes(10))]
    assert script.stage == "second"
    assert script.entered == minutes(10)


def test_those_of_any_stage_fire_in_every_stage(made: Maker) -> None:
    scenario = made(
        happening("go", AtTime(minutes(10)), go_to="second"),
        always=(happening("any", AtTime(minutes(20))),),
    )
    assert played(scenario, Seen(minutes(40)))[1][-1] == ("any", minutes(20))


@pytest.mark.parametrize(
    ("trigger", "seen"),
    [
        (MapBelow(mmhg(55), Pressure.TRUE), Seen(minutes(1), true_map=54.9, shown_map=80)),
        (MapBelow(mmhg(55), Pressure.SHOWN), Seen(minutes(1), true_map=80, shown_map=54)),
        (MapAbove(mmhg(75), Pressure.TRUE), Seen(minutes(1), true_map=75.1, shown_map=60)),
        (MapAbove(mmhg(75), Pressure.SHOWN), Seen(minutes(1), true_map=60, shown_map=76)),
        (DoseAtLeast(NE, dose("0.2")), Seen(minutes(1), doses={NE: dose("0.2")})),
        (DoseBelow(NE, dose("0.2")), Seen(minutes(1), doses={NE: dose("0.199")})),
        (DoseBelow(NE, dose("0.2")), Seen(minutes(1))),
        (Done(Fact.BAG_HUNG), Seen(minutes(1), facts={Fact.BAG_HUNG: (minutes(1),)})),
        (NotDone(Fact.BAG_HUNG), Seen(minutes(1))),
        (PromptShown("failed-wean"), Seen(minutes(1), prompts={"failed-wean": minutes(1)})),
    ],
)
def test_a_trigger_fires_on_what_it_waits_for_and_on_nothing_else(
    made: Maker, trigger: Trigger, seen: Seen
) -> None:
    scenario = made(happening("a", trigger))
    facts = {Fact.BAG_HUNG: (minutes(0),)} if isinstance(trigger, NotDone) else {}
    other = Seen(minutes(0), 60, 70, {NE: dose("0.2")}, facts)
    if isinstance(trigger, DoseAtLeast):
        other = Seen(minutes(0), 60, 70, {NE: dose("0.199")})
    assert played(scenario, other)[1] == []
    assert [name for name, _ in played(scenario, seen)[1]] == ["a"]


@pytest.mark.parametrize(
    ("trigger", "value"),
    [(MapBelow(mmhg(55), Pressure.TRUE), 55.0), (MapAbove(mmhg(75), Pressure.TRUE), 75.0)],
)
def test_the_line_itself_is_not_passed(made: Maker, trigger: Trigger, value: float) -> None:
    scenario = made(happening("a", trigger))
    assert played(scenario, low(0, value), low(10, value))[1] == []


def test_a_monitor_that_shows_nothing_is_neither_low_nor_high(made: Maker) -> None:
    scenario = made(
        happening("low", MapBelow(mmhg(55), Pressure.SHOWN)),
        happening("high", MapAbove(mmhg(55), Pressure.SHOWN)),
    )
    assert played(scenario, Seen(minutes(1), true_map=40, shown_map=None))[1] == []


def test_a_lasting_condition_fires_when_it_has_lasted_and_starts_afresh_after_a_break(
    made: Maker,
) -> None:
    scenario = made(happening("a", MapBelow(mmhg(55), Pressure.TRUE, minutes(5))))
    broken = (low(0, 50), low(4, 60), low(5, 50), low(9, 50))
    assert played(scenario, *broken)[1] == []
    assert played(scenario, *broken, low(12, 50))[1] == [("a", minutes(10))]


def test_a_condition_counts_from_the_start_of_the_stage_at_the_earliest(made: Maker) -> None:
    scenario = made(
        happening("go", AtTime(minutes(10)), go_to="second"),
        then=(happening("a", MapBelow(mmhg(55), Pressure.TRUE, minutes(5))),),
    )
    looks = [low(at, 50) for at in range(20)]
    assert played(scenario, *looks)[1] == [("go", minutes(10)), ("a", minutes(15))]


def test_advice_is_missed_only_while_it_stands_unfollowed(made: Maker) -> None:
    scenario = made(happening("a", ActionMissed(NE, Action.RAISE, minutes(5))))

    def advised(at: int, action: Action, *, followed: bool = False) -> Seen:
        return Seen(minutes(at), advice={NE: Advice(action, minutes(2), followed)})

    assert played(scenario, advised(6, Action.RAISE))[1] == []
    assert played(scenario, advised(9, Action.RAISE))[1] == [("a", minutes(7))]
    assert played(scenario, advised(9, Action.RAISE, followed=True))[1] == []
    assert played(scenario, advised(9, Action.HOLD))[1] == []


def test_what_was_done_in_an_earlier_stage_does_not_count_where_only_this_stage_does(
    made: Maker,
) -> None:
    scenario = made(
        happening("go", AtTime(minutes(10)), go_to="second"),
        then=(
            happening("ever", Done(Fact.CUFF_READING)),
            happening("here", Done(Fact.CUFF_READING, Since.STAGE)),
        ),
    )
    early = Seen(minutes(12), facts={Fact.CUFF_READING: (minutes(3),)})
    again = Seen(minutes(14), facts={Fact.CUFF_READING: (minutes(3), minutes(13))})
    assert played(scenario, early)[1] == [("go", minutes(10)), ("ever", minutes(10))]
    assert played(scenario, early, again)[1][-1] == ("here", minutes(13))


def test_all_of_waits_for_the_last_and_any_of_for_the_first(made: Maker) -> None:
    parts = (AtTime(minutes(10)), AtTime(minutes(20)))
    scenario = made(happening("all", AllOf(parts)), happening("any", AnyOf(parts)))
    assert played(scenario, Seen(minutes(30)))[1] == [("any", minutes(10)), ("all", minutes(20))]


def test_a_thing_left_undone_is_seen_at_its_time(made: Maker) -> None:
    waits = AllOf((AtTime(minutes(30)), NotDone(Fact.FLUIDS_ATTESTED)))
    scenario = made(happening("a", waits))
    done = Seen(minutes(31), facts={Fact.FLUIDS_ATTESTED: (minutes(5),)})
    assert played(scenario, Seen(minutes(31)))[1] == [("a", minutes(30))]
    assert played(scenario, done)[1] == []


def test_one_that_repeats_fires_at_each_new_onset_and_others_once(made: Maker) -> None:
    trigger = MapBelow(mmhg(55), Pressure.TRUE)
    scenario = made(happening("again", trigger, repeat=True), happening("once", trigger))
    looks = [low(1, 50), low(2, 50), low(3, 60), low(4, 50), low(5, 50)]
    assert played(scenario, *looks)[1] == [
        ("again", minutes(1)),
        ("once", minutes(1)),
        ("again", minutes(4)),
    ]


def test_stages_that_lead_to_each_other_at_once_do_not_go_round_for_ever(made: Maker) -> None:
    scenario = made(
        happening("to", InStage(minutes(0)), go_to="second", repeat=True),
        then=(happening("fro", InStage(minutes(0)), go_to="first", repeat=True),),
    )
    _, fired = played(scenario, Seen(minutes(5)))
    assert fired == [("to", minutes(0)), ("fro", minutes(0))]


def test_a_stage_that_leads_to_itself_does_so_once_at_one_moment(made: Maker) -> None:
    scenario = made(
        happening("go", AtTime(minutes(10)), go_to="second"),
        then=(happening("again", AtTime(minutes(5)), go_to="second", repeat=True),),
    )
    fired = [("go", minutes(10)), ("again", minutes(10))]
    assert played(scenario, Seen(minutes(20)))[1] == fired
    assert played(scenario, Seen(minutes(10)), Seen(minutes(15)), Seen(minutes(20)))[1] == fired


def test_an_end_stops_everything_and_the_longest_run_is_an_end(made: Maker) -> None:
    end = End("well", "well", AtTime(minutes(20)), Outcome.WEANED)
    late = happening("late", AtTime(minutes(21)))
    script, fired = played(made(late, ends=(end,)), Seen(minutes(59)))
    assert fired == []
    assert script.ended is not None
    assert (script.ended.end, script.ended.at) == ("well", minutes(20))
    assert script.ended.outcome is Outcome.WEANED
    script, fired = played(made(late), Seen(minutes(90)))
    assert [name for name, _ in fired] == ["late"]
    assert script.ended is not None
    assert (script.ended.end, script.ended.at) == (None, minutes(60))


def test_what_is_coming_stands_soonest_first_and_ends_among_it(made: Maker) -> None:
    scenario = made(
        happening("low", MapBelow(mmhg(55), Pressure.TRUE, minutes(5))),
        happening("later", AtTime(minutes(30))),
        always=(happening("soon", InStage(minutes(8))),),
        ends=(End("end", "end", AtTime(minutes(40)), Outcome.OTHER),),
    )
    script, _ = played(scenario, low(1, 60))
    waiting = coming(scenario, script, low(1, 60))
    assert [item.id for item in waiting] == ["soon", "later", "end", "low"]
    assert [item.due for item in waiting] == [minutes(8), minutes(30), minutes(40), None]
    assert [item.stage for item in waiting] == [None, "first", None, "first"]
    assert [item.is_end for item in waiting] == [False, False, True, False]
    script, _ = stepped(scenario, script, low(2, 50))
    assert {item.id: item.due for item in coming(scenario, script, low(2, 50))}["low"] == minutes(7)


def test_the_driver_is_told_where_to_stop(made: Maker) -> None:
    scenario = made(
        happening("low", MapBelow(mmhg(55), Pressure.TRUE, minutes(5))),
        happening("mixed", AllOf((AtTime(minutes(12)), MapBelow(mmhg(40), Pressure.TRUE)))),
    )
    script = begun(scenario)
    assert next_time(scenario, script) == minutes(12)
    script, _ = stepped(scenario, script, low(2, 50))
    assert next_time(scenario, script) == minutes(7)
    script, _ = stepped(scenario, script, low(12, 50))
    assert next_time(scenario, script) == minutes(60)
    script, _ = stepped(scenario, script, low(60, 50))
    assert next_time(scenario, script) is None


def test_one_brought_forward_fires_now_and_not_at_its_time(made: Maker) -> None:
    scenario = made(happening("a", AtTime(minutes(10)), go_to="second"))
    script, _ = played(scenario, Seen(minutes(3)))
    script, acts = fired_early(scenario, script, "a", minutes(4))
    assert acts == (Fired(minutes(4), "a", GoTo("second")),)
    assert script.stage == "second"
    assert stepped(scenario, script, Seen(minutes(20)))[1] == ()


def test_one_that_repeats_and_was_brought_forward_is_passed_over_once(made: Maker) -> None:
    trigger = MapBelow(mmhg(55), Pressure.TRUE)
    scenario = made(happening("a", trigger, repeat=True))
    script, _ = fired_early(scenario, begun(scenario), "a", minutes(1))
    fired = []
    for seen in (low(2, 60), low(3, 50), low(4, 60), low(5, 50)):
        script, acts = stepped(scenario, script, seen)
        fired += [act.at for act in acts]
    assert fired == [minutes(5)]


def test_only_what_can_come_now_is_brought_forward(made: Maker) -> None:
    scenario = made(
        happening("a", AtTime(minutes(10))), then=(happening("b", AtTime(minutes(10))),)
    )
    script, _ = played(scenario, Seen(minutes(11)))
    for name in ("a", "b", "nothing"):
        with pytest.raises(ScriptError, match=name):
            fired_early(scenario, script, name, minutes(12))


def test_a_skipped_one_neither_fires_nor_is_coming(made: Maker) -> None:
    scenario = made(happening("a", AtTime(minutes(10))))
    script = skipped(scenario, begun(scenario), "a")
    assert coming(scenario, script, Seen(minutes(0))) == ()
    assert stepped(scenario, script, Seen(minutes(20)))[1] == ()
    with pytest.raises(ScriptError, match="nothing"):
        skipped(scenario, script, "nothing")


def test_the_instructor_ends_it(made: Maker) -> None:
    scenario = made(happening("a", AtTime(minutes(10))))
    script = stopped(begun(scenario), minutes(4))
    assert script.ended is not None
    assert script.ended.at == minutes(4)
    assert stepped(scenario, script, Seen(minutes(20)))[1] == ()
    assert coming(scenario, script, Seen(minutes(20))) == ()
    assert stopped(script, minutes(9)) == script


def test_time_never_runs_backwards_and_an_unknown_stage_is_refused(made: Maker) -> None:
    scenario = made(happening("a", AtTime(minutes(10)), go_to="nowhere"))
    script, _ = played(scenario, Seen(minutes(5)))
    with pytest.raises(ScriptError, match="already"):
        stepped(scenario, script, Seen(minutes(4)))
    with pytest.raises(ScriptError, match="nowhere"):
        stepped(scenario, script, Seen(minutes(10)))


def test_a_text_without_tables_is_no_scenario() -> None:
    with pytest.raises(ValueError, match="missing"):
        scenario_from("format = 1", "empty.toml")
