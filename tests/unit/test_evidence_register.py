"""The register: every statement and conflict, none of them nothing, each linked to its rules."""

import ast
import re
import tomllib
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from core.evidence import Entry, Register, Statement, read_register, register
from core.library import protocol_from, read_protocol, shipped_names
from core.model.case import Setup
from core.model.commands import AnswerAdvice, RecordReading, ReportPump
from core.model.terms import Condition
from core.quantity.bag import Bag
from core.rules.protocol import ProtocolFile
from core.view.cards import CARDS

ROOT = Path(__file__).parents[2]
STATEMENTS = [f"A{n}" for n in range(1, 24)] + [f"B{n}" for n in range(1, 23)]
CONFLICTS = [f"C{n}" for n in range(1, 19)]


@cache
def protocols() -> tuple[ProtocolFile, ...]:
    return tuple(protocol_from(read_protocol(name).text).file for name in shipped_names())


def texts(name: str) -> dict[str, dict[str, str]]:
    path = ROOT / "resources" / "texts" / f"{name}.toml"
    found: dict[str, dict[str, str]] = tomllib.loads(path.read_text("utf-8"))
    return found


def reaches(part: object, path: list[str]) -> bool:
    """Whether a dotted path leads somewhere in a protocol file."""
    for name in path:
        if not is_dataclass(part) or name not in {field.name for field in fields(part)}:
            return False
        part = getattr(part, name)
    return part is not None


@cache
def known() -> dict[str, set[str]]:
    """Every name that exists, by the kind of reference."""
    parts = [(file.drug, file) for file in protocols()]
    parts += [(part.drug, file.of(part)) for file in protocols() for part in file.agent]
    rows = {f"{drug}/{row.id}" for drug, file in parts for row in file.rule}
    rows |= {row.id for file in protocols() for row in file.rule}
    notify = {row.id for _, file in parts for row in file.notify}
    timed = set(texts("case")["prompt"]) - {"of-protocol"}
    typed = (Setup, Bag, AnswerAdvice, RecordReading, ReportPump)
    return {
        "row": rows,
        "notify": notify,
        "prompt": timed - notify,
        "order": set(texts("order")["check-list"]),
        "refusal": set(texts("case")["reason"]),
        "field": {field.name for kind in typed for field in fields(kind)} | set(Condition),
        "card": set(CARDS),
        "window": {"evidence"},
    }


def exists(reference: str) -> bool:
    kind, _, name = reference.partition(":")
    if kind == "limit":
        return any(reaches(file, name.split(".")) for file in protocols())
    return name in known().get(kind, set())


def case_exists(case: str) -> bool:
    path, _, name = case.partition("::")
    place = ROOT / path
    if not place.is_file():
        return False
    tree = ast.parse(place.read_text("utf-8"))
    return name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


ENTRIES = [pytest.param(one, id=one.id) for one in register().entries]


def test_every_statement_and_every_conflict_is_there() -> None:
    assert [one.id for one in register().statements] == STATEMENTS
    assert [one.id for one in register().conflicts] == CONFLICTS
    assert [one.id for one in register().documents] == ["A", "B"]


@pytest.mark.parametrize("entry", ENTRIES)
def test_each_one_became_something_that_exists(entry: Entry) -> None:
    assert [one for one in entry.where if not exists(one)] == []


def test_what_a_rule_rests_on_is_found_by_its_row() -> None:
    assert [one.id for one in register().behind("row:up")] == ["A4", "B6"]
    assert [one.id for one in register().behind("row:start-diastolic")] == ["B4", "B5", "B21", "C6"]
    assert [one.id for one in register().behind("row:rescue-wait")] == []


CHIEF = {
    "row": ("row",),
    "limit": ("limit",),
    "prompt": ("notify", "prompt"),
    "card": ("card",),
    "refusal": ("refusal", "order"),
    "field": ("field",),
    "check": ("order",),
    "words": ("window",),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_it_chiefly_became_is_among_its_places(entry: Entry) -> None:
    kinds = {one.partition(":")[0] for one in entry.where}
    assert kinds & set(CHIEF[entry.became])
    assert len(set(entry.where)) == len(entry.where)


def test_each_one_has_a_worked_case_that_exists() -> None:
    assert [one.id for one in register().entries if one.case is None] == []
    missing = [one.id for one in register().entries if one.case and not case_exists(one.case)]
    assert missing == []


def test_each_worked_case_is_named_for_its_entry() -> None:
    for one in register().entries:
        if one.case is not None:
            assert f"::test_{one.id.lower()}_" in one.case


def test_a_statement_that_became_nothing_is_refused() -> None:
    (bare,) = [one for one in register().statements if one.id == "A4"]
    wrong: tuple[dict[str, object], ...] = (
        {"where": []},
        {"became": "nothing"},
        {"does": ""},
        {"where": ["rows:up"]},
    )
    for change in wrong:
        with pytest.raises(ValidationError):
            Statement.model_validate(bare.model_dump() | change)


def test_an_unknown_name_would_be_noticed() -> None:
    for wrong in (
        "row:sideways",
        "limit:limits.start.soon",
        "notify:nobody",
        "order:no-finding",
        "card:any",
    ):
        assert not exists(wrong)
    assert not case_exists("tests/golden/test_statements_a.py::test_a99")
    assert not case_exists("tests/golden/no_such.py::test_a1")


def test_an_entry_is_found_by_its_id_and_stands_once() -> None:
    assert register().entry("C4").id == "C4"
    with pytest.raises(KeyError):
        register().entry("D1")
    text = (ROOT / "resources" / "evidence" / "conflicts.toml").read_text("utf-8")
    with pytest.raises(ValueError, match="entered more than once: C1, C10, C11"):
        read_register((text, text))
    assert read_register(()) == Register((), (), ())


def test_a_guideline_carries_its_year() -> None:
    for one in register().entries:
        for source in one.source:
            campaign = source.name.startswith("Surviving Sepsis Campaign")
            assert source.year is not None or not campaign, one.id
            assert source.superseded_by is None or source.superseded_by > (source.year or 0)


def test_the_words_are_written_as_in_the_house() -> None:
    wrong = re.compile(
        r"[\u00b5\u03bc]g|\bug/|\bIU\b|\d\s?U\b|(?<![\d.])\d+\.\d*0 (?:mcg|mg|units)"
        r"|(?<!\d)\.\d+ (?:mcg|mg|units)|\balarm"
    )
    for path in sorted((ROOT / "resources" / "evidence").glob("*.toml")):
        assert wrong.findall(path.read_text("utf-8")) == []
