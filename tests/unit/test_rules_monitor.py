"""The monitor knows the declared limits and no row: only a fault of the table reaches it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import RecordReading
from core.model.course import UNKNOWN
from core.model.events import AdviceWithheld, Advised, Prompted
from core.model.facts import Axis, Facts, Phase
from core.model.terms import Gate, Source
from core.quantity.measures import Mmhg
from core.rules.compile import Protocol
from core.rules.monitor import breaches
from core.rules.protocol import WorkedGiven
from core.rules.table import Effect
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
HOUR = 3600


def facts(**known: int) -> Facts:
    """A running infusion at 0.1, an hour after the last change; given facts replace these."""
    one = np.full((1, len(Axis)), UNKNOWN, dtype=np.int64)
    usual = {"phase": Phase.RUNNING, "map": 60, "dose": 100, "since_change": HOUR}
    for name, value in {**usual, **known}.items():
        one[0, Axis[name.upper()]] = value
    return one


def broken(ends_at: int, band: int = 0, **known: int) -> set[str]:
    return set(breaches(PROTOCOL.numbers, PROTOCOL.bands[band], facts(**known), ends_at))


STABLE = {"at_target_for": 2 * HOUR, "readings_since_raise": 3}


class TestFine:
    @pytest.mark.parametrize(
        ("ends_at", "known"),
        [
            (100, {"since_change": 0, "phase": Phase.PAUSED}),
            (120, {}),
            (150, {"map": 54, "since_change": 120}),
            (150, {"since_change": 300}),
            (80, {"map": 80}),
            (50, {"map": 100, "since_change": 120}),
            (10, {"map": 100, "since_change": 120, "dose": 30}),
            (10, {"map": 76, "dose": 29}),
            (0, {"map": 70, "dose": 20, **STABLE}),
            (20, {"phase": Phase.OFF, "dose": 0, "since_change": 0}),
            (100, {"phase": Phase.OFF, "dose": 0, "since_change": UNKNOWN}),
            (10, {"phase": Phase.WATCH, "dose": 0, "since_change": 120}),
            (20, {"phase": Phase.WATCH, "dose": 0, "since_change": 120}),
            (50, {"map": 100, "since_failed_wean": 60}),
            (80, {"map": 80, "since_failed_wean": HOUR}),
        ],
    )
    def test_what_the_limits_allow(self, ends_at: int, known: dict[str, int]) -> None:
        assert broken(ends_at, **known) == set()


class TestBroken:
    @pytest.mark.parametrize(
        ("ends_at", "known", "code"),
        [
            (120, {"map": 65}, "raise_at_or_above_target"),
            (1001, {"dose": 990}, "above_hard_limit"),
            (151, {"map": 50}, "raise_too_large"),
            (151, {}, "raise_too_large"),
            (120, {"since_change": 299}, "too_soon"),
            (150, {"map": 54, "since_change": 119}, "too_soon"),
            (80, {}, "lowering_below_target"),
            (9, {"map": 80, "dose": 20}, "below_floor"),
            (-5, {"map": 80, "dose": 20}, "below_floor"),
            (0, {"map": 80, "dose": 21, **STABLE}, "stop_from_too_high"),
            (0, {"map": 80, "dose": 20}, "stop_not_stable"),
            (0, {"map": 80, "dose": 20, **STABLE, "at_target_for": 7199}, "stop_not_stable"),
            (0, {"map": 80, "dose": 20, **STABLE, "readings_since_raise": 2}, "stop_not_stable"),
            (79, {"map": 80}, "lowering_too_large"),
            (49, {"map": 100}, "lowering_too_large"),
            (80, {"map": 80, "since_change": 1799}, "too_soon"),
            (50, {"map": 100, "since_change": 119}, "too_soon"),
            (0, {"map": 100, "dose": 20, **STABLE, "since_change": 1799}, "too_soon"),
            (80, {"map": 80, "since_failed_wean": 3599}, "lowering_in_lockout"),
            (19, {"phase": Phase.OFF, "dose": 0}, "start_out_of_range"),
            (101, {"phase": Phase.OFF, "dose": 0}, "start_out_of_range"),
            (50, {"phase": Phase.OFF, "dose": 0, "map": 65}, "raise_at_or_above_target"),
            (21, {"phase": Phase.WATCH, "dose": 0}, "start_out_of_range"),
            (9, {"phase": Phase.WATCH, "dose": 0}, "start_out_of_range"),
            (20, {"phase": Phase.WATCH, "dose": 0, "since_change": 119}, "too_soon"),
            (120, {"phase": Phase.PAUSED}, "change_while_paused"),
        ],
    )
    def test_each_limit_by_its_code(self, ends_at: int, known: dict[str, int], code: str) -> None:
        assert code in broken(ends_at, **known)

    def test_the_lines_hang_on_the_band(self) -> None:
        """At 80 to 85 the rescue line is 70 and the high line 110."""
        assert broken(150, 2, map=69, since_change=120) == set()
        assert broken(150, 2, map=70, since_change=120) == {"too_soon"}
        assert broken(50, 2, map=110, since_change=120) == set()
        assert broken(50, 2, map=109, since_change=120) == {"lowering_too_large", "too_soon"}


def wrong(protocol: Protocol, row: str, effect: Effect, amount: int = 0) -> Protocol:
    """The protocol with another effect compiled into one row of every table."""
    tables = []
    for table in protocol.tables:
        index = [item.id for item in table.rows].index(row)
        effects, amounts = table.effect.copy(), table.amount.copy()
        effects[index], amounts[index] = effect, amount
        tables.append(replace(table, effect=effects, amount=amounts))
    return replace(protocol, tables=tuple(tables))


@pytest.mark.parametrize(
    ("row", "effect", "amount", "course", "code"),
    [
        ("up", Effect.SUBTRACT, 20, "5 min: MAP 60 mmHg", "lowering_below_target"),
        ("up", Effect.ADD, 60, "5 min: MAP 60 mmHg", "raise_too_large"),
        ("up-wait", Effect.ADD, 20, "2 min: MAP 60 mmHg", "too_soon"),
        ("hold", Effect.ADD, 20, "20 min: MAP 70 mmHg", "raise_at_or_above_target"),
        ("hold", Effect.ZERO, 0, "40 min: MAP 70 mmHg", "stop_from_too_high"),
        ("up", Effect.CAPPED_UNDO, 50, "5 min: MAP 60 mmHg", "lowering_below_target"),
        ("high-half", Effect.SET, 5, "5 min: MAP 110 mmHg", "below_floor"),
    ],
)
def test_a_wrong_table_never_advises_and_still_calls(
    row: str, effect: Effect, amount: int, course: str, code: str
) -> None:
    given = WorkedGiven(course=("0 min: runs 0.1 mcg/kg/min", course))
    planted = wrong(PROTOCOL, row, effect, amount)
    session = Session(MemoryLog(), lambda _: planted)
    facts = [session.handle(request) for request in requests_of(given, PROTOCOL, TEXT)][-1]
    (withheld,) = [fact.event for fact in facts if isinstance(fact.event, AdviceWithheld)]
    assert withheld.gate is Gate.LIMIT_BREACH
    assert withheld.detail is not None
    assert (withheld.detail.code, withheld.detail.args) == (code, {"row": row})
    assert not [fact for fact in facts if isinstance(fact.event, Advised)]
    assert session.state.standing is None


def test_a_breach_withholds_the_dose_and_never_the_call() -> None:
    planted = wrong(PROTOCOL, "rescue", Effect.ADD, 500)
    session = Session(MemoryLog(), lambda _: planted)
    given = WorkedGiven(course=("0 min: runs 0.1 mcg/kg/min", "2 min: MAP 70 mmHg"))
    for request in requests_of(given, PROTOCOL, TEXT):
        session.handle(request)
    now = BEGAN + timedelta(minutes=5)
    low = RecordReading(at=now, observed_at=now, source=Source.ARTERIAL_LINE, map=Mmhg(Decimal(45)))
    facts = [fact.event for fact in session.handle(low)]
    assert "critical-map" in {fact.code for fact in facts if isinstance(fact, Prompted)}
    assert [fact.gate for fact in facts if isinstance(fact, AdviceWithheld)] == [Gate.LIMIT_BREACH]
    assert session.state.standing is not None
    assert session.state.standing.withdrawn
