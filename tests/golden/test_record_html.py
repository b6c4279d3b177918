"""The titration record of a small case with two agents letter by letter, and the printed orders.

The facts are written out here, so that no rule of any protocol can change the page. To take a
wanted change over, write what the test got into `tests/data/golden/report`.
"""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.cli.command import main
from core.library import DEFAULT_PROTOCOL
from core.model.case import Band, Counting, DosingWeight, Setup
from core.model.events import (
    Advised,
    Answered,
    BagHung,
    CaseEnded,
    CaseOpened,
    EntryStruck,
    Event,
    NoteAdded,
    Prompted,
    PumpReported,
    ReadingRecorded,
    Recorded,
    ShiftStarted,
    TitrationPaused,
)
from core.model.terms import (
    Action,
    Agent,
    BandReason,
    Keep,
    Mode,
    Outcome,
    OverrideReason,
    PauseReason,
    Quality,
    Reply,
    Route,
    Sex,
    Source,
    StrikeReason,
    Urgency,
    WeightBasis,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    HeartRate,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
    Units,
    Years,
)
from core.report.case_html import case_html
from core.texts import load_words

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "report"
BEGAN = datetime(2027, 3, 2, 21, 50, tzinfo=UTC)
PROTOCOL = """
drug = "norepinephrine"
sources = { local = "Local policy" }
[[rule]]
id = "up"
title = "Below target: one step up"
source = "local"
"""


def at(minutes: int) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def mcg(value: str) -> Dose:
    return Dose(Decimal(value), DoseUnit.MCG_KG_MIN)


def opened() -> CaseOpened:
    setup = Setup(
        label="BED-7 <test>",
        mode=Mode.SIMULATION,
        weight=DosingWeight(Kilogram(Decimal("72.5")), WeightBasis.IDEAL),
        bag=Bag(Milligram(Decimal(4)), Millilitre(Decimal(250)), ExpressedAs.BASE),
        route=Route.PERIPHERAL,
        resolution=PumpRate(Decimal("0.1")),
        band=Band(Mmhg(Decimal(60)), Mmhg(Decimal(65)), BandReason.AGE_65),
        start_dose=mcg("0.05"),
        sex=Sex.FEMALE,
        age=Years(Decimal(71)),
    )
    return CaseOpened(
        at=at(0),
        setup=setup,
        counting=Counting(
            run_gap=timedelta(minutes=75),
            step_window=timedelta(minutes=60),
            stop_from=mcg("0.02"),
            watch=timedelta(hours=24),
        ),
        protocol="small",
        protocol_version="1.0.0",
        protocol_text=PROTOCOL,
    )


def reading(minutes: int, mmhg: int) -> ReadingRecorded:
    return ReadingRecorded(
        at=at(minutes),
        map=Mmhg(Decimal(mmhg)),
        source=Source.ARTERIAL_LINE,
        quality=Quality.USABLE,
        heart_rate=HeartRate(Decimal(96)),
    )


def pump(minutes: int, dose: Dose, rate: str, follows: int | None = None) -> PumpReported:
    units = dose.unit is DoseUnit.UNITS_MIN
    return PumpReported(
        at=at(minutes),
        agent=Agent.VASOPRESSIN if units else Agent.NOREPINEPHRINE,
        dose=dose,
        rate=PumpRate(Decimal(rate)),
        follows=follows,
    )


def advice(minutes: int) -> Advised:
    return Advised(
        at=at(minutes),
        agent=Agent.NOREPINEPHRINE,
        reading=4,
        rule="up",
        action=Action.RAISE,
        from_dose=mcg("0.1"),
        dose=mcg("0.12"),
        rate=PumpRate(Decimal("32.6")),
        delivered=mcg("0.1199"),
        recheck_at=at(minutes + 5),
        expires_at=at(minutes + 10),
        inputs={},
    )


def events() -> list[Event]:
    vasopressin = Bag(Units(Decimal(20)), Millilitre(Decimal(100)), ExpressedAs.BASE)
    return [
        opened(),
        ShiftStarted(at=at(0), initials="AB"),
        pump(1, mcg("0.1"), "27.2"),
        reading(6, 57),
        advice(6),
        Answered(at=at(7), advice=5, reply=Reply.ACCEPT),
        pump(7, mcg("0.12"), "32.6", follows=5),
        Prompted(at=at(8), key="k", code="site-check", urgency=Urgency.SOON, due_at=at(8)),
        reading(9, 96),
        EntryStruck(at=at(10), refers_to=9, reason=StrikeReason.TYPING_SLIP),
        NoteAdded(at=at(11), text="<i>Line flushed</i> & zeroed"),
        BagHung(at=at(12), agent=Agent.VASOPRESSIN, bag=vasopressin, keep=Keep.DOSE),
        pump(13, Dose(Decimal("0.03"), DoseUnit.UNITS_MIN), "9"),
        Answered(at=at(14), advice=5, reply=Reply.DECLINE, reason=OverrideReason.FLUIDS_FIRST),
        TitrationPaused(at=at(15), reason=PauseReason.THEATRE),
        CaseEnded(at=at(16), outcome=Outcome.TRANSFERRED),
    ]


def facts() -> list[Recorded]:
    told = [Recorded(seq, event.at, event) for seq, event in enumerate(events(), 1)]
    late = told[12]
    told[12] = Recorded(late.seq, at(18), late.event)
    return told


@pytest.mark.parametrize(("name", "notes"), [("small", True), ("small-without-notes", False)])
def test_the_record_is_the_page_kept_here(name: str, notes: bool) -> None:  # noqa: FBT001 - a case
    html = case_html(facts(), load_words(ZoneInfo("Europe/Berlin")), notes=notes)
    assert html == (GOLDEN / f"{name}.html").read_text("utf-8")


def test_the_printed_orders_are_those_kept_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["order", DEFAULT_PROTOCOL]) == 1
    printed = re.sub(r" [0-9]+\.[0-9]+\.[0-9]+\)", " VERSION)", capsys.readouterr().out)
    assert printed == (GOLDEN / "orders.txt").read_text("utf-8")
