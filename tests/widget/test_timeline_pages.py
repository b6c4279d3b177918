"""The same drawing on a page: SVG and PDF with shapes as outlines and text as text."""

import re
from datetime import UTC
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from pytestqt.qtbot import QtBot

from gui.theme import LIGHT
from gui.timeline.draw import Screen, draw
from gui.timeline.lettering import Letters, Written
from gui.timeline.measure import long_case
from gui.timeline.scene import Scene
from gui.timeline.span import HOUR, Span

RECT = QRectF(0, 0, 900, 500)
NOW = 1_800_000_000.0 + 72 * HOUR


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    assert qtbot is not None
    span = Span(0.0, 8 * HOUR).at_now(NOW)
    return Scene(long_case(500, 60), NOW, 3600.0, span, UTC, LIGHT)


def svg_of(scene: Scene, path: Path) -> list[Written]:
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the other one cannot clip
    generator.setFileName(str(path))
    generator.setSize(QSize(900, 500))
    generator.setViewBox(RECT)
    with QPainter(generator) as painter:
        return draw(painter, RECT, scene, Letters(QFont()))


def test_an_svg_holds_every_text_and_no_picture(scene: Scene, tmp_path: Path) -> None:
    path = tmp_path / "timeline.svg"
    written = svg_of(scene, path)
    root = ET.parse(path).getroot()  # noqa: S314 - our own file of a moment ago
    texts = {"".join(each.itertext()).strip() for each in root.findall(".//{*}text")}
    assert {each.text for each in written} == texts
    assert {"MAP", "mmHg", "DOSE", "mcg/kg/min", "now"} <= texts
    assert not root.findall(".//{*}image")
    assert root.findall(".//{*}clipPath")
    assert LIGHT.dose_line.lower() in path.read_text("utf-8").lower()


def test_the_screen_and_the_page_say_the_same(scene: Scene, tmp_path: Path) -> None:
    image = QImage(900, 500, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        shown = draw(painter, RECT, scene, Letters(QFont()), Screen(LIGHT, 1.0))
    printed = svg_of(scene, tmp_path / "timeline.svg")
    assert [each.text for each in shown] == [each.text for each in printed]
    assert [each.letters for each in shown] == [each.letters for each in printed]


def test_a_pdf_is_one_page_of_vectors(scene: Scene, tmp_path: Path) -> None:
    path = tmp_path / "timeline.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    with QPainter(writer) as painter:
        scale = writer.width() / RECT.width()
        painter.scale(scale, scale)
        draw(painter, RECT, scene, Letters(QFont()))
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    assert b"/Subtype /Image" not in data
    assert len(data) < 500_000
