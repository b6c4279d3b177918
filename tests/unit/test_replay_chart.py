"""A chart as requests to an ordinary session: order, pauses, weights, other agents, refusals."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from core.chart.assumed import Assumed, dosing_units, first_weight
from core.chart.replay import Played, Replay
from core.chart.requests import Teller
from core.chart.rows import (
    Chart,
    ChartDose,
    ChartNote,
    ChartReading,
    ChartRow,
    ChartStop,
    ChartWeight,
    Origin,
)
from core.chart.tally import Tally
from core.library import Shelved, read_protocol
from core.model.commands import ReportPump
from core.model.events import EntryRefused, NoteAdded, PumpReported, Reason, WeightChanged
from core.model.state import State
from core.model.terms import Agent, Attested, Gate, Quality, Reply, Route, Source
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
)
from core.rules.compile import Protocol

BEGIN = datetime(2150, 6, 1, 8, 0, tzinfo=UTC)
HERE = Origin("chart.csv", 2, "", "")
KG_80 = Kilogram(Decimal(80))


def at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def reading(minutes: float, mmhg: int | None, source: Source = Source.CUFF) -> ChartReading:
    value = None if mmhg is None else Mmhg(Decimal(mmhg))
    return ChartReading(at(minutes), source, value, None, None, None, artefact=False, where=HERE)


def dose(minutes: float, value: str, weight: Kilogram | None = KG_80) -> ChartDose:
    amount = Dose(Decimal(value), DoseUnit.MCG_KG_MIN)
    return ChartDose(at(minutes), Agent.NOREPINEPHRINE, amount, None, weight, HERE)


def stop(minutes: float, kind: str, agent: Agent = Agent.NOREPINEPHRINE) -> ChartStop:
    return ChartStop(at(minutes), agent, "paused" if kind == "paused" else "stopped", HERE)


def chart(*rows: ChartRow) -> Chart:
    return Chart("4711", rows, (), {}, {})


@pytest.fixture
def shelved() -> Shelved:
    return read_protocol("early-wean")


@pytest.fixture
def assumed(early_wean: Protocol) -> Assumed:
    bag = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)
    return Assumed(bag, PumpRate(Decimal("0.1")), early_wean.bands[0])


@pytest.fixture
def replay(shelved: Shelved, assumed: Assumed) -> Callable[..., Replay]:
    def made(*rows: ChartRow, accepting: bool = False) -> Replay:
        return Replay(chart(*rows), shelved, assumed, accepting=accepting)

    return made


Make = Callable[..., Replay]


def given(played: Played) -> dict[str, str]:
    return {str(agent): str(amount) for agent, amount in played.given.items()}


def test_a_chart_without_rows_opens_nothing(replay: Make) -> None:
    empty = replay()
    assert list(empty.run()) == []
    assert empty.session.state.setup is None


def test_a_protocol_with_findings_advises_nobody(shelved: Shelved, assumed: Assumed) -> None:
    faulty = replace(shelved, protocol=None, findings=("row up: twice",))
    with pytest.raises(ValueError, match="has findings"):
        Replay(chart(), faulty, assumed)


def test_a_reading_at_the_time_of_a_change_belongs_to_the_old_dose(replay: Make) -> None:
    played = list(replay(dose(0, "0.1"), reading(9, 60), dose(9, "0.2"), reading(20, 60)).run())
    assert [given(one) for one in played] == [
        {"norepinephrine": "0.1 mcg/kg/min"},
        {"norepinephrine": "0.2 mcg/kg/min"},
    ]
    assert [str(one.advised.dose) for one in played if one.advised is not None] == [
        "0.12 mcg/kg/min",
        "0.22 mcg/kg/min",
    ]


def test_prompts_fall_due_between_the_rows(replay: Make) -> None:
    played = list(replay(dose(0, "0.1"), reading(8, 70), reading(60, 70)).run())
    assert [[prompt.code for prompt in one.prompts] for one in played] == [
        ["reading-overdue"],
        ["reading-overdue", "reading-overdue", "arterial-line"],
    ]
    due = [prompt.at - prompt.due_at for one in played for prompt in one.prompts]
    assert set(due) == {timedelta(0)}


def test_a_pause_is_an_infusion_on_hold_until_the_next_dose(replay: Make) -> None:
    rows = (dose(0, "0.1"), stop(5, "paused"), reading(8, 60), dose(20, "0.1"), reading(30, 60))
    paused, resumed = list(replay(*rows).run())
    assert given(paused) == {}
    assert paused.advised is not None
    assert paused.advised.rule == "rest"
    assert given(resumed) == {"norepinephrine": "0.1 mcg/kg/min"}


def test_a_pause_that_turns_out_a_stop_does_not_rest_for_ever(replay: Make) -> None:
    rows = (dose(0, "0.1"), stop(5, "paused"), stop(9, "stopped"), reading(30, 50))
    (low,) = list(replay(*rows).run())
    assert low.advised is not None
    assert low.advised.rule == "start-map"
    assert given(low) == {}


def test_what_has_stopped_is_not_given(replay: Make) -> None:
    vasopressin = ChartDose(
        at(0),
        Agent.VASOPRESSIN,
        Dose(Decimal("0.03"), DoseUnit.UNITS_MIN),
        None,
        None,
        HERE,
    )
    rows = (
        vasopressin,
        reading(5, 70),
        stop(6, "paused", Agent.VASOPRESSIN),
        reading(9, 70),
    )
    running, stopped = list(replay(*rows).run())
    assert given(running) == {"vasopressin": "0.03 units/min"}
    assert given(stopped) == {}


def test_vasopressin_running_switches_the_second_agent_prompt_off(replay: Make) -> None:
    def prompts(*rows: ChartRow) -> list[str]:
        played = list(replay(*rows, dose(0, "0.24"), reading(8, 60)).run())
        return [prompt.code for prompt in played[-1].prompts]

    vasopressin = Dose(Decimal("0.03"), DoseUnit.UNITS_MIN)
    beside = ChartDose(at(0), Agent.VASOPRESSIN, vasopressin, None, None, HERE)
    assert "second-agent" in prompts()
    assert "second-agent" not in prompts(beside)


def test_another_dosing_weight_keeps_the_dose(replay: Make) -> None:
    played = replay(dose(0, "0.1"), dose(30, "0.1", Kilogram(Decimal(90))), reading(40, 70))
    (one,) = list(played.run())
    assert given(one) == {"norepinephrine": "0.1 mcg/kg/min"}
    facts = [fact.event for fact in played.session._log]
    assert sum(isinstance(event, WeightChanged) for event in facts) == 1
    rates = [str(event.rate) for event in facts if isinstance(event, PumpReported)]
    assert rates == ["15 mL/h", "16.9 mL/h", "16.9 mL/h"]


def test_a_dosing_weight_counts_without_a_dose_and_other_weights_do_not(replay: Make) -> None:
    weights = (
        ChartWeight(at(0), Kilogram(Decimal(66)), "admission", HERE),
        ChartWeight(at(1), Kilogram(Decimal(88)), "dosing", HERE),
        ChartWeight(at(2), Kilogram(Decimal(77)), "daily", HERE),
    )
    played = replay(*weights, reading(5, 50))
    list(played.run())
    assert first_weight(chart(*weights)) == Kilogram(Decimal(88))
    weight = played.session.state.weight
    assert weight is not None
    assert str(weight.weight) == "88 kg"


def test_without_any_weight_the_assumed_one_counts(replay: Make) -> None:
    played = replay(reading(5, 50))
    list(played.run())
    assert first_weight(chart(reading(5, 50))) is None
    weight = played.session.state.weight
    assert weight is not None
    assert str(weight.weight) == "70 kg"


def test_a_note_is_taken_literally(replay: Make) -> None:
    played = replay(ChartNote(at(0), "{family} here", HERE), reading(5, 70))
    list(played.run())
    notes = [fact.event for fact in played.session._log if isinstance(fact.event, NoteAdded)]
    assert [note.text for note in notes] == ["{family} here"]


def test_a_systolic_and_diastolic_give_a_calculated_mean(replay: Make) -> None:
    pair = replace(reading(5, None), systolic=Mmhg(Decimal(88)), diastolic=Mmhg(Decimal(48)))
    (one,) = list(replay(pair).run())
    assert (str(one.reading.map), one.reading.calculated) == ("61 mmHg", "61.33")


def test_what_the_chart_marks_as_an_error_is_an_artefact(replay: Make) -> None:
    (one,) = list(replay(replace(reading(5, 60), artefact=True)).run())
    assert one.reading.quality is Quality.ARTEFACT
    assert one.advised is None
    assert one.withheld is not None
    assert one.withheld.gate is Gate.ARTEFACT


def test_what_the_session_refuses_is_counted_and_never_silent(replay: Make) -> None:
    played = replay(dose(0, "3.5"), reading(5, None), reading(9, 60))
    readings = list(played.run())
    assert len(readings) == 1
    assert given(readings[0]) == {}
    assert [event.reason.code for event in played.refused] == [
        "dose_beyond_entry_limit",
        "map_missing",
    ]
    tally = Tally()
    tally.add_refused(played.refused)
    assert "entries refused: dose_beyond_entry_limit 1, map_missing 1" in tally.text()


def test_the_assumptions_reach_the_case(shelved: Shelved, assumed: Assumed) -> None:
    other = replace(
        assumed,
        route=Route.PERIPHERAL,
        fluids=Attested.YES,
        vasopressin=Attested.UNKNOWN,
        start_dose=Dose(Decimal("0.08"), DoseUnit.MCG_KG_MIN),
        run_gap=timedelta(hours=3),
        weight=Kilogram(Decimal(64)),
    )
    played = Replay(chart(reading(0, 60), reading(150, 60)), shelved, other)
    *_, last = played.run()
    state = played.session.state
    assert state.setup is not None
    assert (state.setup.label, state.setup.route) == ("4711", Route.PERIPHERAL)
    assert (state.fluids, state.vasopressin) == (Attested.YES, Attested.UNKNOWN)
    assert state.weight is not None
    assert str(state.weight.weight) == "64 kg"
    assert last.advised is not None
    assert (last.advised.rule, str(last.advised.dose)) == ("start", "0.08 mcg/kg/min")


def test_the_default_gap_breaks_the_same_run(shelved: Shelved, assumed: Assumed) -> None:
    played = Replay(chart(reading(0, 60), reading(150, 60)), shelved, assumed)
    *_, last = played.run()
    assert last.advised is not None
    assert last.advised.rule == "start-look-again"


def test_a_flat_protocol_is_told_doses_times_the_weight(early_wean: Protocol) -> None:
    per_minute = replace(
        early_wean,
        file=replace(early_wean.file, dosing=replace(early_wean.file.dosing, unit="mcg/min")),
    )
    teller = Teller(per_minute)
    (report,) = [
        request
        for request in teller.requests(dose(0, "0.1", Kilogram(Decimal("82.5"))), State())
        if isinstance(request, ReportPump)
    ]
    assert str(report.dose) == "8.3 mcg/min"
    (stopped,) = teller.requests(stop(1, "stopped"), State())
    assert isinstance(stopped, ReportPump)
    assert str(stopped.dose) == "0 mcg/min"


def test_units_are_told_for_each_charted_agent(early_wean: Protocol) -> None:
    vasopressin = Dose(Decimal("0.03"), DoseUnit.UNITS_MIN)
    beside = ChartDose(at(0), Agent.VASOPRESSIN, vasopressin, None, None, HERE)
    assert dosing_units(chart(beside), early_wean) == {
        Agent.VASOPRESSIN: DoseUnit.UNITS_MIN,
        Agent.NOREPINEPHRINE: DoseUnit.MCG_KG_MIN,
    }


def test_a_charted_dose_that_was_advised_counts_as_accepted_where_asked(replay: Make) -> None:
    rows = (dose(0, "0.1"), reading(8, 60), dose(11, "0.12"), reading(30, 70))
    plain, accepting = replay(*rows), replay(*rows, accepting=True)
    list(plain.run())
    list(accepting.run())
    assert [fact.event.kind for fact in plain.session._log].count("answered") == 0
    (answer,) = [fact.event for fact in accepting.session._log if fact.event.kind == "answered"]
    assert (answer.reply, answer.at) == (Reply.ACCEPT, at(10))
    reports = [fact.event for fact in accepting.session._log if fact.event.kind == "pump_reported"]
    assert reports[-1].follows == answer.advice


@pytest.mark.parametrize(
    ("minutes", "value"), [(11, "0.15"), (30, "0.12")], ids=["another dose", "too late"]
)
def test_nothing_else_counts_as_accepted(replay: Make, minutes: float, value: str) -> None:
    played = replay(dose(0, "0.1"), reading(8, 60), dose(minutes, value), accepting=True)
    list(played.run())
    assert [fact.event.kind for fact in played.session._log].count("answered") == 0


def test_the_tally_counts_what_was_read_advised_and_prompted(replay: Make) -> None:
    quiet = [reading(minutes, 70) for minutes in range(10, 170, 20)]
    rows = (reading(0, 70), dose(1, "0.1"), *quiet, reading(171, 5), reading(180, 60))
    tally = Tally()
    for played in replay(*rows).run():
        tally.add(played)
    assert (tally.readings, tally.on_drug) == (11, 10)
    assert (tally.dosed, tally.wean_prompts) == (3, 1)
    assert tally.gates == {"artefact": 1}
    assert tally.text() == (
        "readings 11, on norepinephrine 10; "
        "dosed advices on norepinephrine 3, on others 0, wean prompts 1; "
        "gates closed: artefact 1; entries refused: none; rows set aside: none"
    )


def test_a_refusal_has_its_code_in_the_tally() -> None:
    tally = Tally()
    refused = EntryRefused(at=at(0), field="pump", text="", reason=Reason("no_bag"))
    tally.add_refused([refused, refused])
    assert tally.refused == {"no_bag": 2}
