"""One worked case for each statement of document B, through the real engine and the check-list."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.model.commands import CheckPerfusion, RecordReading
from core.model.events import AdviceWithheld
from core.model.terms import Gate, PerfusionSign, Source
from core.order.judge import judge
from core.order.order import Order
from core.quantity.equivalents import diastolic_shock_index
from core.quantity.measures import HeartRate, Mmhg
from core.rules.bounds import BoundError
from core.rules.compile import Protocol
from core.rules.worked import BEGAN
from core.view.cards import card, card_of_prompt
from core.view.wording import Words

Play = Callable[..., Any]
Played = Any
"""A class of the fixtures beside this file, which cannot be imported."""
Findings = Callable[..., list[str]]
STEADY = "10 min to 130 min every 60 min: MAP 70 mmHg"
WEANED = ("0 min: runs 0.1 mcg/kg/min", "30 min: MAP 70 mmHg", "31 min: runs 0.08 mcg/kg/min")
FAILED = (*WEANED, "40 min: MAP 62 mmHg", "45 min: MAP 63 mmHg", "46 min: runs 0.1 mcg/kg/min")


def test_b1_hypotension_that_lasts_starts(play: Play) -> None:
    assert play("0 min: MAP 60 mmHg").answer[0] == "start-look-again"
    lasting = play("0 min: MAP 60 mmHg", "5 min: MAP 64 mmHg")
    assert lasting.answer == ("start", "start", "0.05 mcg/kg/min")


@pytest.mark.parametrize(
    "rule",
    [
        "Wean by 0.02 mcg/kg/min once MAP is 65 mmHg or more without vasopressor support for 8 h",
        "Reduce by 0.02 mcg/kg/min every 1 h when vasopressor-free for 8 h",
    ],
)
def test_b2_a_wean_that_waits_for_no_vasopressor_is_refused(words: Words, rule: str) -> None:
    order = Order(drug="norepinephrine", expressed_as="base", route="central line", weaning=rule)
    (refused,) = [one for one in judge(order) if one.id == "impossible-precondition"]
    assert refused.field == "weaning"
    assert "can never hold while norepinephrine runs" in refused.sentence(words)


def test_b3_fluids_not_vouched_for_are_said_and_do_not_block(play: Play) -> None:
    low = play("0 min: MAP 60 mmHg", "5 min: MAP 60 mmHg", fluids="not attested")
    assert low.answer == ("start", "start", "0.05 mcg/kg/min")
    assert low.called == {"fluids-not-attested"}


def test_b4_a_diastolic_of_40_starts_and_41_waits(play: Play) -> None:
    assert play("0 min: MAP 60 mmHg, diastolic 40 mmHg").answer[0] == "start-diastolic"
    assert play("0 min: MAP 60 mmHg, diastolic 41 mmHg").answer[0] == "start-look-again"


def test_b5_the_start_does_not_wait_for_fluids(play: Play) -> None:
    for fluids in ("attested", "not attested"):
        early = play("0 min: MAP 60 mmHg, diastolic 38 mmHg", fluids=fluids)
        assert early.answer == ("start-diastolic", "start", "0.05 mcg/kg/min")


def test_b6_the_start_offered_first_is_005(play: Play) -> None:
    assert play("0 min: MAP 54 mmHg").answer[2] == "0.05 mcg/kg/min"
    for chosen in ("0.02 mcg/kg/min", "0.05 mcg/kg/min"):
        assert play("0 min: MAP 54 mmHg", start=chosen).answer[2] == chosen


def read(played: Played, minute: int, source: Source) -> Played:
    """A MAP at target from that source at that minute."""
    at = BEGAN + timedelta(minutes=minute)
    return played.after(RecordReading(at=at, observed_at=at, source=source, map=Mmhg(Decimal(70))))


def test_b7_cuff_readings_ask_for_a_line_and_the_line_decides(play: Play, words: Words) -> None:
    running = play("0 min: runs 0.1 mcg/kg/min")
    by_cuff = read(read(running, 5, Source.CUFF), 50, Source.CUFF)
    assert "arterial-line" not in by_cuff.at(59).called
    assert "arterial-line" in by_cuff.at(60).called
    placed = card(card_of_prompt("arterial-line"), words).points[0]
    assert "as soon as practical" in placed.says
    both = read(read(play("0 min: runs 0.1 mcg/kg/min"), 5, Source.ARTERIAL_LINE), 5, Source.CUFF)
    (kept_beside,) = [fact.event for fact in both.last if isinstance(fact.event, AdviceWithheld)]
    assert kept_beside.gate is Gate.OTHER_SOURCE_DECIDES
    assert "arterial-line" not in both.at(61).called


def test_b8_a_concern_is_a_persons_word_about_four_signs(play: Play, words: Words) -> None:
    points = [point.says for point in card("perfusion", words).points[:4]]
    assert not any(character.isdigit() for point in points for character in point)  # no cut-offs
    weaned = play("0 min: runs 0.1 mcg/kg/min", STEADY)
    assert weaned.answer[1] == "wean"
    signs, at = tuple(PerfusionSign), BEGAN + timedelta(minutes=131)
    worried = weaned.after(CheckPerfusion(at=at, looked_at=signs, concerns=signs[1:2]))
    assert read(worried, 132, Source.ARTERIAL_LINE).answer[1] == "hold"
    again = BEGAN + timedelta(minutes=133)
    glimpsed = worried.after(CheckPerfusion(at=again, looked_at=signs[:2]))
    assert read(glimpsed, 134, Source.ARTERIAL_LINE).answer[1] == "hold"
    looked = glimpsed.after(CheckPerfusion(at=again, looked_at=signs))
    assert read(looked, 135, Source.ARTERIAL_LINE).answer[1] == "wean"


def test_b9_65_is_at_target_and_64_is_not(play: Play) -> None:
    assert play("0 min: runs 0.1 mcg/kg/min", "15 min: MAP 65 mmHg").answer[0] == "hold"
    assert play("0 min: runs 0.1 mcg/kg/min", "15 min: MAP 64 mmHg").answer[0] == "up"


def test_b10_the_band_offered_is_the_one_that_was_tested(play: Play) -> None:
    line = ("0 min: runs 0.1 mcg/kg/min", "15 min: MAP 79 mmHg")
    assert play(*line, band="80 to 85 mmHg").answer == ("up", "raise", "0.12 mcg/kg/min")
    with pytest.raises(BoundError, match="no band of this protocol"):
        play(*line, band="75 to 85 mmHg")


@pytest.mark.parametrize(
    ("runs", "called"),
    [
        ("0.08 mcg/kg/min", set()),
        ("0.17 mcg/kg/min", set()),
        ("0.18 mcg/kg/min", {"second-agent-near"}),
        ("0.23 mcg/kg/min", {"second-agent"}),
    ],
)
def test_b11_vasopressin_is_suggested_from_025_not_from_01(
    play: Play, runs: str, called: set[str]
) -> None:
    raised = play(f"0 min: runs {runs}", "5 min: MAP 60 mmHg")
    assert raised.answer[1] == "raise"
    assert raised.called == called


def test_b13_phenylephrine_wants_one_of_three_reasons(order_findings: Findings) -> None:
    phenylephrine = {
        "drug": "phenylephrine",
        "start": "0.5 mcg/kg/min",
        "increment": "0.5 mcg/kg/min",
        "maximum": "6 mcg/kg/min",
    }
    assert order_findings(**phenylephrine) == ["phenylephrine-without-reason"]
    for reason in ("serious arrhythmia on norepinephrine", "high cardiac output", "salvage"):
        assert order_findings(**phenylephrine, reason=reason) == []


def test_b15_gradually_has_figures(play: Play, order_findings: Findings) -> None:
    first = play("0 min: runs 0.1 mcg/kg/min", STEADY)
    assert first.answer == ("wean", "wean", "0.08 mcg/kg/min")
    stepped = ("0 min: runs 0.1 mcg/kg/min", STEADY, "131 min: runs 0.08 mcg/kg/min")
    assert play(*stepped, "160 min: MAP 70 mmHg").answer[1] == "hold"
    assert play(*stepped, "161 min: MAP 70 mmHg").answer[2] == "0.06 mcg/kg/min"
    assert order_findings(weaning="Decrease the dose gradually") == ["vague-word"]


def test_b16_no_wean_step_asks_for_fluid(play: Play, early_wean: Protocol, words: Words) -> None:
    weaning = play("0 min: runs 0.1 mcg/kg/min", STEADY, fluids="not attested")
    assert weaning.answer[1] == "wean"
    assert "fluids-not-attested" not in weaning.called
    lowering = [row for row in early_wean.file.rule if row.then.action in {"wean", "lower"}]
    said = [row.title for row in lowering] + [words.say("prompt.wean-eligible")]
    assert not any("fluid" in title.casefold() for title in said)


def test_b17_a_failed_wean_names_the_three_causes(play: Play, words: Words) -> None:
    back = play(*FAILED, "60 min: MAP 80 mmHg")
    assert back.answer == ("lockout", "hold", "0.1 mcg/kg/min")
    told = [fact.event.code for fact in back.facts if fact.event.kind == "prompted"]
    assert "failed-wean" in told
    causes = words.say("prompt.failed-wean")
    assert all(cause in causes for cause in ("volume", "source control", "adrenal insufficiency"))
    assert card_of_prompt("failed-wean") == card_of_prompt("failed-weans") == "wean-causes"
    points = [point.says.partition(":")[0] for point in card("wean-causes", words).points[:3]]
    assert points == ["Volume", "Source control", "Adrenal insufficiency"]


def test_b18_profound_shock_starts_and_calls(play: Play) -> None:
    profound = play("0 min: MAP 49 mmHg", fluids="not attested")
    assert profound.answer == ("start-map", "start", "0.05 mcg/kg/min")
    assert profound.called == {"critical-map", "fluids-not-attested"}


def test_b19_dopamine_for_the_kidneys_is_refused(order_findings: Findings) -> None:
    kidneys = {
        "drug": "dopamine",
        "start": "2 mcg/kg/min",
        "increment": "1 mcg/kg/min",
        "maximum": "5 mcg/kg/min",
        "indication": "renal protection",
    }
    assert order_findings(**kidneys) == ["dopamine-for-kidneys"]
    # Another reason beside it makes it no better.
    assert order_findings(**kidneys, reason="bradycardia") == ["dopamine-for-kidneys"]


@pytest.mark.parametrize(("rate", "row"), [(126, "start-shock-index"), (125, "start-look-again")])
def test_b21_a_shock_index_of_three_starts(play: Play, rate: int, row: str) -> None:
    low = play(f"0 min: MAP 60 mmHg, diastolic 42 mmHg, heart rate {rate} /min")
    assert low.answer[0] == row
    index = diastolic_shock_index(HeartRate.parse(f"{rate} /min"), Mmhg.parse("42 mmHg"))
    assert (index.value >= 3) is (row == "start-shock-index")
