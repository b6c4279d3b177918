"""The library in the running program: a form that waits, a file brought in, a course opened."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.approval import FILE_NAME, read_approvals
from core.cases.bookcase import Volume, bring_in, volumes
from core.cases.told import ToldFinding, ToldProof, remember_told
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.model.terms import Mode
from core.proof.promises import PROMISES
from core.proof.prove import prove
from gui.app.program import Program
from gui.app.prover import Prover
from gui.library.window import LibraryWindow

Fixture = Any
"""A class of the fixtures beside this file, which cannot be imported."""
START = datetime(2027, 3, 4, 14, 0, tzinfo=UTC)
TEXT = read_protocol(DEFAULT_PROTOCOL).text
OURS = TEXT.replace('id = "norepinephrine-adult"', 'id = "ours"')
QUICK = OURS.replace('stable_for_wean = "480 min"', 'stable_for_wean = "20 min"')
PROVING = 60_000
"""Milliseconds that a proof may take on a busy machine."""
ENTER = Qt.Key.Key_Return


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of the program. Every shipped text was proved here before."""
    folder = tmp_path / "data"
    for volume in volumes(folder):
        remember_told(folder, sound(volume))
    return folder


@pytest.fixture
def program(data: Path, start: Callable[..., Program]) -> Program:
    assert data.exists()
    return start()


def sound(volume: Volume) -> ToldProof:
    return ToldProof(ok=True, sha256=volume.sha256, cells=9, findings=(), pending=())


def written(folder: Path, text: str) -> Path:
    path = folder / "tray.toml"
    path.write_text(text, "utf-8")
    return path


def press(*keys: Qt.Key | str) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            QTest.keyClick(focus, key)


def library(program: Program, qtbot: QtBot) -> LibraryWindow:
    """The library as it opens, with the cursor in the field for a path."""
    program.clinic.do("library")
    window = program.clinic.librarian.window
    qtbot.waitUntil(window.isActiveWindow)
    window.bringing.path.setFocus()
    return window


def test_one_guided_step_approves_and_leads_back_to_the_form(
    program: Program, driver: Fixture, data: Path, qtbot: QtBot
) -> None:
    program.clinic.do("new-case")
    driver.fill("ICU-21")
    page = driver.form
    page.mode.setFocus()
    press(Qt.Key.Key_Right, ENTER)  # workstation, which leads to the library
    window = program.clinic.librarian.window
    qtbot.waitUntil(window.isActiveWindow)
    assert "norepinephrine-adult 1.2.1 is not approved here yet" in window.asked.text()
    assert window.approving.initials.edit.hasFocus()
    press("jm", ENTER)
    qtbot.waitUntil(program.window.isActiveWindow)
    assert not window.isVisible()
    assert driver.form is page
    assert page.patient.label.text == "ICU-21"
    assert page.mode.value is Mode.WORKSTATION
    (approval,) = read_approvals(data).given
    assert (approval.initials, approval.protocol) == ("JM", DEFAULT_PROTOCOL)
    assert approval.at == START
    assert page.begin_button.hasFocus()
    press(ENTER)
    (bridge,) = program.clinic.cases.bridges
    assert bridge.view.strip.mode is Mode.WORKSTATION


def test_ctrl_l_from_the_form_leads_to_the_same_text(
    program: Program, driver: Fixture, qtbot: QtBot
) -> None:
    program.clinic.do("new-case")
    assert driver.form.mode.value is Mode.SIMULATION
    program.window.actions_by_code["library"].trigger()
    window = program.clinic.librarian.window
    qtbot.waitUntil(window.isActiveWindow)
    press("jm", ENTER)
    assert not window.isVisible()
    assert driver.form.mode.value is Mode.SIMULATION  # nothing else was wanted


def test_an_approval_that_is_gone_when_the_case_begins_stops_it(
    program: Program, driver: Fixture, data: Path
) -> None:
    program.clinic.do("new-case")
    driver.fill()
    approve_default(program)
    driver.form.mode.choose(Mode.WORKSTATION)
    (data / FILE_NAME).unlink()
    driver.form.begin()
    assert "is not approved at this site" in driver.form.notice.text
    assert program.parts.folder.paths() == ()


def test_a_case_keeps_its_text_and_is_opened_without_an_approval(
    program: Program, driver: Fixture, data: Path
) -> None:
    program.clinic.do("new-case")
    driver.fill()
    approve_default(program)
    driver.form.mode.choose(Mode.WORKSTATION)
    driver.form.begin()
    path = driver.close_windows()
    (data / FILE_NAME).unlink()
    program.clinic.opening.open_path(path)
    (bridge,) = program.clinic.cases.bridges
    assert bridge.view.strip.mode is Mode.WORKSTATION


def approve_default(program: Program) -> None:
    """As a person does it, in the library."""
    program.clinic.do("library")
    approving = program.clinic.librarian.window.approving
    approving.initials.put("AB")
    approving.initials.commit()


def test_a_local_protocol_is_chosen_in_the_form_and_kept_by_the_case(
    program: Program, driver: Fixture, data: Path, tmp_path: Path
) -> None:
    bring_in(data, written(tmp_path, OURS.replace('version = "1.2.1"', 'version = "3.2.1"')))
    program.clinic.do("new-case")
    names = driver.form.protocol.names
    assert names.currentText() == "norepinephrine-adult 1.2.1"
    names.setFocus()
    press(Qt.Key.Key_End)
    assert names.currentText() == "ours 3.2.1"
    driver.fill()
    driver.form.begin()
    (bridge,) = program.clinic.cases.bridges
    assert bridge.session.state.protocol_text.startswith(OURS[:40])
    assert 'version = "3.2.1"' in bridge.session.state.protocol_text


def test_a_form_stays_with_its_protocol_where_another_does_not_load(
    program: Program, driver: Fixture, data: Path
) -> None:
    broken = OURS.replace('hard = "1 mcg/kg/min"', 'hard = "0.4 mcg/kg/min"', 1)
    (data / "protocols").mkdir()
    (data / "protocols" / "ours.toml").write_text(broken, "utf-8")
    program.clinic.do("new-case")
    names = driver.form.protocol.names
    names.setFocus()
    press(Qt.Key.Key_End)
    assert "0.4" in driver.form.notice.text
    assert names.currentText() == "norepinephrine-adult 1.2.1"


def test_a_file_is_brought_in_proved_and_a_course_opened_as_a_case(
    program: Program, data: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    program.clinic.cases.change_initials("AB")
    window = library(program, qtbot)
    librarian = program.clinic.librarian
    press(str(written(tmp_path, QUICK)), ENTER)
    place = str(data / "protocols" / "ours.toml")
    assert window.list.chosen_key == place
    assert "ours is in the library now" in window.bringing.message.text
    assert librarian.prover is not None
    assert librarian.prover.running == place
    librarian.prover.cancel()  # its end is another test's
    librarian.prover.told.emit(place, told_of(QUICK))
    assert not window.approving.button.isVisible()
    press(ENTER, ENTER)
    (opened,) = program.clinic.cases.windows
    assert "PROOF-DUE" in opened.windowTitle()
    view = program.clinic.cases.bridges[0].view
    assert (view.strip.mode, view.strip.initials) == (Mode.SIMULATION, "AB")
    notes = [row.detail for row in view.rows if row.what == "Note"]
    assert notes == [told_of(QUICK).findings[0].message]
    assert view.now == START


def told_of(text: str) -> ToldProof:
    """What the proof of one promise finds, really."""
    protocol = protocol_from(text)
    due = [promise for promise in PROMISES if promise.id == "due"]
    proof = prove(protocol, promises=due)
    shown = [finding for finding in proof.findings if finding.counterexample is not None][:1]
    return ToldProof(
        ok=False,
        sha256=read_sha(text),
        cells=proof.cells,
        findings=tuple(
            ToldFinding(
                id=one.id, row=one.row, message="It holds.", counterexample=one.counterexample
            )
            for one in shown
        ),
        pending=(),
    )


def read_sha(text: str) -> str:
    return Volume("ours", "", text, None, None, None).sha256


def test_what_is_no_protocol_is_said_and_the_path_stays(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    window = library(program, qtbot)
    path = str(written(tmp_path, "format = "))
    press(path, ENTER)
    assert "not readable as TOML" in window.bringing.message.text
    assert window.bringing.path.text() == path


def test_a_taken_id_is_replaced_when_that_is_picked(
    program: Program, data: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    place = bring_in(data, written(tmp_path, OURS))
    window = library(program, qtbot)
    press(str(written(tmp_path, QUICK)), ENTER)
    assert "there already with another text" in window.bringing.message.text
    assert place.read_text("utf-8") == OURS
    press(ENTER)
    assert place.read_text("utf-8") == QUICK


def test_a_child_proves_and_tells(data: Path, qtbot: QtBot) -> None:
    (data / "protocols").mkdir()
    path = data / "protocols" / "odd.toml"
    path.write_text("format = 1", "utf-8")
    prover = Prover()
    with qtbot.waitSignal(prover.told, timeout=PROVING) as told:
        prover.prove([str(path)])
    assert told.args is not None
    assert told.args[0] == str(path)
    assert not told.args[1].ok
    assert told.args[1].findings[0].id == "load"
    with qtbot.waitSignal(prover.failed, timeout=PROVING) as failed:
        prover.prove([str(data / "absent.toml")])
    assert failed.args is not None
    place, why = failed.args
    assert place == str(data / "absent.toml")
    assert why.startswith(f"no protocol {place}: give a path or one of ")


def test_a_proof_counts_and_is_cancelled(qtbot: QtBot) -> None:
    prover = Prover()
    ends: list[object] = []
    prover.told.connect(lambda *told: ends.append(told))
    prover.failed.connect(lambda *why: ends.append(why))
    with qtbot.waitSignal(prover.counted, timeout=PROVING) as counted:
        prover.prove([f"shipped:{DEFAULT_PROTOCOL}"])
    assert counted.args is not None
    assert counted.args[0] == f"shipped:{DEFAULT_PROTOCOL}"
    assert 0 < counted.args[1] < counted.args[2]
    prover.cancel()
    assert prover.running == ""
    assert ends == []


def test_every_shipped_protocol_can_be_chosen_in_the_form(
    program: Program, driver: Fixture, data: Path
) -> None:
    program.clinic.do("new-case")
    names = driver.form.protocol.names
    assert names.count() == len(volumes(data))
    names.setFocus()
    for row, volume in enumerate(volumes(data)):
        names.setCurrentIndex(row)
        names.activated.emit(row)
        assert driver.form.notice.text == "", volume.id
        assert names.currentText().startswith(f"{volume.id} ")
        assert names.currentText().endswith(", example") is volume.example
