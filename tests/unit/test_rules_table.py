"""The compiled table: the first row that matches, what it makes of a dose, and how near it was."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import Band
from core.model.commands import OpenCase, RecordReading
from core.model.course import UNKNOWN
from core.model.events import Advised, ReadingRecorded
from core.model.facts import Axis, Facts, Phase
from core.model.terms import Action, Source
from core.quantity.measures import Dose, DoseUnit, Mmhg
from core.rules.advice import is_dosed
from core.rules.decision import answer_at
from core.rules.look import facts_from, facts_of
from core.rules.protocol import WorkedGiven
from core.rules.table import Effect, Table
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
TABLE = PROTOCOL.tables[0]
NAMES = [row.id for row in TABLE.rows]


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def begun(*course: str) -> Session:
    session = Session(MemoryLog(), protocol_from)
    for request in requests_of(WorkedGiven(course=course), PROTOCOL, TEXT):
        session.handle(request)
    return session


def facts(**known: int) -> Facts:
    one = np.full((1, len(Axis)), UNKNOWN, dtype=np.int64)
    usual = {
        "phase": Phase.RUNNING,
        "map": 70,
        "dose": 100,
        "since_change": 1200,
        "failed_weans": 0,
    }
    for name, value in {**usual, **known}.items():
        one[0, Axis[name.upper()]] = value
    return one


def first(**known: int) -> str:
    return NAMES[int(TABLE.first(facts(**known))[0])]


class TestUnknownFacts:
    """Unknown is a value of its own and never holds or fires a row."""

    @pytest.mark.parametrize(
        ("axis", "row", "known"),
        [
            ("diastolic", "start-diastolic", {"phase": Phase.OFF, "map": 60, "dose": 0}),
            ("shock_index", "start-shock-index", {"phase": Phase.OFF, "map": 60, "dose": 0}),
            ("map_fall", "wean-hold-fall", {}),
            ("map_fall_share", "wean-hold-share", {}),
            ("heart_rate_rise_share", "wean-hold-heart-rate", {}),
            ("since_failed_wean", "lockout", {}),
            ("since_step", "low-after-step", {"map": 60, "low_readings_since_step": 1}),
        ],
    )
    def test_a_row_fires_on_what_is_known_only(
        self, axis: str, row: str, known: dict[str, int]
    ) -> None:
        fires = {"diastolic": 38, "shock_index": 310, "since_failed_wean": 60, "since_step": 900}
        assert first(**known, **{axis: fires.get(axis, 9000)}) == row
        assert first(**known) != row

    def test_vasopressin_unknown_prompts_for_nothing(self) -> None:
        ids = [line.id for line in TABLE.notify]
        for state, called in ((0, True), (1, False), (UNKNOWN, False)):
            low = facts(map=60, vasopressin=state)
            answered = TABLE.with_answer(low, TABLE.first(low), np.array([260]))
            assert bool(TABLE.called(answered)[0, ids.index("second-agent")]) is called


class TestEffects:
    def table(self, effect: Effect, amount: int) -> Table:
        count = len(TABLE.rows)
        return replace(
            TABLE, effect=np.full(count, effect), amount=np.full(count, amount, dtype=np.int64)
        )

    @pytest.mark.parametrize(
        ("effect", "amount", "dose", "ends_at"),
        [
            (Effect.KEEP, 0, 70, 70),
            (Effect.ADD, 20, 70, 90),
            (Effect.CAPPED_UNDO, 50, 70, 100),
            (Effect.CAPPED_UNDO, 20, 70, 90),
            (Effect.SUBTRACT, 20, 70, 50),
            (Effect.SET, 10, 29, 10),
            (Effect.HALVE, 20, 70, 35),
            (Effect.HALVE, 20, 71, 36),
            (Effect.HALVE, 20, 35, 15),
            (Effect.CHOSEN, 0, 0, 60),
            (Effect.LAST, 0, 0, 15),
            (Effect.ZERO, 0, 20, 0),
        ],
    )
    def test_what_a_row_makes_of_a_dose(
        self, effect: Effect, amount: int, dose: int, ends_at: int
    ) -> None:
        made = self.table(effect, amount).new_dose(
            np.array([0]),
            facts(dose=dose, step_size=30),
            chosen=np.array([60]),
            last=np.array([15]),
        )
        assert made.tolist() == [ends_at]

    def test_a_restart_is_never_below_the_floor(self) -> None:
        made = self.table(Effect.LAST, 0).new_dose(
            np.array([0]), facts(dose=0), chosen=np.array([60]), last=np.array([5])
        )
        assert made.tolist() == [10]

    def test_only_holding_looking_and_escalating_leave_the_dose(self) -> None:
        still = {Action.HOLD, Action.LOOK_AGAIN, Action.ESCALATE}
        assert {action for action in Action if not is_dosed(action)} == still


class TestLooking:
    def test_a_mixed_cohort_is_answered_like_its_members(self) -> None:
        cells = [
            facts(),
            facts(map=60),
            facts(phase=Phase.OFF, dose=0, map=50),
            facts(phase=Phase.WATCH, dose=0, since_stop=60),
            facts(phase=Phase.PAUSED, map=40),
        ]
        together = TABLE.first(np.concatenate(cells)).tolist()
        assert together == [int(TABLE.first(cell)[0]) for cell in cells]
        assert [NAMES[row] for row in together] == ["hold", "up", "start-map", "watch-5", "rest"]

    def test_an_empty_cohort_has_no_answers(self) -> None:
        assert TABLE.first(facts()[:0]).tolist() == []

    def test_the_rows_passed_over_each_with_what_failed_first(self) -> None:
        cell = facts(map=60, since_change=60)
        passed = TABLE.passed_over(cell, int(TABLE.first(cell)[0]))
        assert [(row.id, axis) for row, axis in passed][:2] == [
            ("rescue", Axis.MAP),
            ("rescue-near-hard-limit", Axis.MAP),
        ]
        assert ("up", Axis.SINCE_CHANGE) in [(row.id, axis) for row, axis in passed]
        assert {row.id.split("-")[0] for row, _ in passed} == {"rescue", "low", "undo", "up"}

    def test_a_band_that_is_not_allowed_has_no_table(self) -> None:
        assert PROTOCOL.table(PROTOCOL.bands[3]) is PROTOCOL.tables[3]
        with pytest.raises(KeyError, match="65 mmHg to 80 mmHg"):
            PROTOCOL.table(Band(Mmhg(Decimal(65)), Mmhg(Decimal(80))))

    def test_the_facts_of_old_advice_come_back_from_its_inputs(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg, heart rate 90 /min")
        standing = session.state.standing
        assert standing is not None
        again = facts_from(standing.advised.inputs)
        assert np.array_equal(again, facts_of(session.state, at(5)))
        assert NAMES[int(TABLE.first(again)[0])] == standing.advised.rule

    def test_a_case_that_knows_no_set_up_has_no_starting_dose(self) -> None:
        with pytest.raises(ValueError, match="not open"):
            answer_at(Session(MemoryLog(), protocol_from).state, PROTOCOL, at(0))


COURSES = [
    ("0 min: MAP 60 mmHg", "5 min: MAP {} mmHg"),
    ("0 min: runs 0.1 mcg/kg/min", "20 min: MAP {} mmHg"),
    (
        "0 min: runs 0.1 mcg/kg/min",
        "10 min to 80 min every 35 min: MAP 70 mmHg",
        "130 min: MAP {} mmHg",
    ),
    (
        "0 min: runs 0.02 mcg/kg/min",
        "5 min: MAP 70 mmHg",
        "6 min: runs 0 mcg/kg/min",
        "9 min: MAP {} mmHg",
    ),
]


class TestMargins:
    """How near the reading is to another answer, against playing every other reading."""

    @pytest.mark.parametrize("course", COURSES)
    def test_the_nearest_pressures_with_another_answer(self, course: tuple[str, ...]) -> None:
        said = {}
        for pressure in range(20, 201, 1 if course is COURSES[1] else 5):
            session = begun(*(line.format(pressure) for line in course))
            assert session.state.standing is not None
            said[pressure] = session.state.standing.advised
        for low, high in pairwise(sorted(said)):
            same = self.answer(said[low]) == self.answer(said[high])
            between = [flip for flip in said[low].flips if low < int(flip.map.value) <= high]
            assert bool(between) is not same, (low, high, said[low].flips)
        for advised in said.values():
            for flip in advised.flips:
                exact = said.get(int(flip.map.value))
                assert exact is None or (exact.rule, exact.action) == (flip.rule, flip.action)

    def answer(self, advised: Advised) -> tuple[Action, Dose]:
        return advised.action, advised.dose

    def test_a_reading_older_than_the_last_change_says_nothing_about_it(self) -> None:
        course = ("5 min: MAP 60 mmHg", "6 min: runs 0.12 mcg/kg/min")
        session = begun("0 min: runs 0.1 mcg/kg/min", *course)
        assert answer_at(session.state, PROTOCOL, at(5)).decided.id == "up-wait"

    def test_a_reading_on_the_edge_of_the_domain_has_one_margin(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "20 min: MAP 20 mmHg")
        assert session.state.standing is not None
        (flip,) = session.state.standing.advised.flips
        assert (int(flip.map.value), flip.rule) == (55, "up")


def test_the_chosen_starting_dose_is_a_field_of_the_case() -> None:
    opening, low = requests_of(WorkedGiven(course=("0 min: MAP 50 mmHg",)), PROTOCOL, TEXT)
    assert isinstance(opening, OpenCase)
    start = Dose(Decimal("0.033"), DoseUnit.MCG_KG_MIN)
    session = Session(MemoryLog(), protocol_from)
    session.handle(replace(opening, setup=replace(opening.setup, start_dose=start)))
    session.handle(low)
    assert session.state.standing is not None
    assert session.state.standing.advised.dose == start


def test_worked_lines_say_what_they_read_like() -> None:
    given = WorkedGiven(
        course=(
            "90 s: MAP 58 mmHg, diastolic 41 mmHg, heart rate 120 /min, by second line",
            "2 min: MAP 60 mmHg, by cuff, artefact",
        )
    )
    _, line, cuff = requests_of(given, PROTOCOL, TEXT)
    assert isinstance(line, RecordReading)
    assert isinstance(cuff, RecordReading)
    assert (line.at, line.source) == (BEGAN + timedelta(seconds=90), Source.SECOND_LINE)
    assert str(line.heart_rate) == "120 /min"
    assert (cuff.source, cuff.artefact) == (Source.CUFF, True)
    assert isinstance(begun(*given.course).state.readings[0][1], ReadingRecorded)
