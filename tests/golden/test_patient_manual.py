"""The manual page of the virtual patient shows what the command computes, misses included."""

import re
from pathlib import Path

import pytest

import resources
from core.cli.patient import validation_text
from core.patient.validation import Outcome, answers, lines, published

PAGE = Path(resources.__path__[0], "help", "virtual-patient.md").read_text("utf-8")


def test_the_page_shows_the_table_of_the_command_and_every_miss_in_words() -> None:
    """`pressor patient` prints the block anew where a number has changed."""
    found = tuple(lines())
    shown = re.search(r"```text\n(.*?)\n```", PAGE, re.DOTALL)
    assert shown is not None
    assert shown[1] == validation_text(found)
    misses = PAGE.partition("## What it misses")[2]
    missed = [line.published.id for line in found if line.outcome is Outcome.MISSED]
    assert re.findall(r"\*\*([A-Z0-9-]+)\*\*", misses) == missed


def test_lis_concentrations_are_met_within_a_fifth() -> None:
    table = [row for row in published() if re.match(r"PK-LI-\d", row.id)]
    assert len(table) == 15
    for row in table:
        assert row.value is not None
        assert answers()[row.id]() == pytest.approx(row.value, rel=0.2)
