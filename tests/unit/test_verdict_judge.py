"""The verdict function against the 200 intervals that were labelled by hand before it was written.

Each rule earns its place: without it some label would come out otherwise.
"""

import csv
import tomllib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from core.model.terms import Action, Agent, Gate, OverrideReason, Reply
from core.quantity.measures import Dose, DoseUnit
from core.verdict import judge as judging
from core.verdict.course import course_of
from core.verdict.judge import BARS, RULES, judge
from core.verdict.opportunity import Change, Judged, Opportunity, Verdict
from core.view.verdict_says import verdict_sentence
from core.view.wording import Words

ROOT = Path(__file__).parents[2]
INTERVALS = ROOT / "tests" / "golden" / "verdicts" / "intervals.csv"
WRITTEN = [(rule.name, rule.verdict.value) for rule in BARS]
WRITTEN += [(rule.name, rule.verdict.value) for rule in RULES]

Row = dict[str, str]


def dose(row: Row, cell: str) -> Dose | None:
    return Dose.parse(f"{cell} {row['dose_unit']}") if cell else None


def span(cell: str) -> timedelta | None:
    minutes, _, seconds = cell.partition(":")
    return timedelta(minutes=int(minutes), seconds=int(seconds)) if cell else None


def changes(row: Row) -> tuple[Change, ...]:
    told = [item.split(" ") for item in row["changes_min_s_dose"].split("; ") if item]
    made = [(span(after), dose(row, given)) for after, given in told]
    return tuple(Change(after, given) for after, given in made if after is not None and given)


def opportunity(row: Row) -> Opportunity:
    charted_until = span(row["charted_until_min_s"])
    assert charted_until is not None
    return Opportunity(
        agent=Agent(row["agent"]),
        action=Action(row["action"]) if row["action"] else None,
        gate=Gate(row["gate"]) if row["gate"] else None,
        before=dose(row, row["before_in_dose_unit"]),
        advised=dose(row, row["advised_in_dose_unit"]),
        hard_limit=dose(row, row["hard_limit_in_dose_unit"]),
        pump_step=dose(row, row["pump_step_in_dose_unit"]),
        below_target=row["below_target"] == "yes",
        step_by=span(row["step_by_min_s"]),
        changes=changes(row),
        next_reading=span(row["next_reading_min_s"]),
        charted_until=charted_until,
        paused_from=span(row["paused_from_min_s"]),
        called=row["called"] == "yes",
        calls_charted=row["calls_charted"] == "yes",
        call_answered=span(row["call_answered_min_s"]),
        reply=Reply(row["reply"]) if row["reply"] else None,
        reason=OverrideReason(row["reason"]) if row["reason"] else None,
        delayed_until=span(row["delayed_until_min_s"]),
    )


@cache
def labels() -> dict[str, tuple[Opportunity, Judged]]:
    with INTERVALS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return {
        row["id"]: (opportunity(row), Judged(Verdict(row["verdict"]), row["rule"])) for row in rows
    }


def label(number: str) -> Opportunity:
    return labels()[number][0]


def judged_otherwise() -> set[str]:
    """The intervals whose label is another than the verdict, or that get none."""
    found = set()
    for name, (one, expected) in labels().items():
        try:
            agrees = judge(one) == expected
        except (LookupError, ValueError):
            agrees = False
        if not agrees:
            found.add(name)
    return found


def test_every_interval_is_judged_as_it_was_labelled() -> None:
    assert len(labels()) == 200
    assert judged_otherwise() == set()


@pytest.mark.parametrize("name", [name for name, _ in WRITTEN])
def test_without_a_rule_its_labels_come_out_otherwise(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "BARS", tuple(rule for rule in BARS if rule.name != name))
    monkeypatch.setattr(judging, "RULES", tuple(rule for rule in RULES if rule.name != name))
    assert judged_otherwise() == {
        number for number, (_, expected) in labels().items() if expected.rule == name
    }


def test_the_rules_are_those_of_the_texts_in_their_sequence() -> None:
    texts = tomllib.loads((ROOT / "resources" / "texts" / "verdict.toml").read_text("utf-8"))
    told = [(name, rule["verdict"]) for name, rule in texts["verdict-rule"].items()]
    assert told == WRITTEN


def test_to_stop_is_a_change_however_coarse_the_pump() -> None:
    """One step of the pump is 0.03 mcg/kg/min, and the dose stopped was less."""
    coarse = Dose.parse("0.03 mcg/kg/min")
    stop = (Change(timedelta(minutes=1), Dose.parse("0 mcg/kg/min")),)
    low = Dose.parse("0.02 mcg/kg/min")
    held = replace(label("i191"), before=low, pump_step=coarse, changes=stop)
    assert judge(held).rule == "early-change"
    barely = (replace(stop[0], dose=Dose.parse("0.01 mcg/kg/min")),)
    assert judge(replace(held, changes=barely)).rule == "kept-dose"


def test_to_come_down_from_above_the_hard_limit_does_not_pass_it() -> None:
    above, less = Dose.parse("1.2 mcg/kg/min"), Dose.parse("1.1 mcg/kg/min")
    lowered = replace(label("i027"), before=above, changes=(Change(timedelta(minutes=1), less),))
    assert judge(lowered).rule == "change-away"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"step_by": None}, "norepinephrine: advice needs the time until its recheck"),
        ({"advised": None}, "a step, and only a step, has an advised dose"),
        ({"advised": Dose.parse("0.1 mcg/kg/min")}, "a step must end at another dose"),
        ({"advised": Dose(Decimal("-0.1"), DoseUnit.MCG_KG_MIN)}, "-0.1 mcg/kg/min is below zero"),
        ({"agent": Agent.VASOPRESSIN}, "it is not dosed in mcg/kg/min"),
    ],
)
def test_what_cannot_have_happened_together_is_no_opportunity(
    changed: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(label("i061"), **changed)  # type: ignore[arg-type]


def test_what_cannot_be_judged_has_no_course() -> None:
    with pytest.raises(ValueError, match="norepinephrine: its dose before or its deadline"):
        course_of(label("i018"))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            "i012",
            (
                "There was no advice on this reading, the protocol said nothing: "
                "nothing can be judged."
            ),
        ),
        ("i006", "There was no advice on this reading, late entry: nothing can be judged."),
        (
            "i025",
            "Norepinephrine was raised to 1.2 mcg/kg/min, past the hard limit of 1 mcg/kg/min.",
        ),
        (
            "i050",
            (
                "Norepinephrine went from 0.1 mcg/kg/min to 0.16 mcg/kg/min where 0.12 mcg/kg/min "
                "was advised: too large a step."
            ),
        ),
        (
            "i057",
            (
                "Norepinephrine was put right to 0.2 mcg/kg/min in time, 1min 30s after the "
                "reading, after another dose had been set; 0.2 mcg/kg/min was advised."
            ),
        ),
        (
            "i123",
            (
                "EPINEPHrine went from 0.1 mcg/kg/min to 0.15 mcg/kg/min where hold was advised: "
                "no step was due yet."
            ),
        ),
        ("i133", "The call was answered 1h 5min after the reading; the deadline was 5min."),
        (
            "i143",
            (
                "A pause began 1min after the reading, before the deadline (5min): "
                "the time was not up."
            ),
        ),
        (
            "i162",
            (
                "Norepinephrine was changed and went back to 0.1 mcg/kg/min; 0.12 mcg/kg/min was "
                "advised, and nothing of it stood."
            ),
        ),
    ],
)
def test_a_verdict_is_told_in_one_sentence(number: str, sentence: str, words: Words) -> None:
    one, expected = labels()[number]
    assert verdict_sentence(one, expected, words) == sentence


def test_every_verdict_can_be_told(words: Words) -> None:
    said = {verdict_sentence(one, expected, words) for one, expected in labels().values()}
    assert not any("{" in sentence or "None" in sentence for sentence in said)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in said)
    words_of = {verdict: words.say(verdict.code) for verdict in Verdict}
    assert words_of[Verdict.WRONG_DIRECTION] == "wrong direction"
    assert len(set(words_of.values())) == len(Verdict)
