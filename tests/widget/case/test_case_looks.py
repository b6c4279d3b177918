"""Nothing is cut, everything has a name, Tab reads like the page, and wheel and drop do nothing."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QDropEvent, QFontMetrics, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.model.terms import Attested, Mode
from gui.bridge import CaseBridge
from gui.button import TextButton
from gui.case.urgency import colours
from gui.case.window import CaseWindow
from gui.plain import theme_of
from gui.theme import DARK, LIGHT, Theme, contrast, dress

WindowOf = Callable[..., CaseWindow]
SIZES = [(1366, 768), (1920, 1080)]
PANELS = ("bag", "weight", "target", "fluids", "vasopressin", "stop", "note", "end", "strike")


@pytest.fixture
def busy(
    titrated: Callable[..., CaseBridge],
    wait_for: Callable[[CaseBridge, float], None],
    read_map_of: Callable[[CaseBridge, int], None],
) -> CaseBridge:
    """A case with much to show: a call, prompts, a delivered dose that differs."""
    bridge = titrated(mode=Mode.SIMULATION, fluids=Attested.NO)
    wait_for(bridge, 60 * 13)
    read_map_of(bridge, 44)
    return bridge


def settle() -> None:
    for _ in range(8):
        QApplication.processEvents()


def texts_of(window: CaseWindow) -> Iterator[tuple[QWidget, str, QRect]]:
    """Each text in sight with its widget and the room that it has there."""
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            text = label.text() if label.buddy() is None else label.text().replace("&", "")
            yield label, text, label.contentsRect()
    for button in window.findChildren(TextButton):
        if button.isVisible():
            yield button, button.text().replace("&", ""), button.rect()
    for edit in window.findChildren(QLineEdit):
        if edit.isVisible() and edit.text():
            yield edit, edit.text(), edit.contentsRect()


def needs(widget: QWidget, text: str, room: QRect) -> QRect:
    metrics = QFontMetrics(widget.font())
    if isinstance(widget, QLabel) and widget.wordWrap():
        wrap = int(Qt.TextFlag.TextWordWrap)
        return metrics.boundingRect(QRect(0, 0, room.width(), 10_000), wrap, text)
    return QRect(0, 0, metrics.horizontalAdvance(text), metrics.height())


def cut(window: CaseWindow) -> list[str]:
    found = []
    for widget, text, room in texts_of(window):
        wanted = needs(widget, text, room)
        if wanted.width() > room.width() + 1 or wanted.height() > room.height() + 1:
            found.append(f"{text!r}: {wanted.size().toTuple()} in {room.size().toTuple()}")
    figures = window.right.card.figures
    figures.grab()
    inside = figures.rect().adjusted(0, 0, 1, 1)
    found += [f"figure {place}" for place in figures.written if not inside.contains(place.toRect())]
    return found


def outside(window: CaseWindow) -> list[str]:
    """Texts that reach over the side of the column they stand in."""
    found = []
    for column in (window.left, window.right, window.strip):
        for widget in column.findChildren(QWidget):
            if widget.isVisible() and isinstance(widget, QLabel | TextButton | QLineEdit):
                left = widget.mapTo(column, QPoint(0, 0)).x()
                if left < 0 or left + widget.width() > column.width() + 1:
                    found.append(f"{widget} {left} {widget.width()} {column.width()}")
    return found


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_text_is_cut(window_of: WindowOf, busy: CaseBridge, width: int, height: int) -> None:
    window = window_of(busy, width, height)
    settle()
    assert (window.width(), window.height()) == (width, height)
    assert cut(window) == []
    assert outside(window) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.usefixtures("larger_font")
def test_no_text_is_cut_at_one_and_a_half_the_size(
    window_of: WindowOf, busy: CaseBridge, width: int, height: int
) -> None:
    window = window_of(busy, width, height)
    settle()
    assert (window.width(), window.height()) == (width, height)
    assert cut(window) == []
    assert outside(window) == []


@pytest.mark.parametrize("code", [*PANELS, "modify", "delay", "decline", "why", "pause"])
def test_no_text_of_a_panel_is_cut(window_of: WindowOf, busy: CaseBridge, code: str) -> None:
    window = window_of(busy)
    window.actions_table[code].trigger()
    settle()
    assert cut(window) == []
    assert outside(window) == []
    lists = [rows for rows in window.findChildren(QListWidget) if rows.isVisible()]
    for rows in lists:
        assert rows.horizontalScrollBar().maximum() == 0


def test_the_dose_is_the_largest_thing(window_of: WindowOf, busy: CaseBridge) -> None:
    window = window_of(busy)
    settle()
    figures = window.right.card.figures
    figures.grab()
    tallest = max(place.height() for place in figures.written)
    others = [widget.font().pointSizeF() for widget, _, _ in texts_of(window)]
    usual = window.font().pointSizeF()
    assert tallest > 2.5 * QFontMetrics(window.font()).height()
    assert max(others) <= 2 * usual


def test_buttons_are_tall_enough(window_of: WindowOf, busy: CaseBridge) -> None:
    window = window_of(busy)
    least = 2 * QFontMetrics(window.font()).height()
    buttons = [each for each in window.findChildren(TextButton) if each.isVisible()]
    assert buttons
    assert [each.text() for each in buttons if each.height() < least] == []


def test_everything_that_takes_keys_has_a_name(window_of: WindowOf, busy: CaseBridge) -> None:
    window = window_of(busy)
    window.actions_table["more"].trigger()
    window.actions_table["bag"].trigger()
    window.actions_table["modify"].trigger()
    nameless = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QLineEdit | QAbstractButton | QListWidget):
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name):
                nameless.append(repr(widget))
    assert nameless == []


def test_tab_reads_like_the_page(window_of: WindowOf, busy: CaseBridge) -> None:
    window = window_of(busy)
    order = []
    for _ in range(60):
        widget = QApplication.focusWidget()
        assert widget is not None
        order.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    left, right = window.left, window.right
    expected = [
        left.reading.map.edit,
        left.reading.more,
        left.reading.time.edit,
        left.reading.add,
        left.pump.field.edit,
        left.pump.time.edit,
        left.pump.report,
        left.acts["pause"],
        left.acts["stop"],
        window.middle.timeline.chart,
        window.middle.table,
        right.card.why,
        right.card.buttons["accept_set"],
        right.card.buttons["decline"],
        right.prompts.rows[0].aside,
    ]
    places = [order.index(widget) for widget in expected]
    assert places == sorted(places)


def test_every_action_stands_in_a_menu_and_no_two_share_a_key(
    window_of: WindowOf, busy: CaseBridge
) -> None:
    window = window_of(busy)
    menus = [item.menu() for item in window.menuBar().actions()]
    entries = [entry for menu in menus if isinstance(menu, QMenu) for entry in menu.actions()]
    keys = [entry.shortcut().toString() for entry in entries if not entry.shortcut().isEmpty()]
    assert len(entries) > len(keys) > 30
    assert len(keys) == len(set(keys))
    for menu in menus:
        assert isinstance(menu, QMenu)
        texts = [entry.text() for entry in menu.actions() if "&" in entry.text()]
        letters = [text[text.index("&") + 1].lower() for text in texts]
        assert len(letters) == len(set(letters)), menu.title()


def test_no_two_letters_with_alt_lead_to_different_places(
    window_of: WindowOf, busy: CaseBridge
) -> None:
    window = window_of(busy)
    window.actions_table["more"].trigger()
    texts = [item.text() for item in window.menuBar().actions()]
    texts += [
        label.text() for label in window.left.findChildren(QLabel) if label.buddy() is not None
    ]
    texts += [button.text() for button in window.left.findChildren(TextButton)]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert sorted(letters) == sorted(set(letters))


def test_wheel_and_drop_change_no_field(window_of: WindowOf, busy: CaseBridge) -> None:
    window = window_of(busy)
    field = window.left.reading.map
    field.put("66")
    place = QPointF(5, 5)
    spot = QPointF(field.edit.mapToGlobal(place.toPoint()))
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    turn = QPoint(0, 120)
    wheel = QWheelEvent(
        place,
        spot,
        turn,
        turn,
        left,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field.edit, wheel)
    dropped = QMimeData()
    dropped.setText("99")
    drop = QDropEvent(place, Qt.DropAction.CopyAction, dropped, left, none, QEvent.Type.Drop)
    QApplication.sendEvent(field.edit, drop)
    assert field.text == "66"
    assert not field.edit.acceptDrops()
    window.left.reading.source.focus()
    before = window.left.reading.source.value
    QApplication.sendEvent(window.left.reading.source, wheel)
    assert window.left.reading.source.value == before


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_labels_stand_out_in_both_themes(
    qtbot: QtBot, qapp: QApplication, window_of: WindowOf, busy: CaseBridge, theme: Theme
) -> None:
    window = window_of(busy)
    dress(qapp, theme)
    qtbot.waitUntil(lambda: theme_of(window.right.card) is theme)
    call = set(window.right.prompts.rows[0].findChildren(QLabel))
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            ink = label.palette().color(label.foregroundRole()).name()
            on_call = label in call
            ground = colours(theme, busy.view.prompts[0].urgency)[0] if on_call else theme.window
            assert contrast(ink, ground) >= 4.5, label.text()
    for ink, ground in ((theme.text, theme.field), (theme.quiet, theme.field)):
        assert contrast(ink, ground) >= 4.5
    dress(qapp, LIGHT)
