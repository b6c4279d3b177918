"""The titration record as PDF: A4, the scope on every page, no entry cut through."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QTextBlock, QTextDocument
from pytestqt.qtbot import QtBot

from core.chart.demo import SCENES
from core.log.memory import MemoryLog
from core.report.facts import SCOPE
from core.report.paper import Paper, paper_of
from core.texts import load_words
from gui.prints.command import painted
from gui.prints.record import record_pdf
from gui.prints.sheets import sheets

NOW = datetime(2027, 3, 2, 14, 32, tzinfo=UTC)


@pytest.fixture(scope="module")
def paper() -> Paper:
    log = MemoryLog()
    SCENES["override"](log, NOW)
    return paper_of(tuple(log), load_words(UTC), notes=True)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.usefixtures("qtbot")
def test_every_page_has_the_scope_the_case_and_its_number(paper: Paper) -> None:
    printed = record_pdf(paper)
    assert printed.pdf.startswith(b"%PDF-")
    pages = pages_of(printed.pdf)
    assert pages > 3
    assert printed.feet == tuple(
        (SCOPE, f"DEMO-286072, SIMULATION, page {page} of {pages}") for page in range(1, pages + 1)
    )


@pytest.mark.usefixtures("qtbot")
def test_the_pages_are_a4(paper: Paper) -> None:
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)", record_pdf(paper).pdf)
    assert boxes
    for wide, high in boxes:
        assert (round(float(wide)), round(float(high))) == (595, 842)


def document(html: str, qtbot: QtBot) -> QTextDocument:
    assert qtbot is not None
    made = QTextDocument()
    made.setHtml(html)
    made.setTextWidth(600)
    return made


def table(rows: int, text: str = "x") -> str:
    cells = "".join(f"<tr><td>{number}</td><td>{text}</td></tr>" for number in range(rows))
    return (
        f"<table><thead><tr><th>No.</th><th>Entry</th></tr></thead><tbody>{cells}</tbody></table>"
    )


def test_each_page_begins_with_the_names_of_the_columns(qtbot: QtBot) -> None:
    made = sheets(document(f"<h1>Record</h1>{table(40)}", qtbot), 300)
    assert len(made) > 2
    first, *others = made
    for sheet in others:
        heads, *rows = sheet
        assert heads.bottom <= first[0].bottom
        assert rows
        assert sum(part.height for part in sheet) <= 300


def test_the_pages_hold_everything_once_and_in_order(qtbot: QtBot) -> None:
    first, *others = sheets(document(f"<h1>Record</h1>{table(40)}", qtbot), 300)
    parts = [*first, *(part for sheet in others for part in sheet[1:])]
    assert all(one.bottom == other.top for one, other in pairwise(parts))
    assert len(parts) == 40


def test_an_entry_that_no_page_can_hold_is_cut_and_loses_nothing(qtbot: QtBot) -> None:
    made = sheets(document(table(2, "long " * 900), qtbot), 200)
    assert all(sum(part.height for part in sheet) <= 200 for sheet in made)
    assert all(sheet for sheet in made)


def test_a_heading_stays_with_the_first_entry_below_it(qtbot: QtBot) -> None:
    whole = document(f"<p>above</p>{table(9)}<h2>Below</h2>{table(9)}", qtbot)
    heading = whole.documentLayout().blockBoundingRect(
        next(block for block in blocks(whole) if block.text() == "Below")
    )
    (part,) = [
        part
        for sheet in sheets(whole, 230)
        for part in sheet
        if part.top <= heading.top() < part.bottom
    ]
    assert part.height > 2 * heading.height()


def blocks(document: QTextDocument) -> list[QTextBlock]:
    found, block = [], document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


@pytest.mark.usefixtures("qtbot")
def test_without_a_font_nothing_is_painted(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PySide6.QtGui.QFontDatabase.families", list)
    with pytest.raises(ValueError, match="no font is installed"):
        painted(paper)


def test_as_a_program_it_needs_no_display(tmp_path: Path) -> None:
    out = tmp_path / "record.pdf"
    asked = ["export", "demo-weaning", "--to", "pdf", "--out", str(out)]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "gui", *asked],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert out.read_bytes().startswith(b"%PDF-")
    again = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "gui", *asked],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert again.returncode == 2
    assert again.stderr.count("\n") == 1
    assert "is there already" in again.stderr
