"""What a case window and the home list show: strip, pump, latest reading, set-up as it stands."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from core.model.case import Band, DosingWeight
from core.model.commands import (
    AttestFluids,
    ChangeTarget,
    ChangeWeight,
    EndCase,
    HangBag,
    PauseTitration,
    ReportPump,
    ResumeTitration,
    StateVasopressin,
    StrikeEntry,
)
from core.model.events import Event
from core.model.state import State
from core.model.terms import (
    Agent,
    Attested,
    BandReason,
    Keep,
    Mode,
    Outcome,
    PauseReason,
    Sex,
    Source,
    StrikeReason,
    Use,
    WeightBasis,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Kilogram, Milligram, Millilitre, Mmhg, PumpRate, Years
from core.rules.compile import Protocol
from core.session import Session
from core.view.build import case_view, summary
from core.view.case_view import CaseSummary, CaseView
from core.view.story import Story
from core.view.wording import Words

Minute = Callable[[float], datetime]
Open = Callable[..., Session]
Do = Callable[..., tuple[Event, ...]]
View = Callable[[Session, float], CaseView]
Line = Callable[[Session, float], CaseSummary]
HEAVIER = DosingWeight(Kilogram(Decimal("92.5")), WeightBasis.ADJUSTED)
SALT = Bag(Milligram(Decimal(16)), Millilitre(Decimal(250)), ExpressedAs.BITARTRATE_MONOHYDRATE)


@pytest.fixture
def shown(words: Words, minute: Minute) -> View:
    return lambda session, minutes: case_view(
        session.state, session.protocol, Story(), words, minute(minutes)
    )


@pytest.fixture
def line(words: Words, minute: Minute) -> Line:
    return lambda session, minutes: summary(session.state, session.protocol, words, minute(minutes))


def test_a_case_that_is_not_open_has_nothing_to_show(
    early_wean: Protocol, words: Words, minute: Minute
) -> None:
    with pytest.raises(ValueError, match="not open"):
        case_view(State(), early_wean, Story(), words, minute(0))
    with pytest.raises(ValueError, match="not open"):
        summary(State(), early_wean, words, minute(0))


def test_the_strip_says_who_on_what_towards_what(open_case: Open, shown: View) -> None:
    session = open_case(sex=Sex.FEMALE, age=Years(Decimal(67)))
    strip = shown(session, 0).strip
    assert (strip.label, strip.person) == ("ICU-12", "female, 67 years")
    assert (strip.weight, strip.target) == ("80 kg actual", "65 to 75 mmHg")
    assert strip.bag == "8 mg in 250 mL base (32 mcg/mL)"
    assert (strip.route, strip.protocol) == ("central line", "early-wean 1.0.0")
    assert (strip.mode, strip.initials, strip.beside) == (Mode.WORKSTATION, "AB", "")


def test_nothing_is_said_of_a_person_who_was_not_described(open_case: Open, shown: View) -> None:
    assert shown(open_case(), 0).strip.person == ""


def test_without_a_bag_the_strip_says_so(open_case: Open, shown: View) -> None:
    assert shown(open_case(bag=None), 0).strip.bag == "no bag"


def test_the_set_up_is_the_one_that_stands_now(
    open_case: Open, shown: View, minute: Minute
) -> None:
    session = open_case()
    session.handle(ChangeWeight(at=minute(1), weight=HEAVIER, keep=Keep.DOSE))
    session.handle(
        HangBag(at=minute(2), observed_at=minute(2), agent=Agent.NOREPINEPHRINE, bag=SALT)
    )
    band = Band(Mmhg(Decimal(80)), Mmhg(Decimal(85)), BandReason.CHRONIC_HYPERTENSION)
    session.handle(ChangeTarget(at=minute(3), band=band))
    unknown = Attested.UNKNOWN
    session.handle(AttestFluids(at=minute(4), fluids=Attested.NO, volume_assessed=Attested.YES))
    session.handle(StateVasopressin(at=minute(5), running=unknown))
    view = shown(session, 6)
    assert (view.setup.weight, view.setup.bag, view.setup.band) == (HEAVIER, SALT, band)
    assert (view.setup.fluids, view.setup.volume_assessed) == (Attested.NO, Attested.YES)
    assert view.setup.vasopressin is unknown
    assert (view.strip.weight, view.strip.target) == ("92.5 kg adjusted", "80 to 85 mmHg")
    assert view.strip.bag == "16 mg in 250 mL bitartrate monohydrate (32.1 mcg/mL)"


def test_other_agents_that_run_stand_beside(
    open_case: Open, report: Do, shown: View, minute: Minute
) -> None:
    session = open_case(vasopressin=Attested.YES)
    assert shown(session, 0).strip.beside == "vasopressin on"
    report(session, 1, "0.03", Agent.VASOPRESSIN)
    report(session, 2, "2.5", Agent.PHENYLEPHRINE, use=Use.SALVAGE)
    assert shown(session, 2).strip.beside == (
        "vasopressin 0.03 units/min, phenylephrine 2.5 mcg/kg/min"
    )
    report(session, 3, "0", Agent.VASOPRESSIN)
    report(session, 3, "0", Agent.PHENYLEPHRINE)
    assert shown(session, 3).strip.beside == ""
    session.handle(StateVasopressin(at=minute(4), running=Attested.NO))
    assert shown(session, 4).strip.beside == ""


def test_before_any_report_the_pump_says_nothing(open_case: Open, shown: View) -> None:
    pump = shown(open_case(), 0).pump
    assert (pump.running, pump.dose, pump.rate, pump.delivered) == (False, "", "", "")
    assert (pump.since, pump.bag_empty_at) == (None, None)


def test_the_pump_says_dose_rate_and_since_when(
    open_case: Open, report: Do, shown: View, minute: Minute
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    report(session, 30, "0.1")
    pump = shown(session, 30).pump
    assert (pump.running, pump.dose, pump.rate, pump.delivered) == (
        True,
        "0.1 mcg/kg/min",
        "15 mL/h",
        "",
    )
    assert pump.since == minute(1)
    assert pump.bag_empty_at == minute(1 + 250 / 15 * 60)


def test_a_rate_that_gives_another_dose_says_which(
    open_case: Open, shown: View, minute: Minute
) -> None:
    session = open_case(weight=DosingWeight(Kilogram(Decimal(98)), WeightBasis.ACTUAL))
    session.handle(
        ReportPump(
            at=minute(1),
            observed_at=minute(1),
            agent=Agent.NOREPINEPHRINE,
            rate=PumpRate(Decimal("18.4")),
        )
    )
    pump = shown(session, 1).pump
    assert (pump.dose, pump.delivered) == ("0.1 mcg/kg/min", "0.1001 mcg/kg/min")


def test_a_stopped_pump_runs_no_more(open_case: Open, report: Do, shown: View) -> None:
    session = open_case()
    report(session, 1, "0.02")
    report(session, 2, "0")
    pump = shown(session, 2).pump
    assert (pump.running, pump.dose, pump.rate) == (False, "0 mcg/kg/min", "0 mL/h")


def test_the_latest_reading_is_shown_with_its_source(
    open_case: Open, read: Do, shown: View, minute: Minute
) -> None:
    session = open_case()
    assert shown(session, 0).reading is None
    read(session, 1, 61, Source.CUFF)
    reading = shown(session, 1).reading
    assert reading is not None
    assert (reading.text, reading.source, reading.artefact) == ("61 mmHg", "cuff", False)
    assert reading.at == minute(1)
    read(session, 2, -5, Source.SECOND_LINE)
    artefact = shown(session, 2).reading
    assert artefact is not None
    assert (artefact.text, artefact.source, artefact.artefact) == ("-5 mmHg", "second line", True)


def test_once_the_latest_reading_is_struck_the_one_before_is_shown(
    open_case: Open, read: Do, shown: View, minute: Minute
) -> None:
    session = open_case()
    read(session, 1, 61, Source.CUFF)
    read(session, 2, 160)
    latest = shown(session, 2).reading
    assert latest is not None
    slip = StrikeEntry(at=minute(3), refers_to=latest.seq, reason=StrikeReason.TYPING_SLIP)
    session.handle(slip)
    before = shown(session, 3).reading
    assert before is not None
    assert (before.text, before.source, before.artefact) == ("61 mmHg", "cuff", False)
    assert before.at == minute(1)


def test_a_reading_is_overdue_after_its_time_and_never_in_a_pause_or_after_the_end(
    open_case: Open, read: Do, shown: View, line: Line, minute: Minute
) -> None:
    session = open_case()
    read(session, 1, 60)
    assert (shown(session, 6).recheck_at, shown(session, 6).overdue) == (minute(6), False)
    assert shown(session, 6.1).overdue
    assert line(session, 6.1).overdue
    reason = PauseReason.LINE_CHANGE
    session.handle(PauseTitration(at=minute(7), observed_at=minute(7), reason=reason))
    read(session, 8, 60)
    assert (shown(session, 60).recheck_at, shown(session, 60).overdue) == (None, False)
    assert (line(session, 60).next_due_at, line(session, 60).overdue) == (None, False)
    session.handle(ResumeTitration(at=minute(61), observed_at=minute(61)))
    assert shown(session, 70).overdue
    session.handle(EndCase(at=minute(71), outcome=Outcome.DIED))
    ended = shown(session, 90)
    assert (ended.recheck_at, ended.overdue, ended.outcome) == (None, False, Outcome.DIED)
    assert (line(session, 90).overdue, line(session, 90).ended) == (False, True)


def test_the_entry_guard_compares_with_the_running_and_the_advised_dose(
    open_case: Open, read: Do, report: Do, shown: View
) -> None:
    session = open_case()
    guard = shown(session, 0).guard
    assert (guard.current, guard.advised, guard.largest_step) == (None, None, "0.05 mcg/kg/min")
    report(session, 1, "0.1")
    read(session, 8, 60)
    guard = shown(session, 8).guard
    assert (guard.current, guard.advised) == ("0.1 mcg/kg/min", "0.12 mcg/kg/min")


def test_home_names_the_state_of_a_case(
    open_case: Open, read: Do, report: Do, line: Line, minute: Minute
) -> None:
    session = open_case()
    new = line(session, 0)
    assert (new.label, new.mode, new.state) == ("ICU-12", Mode.WORKSTATION, "Off")
    assert (new.map, new.map_at, new.dose, new.next_due_at) == ("", None, "", minute(5))
    read(session, 1, 70)
    report(session, 2, "0.02")
    assert line(session, 2).state == "Running"
    assert (line(session, 2).map, line(session, 2).dose) == ("70 mmHg", "0.02 mcg/kg/min")
    read(session, 3, -5)
    assert (line(session, 3).map, line(session, 3).map_at) == ("70 mmHg", minute(1))
    read(session, 4, 70)
    report(session, 5, "0")
    assert line(session, 5).state == "Watch after stop"
    assert line(session, 5 + 24 * 60).state == "Off"
    report(session, 6, "0.05")
    reason = PauseReason.OTHER
    session.handle(PauseTitration(at=minute(7), observed_at=minute(7), reason=reason))
    assert line(session, 7).state == "Paused"
    session.handle(EndCase(at=minute(8), outcome=Outcome.WEANED))
    assert line(session, 8).state == "Case ended"


def test_home_shows_the_prompts_of_a_case(open_case: Open, read: Do, line: Line) -> None:
    session = open_case()
    read(session, 1, 45)
    assert [prompt.code for prompt in line(session, 1).prompts] == ["critical-map"]
