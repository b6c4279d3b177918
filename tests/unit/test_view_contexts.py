"""What an entry is judged against: drawn from a view, in the values of the core."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from core.entry.codes import Doubt
from core.entry.plausible import Pair
from core.entry.pressure import MapEntry
from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import DosingWeight, Setup
from core.model.commands import AnswerAdvice, Command, OpenCase, RecordReading, ReportPump
from core.model.terms import Agent, Mode, OverrideReason, Reply, Route, Source, WeightBasis
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
from core.session import Session
from core.texts import load_words
from core.view import contexts
from core.view.build import case_view
from core.view.case_view import CaseView
from core.view.story import Story, told

START = datetime(2027, 3, 4, 12, 0, tzinfo=UTC)
WORDS = load_words(UTC)
BAG = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)
LINE, CUFF = Source.ARTERIAL_LINE, Source.CUFF


class Bedside:
    """One case in memory, and its view at any minute."""

    def __init__(self, bag: Bag | None = BAG) -> None:
        text = read_protocol("early-wean").text
        protocol = protocol_from(text)
        self.session = Session(MemoryLog(), protocol_from)
        self.story = Story()
        self.session.listen(self._tell)
        setup = Setup(
            label="ICU-12",
            mode=Mode.SIMULATION,
            weight=DosingWeight(Kilogram(Decimal(82)), WeightBasis.ACTUAL),
            bag=bag,
            route=Route.CENTRAL,
            resolution=PumpRate(Decimal("0.1")),
            band=protocol.bands[0],
            start_dose=Dose.parse("0.05 mcg/kg/min"),
        )
        self.send(
            OpenCase(
                at=START,
                setup=setup,
                counting=protocol.counting,
                protocol="early-wean",
                protocol_version="1.0.0",
                protocol_text=text,
                initials="AB",
            )
        )

    def send(self, command: Command) -> None:
        self.session.handle(command)

    def read(self, mmhg: int, minute: float, source: Source = LINE) -> None:
        at = START + timedelta(minutes=minute)
        value = Mmhg(Decimal(mmhg))
        self.send(RecordReading(at=at, observed_at=at, map=value, source=source))

    def run(self, dose: str, minute: float) -> None:
        at = START + timedelta(minutes=minute)
        given = Dose(Decimal(dose), DoseUnit.MCG_KG_MIN)
        self.send(ReportPump(at=at, observed_at=at, agent=Agent.NOREPINEPHRINE, dose=given))

    def view(self, minute: float) -> CaseView:
        at = START + timedelta(minutes=minute)
        return case_view(self.session.state, self.session.protocol, self.story, WORDS, at)

    def _tell(self, facts: tuple[object, ...]) -> None:
        for fact in facts:
            self.story = told(self.story, fact, WORDS)  # type: ignore[arg-type]


def dose(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


@pytest.fixture
def bedside() -> Bedside:
    return Bedside()


def test_nothing_runs_before_the_first_report(bedside: Bedside) -> None:
    view = bedside.view(0)
    assert contexts.running_infusion(view) is None
    assert contexts.dose_context(view).current is None
    assert contexts.rate_context(view).computed is None
    assert contexts.weight_context(view).previous == Kilogram(Decimal(82))


def test_what_runs_is_known_with_rate_weight_and_bag(bedside: Bedside) -> None:
    bedside.run("0.1", 1)
    view = bedside.view(2)
    running = contexts.running_infusion(view)
    assert running is not None
    assert (str(running.dose), str(running.rate)) == ("0.1 mcg/kg/min", "15.4 mL/h")
    assert str(running.rate_for(Kilogram(Decimal(95)), BAG)) == "17.8 mL/h"
    assert contexts.rate_context(view).computed == Fraction("0.1") * 82 * 60 / 32
    assert contexts.bag_context(view, None).running == running
    assert contexts.dosing_unit(view) is DoseUnit.MCG_KG_MIN


def test_a_stopped_infusion_does_not_run(bedside: Bedside) -> None:
    bedside.run("0.1", 1)
    bedside.run("0", 2)
    view = bedside.view(3)
    assert contexts.running_infusion(view) is None
    assert contexts.dose_context(view, stopping=True).stopping


def test_a_case_without_a_bag_turns_no_rate_into_a_dose() -> None:
    view = Bedside(bag=None).view(0)
    assert contexts.rate_context(view).delivery is None


def test_a_reading_is_judged_against_its_own_source(bedside: Bedside) -> None:
    bedside.read(58, 0)
    bedside.read(70, 2, CUFF)
    view, at = bedside.view(4), START + timedelta(minutes=4)
    line = contexts.reading_context(view, LINE, at, None)
    assert (line.previous, line.since_previous) == (Mmhg(Decimal(58)), timedelta(minutes=4))
    cuff = contexts.reading_context(view, CUFF, at, None)
    assert (cuff.previous, cuff.since_previous) == (Mmhg(Decimal(70)), timedelta(minutes=2))
    second = contexts.reading_context(view, Source.SECOND_LINE, at, None)
    assert (second.previous, second.since_previous) == (None, None)


def test_artefacts_and_later_readings_are_nothing_to_compare_with(bedside: Bedside) -> None:
    bedside.read(66, 0)
    at = START + timedelta(minutes=2)
    artefact = RecordReading(
        at=at, observed_at=at, map=Mmhg(Decimal(3)), source=LINE, artefact=True
    )
    bedside.send(artefact)
    bedside.read(70, 6)
    late = contexts.reading_context(bedside.view(7), LINE, START + timedelta(minutes=4), None)
    assert late.previous == Mmhg(Decimal(66))


def test_equal_readings_are_counted_back_from_the_last(bedside: Bedside) -> None:
    for minute, mmhg in enumerate((65, 66, 66, 66)):
        bedside.read(mmhg, 5 * minute)
    pair = Pair(Mmhg(Decimal(90)), Mmhg(Decimal(54)))
    context = contexts.reading_context(bedside.view(16), LINE, START + timedelta(minutes=20), pair)
    assert (context.equal_before, context.pair) == (3, pair)


def test_the_last_time_is_of_the_same_source(bedside: Bedside) -> None:
    bedside.read(58, 0)
    view, now = bedside.view(3), START + timedelta(minutes=3)
    assert contexts.time_context(view, LINE, now, UTC).last == START
    assert contexts.time_context(view, CUFF, now, UTC).last is None
    assert contexts.report_time_context(now, UTC).last is None


@pytest.mark.parametrize(
    ("mmhg", "doubts", "counts"),
    [
        (35, {Doubt.MAP_LOW}, True),
        (35, {Doubt.MAP_LOW, Doubt.MAP_FLAT_LINE}, True),
        (48, {Doubt.MAP_JUMP}, True),
        (70, {Doubt.MAP_JUMP}, False),
        (48, {Doubt.MAP_JUMP, Doubt.MAP_DAMPED}, True),
        (48, {Doubt.MAP_DUPLICATE}, True),
        (52, {Doubt.MAP_JUMP, Doubt.MAP_DAMPED}, False),
        (130, {Doubt.MAP_HIGH}, False),
    ],
)
def test_a_low_reading_counts_before_it_is_confirmed(
    bedside: Bedside, mmhg: int, doubts: set[Doubt], *, counts: bool
) -> None:
    entry = MapEntry(Mmhg(Decimal(mmhg)), artefact=False)
    assert contexts.counts_unconfirmed(entry, frozenset(doubts), bedside.view(0)) is counts
    marked = replace(entry, artefact=True)
    assert not contexts.counts_unconfirmed(marked, frozenset(doubts), bedside.view(0))


def test_a_report_follows_the_advice_that_names_its_dose_or_rate(bedside: Bedside) -> None:
    bedside.run("0.1", 0)
    bedside.read(60, 10)
    view = bedside.view(11)
    step = view.next_step
    assert step is not None
    assert contexts.advised_dose(view) == dose("0.12")
    assert contexts.followed_advice(view, dose("0.12")) == step.seq
    assert contexts.followed_advice(view, PumpRate.parse(step.rate)) == step.seq
    assert contexts.followed_advice(view, dose("0.11")) is None
    assert contexts.followed_advice(view, PumpRate(Decimal(1))) is None


def test_declined_or_expired_advice_is_not_followed(bedside: Bedside) -> None:
    bedside.run("0.1", 0)
    bedside.read(60, 10)
    step = bedside.view(11).next_step
    assert step is not None
    assert contexts.followed_advice(bedside.view(40), dose("0.12")) is None
    bedside.send(
        AnswerAdvice(
            at=START + timedelta(minutes=11),
            advice=step.seq,
            reply=Reply.DECLINE,
            reason=OverrideReason.FLUIDS_FIRST,
        )
    )
    assert contexts.followed_advice(bedside.view(12), dose("0.12")) is None


def test_the_present_band_is_among_the_allowed_ones(bedside: Bedside) -> None:
    view = bedside.view(0)
    assert view.setup.band in contexts.allowed_bands(view)
