"""However time is cut into steps, a script does the same at the same times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lab.act import GoTo, Note
from core.lab.scenario import Happening, Scenario, Stage
from core.lab.script import Script, begun, next_time, skipped, stepped
from core.lab.shelf import read_scenario, shipped_scenarios
from core.lab.trigger import AllOf, AnyOf, AtTime, InStage, Trigger
from core.lab.watch import Seen

LONGEST = 200
STAGES = ("one", "two", "three")
spans = st.integers(0, LONGEST).map(lambda count: timedelta(seconds=count))
times: st.SearchStrategy[Trigger] = st.one_of(spans.map(AtTime), spans.map(InStage))
triggers: st.SearchStrategy[Trigger] = st.recursive(
    times,
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lambda found: AllOf(tuple(found))),
        st.lists(parts, min_size=2, max_size=3).map(lambda found: AnyOf(tuple(found))),
    ),
    max_leaves=4,
)
acts = st.one_of(st.just(Note("hint")), st.sampled_from(STAGES).map(GoTo))
plans = st.lists(
    st.lists(st.tuples(triggers, acts, st.booleans()), max_size=4), min_size=3, max_size=3
)
cuts = st.sets(st.integers(0, LONGEST + 20), max_size=30).map(sorted)


@pytest.fixture(scope="module")
def shipped() -> Scenario:
    return read_scenario("line-artefact")


def scenario_of(
    like: Scenario, plan: Sequence[Sequence[tuple[Trigger, Note | GoTo, bool]]]
) -> Scenario:
    stages = tuple(
        Stage(
            name,
            name,
            tuple(
                Happening(f"{name}-{place}", name, when, (act,), repeat)
                for place, (when, act, repeat) in enumerate(rows)
            ),
        )
        for name, rows in zip(STAGES, plan, strict=True)
    )
    longest = timedelta(seconds=LONGEST)
    return replace(like, stages=stages, always=(), ends=(), checklist=(), longest=longest)


def played(
    scenario: Scenario, seconds: Sequence[int], script: Script | None = None
) -> tuple[Script, list[tuple[str, timedelta]]]:
    script, fired = script or begun(scenario), []
    for second in seconds:
        script, done = stepped(scenario, script, Seen(timedelta(seconds=second)))
        fired += [(act.happening, act.at) for act in done]
    return script, fired


@given(plan=plans, steps=cuts)
def test_any_partition_of_time_fires_the_same_at_the_same_times(
    shipped: Scenario, plan: list[list[tuple[Trigger, Note | GoTo, bool]]], steps: list[int]
) -> None:
    scenario = scenario_of(shipped, plan)
    last = LONGEST + 20
    at_once, expected = played(scenario, [last])
    by_steps, found = played(scenario, [*(step for step in steps if step < last), last])
    second_by_second = played(scenario, range(last + 1))
    assert found == expected == second_by_second[1]
    assert (by_steps.stage, by_steps.ended) == (at_once.stage, at_once.ended)


@given(plan=plans)
def test_who_stops_where_the_script_says_meets_every_firing_on_the_way(
    shipped: Scenario, plan: list[list[tuple[Trigger, Note | GoTo, bool]]]
) -> None:
    scenario = scenario_of(shipped, plan)
    script, done = stepped(scenario, begun(scenario), Seen(timedelta(0)))
    fired = [(act.happening, act.at) for act in done]
    while (at := next_time(scenario, script)) is not None:
        script, done = stepped(scenario, script, Seen(at))
        assert {act.at for act in done} <= {at}
        fired += [(act.happening, act.at) for act in done]
    assert fired == played(scenario, [LONGEST])[1]


@given(plan=plans, steps=cuts, data=st.data())
def test_a_skipped_happening_never_fires(
    shipped: Scenario,
    plan: list[list[tuple[Trigger, Note | GoTo, bool]]],
    steps: list[int],
    data: st.DataObject,
) -> None:
    scenario = scenario_of(shipped, plan)
    names = [happening.id for happening in scenario.happenings]
    if names:
        name = data.draw(st.sampled_from(names))
        _, fired = played(scenario, steps, skipped(scenario, begun(scenario), name))
        assert name not in dict(fired)


@given(plan=plans, steps=cuts, back=st.integers(0, LONGEST))
def test_from_a_bookmark_everything_happens_again(
    shipped: Scenario,
    plan: list[list[tuple[Trigger, Note | GoTo, bool]]],
    steps: list[int],
    back: int,
) -> None:
    scenario = scenario_of(shipped, plan)
    bookmark, _ = played(scenario, [back])
    later = [step for step in steps if step >= back]
    first = played(scenario, later, bookmark)
    assert played(scenario, later, bookmark) == first
    assert bookmark == played(scenario, [back])[0]


@given(
    name=st.sampled_from(shipped_scenarios()),
    pressures=st.lists(st.floats(30, 120), min_size=40, max_size=40),
)
def test_no_happening_without_repeat_fires_twice_and_none_after_the_end(
    name: str, pressures: list[float]
) -> None:
    scenario = read_scenario(name)
    step = scenario.longest / 30
    script, fired = begun(scenario), []
    for place, pressure in enumerate(pressures):
        seen = Seen(step * place, true_map=pressure, shown_map=pressure)
        script, acts = stepped(scenario, script, seen)
        fired += [(act.happening, act.at) for act in acts]
        assert all(act.at <= scenario.longest for act in acts)
    assert script.ended is not None
    moments = {name: {at for found, at in fired if found == name} for name, _ in fired}
    once = {happening.id for happening in scenario.happenings if not happening.repeat}
    assert all(len(moments[name]) == 1 for name in moments if name in once)
