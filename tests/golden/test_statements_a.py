"""One worked case for each statement of document A, through the real engine, entry and order."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.entry.bag import BagContext, read_bag
from core.entry.codes import EntryRefusal
from core.entry.profile import SiteProfile
from core.entry.verdict import Asked, Refused
from core.evidence import register
from core.model.commands import AnswerAdvice, ChangeTarget, RecordReading
from core.model.events import AdviceWithheld, Answered, EntryRefused
from core.model.terms import Agent, BandReason, Gate, OverrideReason, Reply, Route, Source
from core.quantity.bag import ExpressedAs
from core.quantity.measures import Dose, Mmhg
from core.rules.compile import Protocol
from core.rules.engine import SetupError, decide
from core.rules.worked import BEGAN
from core.view.cards import card, card_of_prompt
from core.view.wording import Words

Play = Callable[..., Any]
Findings = Callable[..., list[str]]
TEXTS = Path(__file__).parents[2] / "resources" / "texts"
STEADY = "10 min to 130 min every 60 min: MAP 70 mmHg"


def texts() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(TEXTS.glob("*.toml")))


def test_a1_the_first_agent_advised_is_norepinephrine(play: Play) -> None:
    begun = play("0 min: MAP 60 mmHg", "5 min: MAP 60 mmHg")
    assert begun.answer == ("start", "start", "0.05 mcg/kg/min")
    assert begun.advised.agent is Agent.NOREPINEPHRINE


@pytest.mark.parametrize("start", ["0.01 mcg/kg/min", "0.11 mcg/kg/min"])
def test_a2_a_start_outside_the_declared_range_is_refused(play: Play, start: str) -> None:
    with pytest.raises(SetupError, match=r"not 0\.02 mcg/kg/min to 0\.1 mcg/kg/min"):
        play("0 min: MAP 50 mmHg", start=start)
    assert play("0 min: MAP 50 mmHg", start="0.02 mcg/kg/min").advised.dose == Dose.parse(
        "0.02 mcg/kg/min"
    )


def test_a3_a_peripheral_line_starts_alike_and_has_its_site_checked(play: Play) -> None:
    low = ("0 min: MAP 60 mmHg", "5 min: MAP 60 mmHg")
    peripheral = play(*low, route=Route.PERIPHERAL)
    assert peripheral.answer == play(*low, route=Route.CENTRAL).answer
    running = play("0 min: runs 0.1 mcg/kg/min", "10 min: MAP 70 mmHg", route=Route.PERIPHERAL)
    assert "site-check" in running.at(60).called
    assert "line-check" not in running.at(720).called


def test_a4_a_step_waits_five_minutes(play: Play) -> None:
    at_four = play("0 min: runs 0.1 mcg/kg/min", "4 min: MAP 64 mmHg")
    assert at_four.answer == ("up-wait", "hold", "0.1 mcg/kg/min")
    at_five = play("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 64 mmHg")
    assert at_five.answer == ("up", "raise", "0.12 mcg/kg/min")
    at_target = play("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 65 mmHg")
    assert at_target.answer == ("settle", "hold", "0.1 mcg/kg/min")


def test_a5_the_declared_limits_are_local_policy(early_wean: Protocol) -> None:
    file = early_wean.file
    assert file.limits.source == "local"
    assert "no published source" in file.sources["local"]
    stepping = {row.source for row in file.rule if row.then.action in {"raise", "lower", "wean"}}
    assert stepping == {"local"}


@pytest.mark.parametrize(
    ("typed", "strength"),
    [
        ("8 mg in 250 mL", "32 mcg/mL"),
        ("4 mg in 250 mL", "16 mcg/mL"),
        ("4 mg in 500 mL", "8 mcg/mL"),
        ("16 mg in 250 mL", "64 mcg/mL"),
    ],
)
def test_a6_the_usual_dilutions_are_read(site: SiteProfile, typed: str, strength: str) -> None:
    read = read_bag(typed, BagContext(ExpressedAs.BASE), site)
    assert not isinstance(read, Refused)
    assert read.value.concentration_text == strength
    # 8 mcg/mL is none of the site's bags: it is taken when somebody says where it comes from.
    assert isinstance(read, Asked) is (strength == "8 mcg/mL")


def test_a6_a_dilution_out_of_range_is_refused(site: SiteProfile) -> None:
    read = read_bag("4 mg in 2500 mL", BagContext(ExpressedAs.BASE), site)
    assert isinstance(read, Refused)
    assert read.code is EntryRefusal.BAG_TOO_WEAK


@pytest.mark.parametrize(("old", "gates"), [(15, []), (16, [Gate.STALE])])
def test_a7_an_old_reading_doses_nothing(play: Play, old: int, gates: list[Gate]) -> None:
    running = play("0 min: runs 0.1 mcg/kg/min", "60 min: MAP 70 mmHg")
    late = BEGAN + timedelta(minutes=100)
    typed = running.after(
        RecordReading(
            at=late,
            observed_at=late - timedelta(minutes=old),
            source=Source.ARTERIAL_LINE,
            map=Mmhg(Decimal(60)),
        )
    )
    events = [fact.event for fact in typed.last]
    assert [event.gate for event in events if isinstance(event, AdviceWithheld)] == gates


def test_a7_a_late_reading_is_asked_for(play: Play) -> None:
    running = play("0 min: runs 0.1 mcg/kg/min", "60 min: MAP 70 mmHg")  # look again in 15 min
    assert "reading-overdue" not in running.at(75).called
    assert "reading-overdue" in running.at(76).called


def test_a8_perfusion_is_asked_for_and_a_concern_keeps_the_dose(play: Play, words: Words) -> None:
    running = play("0 min: runs 0.1 mcg/kg/min", "10 min: MAP 70 mmHg")
    assert "perfusion-check" not in running.at(239).called
    assert "perfusion-check" in running.at(240).called
    signs = [point.says for point in card(card_of_prompt("perfusion-check"), words).points]
    assert [sign.split()[0] for sign in signs[:4]] == ["Mental", "Capillary", "Lactate", "Urine"]
    steady = ("0 min: runs 0.1 mcg/kg/min", STEADY)
    assert play(*steady).answer[1] == "wean"
    assert play("0 min: perfusion concern yes", *steady).answer[1] == "hold"


def test_a9_a_mechanism_stands_behind_no_rule() -> None:
    assert register().entry("A9").where == ("window:evidence",)


def test_a10_only_the_least_dose_is_stopped(play: Play) -> None:
    from_high = play("0 min: runs 0.1 mcg/kg/min", STEADY)
    assert from_high.answer == ("wean", "wean", "0.08 mcg/kg/min")
    from_least = play("0 min: runs 0.02 mcg/kg/min", STEADY)
    assert from_least.answer == ("stop", "stop", "0 mcg/kg/min")


def test_a11_the_site_is_asked_about_every_hour(play: Play, words: Words) -> None:
    running = play("0 min: runs 0.1 mcg/kg/min", "10 min: MAP 70 mmHg", route=Route.PERIPHERAL)
    assert "site-check" not in running.at(59).called
    assert "site-check" in running.at(60).called
    assert "pale, cold, hard" in words.say("prompt.site-check")
    points = [point.says for point in card(card_of_prompt("site-check"), words).points]
    assert any("Phentolamine 5 to 10 mg in 10 to 15 mL" in point for point in points)


def test_a12_vasopressin_is_suggested_beside_the_raise(play: Play, words: Words) -> None:
    high = play("0 min: runs 0.23 mcg/kg/min", "5 min: MAP 60 mmHg")
    assert high.answer == ("up", "raise", "0.25 mcg/kg/min")
    assert "second-agent" in high.called
    assert "0.03 units/min" in words.say("prompt.second-agent")


def test_a14_dopamine_wants_its_reason(order_findings: Findings) -> None:
    dopamine = {
        "drug": "dopamine",
        "start": "5 mcg/kg/min",
        "increment": "2.5 mcg/kg/min",
        "maximum": "20 mcg/kg/min",
    }
    assert order_findings(**dopamine) == ["dopamine-without-reason"]
    assert order_findings(**dopamine, reason="bradycardia") == []
    assert order_findings(**dopamine, reason="low risk of tachyarrhythmia") == []


def test_a15_fluids_are_asked_about_and_never_block(play: Play) -> None:
    low = ("0 min: MAP 60 mmHg", "5 min: MAP 60 mmHg")
    vouched, unknown = play(*low), play(*low, fluids="not attested")
    assert unknown.answer == vouched.answer == ("start", "start", "0.05 mcg/kg/min")
    assert "fluids-not-attested" in unknown.called - vouched.called


def test_a16_the_target_is_65_unless_another_is_chosen(play: Play) -> None:
    line = ("0 min: runs 0.1 mcg/kg/min", "15 min: MAP 64 mmHg")
    assert play(*line).answer[0] == "up"
    assert play(*line, band="60 to 65 mmHg").answer[0] == "hold"


@pytest.mark.parametrize(
    ("reason", "refused"),
    [(None, ["band_wants_reason"]), (BandReason.CHRONIC_HYPERTENSION, [])],
)
def test_a17_a_higher_band_wants_its_reason(
    play: Play, early_wean: Protocol, reason: BandReason | None, refused: list[str]
) -> None:
    running = play("0 min: runs 0.1 mcg/kg/min", "15 min: MAP 70 mmHg")
    band = replace(early_wean.bands[2], reason=reason)
    changed = running.after(ChangeTarget(at=BEGAN + timedelta(minutes=16), band=band))
    events = [fact.event for fact in changed.last]
    assert [e.reason.code for e in events if isinstance(e, EntryRefused)] == refused
    assert (changed.session.state.band.low == band.low) is (reason is not None)


def test_a18_the_starting_dose_is_a_persons_choice(play: Play) -> None:
    chosen = play("0 min: MAP 54 mmHg", start="0.08 mcg/kg/min")
    assert chosen.answer == ("start-map", "start", "0.08 mcg/kg/min")


def test_a19_a_very_low_map_starts_on_one_reading(play: Play) -> None:
    assert play("0 min: MAP 54 mmHg").answer[:2] == ("start-map", "start")
    assert play("0 min: MAP 55 mmHg").answer[:2] == ("start-look-again", "look_again")


def test_a20_no_text_praises_the_drug() -> None:
    praise = r"superior|fewest|safest|drug of choice|best (?:drug|agent|vasopressor)"
    assert re.findall(praise, texts(), re.IGNORECASE) == []


def test_a21_no_text_promises_an_outcome() -> None:
    promise = r"mortality|surviv(?:al|e)\b|saves? lives"
    assert re.findall(promise, texts(), re.IGNORECASE) == []


def test_a22_the_second_agent_is_announced(play: Play) -> None:
    near = play("0 min: runs 0.18 mcg/kg/min", "5 min: MAP 60 mmHg")
    assert near.answer == ("up", "raise", "0.2 mcg/kg/min")
    assert "second-agent-near" in near.called
    assert "second-agent" not in near.called


@pytest.mark.parametrize(
    ("reply", "dose"), [(Reply.MODIFY, Dose.parse("0.11 mcg/kg/min")), (Reply.DECLINE, None)]
)
def test_a23_advice_is_changed_or_declined_with_a_reason(
    play: Play, reply: Reply, dose: Dose | None
) -> None:
    advised = play("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 64 mmHg")
    standing = advised.session.state.standing
    answer = AnswerAdvice(
        at=BEGAN + timedelta(minutes=6),
        advice=standing.seq,
        reply=reply,
        reason=OverrideReason.PATIENT_IMPROVING,
        dose=dose,
    )
    bare = decide(advised.session.state, replace(answer, reason=None), advised.session.protocol)
    assert [e.reason.code for e in bare if isinstance(e, EntryRefused)] == ["answer_wants_reason"]
    answered = advised.after(answer)
    assert [f.event.reply for f in answered.last if isinstance(f.event, Answered)] == [reply]
