"""Each form of a when, a then and a measure is read as the trigger, act or measure it means."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.lab.act import (
    Artefact,
    ChangeBag,
    Extravasate,
    GiveFluid,
    GoTo,
    Hydrocortisone,
    KeyingSlip,
    LineArtefact,
    LineHeight,
    LineOn,
    Message,
    Note,
    OverrideVital,
    Role,
    SecondHit,
    Sedation,
    Vital,
)
from core.lab.measure import (
    AdviceFollowed,
    BandReached,
    DoseAtMost,
    DoseHeld,
    DoseNeverAbove,
    DoseReached,
    FactRecorded,
    PromptAnswered,
    ReadingsApart,
    Ticked,
    TimeInBand,
)
from core.lab.read import scenario_from
from core.lab.scenario import Scenario
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
)
from core.model.terms import Action, Agent
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Millilitre, Mmhg, Percent, Units

NE = Agent.NOREPINEPHRINE
PLAIN = (Path(__file__).parents[1] / "data" / "scenarios" / "plain.toml").read_text("utf-8")


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def dose(value: str) -> Dose:
    return Dose(Decimal(value), DoseUnit.MCG_KG_MIN)


def read(old: str, new: str) -> Scenario:
    assert old in PLAIN
    return scenario_from(PLAIN.replace(old, new, 1), "plain.toml")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('{ at = "5 min" }', AtTime(minutes(5))),
        ('{ in_stage = "5 min" }', InStage(minutes(5))),
        ('{ in_stage = "5 min", stage = "only" }', InStage(minutes(5), "only")),
        (
            '{ true_map = { below = "55 mmHg", for = "2 min" } }',
            MapBelow(Mmhg(Decimal(55)), Pressure.TRUE, minutes(2)),
        ),
        (
            '{ shown_map = { above = "90 mmHg" } }',
            MapAbove(Mmhg(Decimal(90)), Pressure.SHOWN),
        ),
        ('{ dose = { at_least = "0.2 mcg/kg/min" } }', DoseAtLeast(NE, dose("0.2"))),
        (
            '{ dose = { below = "0.03 units/min", agent = "vasopressin", for = "1 min" } }',
            DoseBelow(Agent.VASOPRESSIN, Dose(Decimal("0.03"), DoseUnit.UNITS_MIN), minutes(1)),
        ),
        (
            '{ missed = { action = "raise", within = "9 min" } }',
            ActionMissed(NE, Action.RAISE, minutes(9)),
        ),
        ('{ done = "bag_hung" }', Done(Fact.BAG_HUNG)),
        ('{ not_done = "bag_hung", since = "stage" }', NotDone(Fact.BAG_HUNG, Since.STAGE)),
        ('{ prompt = "wean-eligible" }', PromptShown("wean-eligible")),
        (
            '{ all = [{ at = "5 min" }, { any = [{ at = "1 min" }, { at = "2 min" }] }] }',
            AllOf((AtTime(minutes(5)), AnyOf((AtTime(minutes(1)), AtTime(minutes(2)))))),
        ),
    ],
)
def test_each_when_is_read(written: str, meant: object) -> None:
    assert read('{ at = "5 min" }', written).stages[0].happenings[0].when == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            '{ message = { who = "prescriber", text = "Now?" } }',
            Message(Role.PRESCRIBER, "Now?"),
        ),
        ('{ note = "n" }', Note("n")),
        ('{ go_to = "only" }', GoTo("only")),
        (
            '{ fluid = { volume = "500 mL", over = "15 min" } }',
            GiveFluid(Millilitre(Decimal(500)), minutes(15)),
        ),
        (
            '{ blood_loss = { volume = "500 mL", over = "15 min" } }',
            GiveFluid(Millilitre(Decimal(500)), minutes(15), lost=True),
        ),
        ('{ second_hit = "0.9" }', SecondHit(Decimal("0.9"))),
        ('{ hydrocortisone = "on" }', Hydrocortisone(on=True)),
        ('{ arterial_line = "off" }', LineOn(on=False)),
        ('{ sedation = "0.5" }', Sedation(Decimal("0.5"))),
        (
            '{ artefact = { kind = "damping", for = "5 min" } }',
            LineArtefact(Artefact.DAMPING, minutes(5)),
        ),
        ('{ line_height = "-22 cm" }', LineHeight(Decimal(-22))),
        (
            '{ bag = { hang = "20 units in 100 mL", as = "base", agent = "vasopressin" } }',
            ChangeBag(
                Agent.VASOPRESSIN,
                Bag(Units(Decimal(20)), Millilitre(Decimal(100)), ExpressedAs.BASE),
            ),
        ),
        ('{ extravasation = { lost = "60 %" } }', Extravasate(NE, Percent(Decimal(60)))),
        ('{ keying_slip = { times = "10" } }', KeyingSlip(NE, Decimal(10))),
        ('{ override = { map = "45 mmHg" } }', OverrideVital(Vital.MAP, Decimal(45))),
        ('{ override = { systolic = "80 mmHg" } }', OverrideVital(Vital.SYSTOLIC, Decimal(80))),
        ('{ override = { diastolic = "none" } }', OverrideVital(Vital.DIASTOLIC, None)),
        (
            '{ override = { heart_rate = "120 /min" } }',
            OverrideVital(Vital.HEART_RATE, Decimal(120)),
        ),
    ],
)
def test_each_then_is_read(written: str, meant: object) -> None:
    assert read('{ note = "n" }', written).stages[0].happenings[0].then == (meant,)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            '{ readings_apart = { at_most = "9 min", during = "30 min" } }',
            ReadingsApart(minutes(9), minutes(30)),
        ),
        (
            '{ followed = { action = "undo", within = "3 min" } }',
            AdviceFollowed(NE, Action.UNDO, minutes(3)),
        ),
        (
            '{ prompt = { code = "site-check", within = "9 min" } }',
            PromptAnswered("site-check", minutes(9)),
        ),
        ('{ fact = "bag_hung" }', FactRecorded(Fact.BAG_HUNG)),
        ('{ dose = { at_most = "0.02 mcg/kg/min" } }', DoseAtMost(NE, dose("0.02"))),
        ('{ dose = { reached = "0.02 mcg/kg/min" } }', DoseReached(NE, dose("0.02"))),
        (
            '{ dose = { never_above = "0.2 mcg/kg/min", during = "9 min" } }',
            DoseNeverAbove(NE, dose("0.2"), minutes(9)),
        ),
        ('{ dose = { held = "5 min" } }', DoseHeld(NE, minutes(5))),
        ('{ band_reached = "5 min" }', BandReached(minutes(5))),
        ('{ time_in_band = { at_least = "70 %" } }', TimeInBand(Percent(Decimal(70)))),
        ("{ ticked = true }", Ticked()),
    ],
)
def test_each_measure_is_read(written: str, meant: object) -> None:
    assert read('{ fact = "reading_recorded" }', written).checklist[0].measure == meant
