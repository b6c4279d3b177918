"""What goes wrong around the program: other openers, full disks, set clocks, our own faults."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.cases.errors import LogUnavailable, Trouble
from core.cases.opened import look_into, open_case
from gui.app.program import Program
from gui.home.cells import Column

Fixture = Any
"""A class of the fixtures beside this file, which cannot be imported."""


def test_a_case_open_elsewhere_is_said_in_a_sentence(program: Program, driver: Fixture) -> None:
    driver.begin()
    driver.close_windows()
    (path,) = program.parts.folder.paths()
    elsewhere = open_case(path)
    program.clinic.opening.open_path(path)
    assert "The case was not opened" in program.window.home.notice.text
    assert "already open" in program.window.home.notice.text
    assert program.clinic.cases.windows == ()
    elsewhere.close()


def test_where_nothing_can_be_written_the_form_keeps_everything(
    program: Program, driver: Fixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.clinic.do("new-case")
    page = driver.form
    driver.fill()

    def full(*_given: object) -> None:
        raise LogUnavailable(Trouble.DISK_FULL, "the disk is full")

    monkeypatch.setattr("gui.app.beginning.begin_case", full)
    page.begin()
    assert driver.form is page
    assert page.notice.text == (
        "The case was not begun: the disk is full. The form keeps what you typed."
    )
    assert page.patient.label.text == "ICU-14"
    assert page.infusion.bag.text == "8 mg in 250 mL"
    monkeypatch.undo()
    page.begin()
    assert len(program.parts.folder.paths()) == 1


def test_a_file_from_another_program_is_found_within_a_minute(
    program: Program, driver: Fixture, hand: Fixture, qtbot: QtBot
) -> None:
    driver.begin()
    driver.close_windows()
    (path,) = program.parts.folder.paths()
    foreign = program.parts.folder.path_of("20270101T000000Z-abcdef")
    foreign.write_bytes(b"no case")
    copy = program.parts.folder.path_of("20270304T130000Z-fedcba")
    copy.write_bytes(path.read_bytes())
    hand.later(1.1)
    qtbot.waitUntil(lambda: len(program.window.home.pane.table.lines_model.lines) == 3)
    assert driver.cell(foreign.name.removesuffix(".case"), Column.STATE) == "unreadable"


def test_a_fault_of_ours_is_written_down_and_said_once(
    program: Program, driver: Fixture, capsys: pytest.CaptureFixture[str]
) -> None:
    bridge = driver.begin()
    heard: list[str] = []
    bridge.trouble.connect(heard.append)
    for _ in range(2):
        program.faults.take(LookupError, LookupError("a fault of ours"), None)
    (place,) = program.parts.folder.faults.iterdir()
    written = place.read_text("utf-8")
    assert "LookupError: a fault of ours" in written
    assert "2027-03-04T14:00:00" in written
    assert str(place) in program.window.home.notice.text
    assert len(heard) == 1
    assert "a fault of ours" in capsys.readouterr().err


def test_a_fault_that_cannot_be_written_down_is_still_said(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    program.parts.folder.faults.write_text("a file stands in the way", "utf-8")
    program.faults.take(LookupError, LookupError("a fault of ours"), None)
    assert "no diagnostic file could be written" in program.window.home.notice.text
    assert "a fault of ours" in capsys.readouterr().err


def test_what_cannot_be_kept_at_the_end_is_said_and_harms_no_case(
    program: Program, driver: Fixture, capsys: pytest.CaptureFixture[str]
) -> None:
    driver.begin()
    program.parts.folder.remembered.mkdir()
    program.close()
    assert "could not be kept" in capsys.readouterr().err
    program.parts.folder.remembered.rmdir()
    (path,) = program.parts.folder.paths()
    assert look_into(path).state.count == 2


def test_a_demo_that_cannot_be_made_is_said(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise LogUnavailable(Trouble.DISK_FULL, "the disk is full")

    monkeypatch.setattr("core.chart.demo.begin_demo", full)
    program.clinic.do("demo")
    assert program.window.home.notice.text == "The demo case could not be made: the disk is full."
