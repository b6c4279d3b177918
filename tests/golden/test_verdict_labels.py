"""The 200 intervals labelled by hand: whole, well formed and spread over all that is defined."""

import csv
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from core.model.terms import Action, Agent, Gate, OverrideReason, Reply
from core.quantity.measures import Dose, DoseUnit, UnitError
from core.verdict.opportunity import STEPS, Change, Judged, Opportunity, Verdict

ROOT = Path(__file__).parents[2]
INTERVALS = Path(__file__).parent / "verdicts" / "intervals.csv"
PLACES = {
    "agent",
    "action",
    "before",
    "advised",
    "given",
    "at",
    "by",
    "hard",
    "gate",
    "until",
    "answered",
    "known",
}
LEAST_ROWS_OF_A_RULE = 4

Row = dict[str, str]


@dataclass(frozen=True)
class Labelled:
    """One interval: what happened, in words and as fields, and what a person made of it."""

    id: str
    description: str
    opportunity: Opportunity
    judged: Judged


def rows() -> list[Row]:
    with INTERVALS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def intervals() -> tuple[Labelled, ...]:
    return tuple(labelled(row) for row in rows())


def labelled(row: Row) -> Labelled:
    judged = Judged(Verdict(row["verdict"]), row["rule"])
    return Labelled(row["id"], row["description"], opportunity(row), judged)


def opportunity(row: Row) -> Opportunity:
    charted_until = moment(row["charted_until_min_s"])
    assert charted_until is not None
    return Opportunity(
        agent=Agent(row["agent"]),
        action=Action(row["action"]) if row["action"] else None,
        gate=Gate(row["gate"]) if row["gate"] else None,
        before=dose(row, "before"),
        advised=dose(row, "advised"),
        hard_limit=dose(row, "hard_limit"),
        pump_step=dose(row, "pump_step"),
        below_target=is_yes(row["below_target"]),
        step_by=moment(row["step_by_min_s"]),
        changes=changes(row),
        next_reading=moment(row["next_reading_min_s"]),
        charted_until=charted_until,
        paused_from=moment(row["paused_from_min_s"]),
        called=is_yes(row["called"]),
        calls_charted=is_yes(row["calls_charted"]),
        call_answered=moment(row["call_answered_min_s"]),
        reply=Reply(row["reply"]) if row["reply"] else None,
        reason=OverrideReason(row["reason"]) if row["reason"] else None,
        delayed_until=moment(row["delayed_until_min_s"]),
    )


def dose(row: Row, name: str) -> Dose | None:
    cell = row[f"{name}_in_dose_unit"]
    return Dose(Decimal(cell), DoseUnit(row["dose_unit"])) if cell else None


def moment(cell: str) -> timedelta | None:
    if not cell:
        return None
    minutes, seconds = cell.split(":")
    assert len(seconds) == 2, cell
    return timedelta(minutes=int(minutes), seconds=int(seconds))


def changes(row: Row) -> tuple[Change, ...]:
    made = []
    for item in filter(None, row["changes_min_s_dose"].split("; ")):
        after, given = item.split(" ")
        at = moment(after)
        assert at is not None
        made.append(Change(at, Dose(Decimal(given), DoseUnit(row["dose_unit"]))))
    return tuple(made)


def is_yes(cell: str) -> bool:
    return {"yes": True, "no": False}[cell]


@cache
def rules() -> dict[str, dict[str, str]]:
    text = (ROOT / "resources" / "texts" / "verdict.toml").read_text("utf-8")
    found: dict[str, dict[str, str]] = tomllib.loads(text)["verdict-rule"]
    return found


def test_there_are_200_intervals_each_with_a_name_and_a_description_of_its_own() -> None:
    assert len(rows()) == 200
    assert [row["id"] for row in rows()] == [f"i{number:03d}" for number in range(1, 201)]
    assert len({row["description"] for row in rows()}) == 200


def test_every_interval_is_an_opportunity_labelled_by_hand() -> None:
    assert len(intervals()) == 200
    assert {row["labelled"] for row in rows()} == {"by hand from the definitions"}


def test_no_two_intervals_are_the_same() -> None:
    assert len({item.opportunity for item in intervals()}) == 200


def test_every_verdict_is_given() -> None:
    assert {item.judged.verdict for item in intervals()} == set(Verdict)


def test_every_rule_has_its_rows_and_gives_the_verdict_it_names() -> None:
    used = Counter(item.judged.rule for item in intervals())
    assert set(used) == set(rules())
    assert {rule: rows for rule, rows in used.items() if rows < LEAST_ROWS_OF_A_RULE} == {}
    named = {rule: Verdict(texts["verdict"]) for rule, texts in rules().items()}
    assert {item.judged.rule: item.judged.verdict for item in intervals()} == named
    assert [
        item.id for item in intervals() if item.judged.verdict is not named[item.judged.rule]
    ] == []


def test_every_action_gate_answer_and_agent_occurs() -> None:
    seen = [item.opportunity for item in intervals()]
    assert {one.action for one in seen} == {None, *Action}
    assert {one.gate for one in seen} == {None, *Gate}
    assert {one.reply for one in seen} == {None, *Reply}
    assert {one.agent for one in seen} == set(Agent)


def test_every_step_is_judged_right_at_least_once() -> None:
    right = {one.opportunity.action for one in intervals() if one.judged.verdict is Verdict.RIGHT}
    assert right >= STEPS


def test_rules_say_only_what_can_be_filled_in() -> None:
    for rule, texts in rules().items():
        assert set(texts) == {"verdict", "says"}, rule
        named = {name for _, name, _, _ in Formatter().parse(texts["says"]) if name}
        assert named <= PLACES, rule


def test_the_manual_defines_the_rules_in_the_order_of_the_texts() -> None:
    manual = (ROOT / "resources" / "help" / "verdicts.md").read_text("utf-8")
    defined = [
        (line.split("`")[1], line.split("**")[1].replace(" ", "_"))
        for line in manual.splitlines()
        if line.partition(". `")[0].isdigit()
    ]
    assert defined == [(rule, texts["verdict"]) for rule, texts in rules().items()]
    assert "It judges against the protocol, not the\nperson" in manual.replace("**", "")


def sound() -> Row:
    return next(row for row in rows() if row["rule"] == "advised-step")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"step_by_min_s": ""}, "advice needs the time"),
        ({"gate": "stale"}, "a closed gate"),
        ({"advised_in_dose_unit": ""}, "has an advised dose"),
        ({"action": "hold"}, "has an advised dose"),
        ({"advised_in_dose_unit": "0.1"}, "another dose"),
        ({"changes_min_s_dose": "4:00 0.12; 3:00 0.1"}, "order of time"),
        ({"changes_min_s_dose": "-1:00 0.12"}, "order of time"),
        ({"reply": "delay"}, "a delay"),
        ({"changes_min_s_dose": "1:00 -0.1"}, "below zero"),
        ({"dose_unit": "units/min"}, "not dosed in"),
    ],
)
def test_what_cannot_have_happened_is_no_opportunity(changed: Row, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        opportunity(sound() | changed)


def test_doses_of_two_units_are_no_opportunity() -> None:
    one = opportunity(sound())
    with pytest.raises(UnitError):
        Opportunity(
            agent=one.agent,
            action=Action.HOLD,
            before=one.before,
            step_by=one.step_by,
            charted_until=one.charted_until,
            pump_step=Dose(Decimal("0.1"), DoseUnit.MCG_MIN),
        )
