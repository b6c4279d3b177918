"""The debrief in words and on paper: nothing hangs on a colour, every code has its sentence."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from core.cli import command
from core.lab.counterfactual import Choice, other_course
from core.lab.debrief import Debrief, debrief_of
from core.lab.debrief_view import DebriefView
from core.lab.debrief_words import debrief_view
from core.lab.item_state import State
from core.lab.played import Played, played_by, played_of
from core.lab.run import run
from core.lab.shelf import read_scenario, shipped_scenarios
from core.lab.simulation import Simulation
from core.lab.slips import Found
from core.lab.trail import trail_of
from core.log.memory import MemoryLog
from core.model.commands import RecordReading
from core.model.terms import Source
from core.quantity.measures import Mmhg
from core.report.debrief_blocks import MOST_ROWS, debrief_blocks
from core.report.debrief_html import debrief_html, debrief_paper
from core.report.facts import SCOPE
from core.report.markup import escaped, unbroken
from core.texts import load_words
from core.verdict.opportunity import Verdict

ROOT = Path(__file__).parents[2]
WORDS = load_words(UTC)


@cache
def played() -> Played:
    return played_of(run(read_scenario("tenfold-slip"), 3, "usual"))


@cache
def debrief() -> Debrief:
    return debrief_of(played())


@cache
def view() -> DebriefView:
    trail = trail_of(played(), 600)
    choices = (Choice.PROTOCOL, Choice.NO_CHANGE)
    others = [other_course(played(), trail, 600, choice) for choice in choices]
    return debrief_view(debrief(), WORDS, others, program="1.2.3")


def test_each_verdict_has_a_word_and_a_symbol_of_its_own() -> None:
    symbols = [WORDS.say(f"debrief.symbol.{verdict}") for verdict in Verdict]
    words = [WORDS.say(verdict.code) for verdict in Verdict]
    assert len(set(symbols)) == len(set(words)) == len(Verdict)
    for row in view().verdicts:
        assert row.symbol == WORDS.say(f"debrief.symbol.{row.verdict}")
        assert row.word == WORDS.say(f"verdict.{row.verdict}")
        assert row.sentence.endswith(".")


def test_each_state_of_an_item_has_a_word_and_a_symbol_of_its_own() -> None:
    symbols = [WORDS.say(f"debrief.symbol.{state}") for state in State]
    words = [WORDS.say(f"debrief.state.{state}") for state in State]
    assert len(set(symbols)) == len(set(words)) == len(State)


def test_each_reason_of_an_item_has_its_sentence_and_no_sentence_is_idle() -> None:
    texts = tomllib.loads((ROOT / "resources" / "texts" / "debrief.toml").read_text("utf-8"))
    assert set(reasons()) == set(texts["debrief"]["item"])


def reasons() -> Iterator[str]:
    """The codes that become reasons of items."""
    places = [*(ROOT / "core" / "lab").glob("score*.py"), ROOT / "core" / "lab" / "item_state.py"]
    known = tomllib.loads((ROOT / "resources" / "texts" / "debrief.toml").read_text("utf-8"))
    for place in places:
        for node in ast.walk(ast.parse(place.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if (
                isinstance(called, ast.Name)
                and called.id == "Reason"
                and isinstance(node, ast.Call)
            ):
                yield from (code for code in constants(node.args[0]))
            if isinstance(node, ast.Constant) and node.value in known["debrief"]["item"]:
                yield str(node.value)


def constants(node: ast.expr) -> Iterator[str]:
    """The texts that an argument can be."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def test_each_way_a_slip_ends_has_its_sentence() -> None:
    for found in Found:
        assert WORDS.say(f"debrief.slip.{found}", {"at": "08:00", "after": "2min"})


def test_the_head_says_what_was_played_and_by_whom() -> None:
    head = {line.name: line.value for line in view().head}
    assert head["Seed"] == "3"
    assert head["Scenario"].endswith("tenfold-slip 1.0.0")
    assert head["Played by"].startswith("simulated staff, usual")
    assert head["Protocol"].startswith("early-wean ")
    assert head["Program"] == "Pressor 1.2.3"
    assert "Program" not in {line.name for line in debrief_view(debrief(), WORDS).head}


def test_a_course_that_has_just_begun_has_a_debrief_too() -> None:
    log = MemoryLog()
    simulation = Simulation(read_scenario("first-hour"), 1, log)
    found = debrief_view(debrief_of(played_by(simulation, log)), WORDS)
    assert found.verdicts == ()
    assert found.overlay.moment is None
    assert {row.state for row in found.checklist} <= {"not_asked", "open"}
    simulation.pass_time(simulation.start + timedelta(minutes=10))
    later = debrief_view(debrief_of(played_by(simulation, log)), WORDS)
    head = {line.name: line.value for line in later.head}
    assert head["Played by"] == "a learner"
    assert head["Ended"] == "not ended yet"
    assert debrief_html(later, WORDS).startswith("<!DOCTYPE html>")


def test_an_open_course_tells_something_up_to_its_present_second() -> None:
    log = MemoryLog()
    simulation = Simulation(read_scenario("first-hour"), 1, log)
    at = simulation.start + timedelta(minutes=1)
    line = Source.ARTERIAL_LINE
    simulation.handle(RecordReading(at=at, observed_at=at, source=line, map=Mmhg(Decimal(56))))
    rules = []
    for minutes in (5, 6):
        simulation.pass_time(simulation.start + timedelta(minutes=minutes))
        (item,) = debrief_of(played_by(simulation, log)).weighed
        rules.append(item.judged.rule)
    # Look again within five minutes: before that is up, nothing can be said.
    assert rules == ["end-of-chart", "kept-dose"]


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_scenario_can_be_debriefed(name: str) -> None:
    scenario = read_scenario(name)
    short = replace(scenario, longest=min(scenario.longest, timedelta(minutes=40)))
    found = debrief_of(played_of(run(short, 2)))
    html = debrief_html(debrief_view(found, WORDS), WORDS)
    for item in scenario.checklist:
        assert escaped(unbroken(item.text)) in html
    assert found.true_time.span == found.played.until


def test_the_overlay_has_every_course_on_the_minute() -> None:
    overlay = view().overlay
    assert [line.code for line in overlay.maps] == ["given", "protocol", "no_change"]
    assert overlay.moment == 600
    for points in [line.points for line in overlay.maps] + [line.points for line in overlay.doses]:
        assert [second for second, _ in points] == list(range(0, points[-1][0] + 1, 60))
    assert len(overlay.columns) == len(overlay.differences[0].others) == 2
    assert any("instead of" in text for text in overlay.spoken)


def test_courses_that_part_at_different_moments_are_not_laid_over_each_other() -> None:
    trail = trail_of(played(), 600)
    others = [other_course(played(), trail, second, Choice.NO_CHANGE) for second in (300, 600)]
    with pytest.raises(ValueError, match="part at one moment"):
        debrief_view(debrief(), WORDS, others)


def test_the_print_is_well_formed_and_holds_the_scope_and_every_row() -> None:
    html = debrief_html(view(), WORDS)
    tree = ET.fromstring(html.split("\n", 1)[1])  # noqa: S314 - our own text
    text = " ".join("".join(tree.itertext()).replace("\u00a0", " ").split())
    assert SCOPE in text
    assert view().scope in text
    for row in view().verdicts:
        assert f"{row.symbol} {row.word}" in text
        assert row.sentence in text
    for item in view().checklist:
        assert f"{item.symbol} {item.word}" in text
        assert item.detail in text
    for question in view().questions:
        assert question in text
    assert "<script" not in html


def test_the_last_part_of_the_print_is_a_table_and_no_table_is_endless() -> None:
    blocks = debrief_blocks(view(), WORDS)
    assert blocks[-1].rows
    assert len(blocks[-1].rows) <= MOST_ROWS
    for block in blocks:
        assert abs(sum(block.widths) - 100) < 1e-6
        assert {len(row) for row in block.rows} <= {len(block.widths)}


def test_a_paper_knows_the_widths_of_its_tables() -> None:
    paper = debrief_paper(view(), WORDS, "LAB-PUMP")
    assert paper.html.count("<table") == len(paper.widths)
    assert "<tfoot" not in paper.html
    assert paper.foot(1, 2) == (SCOPE, "Debrief, LAB-PUMP, SIMULATION, page 1 of 2")


def simulate(*more: str) -> int:
    return command.main(["simulate", "tenfold-slip", "--seed", "3", *more])


def test_the_command_writes_the_debrief_and_the_same_seed_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    assert simulate("--debrief", str(one)) == 0
    printed = capsys.readouterr().out
    assert simulate("--debrief", str(two)) == 0
    assert capsys.readouterr().out == printed
    assert one.read_bytes() == two.read_bytes()
    assert str(tmp_path) not in one.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("debrief.txt", "name a file as debrief.html or debrief.pdf"),
        ("debrief.pdf", "needs Qt"),
        ("taken.html", "is there already"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_anything_is_played(
    name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken.html").touch()
    assert simulate("--debrief", str(tmp_path / name)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err


def test_the_folder_of_a_debrief_has_to_be_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate("--debrief", str(tmp_path / "nowhere" / "debrief.html")) == 2
    assert "pressor simulate:" in capsys.readouterr().err
