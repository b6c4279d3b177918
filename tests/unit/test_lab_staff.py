"""Simulated staff: profiles as data, and what each way of working makes of the same case."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

from core.lab import staff_profile
from core.lab.act import Artefact, KeyingSlip, LineArtefact
from core.lab.run import Course, run
from core.lab.scenario import Happening, PatientSpec, Preset, Running, Scenario, Stage
from core.lab.shelf import read_scenario
from core.lab.simulation import START, Simulation
from core.lab.staff_chance import Chance
from core.lab.staff_profile import Profile, file_from, profile_of, profiles, source_texts
from core.lab.staff_pump import rounded_dose, rounded_rate, slipped
from core.lab.trigger import AtTime
from core.lab.truth import PumpKeyed
from core.log.memory import MemoryLog
from core.model.events import (
    Advised,
    Answered,
    EntryRefused,
    EntryStruck,
    Prompted,
    PumpReported,
    ReadingRecorded,
    Recorded,
)
from core.model.terms import Action, Agent, Attested, OverrideReason, Quality, Reply, Source
from core.quantity.measures import Dose, DoseUnit, Percent, PumpRate
from core.rules.advice import is_dosed

NE = Agent.NOREPINEPHRINE
FILE = """
[sources]
local = "ours"
[profile.plain]
title = "plain"
sources = ["local"]
react = "20 s"
answer = "30 s"
puts_aside = "1 min"
"""


def dose(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def rate(text: str) -> PumpRate:
    return PumpRate(Decimal(text))


def scenario(*happenings: Happening, hours: int = 2, line: bool = True) -> Scenario:
    """A severe patient who needs raise upon raise, with nothing else happening."""
    shipped = read_scenario("first-hour")
    setup = replace(shipped.opening.setup, fluids=Attested.YES, vasopressin=Attested.NO)
    return replace(
        shipped,
        longest=timedelta(hours=hours),
        opening=replace(
            shipped.opening,
            setup=setup,
            running=(Running(NE, dose("0.05"), timedelta(hours=1)),),
        ),
        patient=PatientSpec(Preset.SEVERE, source_control=timedelta(hours=500)),
        bedside=replace(
            shipped.bedside,
            arterial_line=line,
            artefacts=False,
            cuff_interval=timedelta(minutes=5),
        ),
        stages=(Stage("one", "", happenings),),
        always=(),
        ends=(),
        checklist=(),
    )


def played(
    profile: Profile, made: Scenario, seed: int = 5
) -> tuple[Simulation, tuple[Recorded, ...]]:
    log = MemoryLog()
    simulation = Simulation(made, seed, log, staff=profile)
    simulation.pass_time(START + made.longest)
    return simulation, tuple(log)


def only(facts: tuple[Recorded, ...], kind: type) -> list[Recorded]:
    return [fact for fact in facts if isinstance(fact.event, kind)]


@cache
def course_of(profile: str) -> Course:
    """The same patient under each profile."""
    return run(scenario(hours=1), 5, profile)


def test_every_profile_names_its_sources() -> None:
    assert {"follows", "usual"} <= set(profiles())
    for name in profiles():
        assert set(profile_of(name).sources) <= set(source_texts())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('refuses = "5 %"', "refusals"),
        ('rounds = "5 %"', "round_to"),
        ('delays = "5 %"', "delay"),
        ('charts_late = "5 %"', "late_by"),
        ('slips = "101 %"', "more than always"),
        ("slips = 5", "not a quantity"),
        ('often = "5 %"', "often"),
        ('round_to = ["0 mL/h"]', "above zero"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused_by_its_place(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        file_from(FILE + line)


def test_a_profile_needs_sources_that_are_there() -> None:
    with pytest.raises(ValueError, match=r"profile\.plain: sources"):
        file_from(FILE.replace('["local"]', '["nobody"]'))


def test_an_unknown_profile_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="follows, delays"):
        profile_of("lazy")


def test_chance_hangs_on_seed_name_and_occasion_alone() -> None:
    chance = Chance(7)
    assert chance.drawn("slip", 3) == Chance(7).drawn("slip", 3)
    assert len({chance.drawn("slip", 3), chance.drawn("slip", 4), Chance(8).drawn("slip", 3)}) == 3
    hits = sum(chance.happens("often", 0.3, occasion) for occasion in range(2000))
    assert 540 <= hits <= 660
    spreads = [chance.spread("wait", timedelta(minutes=4), n) for n in range(200)]
    assert timedelta(minutes=2) <= min(spreads) < max(spreads) <= timedelta(minutes=8)
    assert chance.chosen("none", (), 1) is None
    assert {chance.chosen("one", (("a", 0), ("b", 3)), n) for n in range(20)} == {"b"}


def test_who_follows_answers_every_advice_soon_and_reads_in_time() -> None:
    facts = tuple(course_of("follows").facts)
    all_advice = only(facts, Advised)
    answers = {f.event.advice: f for f in only(facts, Answered) if isinstance(f.event, Answered)}
    stood = [
        fact
        for fact, after in pairwise(all_advice)
        if isinstance(fact.event, Advised)
        and is_dosed(fact.event.action)
        and after.recorded_at - fact.recorded_at > timedelta(minutes=1)
    ]
    assert len(stood) >= 5
    for fact in stood:
        assert answers[fact.seq].recorded_at - fact.recorded_at <= timedelta(minutes=1)
    assert not only(facts, EntryRefused)
    prompts = [f.event.code for f in only(facts, Prompted) if isinstance(f.event, Prompted)]
    assert "reading-overdue" not in prompts
    assert {f.event.reply for f in answers.values() if isinstance(f.event, Answered)} == {
        Reply.ACCEPT
    }


def test_who_delays_leaves_the_patient_below_target_longer() -> None:
    late, soon = course_of("delays").outcomes, course_of("follows").outcomes
    assert late.minutes_below > 1.5 * soon.minutes_below
    assert dict(late.answers).get("delay", 0) > 0


def test_who_forgets_is_reminded() -> None:
    assert dict(course_of("forgets").outcomes.prompts)["reading-overdue"] > 0
    assert course_of("forgets").outcomes.readings < course_of("follows").outcomes.readings


def test_who_refuses_gives_a_reason() -> None:
    declined = [
        fact.event
        for fact in only(tuple(course_of("refuses").facts), Answered)
        if isinstance(fact.event, Answered) and fact.event.reply is Reply.DECLINE
    ]
    assert declined
    wanted = {reason for reason, _ in profile_of("refuses").refusals}
    assert {event.reason for event in declined} <= wanted


def test_who_rounds_sets_whole_steps() -> None:
    doses = [
        fact.event.dose.value
        for fact in only(tuple(course_of("rounds").facts), PumpReported)
        if isinstance(fact.event, PumpReported) and fact.event.agent is NE
    ]
    assert len(doses) > 2
    assert all(value % Decimal("0.01") == 0 for value in doses)
    assert Decimal("0.1") in doses
    rates = [
        fact.event.rate
        for fact in only(tuple(course_of("rounds-rate").facts), PumpReported)
        if isinstance(fact.event, PumpReported) and fact.event.agent is NE
    ]
    assert len(rates) > 2
    assert all(shown is not None and shown.value % 1 == 0 for shown in rates[1:])


def test_who_charts_late_acts_in_time() -> None:
    course = course_of("charts-late")
    late = [
        fact
        for fact in course.facts
        if isinstance(fact.event, ReadingRecorded | PumpReported)
        and fact.recorded_at - fact.event.at >= timedelta(minutes=2)
        and fact.event.at >= START
    ]
    assert {type(fact.event) for fact in late} == {ReadingRecorded, PumpReported}
    report = next(fact for fact in late if isinstance(fact.event, PumpReported))
    keyed = [entry for entry in course.truth if isinstance(entry, PumpKeyed)]
    second = (report.event.at - START).total_seconds()
    assert second in {entry.second for entry in keyed}


def test_a_slip_of_the_fingers_is_found_and_the_chart_put_right() -> None:
    clumsy = replace(profile_of("keying-slips"), slips=1.0, finds=0.5)
    simulation, facts = played(clumsy, scenario())
    slips = [
        entry
        for entry in simulation.truth
        if isinstance(entry, PumpKeyed) and entry.charted not in {None, entry.rate}
    ]
    struck = only(facts, EntryStruck)
    assert slips
    assert struck
    ran = facts[facts.index(struck[0]) + 1 :]
    first, second = [f.event for f in ran if isinstance(f.event, PumpReported)][:2]
    assert first.rate == slips[0].rate
    assert first.at < struck[0].recorded_at == second.at


def test_a_slip_of_the_script_is_found_by_who_looks() -> None:
    slip = Happening("slip", "", AtTime(timedelta(minutes=4)), (KeyingSlip(NE, Decimal(10)),))
    careful, _ = played(profile_of("follows"), scenario(slip, hours=1))
    careless, _ = played(replace(profile_of("follows"), finds=0.0), scenario(slip, hours=1))
    assert careful.slips == {}
    assert careless.slips == {NE: Decimal(10)}


def test_an_artefact_is_marked_by_who_knows_it_and_typed_in_by_who_does_not() -> None:
    flush = LineArtefact(Artefact.ZEROING, timedelta(hours=2))
    made = scenario(Happening("flush", "", AtTime(timedelta(minutes=1)), (flush,)), hours=1)
    _, known = played(profile_of("follows"), made)
    _, taken = played(replace(profile_of("follows"), knows_artefact=0.0), made)
    for facts in (known, taken):
        readings = [f.event for f in only(facts, ReadingRecorded)]
        assert all(isinstance(r, ReadingRecorded) for r in readings)
        assert {r.quality for r in readings[1:] if isinstance(r, ReadingRecorded)} == {
            Quality.ARTEFACT
        }
    assert len(only(known, ReadingRecorded)) > len(only(taken, ReadingRecorded)) - 5


def test_without_a_line_the_cuff_is_read_once_per_measurement() -> None:
    _, facts = played(profile_of("follows"), scenario(line=False, hours=1))
    readings = [
        f.event for f in only(facts, ReadingRecorded) if isinstance(f.event, ReadingRecorded)
    ]
    assert {reading.source for reading in readings} == {Source.CUFF}
    assert len({reading.at for reading in readings}) == len(readings) >= 5
    assert all((reading.at - START).total_seconds() % 300 == 0 for reading in readings)


def test_a_second_agent_is_started_when_it_is_asked_for() -> None:
    _, facts = played(profile_of("follows"), scenario(hours=3), seed=5)
    given = {
        fact.event.agent: fact.event.dose
        for fact in only(facts, PumpReported)
        if isinstance(fact.event, PumpReported)
    }
    assert str(given[Agent.VASOPRESSIN]) == "0.03 units/min"


def advice(before: str, after: str, action: Action = Action.RAISE) -> Advised:
    return Advised(
        at=START,
        agent=NE,
        reading=1,
        rule="up",
        action=action,
        from_dose=dose(before),
        dose=dose(after),
        rate=None,
        delivered=None,
        recheck_at=START,
        expires_at=START,
        inputs={},
    )


@pytest.mark.parametrize(
    ("before", "after", "rounded"),
    [
        ("0.05", "0.07", "0.1"),
        ("0.1", "0.08", "0.05"),
        ("0.05", "0.03", "0.03"),
        ("0.02", "0.01", "0.01"),
        ("0.98", "1", "1"),
    ],
)
def test_a_dose_is_rounded_towards_its_change_and_never_to_nothing(
    before: str, after: str, rounded: str
) -> None:
    steps = profile_of("rounds").round_to
    assert rounded_dose(advice(before, after), steps, dose("1")) == dose(rounded)


def test_a_step_that_rounding_erases_is_none() -> None:
    assert rounded_dose(advice("0.05", "0.03"), (dose("0.05"),), dose("1")) is None


def test_a_rate_is_rounded_to_whole_ones_and_never_to_nothing() -> None:
    steps = (rate("1"),)
    assert rounded_rate(rate("7.5"), steps) == rate("8")
    assert rounded_rate(rate("0.3"), steps) == rate("1")
    assert rounded_rate(rate("7.5"), (dose("0.05"),)) is None


def test_slips_are_ten_fold_or_two_digits_swapped() -> None:
    seen = {slipped(rate("18.5"), rate("0.1"), Chance(1), n) for n in range(40)}
    assert seen == {rate("185"), rate("1.9"), rate("81.5")}
    assert slipped(rate("0.1"), rate("1"), Chance(1), 1) in {rate("1"), None}
    assert slipped(rate("500"), rate("0.1"), Chance(1), 3) != rate("5000")


def test_a_percentage_is_a_share() -> None:
    assert Percent.parse("5 %").value == 5
    assert profile_of("refuses").refuses == pytest.approx(0.33)
    assert OverrideReason.STEP_TOO_LARGE in dict(profile_of("refuses").refusals)
    assert staff_profile.DEFAULT_PROFILE in profiles()
