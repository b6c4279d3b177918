"""Whole courses with several agents, as a pharmacist would walk through them at the bedside.

Readings come every 15 min and every change that is advised is made at once, unless it is told
otherwise; the changes are what is judged.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from core.checked import from_json
from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import AnswerAdvice, RecordReading, Tick
from core.model.events import Advised, Prompted, Recorded
from core.model.terms import Action, Agent, Reply, Source
from core.quantity.measures import Mmhg
from core.rules.advice import is_dosed
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session
from core.view.wording import Words

TEXT = read_protocol("early-wean").text
QUARTER = 15
Change = tuple[int, str, str]
"""The minute, the agent and the dose advised."""


@dataclass
class Bedside:
    """A case that is read every 15 min and does as it is advised."""

    session: Session
    minute: int = 0
    changes: list[Change] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def read(self, mmhg: int, *, accept: bool = True) -> Advised | None:
        """A reading now; the dose advised is set a minute later."""
        now = BEGAN + timedelta(minutes=self.minute)
        reading = RecordReading(
            at=now, observed_at=now, source=Source.ARTERIAL_LINE, map=Mmhg(Decimal(mmhg))
        )
        facts = self.session.handle(reading)
        self.calls += [fact.event.code for fact in facts if isinstance(fact.event, Prompted)]
        standing = self.session.state.standing
        if standing is None or standing.withdrawn:
            return None
        advised = standing.advised
        if accept and is_dosed(advised.action):
            self.changes.append((self.minute, str(advised.agent), str(advised.dose)))
            later = now + timedelta(minutes=1)
            self.session.handle(
                AnswerAdvice(at=later, advice=standing.seq, reply=Reply.ACCEPT, pump_set=True)
            )
        return advised

    def stay(self, mmhg: int, hours: float) -> None:
        """Hours at one MAP."""
        until = self.minute + int(hours * 60)
        while self.minute < until:
            self.minute += QUARTER
            self.read(mmhg)

    def wait(self, minutes: int, mmhg: int) -> Advised | None:
        """A single reading after so many minutes."""
        self.minute += minutes
        return self.read(mmhg)

    def doses(self, agent: str) -> list[str]:
        return [dose.partition(" ")[0] for _, who, dose in self.changes if who == agent]


def bedside(*course: str, text: str = TEXT, **given: str) -> Bedside:
    session = Session(MemoryLog(), protocol_from)
    begun = from_json(WorkedGiven, json.dumps({"course": course, **given}))
    for request in requests_of(begun, protocol_from(text), text):
        session.handle(request)
    return Bedside(session)


def vasopressin_first() -> str:
    """The other policy: vasopressin tapers while norepinephrine runs, and goes off first."""
    head, *agents = TEXT.split("[[agent]]\n")
    order = '"epinephrine", "norepinephrine", "vasopressin"]'
    assert order in head
    head = head.replace(order, '"epinephrine", "vasopressin", "norepinephrine"]')
    part = agents[0].replace('catecholamine_free = { at_least = "8 h" }, ', "")
    part = part.replace(
        'at_target_for = { at_least = "8 h" }', 'at_target_for = { at_least = "120 min" }'
    )
    part = part.replace('stable_for_wean = "8 h"', 'stable_for_wean = "120 min"')
    rest = "[[agent]]\n".join([part, *agents[1:]])
    text = f"{head}[[agent]]\n{rest}"
    return text[
        : text.index("# ---------------------------------------------------------------- worked")
    ]


class TestTaper:
    def test_norepinephrine_goes_first_then_8_hours_then_six_steps_an_hour_apart(self) -> None:
        bed = bedside("0 min: runs 0.1 mcg/kg/min", "0 min: vasopressin runs 0.03 units/min")
        bed.stay(70, 24)
        assert bed.doses("norepinephrine") == ["0.08", "0.06", "0.04", "0.02", "0"]
        assert bed.doses("vasopressin") == ["0.025", "0.02", "0.015", "0.01", "0.005", "0"]
        order = [agent for _, agent, _ in bed.changes]
        assert order == ["norepinephrine"] * 5 + ["vasopressin"] * 6
        minutes = [minute for minute, _, _ in bed.changes]
        off, first = minutes[4], minutes[5]
        assert 8 * 60 <= first - off - 1 < 8 * 60 + QUARTER
        gaps = [later - one for one, later in pairwise(minutes[5:])]
        assert len(gaps) == 5
        assert all(60 < gap <= 60 + QUARTER for gap in gaps)

    def test_a_low_map_in_the_taper_takes_one_step_back_and_then_norepinephrine_restarts(
        self,
    ) -> None:
        bed = bedside("0 min: runs 0.02 mcg/kg/min", "0 min: vasopressin runs 0.03 units/min")
        bed.stay(70, 2.5)
        assert bed.changes[-1][1:] == ("norepinephrine", "0 mcg/kg/min")
        bed.stay(70, 9.5)
        assert bed.doses("vasopressin") == ["0.025", "0.02"]
        assert bed.wait(10, 62) is not None
        told = [bed.wait(5, 62), bed.wait(6, 62)]
        assert [(one.agent, one.rule) for one in told if one is not None] == [
            (Agent.VASOPRESSIN, "taper-undo"),
            (Agent.NOREPINEPHRINE, "restart"),
        ]
        assert bed.changes[-2:] == [
            (bed.minute - 6, "vasopressin", "0.025 units/min"),
            (bed.minute, "norepinephrine", "0.02 mcg/kg/min"),
        ]
        assert "failed-wean" in bed.calls

    def test_the_other_policy_tapers_vasopressin_while_norepinephrine_runs(self) -> None:
        bed = bedside(
            "0 min: runs 0.1 mcg/kg/min",
            "0 min: vasopressin runs 0.03 units/min",
            text=vasopressin_first(),
        )
        bed.stay(70, 16)
        order = [agent for _, agent, _ in bed.changes]
        assert order == ["vasopressin"] * 6 + ["norepinephrine"] * 5
        gone = bed.changes[5][0]
        assert bed.changes[6][0] - gone > 30

    def test_under_it_a_low_map_after_vasopressin_is_off_raises_norepinephrine(self) -> None:
        bed = bedside(
            "0 min: runs 0.1 mcg/kg/min",
            "0 min: vasopressin runs 0.005 units/min",
            text=vasopressin_first(),
        )
        bed.stay(70, 2.25)
        assert bed.changes[-1][1:] == ("vasopressin", "0 units/min")
        low = bed.wait(10, 62)
        assert low is not None
        assert (low.agent, low.rule) == (Agent.NOREPINEPHRINE, "up")


WEANS = {
    "epinephrine runs 0.2 mcg/kg/min": ["0.15", "0.1", "0.05", "0"],
    "phenylephrine runs 2 mcg/kg/min": ["1.5", "1", "0.5", "0"],
    "dopamine runs 15 mcg/kg/min": ["12.5", "10", "7.5", "5", "0"],
    "runs 0.09 mcg/kg/min": ["0.07", "0.05", "0.03", "0.01", "0"],
}


@pytest.mark.parametrize("runs", WEANS)
def test_nothing_is_ever_stopped_but_from_its_least_dose(runs: str) -> None:
    bed = bedside(f"0 min: {runs}")
    bed.stay(70, 6)
    agent = runs.split(" ", 1)[0] if not runs.startswith("runs") else "norepinephrine"
    assert bed.doses(agent) == WEANS[runs]
    minutes = [minute for minute, _, _ in bed.changes]
    assert all(later - one > 30 for one, later in pairwise(minutes))


def test_four_agents_go_off_one_after_the_other_in_the_order_of_the_policy() -> None:
    bed = bedside(
        "0 min: runs 0.04 mcg/kg/min",
        "0 min: vasopressin runs 0.01 units/min",
        "0 min: epinephrine runs 0.1 mcg/kg/min",
        "0 min: dopamine runs 7.5 mcg/kg/min",
    )
    bed.stay(70, 18)
    assert [(agent, dose.partition(" ")[0]) for _, agent, dose in bed.changes] == [
        ("dopamine", "5"),
        ("dopamine", "0"),
        ("epinephrine", "0.05"),
        ("epinephrine", "0"),
        ("norepinephrine", "0.02"),
        ("norepinephrine", "0"),
        ("vasopressin", "0.005"),
        ("vasopressin", "0"),
    ]
    minutes = [minute for minute, _, _ in bed.changes]
    assert all(later - one > 30 for one, later in pairwise(minutes))


def test_the_third_agent_is_asked_for_at_05_with_vasopressin_on() -> None:
    bed = bedside("0 min: runs 0.45 mcg/kg/min", "0 min: vasopressin runs 0.03 units/min")
    for _ in range(3):
        bed.wait(6, 60)
    assert bed.doses("norepinephrine") == ["0.47", "0.49", "0.51"]
    assert bed.calls.count("third-agent") == 1
    assert "second-agent" not in bed.calls


class TestHydrocortisone:
    def test_it_is_named_once_after_4_hours_at_025_and_not_again(self) -> None:
        bed = bedside("0 min: runs 0.3 mcg/kg/min")
        for quarter in range(1, 30):
            bed.minute = quarter * QUARTER
            bed.read(70 if quarter % 2 else 76, accept=False)
            assert bed.calls.count("hydrocortisone") == (quarter >= 16)

    def test_a_raise_within_the_hours_does_not_start_them_anew(self) -> None:
        bed = bedside("0 min: runs 0.26 mcg/kg/min")
        bed.stay(64, 0.5)
        bed.stay(70, 3.25)
        assert "hydrocortisone" not in bed.calls
        bed.stay(70, 0.25)
        assert bed.calls.count("hydrocortisone") == 1


class TestReasons:
    def test_the_caution_of_a_low_ejection_fraction_wins_and_says_so(self, words: Words) -> None:
        bed = bedside(
            "0 min: low ejection fraction yes",
            "0 min: chronic hypertension yes",
            band="80 to 85 mmHg",
        )
        bed.wait(5, 82)
        assert [code for code in bed.calls if code in {"ejection-fraction", "target-conflict"}] == [
            "ejection-fraction"
        ]
        assert "wins over chronic hypertension" in words.texts["prompt.ejection-fraction"]
        assert [call.code for call in bed.session.state.calls] == ["ejection-fraction"]

    def test_both_are_shown_where_both_hold(self) -> None:
        bed = bedside(
            "0 min: low ejection fraction yes",
            "0 min: chronic hypertension yes",
            band="80 to 85 mmHg",
            age="70 years",
        )
        bed.wait(5, 82)
        assert {call.code for call in bed.session.state.calls} == {
            "ejection-fraction",
            "target-conflict",
        }

    def test_a_card_about_the_patient_comes_once_a_case(self) -> None:
        bed = bedside("0 min: interacting drug yes")
        bed.stay(70, 2)
        assert bed.calls.count("interaction") == 1


def test_two_failed_steps_of_vasopressin_call() -> None:
    bed = bedside("0 min: runs 0.02 mcg/kg/min", "0 min: vasopressin runs 0.03 units/min")
    bed.stay(70, 10.75)
    assert bed.doses("vasopressin") == ["0.025"]
    bed.wait(10, 62)
    bed.wait(6, 62)
    assert bed.doses("vasopressin") == ["0.025", "0.03"]
    bed.stay(70, 8.5)
    assert bed.calls.count("failed-wean") == 1
    assert "failed-weans" not in bed.calls
    assert bed.doses("vasopressin")[-1] == "0.025"
    bed.wait(10, 62)
    bed.wait(6, 62)
    bed.wait(15, 70)
    assert bed.calls.count("failed-wean") == 2
    assert bed.calls.count("failed-weans") == 1


def test_a_nominal_course_is_prompted_at_most_six_times_an_hour() -> None:
    """Three agents weaned to the end, and nobody puts a prompt aside."""
    bed = bedside(
        "0 min: runs 0.1 mcg/kg/min",
        "0 min: epinephrine runs 0.1 mcg/kg/min",
        "0 min: vasopressin runs 0.03 units/min",
    )
    bed.stay(70, 24)
    times: list[Recorded] = [fact for fact in bed.session._log if isinstance(fact.event, Prompted)]
    for fact in times:
        hour = [
            other
            for other in times
            if timedelta() <= other.event.at - fact.event.at < timedelta(hours=1)
        ]
        assert len(hour) <= 6


def test_time_alone_advises_nothing() -> None:
    bed = bedside("0 min: runs 0.1 mcg/kg/min", "0 min: vasopressin runs 0.03 units/min")
    facts = bed.session.handle(Tick(at=BEGAN + timedelta(hours=30)))
    assert not any(isinstance(fact.event, Advised) for fact in facts)
    assert Action.STOP not in {
        fact.event.action for fact in bed.session._log if isinstance(fact.event, Advised)
    }
