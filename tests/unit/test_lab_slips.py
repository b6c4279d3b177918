"""A keying slip is on until the case or a hand puts it right; charting late is no slip."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from core.lab.act import KeyingSlip
from core.lab.played import Played, played_by
from core.lab.shelf import read_scenario
from core.lab.simulation import START, Simulation
from core.lab.slips import Found, Slip, slips_of
from core.log.memory import MemoryLog
from core.model.commands import ReportPump, StrikeEntry
from core.model.events import Recorded
from core.model.terms import Agent, StrikeReason
from core.quantity.measures import Dose, DoseUnit, PumpRate

NOREPINEPHRINE = Agent.NOREPINEPHRINE
TEN_TIMES = KeyingSlip(NOREPINEPHRINE, Decimal(10))


class Bedside:
    """A quiet case with a pump, at which a hand does one thing after the other."""

    def __init__(self) -> None:
        self.log = MemoryLog()
        quiet = replace(read_scenario("first-hour"), stages=STAGES, always=(), ends=())
        self.simulation = Simulation(quiet, 1, self.log)

    def report(
        self,
        minute: int,
        *,
        dose: str | None = None,
        rate: str | None = None,
        since: int | None = None,
    ) -> tuple[Recorded, ...]:
        at = START + timedelta(minutes=minute)
        return self.simulation.handle(
            ReportPump(
                at=at,
                observed_at=at if since is None else START + timedelta(minutes=since),
                agent=NOREPINEPHRINE,
                dose=None if dose is None else Dose(Decimal(dose), DoseUnit.MCG_KG_MIN),
                rate=None if rate is None else PumpRate(Decimal(rate)),
            )
        )

    def slip(self, minute: int) -> None:
        self.wait(minute)
        self.simulation.do(TEN_TIMES)

    def wait(self, minute: int) -> None:
        self.simulation.pass_time(START + timedelta(minutes=minute))

    @property
    def slips(self) -> tuple[Slip, ...]:
        return slips_of(self.played)

    @property
    def played(self) -> Played:
        return played_by(self.simulation, self.log)


STAGES = (replace(read_scenario("first-hour").stages[0], happenings=()),)


def slipped() -> Bedside:
    """Charted 0.05 mcg/kg/min is 7.5 mL/h; from the fourth minute on the pump runs 75 mL/h."""
    bedside = Bedside()
    bedside.report(1, dose="0.05")
    bedside.slip(4)
    return bedside


def told(slip: Slip) -> tuple[int, str, str, int | None, Found]:
    minute = timedelta(minutes=1)
    ended = None if slip.ended is None else slip.ended // minute
    return slip.since // minute, str(slip.charted), str(slip.ran), ended, slip.how


def test_a_pump_that_runs_what_is_charted_is_no_slip() -> None:
    bedside = Bedside()
    bedside.report(1, dose="0.05")
    bedside.report(5, dose="0.07")
    assert bedside.slips == ()


def test_a_slip_that_nobody_finds_is_on_to_the_end() -> None:
    bedside = slipped()
    bedside.wait(30)
    assert [told(slip) for slip in bedside.slips] == [(4, "7.5 mL/h", "75 mL/h", None, Found.NEVER)]


def test_a_new_setting_goes_on_with_the_slip() -> None:
    bedside = slipped()
    bedside.report(8, dose="0.07")
    assert [told(slip) for slip in bedside.slips] == [
        (4, "10.5 mL/h", "105 mL/h", None, Found.NEVER)
    ]


def test_a_report_of_what_really_runs_finds_it() -> None:
    bedside = slipped()
    bedside.report(9, rate="75")
    assert [told(slip) for slip in bedside.slips] == [(4, "7.5 mL/h", "75 mL/h", 9, Found.REPORTED)]


def test_striking_the_report_finds_it() -> None:
    bedside = slipped()
    number = bedside.played.facts[-1].seq
    at = START + timedelta(minutes=7)
    struck = StrikeEntry(at=at, refers_to=number, reason=StrikeReason.TYPING_SLIP)
    bedside.simulation.handle(struck)
    assert [told(slip)[3:] for slip in bedside.slips] == [(7, Found.STRUCK)]


def test_a_hand_at_the_pump_puts_it_right() -> None:
    bedside = slipped()
    bedside.wait(12)
    bedside.simulation.do(KeyingSlip(NOREPINEPHRINE, Decimal(1)))
    assert [told(slip)[3:] for slip in bedside.slips] == [(12, Found.KEYED)]


def test_a_second_slip_is_another_one() -> None:
    bedside = slipped()
    bedside.report(9, rate="75")
    bedside.report(10, dose="0.05")
    bedside.slip(15)
    assert [told(slip)[0] for slip in bedside.slips] == [4, 15]


def test_a_pump_set_now_and_charted_later_as_of_then_is_no_slip() -> None:
    bedside = Bedside()
    bedside.report(1, dose="0.05")
    bedside.wait(5)
    bedside.simulation.key_pump(NOREPINEPHRINE, PumpRate(Decimal("10.5")))
    bedside.report(9, rate="10.5", since=5)
    assert bedside.slips == ()


def test_a_pump_that_was_set_and_charted_as_of_later_was_a_slip() -> None:
    bedside = Bedside()
    bedside.report(1, dose="0.05")
    bedside.wait(5)
    bedside.simulation.key_pump(NOREPINEPHRINE, PumpRate(Decimal("10.5")))
    bedside.report(9, rate="10.5")
    assert [told(slip)[3:] for slip in bedside.slips] == [(9, Found.REPORTED)]
