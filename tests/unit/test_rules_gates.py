"""The gates before dosing: what closes each, and that a closed gate never withholds help."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import (
    ChangeTarget,
    Command,
    EndCase,
    HangBag,
    NoticeClockStep,
    OpenCase,
    RecordReading,
    ReportPump,
)
from core.model.events import AdviceWithheld, Advised, Event, Prompted, ReadingRecorded
from core.model.state import replace as with_fields
from core.model.terms import Agent, Gate, Outcome, Source
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, HeartRate, Milligram, Millilitre, Mmhg
from core.rules.gates import fresh, reading_gate
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
LINE, SECOND, CUFF = Source.ARTERIAL_LINE, Source.SECOND_LINE, Source.CUFF
BAG = Bag(Milligram(Decimal(16)), Millilitre(Decimal(250)), ExpressedAs.BASE)


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def begun(*course: str, bag: bool = True) -> Session:
    session = Session(MemoryLog(), protocol_from)
    requests: tuple[Command, ...] = requests_of(
        WorkedGiven(course=course or ("0 min: MAP 70 mmHg",)), PROTOCOL, TEXT
    )
    opening = requests[0]
    assert isinstance(opening, OpenCase)
    if not bag:
        opening = replace(opening, setup=replace(opening.setup, bag=None))
    for request in (opening, *requests[1:]) if course else (opening,):
        session.handle(request)
    return session


def read(
    session: Session,
    observed: float,
    pressure: int,
    *,
    entered: float | None = None,
    source: Source = LINE,
    artefact: bool = False,
) -> tuple[Event, ...]:
    facts = session.handle(
        RecordReading(
            at=at(observed if entered is None else entered),
            observed_at=at(observed),
            source=source,
            map=Mmhg(Decimal(pressure)),
            heart_rate=HeartRate(Decimal(90)),
            artefact=artefact,
        )
    )
    return tuple(fact.event for fact in facts)


def gate_of(events: tuple[Event, ...]) -> Gate | None:
    return next((event.gate for event in events if isinstance(event, AdviceWithheld)), None)


def advised(events: tuple[Event, ...]) -> list[Advised]:
    return [event for event in events if isinstance(event, Advised)]


def called(events: tuple[Event, ...]) -> set[str]:
    return {e.code for e in events if isinstance(e, Prompted) and e.key.startswith("call:")}


class TestArtefact:
    @pytest.mark.parametrize("pressure", [-5, 0, 4, 19, 201, 299])
    def test_outside_20_to_200_is_kept_and_never_dosed_on(self, pressure: int) -> None:
        events = read(begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg"), 10, pressure)
        kept = [event for event in events if isinstance(event, ReadingRecorded)]
        assert int(kept[0].map.value) == pressure
        assert gate_of(events) is Gate.ARTEFACT
        assert called(events) == set()

    @pytest.mark.parametrize("pressure", [20, 200])
    def test_the_ends_of_the_domain_are_usable(self, pressure: int) -> None:
        assert advised(
            read(begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg"), 10, pressure)
        )

    def test_a_reading_the_person_marks_is_one_and_calls_nobody(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        events = read(session, 10, 45, artefact=True)
        assert gate_of(events) is Gate.ARTEFACT
        assert called(events) == set()
        assert len(session.state.history.readings) == 1


class TestStale:
    """Older than 10 min within 30 min of a raise, 15 min otherwise: no dose changes."""

    @pytest.mark.parametrize(("seconds", "gate"), [(-1, None), (0, None), (1, Gate.STALE)])
    @pytest.mark.parametrize(("course", "limit"), [((), 15), (("0 min: runs 0.1 mcg/kg/min",), 10)])
    def test_at_the_limit(
        self, seconds: int, gate: Gate | None, course: tuple[str, ...], limit: int
    ) -> None:
        session = begun(*course, "1 min: MAP 70 mmHg")
        entered = 5 + limit + seconds / 60
        assert gate_of(read(session, 5, 60, entered=entered)) is gate

    @pytest.mark.parametrize(("minutes", "gate"), [(29.9, Gate.STALE), (30, None)])
    def test_the_shorter_limit_lasts_30_min_from_the_raise(
        self, minutes: float, gate: Gate | None
    ) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "1 min: MAP 70 mmHg")
        assert gate_of(read(session, minutes - 12, 60, entered=minutes)) is gate

    def test_a_lowering_does_not_shorten_it(self) -> None:
        session = begun(
            "0 min: runs 0.1 mcg/kg/min", "40 min: MAP 70 mmHg", "41 min: runs 0.08 mcg/kg/min"
        )
        assert gate_of(read(session, 42, 60, entered=56)) is None

    @pytest.mark.parametrize(("ahead", "gate"), [(2, None), (2.1, Gate.STALE), (60, Gate.STALE)])
    def test_a_reading_dated_far_ahead_of_the_clock_is_not_fresh(
        self, ahead: float, gate: Gate | None
    ) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        assert gate_of(read(session, 10 + ahead, 60, entered=10)) is gate

    def test_nothing_is_fresh_without_a_reading_a_bag_or_after_the_end(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        assert fresh(session.state, PROTOCOL, at(6))
        assert not fresh(begun().state, PROTOCOL, at(6))
        assert not fresh(with_fields(session.state, bag=None), PROTOCOL, at(6))
        session.handle(EndCase(at=at(6), outcome=Outcome.OTHER))
        assert not fresh(session.state, PROTOCOL, at(6))


class TestOrder:
    def test_a_reading_older_than_the_latest_is_a_late_entry(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        assert gate_of(read(session, 4, 60, entered=6)) is Gate.LATE_ENTRY

    def test_within_one_minute_another_source_decides(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        events = read(session, 5.5, 60, source=CUFF)
        assert gate_of(events) is Gate.OTHER_SOURCE_DECIDES
        assert gate_of(read(session, 6, 60, source=CUFF)) is None

    @pytest.mark.parametrize(
        "sources", [(LINE, CUFF), (LINE, SECOND), (SECOND, CUFF), (LINE, SECOND, CUFF)]
    )
    def test_the_best_source_of_a_minute_is_advised_on_in_every_order_of_arrival(
        self, sources: tuple[Source, ...]
    ) -> None:
        """Measured at any second of the minute; the best one reads 54, the others 70."""
        best = sources[0]
        for seconds in permutations(range(len(sources))):
            for order in permutations(zip(sources, seconds, strict=True)):
                session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
                for source, second in order:
                    pressure = 54 if source is best else 70
                    read(session, 10 + second / 6, pressure, entered=10.9, source=source)
                standing = session.state.standing
                assert standing is not None
                assert standing.advised.rule == "rescue", (order, standing.advised)

    def test_a_later_reading_of_the_same_source_and_minute_decides(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        assert advised(read(session, 10, 70))
        assert advised(read(session, 10.2, 60))[0].rule == "up"
        assert advised(read(session, 10.2, 54))[0].rule == "rescue"
        assert gate_of(read(session, 10.1, 70, entered=10.5)) is Gate.LATE_ENTRY


class TestSetup:
    def test_without_a_bag_there_is_no_advice(self) -> None:
        session = begun(bag=False)
        assert gate_of(read(session, 0, 60)) is Gate.SETUP_INCOMPLETE
        hung = session.handle(
            HangBag(at=at(1), observed_at=at(1), agent=Agent.NOREPINEPHRINE, bag=BAG)
        )
        assert advised(tuple(fact.event for fact in hung))

    def test_an_ended_case_advises_nothing(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        session.handle(EndCase(at=at(6), outcome=Outcome.WEANED))
        seq, reading = session.state.readings[0]
        assert reading_gate(session.state, PROTOCOL, seq, reading, at(6)) is Gate.CASE_ENDED


class TestHelpIsNeverWithheld:
    """The critical line calls on every usable reading below it, whatever gate is closed."""

    def test_without_a_bag(self) -> None:
        events = read(begun(bag=False), 0, 49)
        assert gate_of(events) is Gate.SETUP_INCOMPLETE
        assert called(events) == {"critical-map"}
        assert called(read(begun(bag=False), 0, 50)) == set()

    def test_stale(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        events = read(session, 6, 49, entered=20)
        assert gate_of(events) is Gate.STALE
        assert called(events) == {"critical-map"}

    def test_late(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        events = read(session, 4, 49, entered=6)
        assert gate_of(events) is Gate.LATE_ENTRY
        assert called(events) == {"critical-map"}

    def test_another_source_of_the_minute(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        assert called(read(session, 5.5, 49, source=CUFF)) == {"critical-map"}
        assert called(read(session, 5.6, 100, source=CUFF)) == {"high-map"}

    def test_what_hangs_on_more_than_the_pressure_is_not_called_for(self) -> None:
        """Behind a closed gate there is no answer of the table that a call could ride on."""
        session = begun("0 min: runs 0.24 mcg/kg/min", "5 min: MAP 70 mmHg")
        assert called(read(session, 6, 60, entered=20)) == set()


class TestPump:
    def coarse(self, dose: str, milligrams: int = 48) -> Session:
        """80 kg on 960 mcg/mL: one step of 0.1 mL/h is 0.02 mcg/kg/min."""
        session = Session(MemoryLog(), protocol_from)
        given = WorkedGiven(course=("0 min: MAP 70 mmHg",))
        opening = requests_of(given, PROTOCOL, TEXT)[0]
        assert isinstance(opening, OpenCase)
        bag = Bag(Milligram(Decimal(milligrams)), Millilitre(Decimal(50)), ExpressedAs.BASE)
        session.handle(replace(opening, setup=replace(opening.setup, bag=bag)))
        session.handle(
            ReportPump(
                at=at(0),
                observed_at=at(0),
                agent=Agent.NOREPINEPHRINE,
                dose=Dose(Decimal(dose), DoseUnit.MCG_KG_MIN),
            )
        )
        return session

    def test_a_step_that_the_pump_would_erase_is_withheld_and_help_still_called(self) -> None:
        session = self.coarse("0.02")
        events = read(session, 5, 100)
        withheld = next(event for event in events if isinstance(event, AdviceWithheld))
        assert withheld.gate is Gate.PUMP_TOO_COARSE
        assert withheld.detail is not None
        assert withheld.detail.code == "pump_too_coarse"
        assert withheld.detail.args == {"rate": "0.1 mL/h"}
        assert called(events) == {"high-map"}
        assert session.state.standing is None

    def test_a_step_that_would_stop_the_pump_without_the_stop_row_is_withheld(self) -> None:
        """1280 mcg/mL: 0.01 mcg/kg/min is 0.0375 mL/h, rounded 0."""
        events = read(self.coarse("0.02", 64), 5, 100)
        (withheld,) = [event for event in events if isinstance(event, AdviceWithheld)]
        assert withheld.gate is Gate.PUMP_TOO_COARSE
        assert withheld.detail is not None
        assert withheld.detail.args == {"rate": "0 mL/h"}

    def test_a_step_that_the_pump_can_make_is_advised(self) -> None:
        (advice,) = advised(read(self.coarse("0.03"), 5, 100))
        assert str(advice.dose) == "0.01 mcg/kg/min"
        assert str(advice.rate) == "0.1 mL/h"
        assert str(advice.delivered) == "0.02 mcg/kg/min"


PHASES = {
    "off": (),
    "running": ("0 min: runs 0.1 mcg/kg/min",),
    "watch": ("0 min: runs 0.02 mcg/kg/min", "1 min: MAP 70 mmHg", "2 min: runs 0 mcg/kg/min"),
    "paused": ("0 min: runs 0.1 mcg/kg/min", "1 min: pause"),
}


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("seconds", [1, 120, 121, 900, 901, 3600, 86_400, 30 * 86_400])
def test_a_jump_of_the_clock_makes_no_old_reading_new(phase: str, sign: int, seconds: int) -> None:
    """After any jump, in any phase, what is advised rests on a reading of the last minutes."""
    session = begun(*PHASES[phase], "30 min: MAP 60 mmHg")
    now = at(30) + timedelta(seconds=sign * seconds)
    session.handle(NoticeClockStep(at=now, seconds=sign * seconds))
    assert session.state.standing is not None
    assert session.state.standing.withdrawn
    facts = session.handle(ChangeTarget(at=now, band=PROTOCOL.bands[0]))
    on = advised(tuple(fact.event for fact in facts))
    fits = timedelta(minutes=-2) <= now - at(30) <= timedelta(minutes=15)
    assert bool(on) is fits
