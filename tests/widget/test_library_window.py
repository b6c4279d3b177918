"""The library by keys: choose, read findings, bring a file in, approve, open a course as a case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.approval import Allowed
from core.cases.library_view import FindingLine, Proved, VolumeView
from core.cases.told import ToldFinding
from core.rules.protocol import WorkedGiven
from core.texts import load_words
from gui.library.rows import draw_state
from gui.library.window import LibraryWindow
from gui.theme import DARK, LIGHT

WORDS = load_words(UTC)
COURSE = WorkedGiven(course=("0 min: MAP 58 mmHg",))
TOLD = ToldFinding(id="due", row="hold", message="Row hold holds.", counterexample=COURSE)
SOUND = VolumeView(
    key="shipped:norepinephrine-adult",
    name="norepinephrine-adult 1.2.1",
    title="Norepinephrine",
    state=Allowed.SIMULATION,
    state_text="simulation only",
    example=False,
    use="Simulation only, until somebody here approves this exact text.",
    targets=("65 to 75 mmHg",),
    limits=("norepinephrine: starts at 0.05 mcg/kg/min",),
    proved=Proved.SOUND,
    proof="No findings.",
    findings=(),
    approval="Nobody has approved this text here.",
    approvable=True,
)
FOUND = replace(
    SOUND,
    key="/data/quick.toml",
    name="quick 1.0.0",
    state=Allowed.NOTHING,
    state_text="findings",
    proved=Proved.FINDINGS,
    findings=(
        FindingLine("Row up is not declared.", "up", None),
        FindingLine("Row hold holds.", "hold", TOLD),
    ),
    approvable=False,
)
EXAMPLE = replace(SOUND, key="shipped:shown", name="shown 1.0.0", example=True, approvable=False)


@pytest.fixture
def window(qtbot: QtBot) -> LibraryWindow:
    window = LibraryWindow(WORDS)
    qtbot.addWidget(window)
    window.render_views((SOUND, EXAMPLE, FOUND))
    window.show()
    window.activateWindow()
    window.start()
    qtbot.waitUntil(window.list.hasFocus)
    return window


def press(*keys: Qt.Key | str) -> None:
    """Keys and texts to whatever has the focus."""
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            QTest.keyClick(focus, key)


def texts(window: LibraryWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_the_list_says_name_state_and_example(window: LibraryWindow) -> None:
    items = [window.list.item(row).text() for row in range(window.list.count())]
    assert items == [
        "norepinephrine-adult 1.2.1, simulation only",
        "shown 1.0.0, simulation only, example",
        "quick 1.0.0, findings",
    ]


def test_arrow_keys_show_what_each_is_for(window: LibraryWindow) -> None:
    assert "65 to 75 mmHg" in texts(window)
    assert "No findings." in texts(window)
    press(Qt.Key.Key_Down)
    assert "EXAMPLE" in texts(window)
    assert window.approving.button.isHidden()
    press(Qt.Key.Key_Down)
    assert "Row up is not declared." in texts(window)
    assert window.approving.button.isHidden()


def test_enter_leads_to_the_initials_and_enter_approves(
    window: LibraryWindow, qtbot: QtBot
) -> None:
    heard: list[tuple[str, str]] = []
    window.approve_wished.connect(lambda key, by: heard.append((key, by)))
    press(Qt.Key.Key_Return)
    assert window.approving.initials.edit.hasFocus()
    press("j", Qt.Key.Key_Return)
    assert heard == []
    assert window.approving.initials.message.text
    with qtbot.waitSignal(window.approve_wished):
        press("jm", Qt.Key.Key_Return)  # what was refused is selected
    assert heard == [(SOUND.key, "JM")]


def test_a_course_is_opened_by_keys(window: LibraryWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    (button,) = window.detail.course_buttons
    assert button.hasFocus()
    with qtbot.waitSignal(window.course_wished) as wished:
        press(Qt.Key.Key_Return)
    assert wished.args == [FOUND.key, TOLD]


def test_a_path_is_typed_kept_and_brought_in(window: LibraryWindow, qtbot: QtBot) -> None:
    window.bringing.path.setFocus()
    press(Qt.Key.Key_Return)
    assert "type the path of a file" in window.bringing.message.text
    with qtbot.waitSignal(window.bring_in_wished) as wished:
        press("/tray/ours.toml", Qt.Key.Key_Return)
    assert wished.args == ["/tray/ours.toml", False]
    window.bringing.refuse("Not brought in: ours is there.", replaceable=True)
    (button,) = window.bringing.message.pick_buttons()
    assert button.hasFocus()
    with qtbot.waitSignal(window.bring_in_wished) as wished:
        press(Qt.Key.Key_Return)
    assert wished.args == ["/tray/ours.toml", True]
    window.bringing.came_in("ours is in the library now.")
    assert window.bringing.path.text() == ""


def test_esc_clears_a_field_first_and_then_leaves(window: LibraryWindow, qtbot: QtBot) -> None:
    window.bringing.path.setFocus()
    press("x", Qt.Key.Key_Escape)
    assert window.bringing.path.text() == ""
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        press(Qt.Key.Key_Escape)


def test_a_waiting_form_is_said_and_the_keys_go_to_the_initials(window: LibraryWindow) -> None:
    window.ask("The new case waits.")
    window.start()
    assert "The new case waits." in texts(window)
    assert window.approving.initials.edit.hasFocus()


def test_progress_stands_beside_a_button_to_cancel(window: LibraryWindow, qtbot: QtBot) -> None:
    window.render_views((replace(SOUND, proved=Proved.NO, approvable=False),))
    assert window.approving.prove.isVisible()
    window.show_progress("Being proved: 3 of 31")
    assert "Being proved: 3 of 31" in texts(window)
    assert not window.approving.prove.isVisible()
    with qtbot.waitSignal(window.cancelled):
        window.approving.cancel.setFocus()
        press(Qt.Key.Key_Space)
    window.show_progress(None)
    with qtbot.waitSignal(window.proof_wished) as wished:
        window.approving.prove.setFocus()
        press(Qt.Key.Key_Space)
    assert wished.args == [SOUND.key]


def test_rendering_again_keeps_cursor_and_typing(window: LibraryWindow) -> None:
    press(Qt.Key.Key_Return, "ab")
    window.render_views((EXAMPLE, FOUND, SOUND))
    assert window.list.chosen_key == SOUND.key
    assert window.approving.initials.text == "ab"
    window.render_views((EXAMPLE, FOUND, SOUND), FOUND.key)
    assert window.list.chosen_key == FOUND.key
    assert window.approving.initials.text == ""


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_each_state_has_a_shape_of_its_own(
    theme: object, qapp: QApplication, grey: Callable[[str, object], bytes]
) -> None:
    assert qapp is not None
    states = (Allowed.WORKSTATION, Allowed.SIMULATION, Allowed.NOTHING)
    assert len({grey(state, theme) for state in states}) == len(states)


@pytest.fixture
def grey() -> Callable[[str, object], bytes]:
    """A shape as black on white: what is told without colour."""

    def drawn(state: str, theme: object) -> bytes:
        assert theme in {LIGHT, DARK}
        chosen = LIGHT if theme == LIGHT else DARK
        image = QImage(QSize(24, 24), QImage.Format.Format_RGB32)
        image.fill(QColor(chosen.field))
        painter = QPainter(image)
        draw_state(painter, image.rect().toRectF().adjusted(2, 2, -2, -2), state, chosen)
        painter.end()
        ground = image.pixelColor(0, 0)
        cells = range(24)
        return bytes(image.pixelColor(x, y) != ground for y in cells for x in cells)

    return drawn
