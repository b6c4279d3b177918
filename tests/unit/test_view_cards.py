"""The cards: each point with its source and grade, each prompt led to the right one."""

import tomllib
from pathlib import Path

import pytest

from core.evidence import register
from core.view.cards import (
    AFTER_STOP,
    BAG_CHANGE,
    CARDS,
    SAME_READING,
    card,
    card_of_prompt,
    plain_card,
)
from core.view.wording import Words

TEXTS = Path(__file__).parents[2] / "resources" / "texts"


@pytest.mark.parametrize("code", CARDS)
def test_every_card_has_its_words_and_each_point_a_source_with_its_grade(
    code: str, words: Words
) -> None:
    shown = card(code, words)
    assert shown.title
    assert shown.when.endswith(".")
    assert 4 <= len(shown.points) <= 6
    for point in shown.points:
        grade, _, source = point.source.partition(": ")
        assert grade in {words.say(f"cards.grade.{each}") for each in grades(words)}
        assert source
        assert len(point.says) <= 150  # read in a glance, at arm's length


def grades(words: Words) -> set[str]:
    return {code.rpartition(".")[2] for code in words.texts if code.startswith("cards.grade.")}


def test_grades_are_those_of_the_evidence(words: Words) -> None:
    assert grades(words) >= {one.grade for one in register().entries}


def test_no_point_of_the_texts_is_left_off_its_card() -> None:
    written = tomllib.loads((TEXTS / "cards.toml").read_text("utf-8"))["card"]
    points = {
        code: tuple(name for name, value in table.items() if isinstance(value, dict))
        for code, table in written.items()
    }
    assert points == CARDS


def test_every_card_of_the_evidence_exists() -> None:
    named = {
        one.partition(":")[2]
        for entry in register().entries
        for one in entry.where
        if one.startswith("card:")
    }
    assert named == set(CARDS) - {AFTER_STOP, BAG_CHANGE, SAME_READING}


def test_prompts_lead_to_their_cards() -> None:
    assert card_of_prompt("failed-wean") == card_of_prompt("failed-weans") == "wean-causes"
    assert card_of_prompt("site-check") == "extravasation"
    assert card_of_prompt("perfusion-check") == "perfusion"
    assert card_of_prompt("arterial-line") == "arterial-line"
    assert card_of_prompt("bag-empty") == BAG_CHANGE
    assert card_of_prompt("reading-overdue") == ""


def test_extravasation_goes_by_the_label_in_its_sequence(words: Words) -> None:
    points = [point.says for point in card("extravasation", words).points]
    assert [text.split()[0] for text in points] == [
        "Stop",
        "Leave",
        "Aspirate",
        "Phentolamine",
        "Call",
    ]
    antidote = card("extravasation", words).points[3]
    for fact in ("5 to 10 mg", "10 to 15 mL", "as soon as possible", "within 12 h"):
        assert fact in antidote.says
    assert antidote.source == "Published: Levophed label, older text"


def test_a_failed_wean_names_its_three_causes_volume_first(words: Words) -> None:
    points = [point.says for point in card("wean-causes", words).points]
    assert [text.partition(":")[0] for text in points[:3]] == [
        "Volume",
        "Source control",
        "Adrenal insufficiency",
    ]


def test_a_card_in_plain_text_holds_everything_and_the_scope(words: Words) -> None:
    shown = card("line-residual", words)
    text = plain_card(shown, words)
    assert text.startswith(shown.title)
    for number, point in enumerate(shown.points, 1):
        assert f"{number}. {point.says}\n   {point.source}" in text
    assert words.say("program.scope") in text


def test_an_unknown_card_is_refused(words: Words) -> None:
    with pytest.raises(KeyError):
        card("no-such-card", words)
