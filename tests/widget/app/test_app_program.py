"""The whole program in one process: begin, close, be reminded, reopen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from core.cases.opened import look_into
from core.model.commands import StartShift
from core.model.terms import Mode
from gui.app.program import Program
from gui.home.cells import Column
from gui.new_case.aim import By
from gui.theme import LIGHT, Look, dress

Fixture = Any
"""A class of the fixtures beside this file, which cannot be imported."""
START = datetime(2027, 3, 4, 14, 0, tzinfo=UTC)


def test_a_first_start_says_what_to_do(program: Program) -> None:
    assert program.window.home.pane.middle.currentWidget() is program.window.home.pane.empty
    assert program.window.windowTitle() == "Pressor"
    assert program.window.focusWidget() is program.window.home.search


def test_a_case_is_begun_shown_and_listed(program: Program, driver: Fixture) -> None:
    bridge = driver.begin()
    (path,) = program.parts.folder.paths()
    assert program.window.at_home
    (window,) = program.clinic.cases.windows
    assert window.isVisible()
    assert "ICU-14" in window.windowTitle()
    assert driver.cell("ICU-14", Column.MODE) == "SIMULATION"
    assert bridge.view.strip.initials == "AB"
    assert bridge.session.state.count == 2
    assert path.name.startswith("20270304T140000Z-")
    assert "ICU" not in path.name


def test_what_else_the_form_says_is_recorded(program: Program, driver: Fixture) -> None:
    program.clinic.do("new-case")
    page = driver.form
    page.patient.weight.put("180 lb")
    page.patient.weight.commit()
    driver.fill(running=True)
    page.infusion.bag.put("5 mg in 250 mL")
    page.infusion.bag.commit()
    page.infusion.unlisted.choose("mixed")
    page.aim.by.choose(By.RATE)
    page.aim.runs.put("12.3")
    page.aim.since.put("13:20")
    page.begin()
    (bridge,) = program.clinic.cases.bridges
    kinds = [row.what for row in bridge.view.rows]
    assert {"Entry refused", "Note"} <= set(kinds)
    assert bridge.view.pump.rate == "12.3 mL/h"
    assert bridge.view.pump.since == START - timedelta(minutes=40)
    notes = [row.detail for row in bridge.view.rows if row.what == "Note"]
    assert notes == ["Bag not on the site's list: mixed on the ward"]


def test_closed_and_reopened_a_case_is_the_same(program: Program, driver: Fixture) -> None:
    bridge = driver.begin()
    driver.run(bridge, "0.1")
    driver.read(bridge, 61)
    before = bridge.session.state
    driver.close_windows()
    (path,) = program.parts.folder.paths()
    program.clinic.opening.open_path(path)
    (again,) = program.clinic.cases.bridges
    assert again.session.state == before
    assert len(again.view.rows) == before.count


def test_prompts_of_a_closed_case_show_at_home_and_as_missed_when_it_is_opened(
    program: Program, driver: Fixture, hand: Fixture
) -> None:
    bridge = driver.begin()
    driver.run(bridge, "0.1")
    driver.read(bridge, 61)
    driver.close_windows()
    (path,) = program.parts.folder.paths()
    facts = look_into(path).state.count
    assert driver.cell("ICU-14", Column.NEXT) == "14:05, in 5min"
    hand.later(5.1)
    assert driver.cell("ICU-14", Column.NEXT) == "overdue by <1min"
    hand.later(1)
    assert driver.cell("ICU-14", Column.PROMPT).startswith("Next reading overdue")
    assert program.window.windowTitle() == "(1) Pressor"
    hand.later(8 * 60)
    assert look_into(path).state.count == facts
    program.clinic.opening.open_path(path)
    (again,) = program.clinic.cases.bridges
    missed = [prompt.code for prompt in again.view.prompts if prompt.missed]
    assert "reading-overdue" in missed
    assert again.session.state.count > facts


def test_an_open_case_is_reminded_and_home_says_so_too(driver: Fixture, hand: Fixture) -> None:
    bridge = driver.begin()
    driver.run(bridge, "0.1")
    driver.read(bridge, 61)
    hand.later(6.1)
    assert "reading-overdue" in {prompt.code for prompt in bridge.view.prompts}
    assert driver.cell("ICU-14", Column.NEXT) == "overdue by 1min"
    driver.read(bridge, 66)
    hand.later(0.1)
    assert driver.cell("ICU-14", Column.MAP) == "66 mmHg"
    assert "overdue" not in driver.cell("ICU-14", Column.NEXT)


def test_several_cases_are_open_each_in_its_own_window(program: Program, driver: Fixture) -> None:
    bridges = [driver.begin(f"ICU-{number}") for number in (20, 35, 41)]
    driver.run(bridges[1], "0.2")
    driver.read(bridges[1], 44)
    assert len(program.clinic.cases.windows) == 3
    assert [bridge.view.pump.dose for bridge in bridges] == ["", "0.2 mcg/kg/min", ""]
    assert program.window.home.pane.table.lines_model.lines[0].label in {"ICU-20", "ICU-35"}
    assert "MAP 44" in driver.cell("ICU-35", Column.PROMPT)


def test_opening_an_open_case_brings_its_window_forward(program: Program, driver: Fixture) -> None:
    driver.begin()
    (path,) = program.parts.folder.paths()
    program.clinic.opening.open_path(path)
    assert len(program.clinic.cases.windows) == 1


def test_initials_are_asked_once_per_shift_and_sign_what_follows(
    start: Callable[..., Program], drive: Fixture, hand: Fixture
) -> None:
    first = start()
    drive(first).begin()
    first.close()
    hand.action = None
    program = start()
    driver = drive(program)
    home = program.window.home
    home.pane.table.open_chosen()
    assert program.clinic.cases.windows == ()
    panel = program.clinic.sign_in.panel
    assert panel.isVisible()
    QTest.keyClicks(panel.field.edit, "c")
    QTest.keyClick(panel.field.edit, Qt.Key.Key_Return)
    assert "two to four letters" in panel.field.message.text
    panel.field.edit.clear()
    QTest.keyClicks(panel.field.edit, "cd")
    QTest.keyClick(panel.field.edit, Qt.Key.Key_Return)
    (bridge,) = program.clinic.cases.bridges
    assert bridge.view.strip.initials == "CD"
    assert home.initials.text() == "Entries are made by CD."
    assert bridge.send(StartShift(at=bridge.now(), initials="EF"))
    other = driver.begin("ICU-99")
    assert other.view.strip.initials == "AB"
    assert bridge.view.strip.initials == "AB"


@pytest.mark.parametrize(("seconds", "said"), [(-3600, "back by 1h"), (600, "forwards by 10min")])
def test_a_clock_set_far_is_said_everywhere_and_recorded(
    program: Program, driver: Fixture, hand: Fixture, seconds: int, said: str
) -> None:
    bridge = driver.begin()
    heard: list[str] = []
    bridge.trouble.connect(heard.append)
    hand.step = seconds
    hand.later(0)
    assert said in program.window.home.notice.text
    assert any(said in sentence for sentence in heard)
    assert [row.what for row in bridge.view.rows].count("Clock stepped") == 1


def test_the_demo_case_opens_once(program: Program, driver: Fixture) -> None:
    program.clinic.do("demo")
    (window,) = program.clinic.cases.windows
    program.clinic.do("demo")
    assert program.clinic.cases.windows == (window,)
    (bridge,) = program.clinic.cases.bridges
    assert bridge.view.strip.mode is Mode.SIMULATION
    assert bridge.view.reading is not None
    driver.close_windows()
    program.clinic.do("demo")
    assert len(program.clinic.cases.windows) == 1
    assert len(program.parts.folder.paths()) == 1


def test_a_case_named_on_the_command_line_is_opened(
    start: Callable[..., Program], drive: Fixture, hand: Fixture
) -> None:
    first = start()
    drive(first).begin()
    (path,) = first.parts.folder.paths()
    first.close()
    hand.action = None
    program = start(path)
    program.clinic.sign_in.panel.given.emit("AB")
    assert len(program.clinic.cases.windows) == 1


def test_the_case_window_leads_home_to_a_new_case_and_to_the_end(
    program: Program, driver: Fixture
) -> None:
    driver.begin()
    (window,) = program.clinic.cases.windows
    window.wished.emit("new")
    assert not program.window.at_home
    window.wished.emit("home")
    assert program.window.at_home
    window.wished.emit("about")
    assert not program.window.at_home
    QTest.keyClick(program.window.pages.currentWidget(), Qt.Key.Key_Escape)
    assert program.window.at_home
    window.look_wished.emit(Look.DARK)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dress(application, LIGHT)
    window.wished.emit("quit")
    assert not program.window.isVisible()


def test_the_window_comes_back_where_it_was(start: Callable[..., Program], hand: Fixture) -> None:
    first = start()
    first.window.resize(760, 610)
    first.close()
    assert first.parts.folder.settings.exists()
    hand.action = None
    assert start().window.size().toTuple() == (760, 610)


def test_a_file_chosen_in_the_dialog_is_opened(
    program: Program, driver: Fixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.begin()
    path = driver.close_windows()
    answers = [("", ""), (str(path), "*.case")]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: answers.pop(0))
    program.clinic.do("open-file")
    assert program.clinic.cases.windows == ()
    program.clinic.do("open-file")
    assert len(program.clinic.cases.windows) == 1


def test_the_menus_do_what_they_say(program: Program, driver: Fixture) -> None:
    window = program.window
    keys = {code: action.shortcut().toString() for code, action in window.actions_by_code.items()}
    assert len({key for key in keys.values() if key}) == len([key for key in keys.values() if key])
    window.actions_by_code["about"].trigger()
    assert not window.at_home
    window.actions_by_code["find"].trigger()
    assert window.at_home
    window.actions_by_code["full-screen"].trigger()
    assert window.isFullScreen()
    window.actions_by_code["full-screen"].trigger()
    assert not window.isFullScreen()
    window.actions_by_code["initials"].trigger()
    assert program.clinic.sign_in.panel.isVisible()
    window.actions_by_code["new-case"].trigger()
    assert driver.form.patient.label.text == ""
    window.actions_by_code["home"].trigger()
    assert window.at_home
