"""The debrief as PDF: the same route as the titration record, its own tables and foot."""

import re
import subprocess
import sys
from datetime import UTC
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument

from core.lab.debrief import debrief_of
from core.lab.debrief_words import debrief_view
from core.lab.run import run
from core.lab.shelf import read_scenario
from core.report.debrief_html import debrief_paper
from core.report.facts import SCOPE
from core.report.paper import Paper
from core.texts import load_words
from gui.prints.record import record_pdf


@cache
def paper() -> Paper:
    words = load_words(UTC)
    debrief = debrief_of(run(read_scenario("tenfold-slip"), 3))
    return debrief_paper(debrief_view(debrief, words), words, "LAB-PUMP")


@pytest.mark.usefixtures("qtbot")
def test_a_debrief_is_painted_with_the_scope_on_every_page() -> None:
    printed = record_pdf(paper())
    pages = len(re.findall(rb"/Type\s*/Page\b", printed.pdf))
    assert pages > 1
    assert printed.feet == tuple(
        (SCOPE, f"Debrief, LAB-PUMP, SIMULATION, page {page} of {pages}")
        for page in range(1, pages + 1)
    )


@pytest.mark.usefixtures("qtbot")
def test_each_table_of_the_debrief_has_its_widths() -> None:
    document = QTextDocument()
    document.setHtml(paper().html)
    tables = document.rootFrame().childFrames()
    assert len(tables) == len(paper().widths)


def test_the_command_writes_a_pdf_without_a_display(tmp_path: Path) -> None:
    out = tmp_path / "debrief.pdf"
    asked = ["simulate", "tenfold-slip", "--seed", "3", "--debrief", str(out)]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "gui", *asked],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert out.read_bytes().startswith(b"%PDF-")
