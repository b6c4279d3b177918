"""The report of a trial as PDF: pictures where the page names them, whole on one sheet each."""

import re
from datetime import UTC
from functools import cache
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage, QPainter

from core.patient.arrays import FloatArray
from core.report.drawing import Area, Dots, Drawing, Label, Line, box
from core.report.facts import SCOPE
from core.report.paper import Paper
from core.report.trial_html import trial_paper
from core.texts import load_words
from core.trial.plan import Arm, Plan
from core.trial.record import Record
from core.trial.result import result_of
from gui.prints import record as printing
from gui.prints.drawing import paint
from gui.prints.pictures import holds_picture
from gui.prints.sheets import sheets

COUNT, HOURS = 40, 24


@cache
def paper() -> Paper:
    ids = np.arange(COUNT, dtype=np.int64)
    columns: dict[str, Any] = {
        name: ids / 7 if kind is FloatArray else ids % 5
        for name, kind in Record.__annotations__.items()
    }
    columns |= {"ids": ids, "excluded": 0 * ids, "seconds_followed": 0 * ids + 3600 * HOURS}
    arms = (Arm("tried", "a"), Arm("other", "b"), Arm("third", "c"))
    plan = Plan(arms, patients=COUNT, hours=HOURS)
    return trial_paper(
        result_of(plan, {arm.name: Record(**columns) for arm in arms}), load_words(UTC)
    )


@pytest.mark.usefixtures("qtbot")
def test_every_sheet_says_the_scope_whose_report_it_is_and_its_number() -> None:
    printed = printing.record_pdf(paper())
    pages = len(re.findall(rb"/Type\s*/Page\b", printed.pdf))
    assert pages > 3
    assert printed.feet == tuple(
        (SCOPE, f"Report of a trial, tried and 2 more, seed 1, page {page} of {pages}")
        for page in range(1, pages + 1)
    )


@pytest.mark.usefixtures("qtbot")
def test_no_picture_is_cut_and_none_is_wider_than_the_sheet() -> None:
    writer = printing._writer(QBuffer(), "")
    document = printing._document(paper(), writer)
    cuts = [part for sheet in sheets(document, writer.height() - 120) for part in sheet]
    block, seen = document.begin(), 0
    while block.isValid():
        if holds_picture(block):
            room = document.documentLayout().blockBoundingRect(block)
            whole = [cut for cut in cuts if cut.top <= room.top() and room.bottom() <= cut.bottom]
            assert len(whole) == 1
            assert block.layout().lineCount() == 1
            assert block.layout().lineAt(0).naturalTextWidth() <= writer.width()
            seen += 1
        block = block.next()
    assert seen == 2 + 2 * 3  # curve, bars, and five squares of each pair two by two


@pytest.mark.usefixtures("qtbot")
def test_each_kind_of_part_is_painted_where_it_stands() -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    parts = (
        Area(box(0, 0, 20, 20), fill="#ff0000"),
        Line(((0, 50), (100, 50)), "#00ff00", 6.0),
        Dots(((80.0, 10.0),), "#0000ff", 12.0),
        Area(box(60, 60, 90, 70), "none", "#000000", 4.0),
        Label("MMMM", (98.0, 95.0), 14.0, "end"),
    )
    painter = QPainter(image)
    paint(painter, Drawing(100, 100, parts, "", ""))
    painter.end()
    at = [image.pixelColor(x, y).name() for x, y in ((10, 10), (50, 50), (80, 10), (60, 65))]
    assert at == ["#ff0000", "#00ff00", "#0000ff", "#000000"]
    assert image.pixelColor(75, 65).name() == "#ffffff"
    dark = [x for x in range(100) for y in range(80, 96) if image.pixelColor(x, y).lightness() < 99]
    assert dark
    assert 30 < min(dark) < max(dark) < 99
