"""Every code has its text and every text is said: the texts of a case, and those of the windows."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from core.model.course import DAY
from core.model.facts import Axis, Phase
from core.model.terms import (
    Action,
    Agent,
    Attested,
    BandReason,
    Gate,
    Keep,
    Outcome,
    OverrideReason,
    PauseReason,
    Reply,
    Route,
    Sex,
    Source,
    StrikeReason,
    Urgency,
    WeightBasis,
)
from core.quantity.bag import ExpressedAs
from core.rules.compile import Protocol
from core.rules.rows import Span
from core.view.case_view import AdviceStatus
from core.view.wording import Words

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "resources" / "texts"
JUDGED_ELSEWHERE = {"entry.toml"}
"""The sentences about entries: `test_entry_codes` reaches each by an entry."""


def flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


@cache
def case_texts() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = tomllib.loads((TEXTS / "case.toml").read_text("utf-8"))
    return found


def names(kind: type[Enum]) -> set[str]:
    return {str(member.value) for member in kind}


def codes_in(place: str, pattern: str) -> set[str]:
    """The texts in a file of the core that look like codes of a kind."""
    tree = ast.parse((ROOT / place).read_text("utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and re.fullmatch(pattern, text)}


def refusals() -> set[str]:
    """The first argument of every `Reason(...)` that the rules make."""
    found = set()
    for path in (ROOT / "core" / "rules").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id == "Reason":
                first = node.args[0] if isinstance(node, ast.Call) else None
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def breaches() -> set[str]:
    """The names of the limits that the monitor checks: the keys of what it finds."""
    tree = ast.parse((ROOT / "core" / "rules" / "monitor.py").read_text("utf-8"))
    keys: list[ast.expr | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            keys += node.keys
        if isinstance(node, ast.Assign):
            keys += [one.slice for one in node.targets if isinstance(one, ast.Subscript)]
    return {str(key.value) for key in keys if isinstance(key, ast.Constant)}


def test_closed_lists_of_words_have_a_text_for_each_member() -> None:
    lists: dict[str, set[str]] = {
        "action": names(Action) | {"hold-off", "hold-paused", "taper"},
        "action-word": names(Action),
        "agent": names(Agent),
        "agent-large": names(Agent),
        "attested": names(Attested),
        "axis": {axis.name.lower() for axis in Axis}
        - {Axis.PHASE.name.lower(), Axis.ACTION.name.lower(), Axis.ENDS_AT.name.lower()},
        "band-reason": names(BandReason),
        "basis": names(WeightBasis),
        "expressed": names(ExpressedAs),
        "flip": names(Action) | {"other-size"},
        "gate": names(Gate),
        "keep": names(Keep),
        "outcome": names(Outcome),
        "override": names(OverrideReason),
        "pause": names(PauseReason),
        "phase": {phase.name.lower() for phase in Phase},
        "reply": names(Reply),
        "route": names(Route),
        "sex": names(Sex),
        "silence": names(Gate)
        | (names(AdviceStatus) - {AdviceStatus.OPEN})
        | {"no-reading", "no-advice", "paused", "corrected"},
        "source": names(Source),
        "strike": names(StrikeReason),
        "urgency": names(Urgency),
    }
    assert {group: set(case_texts()[group]) for group in lists} == lists


def test_every_relation_is_told_both_ways() -> None:
    relations = codes_in("core/view/explain.py", "below|at_most|at_least|above|between|known|is")
    assert set(case_texts()["condition"]) == relations
    assert set(case_texts()["unmet"]) == relations | {"unknown"}


def test_every_prompt_of_the_rules_and_of_the_protocol_has_its_sentence(
    early_wean: Protocol,
) -> None:
    timed = codes_in("core/rules/prompts.py", "[a-z]+(-[a-z]+)+")
    timed |= codes_in("core/rules/checks.py", "[a-z]+(-[a-z]+)+")
    calls = {row.id for part in early_wean.parts for row in part.file.notify}
    assert timed >= {"reading-overdue", "wean-eligible", "above-band", "bag-empty", "site-check"}
    assert set(case_texts()["prompt"]) == timed | calls | {"of-protocol"}


def test_every_reason_of_a_refusal_or_a_breach_has_its_sentence() -> None:
    assert {"too_soon", "above_hard_limit"} <= breaches()
    assert set(case_texts()["reason"]) == refusals() | breaches()


def figures_of(protocol: Protocol) -> dict[str, list[str]]:
    """The figures that may stand in a sentence, each taken from where the protocol has it."""
    rows = {row.id: row.when for part in protocol.parts for row in part.file.notify}
    bands = {band.reason: [band.low.value, band.high.value] for band in protocol.bands}
    old, hypertensive = bands[BandReason.AGE_65], bands[BandReason.CHRONIC_HYPERTENSION]
    least: dict[str, list[object]] = {
        "second-agent": [start_of(protocol, Agent.VASOPRESSIN)],
        "failed-weans": [DAY // 3600],
        "hydrocortisone": [
            protocol.file.limits.second_agent,
            rows["hydrocortisone"].high_dose_for,
            200,  # mg/day: a drug that is only named, never titrated
        ],
        "third-agent": [rows["third-agent"].ends_at, start_of(protocol, Agent.EPINEPHRINE)],
        "ejection-fraction": [
            45,  # the share is judged at the bedside and told as yes or no
            rows["ejection-fraction"].target,
        ],
        "target-conflict": [rows["target-conflict"].age, *old, *hypertensive],
    }
    least |= {name: [when.dose] for name, when in rows.items() if name.startswith("vasopressin-")}
    return {code: [first_figure(part) for part in parts] for code, parts in least.items()}


def start_of(protocol: Protocol, agent: Agent) -> str:
    part = protocol.part(agent)
    assert part is not None
    return part.file.limits.start.default


def first_figure(part: object) -> str:
    """The lower bound of a condition, or a quantity as it is, without the unit."""
    text = (part.at_least or part.above) if isinstance(part, Span) else part
    return str(text).partition(" ")[0]


def test_no_other_number_of_a_protocol_stands_in_a_text(early_wean: Protocol) -> None:
    """Thresholds are data of a protocol; a text that repeats one is wrong for the next."""
    allowed = figures_of(early_wean)
    for group in ("silence", "prompt", "action", "flip", "condition", "unmet"):
        for code, text in case_texts()[group].items():
            figures = re.findall(r"\d+(?:\.\d+)?", text)
            assert figures == allowed.get(code, []), (group, code)


def sources(holding: str = "") -> list[ast.Module]:
    files = [path for room in ("core", "gui") for path in sorted((ROOT / room).rglob("*.py"))]
    texts = [path.read_text("utf-8") for path in files]
    assert texts
    return [ast.parse(text) for text in texts if holding in text]


@cache
def mentioned() -> tuple[set[str], list[re.Pattern[str]]]:
    """The texts in the sources, and those with places to fill, as patterns.

    A pattern begins with a group of texts, or it would stand for anything.
    """
    plain, filled = set(), []
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                plain.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                    for part in node.values
                ]
                first = node.values[0]
                if isinstance(first, ast.Constant) and re.match(r"[a-z-]+\.", str(first.value)):
                    filled.append(re.compile("".join(parts)))
    return plain, filled


def tables() -> list[str]:
    return sorted(path.name for path in TEXTS.glob("*.toml") if path.name not in JUDGED_ELSEWHERE)


@pytest.mark.parametrize("table", tables())
def test_every_text_is_said_somewhere(table: str) -> None:
    plain, filled = mentioned()
    codes = [code for code, _ in flat(tomllib.loads((TEXTS / table).read_text("utf-8")))]
    dynamic = re.compile(r"(condition|unmet)\.")  # said by the relation of a fact to its bounds
    unsaid = [
        code
        for code in codes
        if code not in plain
        and not any(pattern.fullmatch(code) for pattern in filled)
        and not (table == "case.toml" and dynamic.match(code))
    ]
    assert unsaid == []


def test_every_text_that_is_said_is_there(words: Words) -> None:
    """Whatever is asked for by its whole code; relative codes are a window's own affair."""
    asked = set()
    for tree in sources(holding="say("):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called, first = node.func, node.args[0]
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name == "say" and isinstance(first, ast.Constant):
                asked.add(str(first.value))
    whole = {code for code in asked if re.fullmatch(r"[a-z][a-z-]*(\.[a-z0-9_-]+)+", code)}
    assert len(whole) > 50
    assert sorted(whole - set(words.texts)) == []


def test_no_code_stands_in_two_tables(words: Words) -> None:
    codes = [
        code
        for path in TEXTS.glob("*.toml")
        for code, _ in flat(tomllib.loads(path.read_text("utf-8")))
    ]
    assert len(codes) == len(set(codes)) == len(words.texts)


def test_every_place_to_fill_has_a_name(words: Words) -> None:
    for code, text in words.texts.items():
        for _, name, form, conversion in Formatter().parse(text):
            assert name is None or re.fullmatch(r"[a-z_]+", name), code
            assert not form, code
            assert conversion is None, code
