"""The fields of the new-case form: bad values stay and are explained, nothing is clipped."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.cases.offer import offer_of
from core.cases.site import read_site
from core.entry.codes import EntryRefusal
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.quantity.bag import ExpressedAs
from core.quantity.grammar import Refusal
from core.quantity.measures import PumpRate
from core.texts import load_words
from gui.field import EntryField
from gui.new_case.judges import Context
from gui.new_case.page import NewCasePage

NOW = datetime(2027, 3, 4, 14, 32, tzinfo=UTC)
WORDS = load_words(UTC)
SITE = read_site()
TEXT = read_protocol(DEFAULT_PROTOCOL).text
OFFER = offer_of(protocol_from(TEXT), TEXT)
ENTER, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down


@pytest.fixture
def make(qtbot: QtBot) -> Callable[[], NewCasePage]:
    def made() -> NewCasePage:
        page = NewCasePage(Context(SITE, OFFER, WORDS, lambda: NOW, lambda: ("ICU-12",)))
        qtbot.addWidget(page)
        page.resize(1366, 730)
        page.show()
        page.activateWindow()
        page.setFocus()
        qtbot.waitUntil(page.patient.label.edit.hasFocus)
        return page

    return made


@pytest.fixture
def page(make: Callable[[], NewCasePage]) -> NewCasePage:
    return make()


def press(*keys: Qt.Key | str) -> None:
    """Keys and texts to whatever has the focus."""
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            QTest.keyClick(focus, key)


def focused(page: NewCasePage) -> str:
    """The name of the part that has the focus."""
    focus = QApplication.focusWidget()
    for group in page.groups:
        for name, part in group.parts.items():
            if focus is not None and (part is focus or part.isAncestorOf(focus)):
                return name
    return ""


BAD = [
    ("weight", "8,2", Refusal.DECIMAL_COMMA, "comma"),
    ("weight", "180 lb", EntryRefusal.UNIT_CONVERTED, "81.6 kg"),
    ("weight", "12", EntryRefusal.BELOW_HARD, "25 kg"),
    ("weight", ".5", Refusal.NAKED_POINT, "zero"),
    ("age", "12", EntryRefusal.AGE_TOO_YOUNG, "18 years"),
    ("bag", "8 mg", EntryRefusal.BAG_FORM, "8 mg in 250 mL"),
    ("bag", "1:1000", EntryRefusal.BAG_RATIO, "ratio"),
    ("start", "0.3", EntryRefusal.ABOVE_HARD, "0.1 mcg/kg/min"),
    ("start", "0.01", EntryRefusal.BELOW_HARD, "0.02 mcg/kg/min"),
    ("start", "0", EntryRefusal.ZERO_IS_STOP, "Stop"),
    ("initials", "A1", EntryRefusal.INITIALS_FORM, "letters"),
]


@pytest.mark.parametrize(("name", "typed", "code", "says"), BAD)
def test_a_bad_value_stays_as_typed_and_the_field_says_why(
    page: NewCasePage, name: str, typed: str, code: object, says: str
) -> None:
    page.infusion.stated.choose(ExpressedAs.BASE)
    part = next(group.parts[name] for group in page.groups if name in group.parts)
    assert isinstance(part, EntryField)
    heard: list[object] = []
    part.refused.connect(lambda _text, verdict: heard.append(verdict.code))
    part.setFocus()
    part.edit.selectAll()
    press(typed, ENTER)
    assert part.text == typed
    assert heard == [code]
    assert says in part.message.text
    assert part.message.isVisible()
    assert focused(page) == name


def test_an_unusual_weight_is_asked_about_once(page: NewCasePage) -> None:
    page.patient.weight.setFocus()
    press("182", ENTER)
    assert "Is it meant?" in page.patient.weight.message.text
    assert page.patient.weight.unit.text() == "kg (401 lb)"
    assert focused(page) == "weight"
    press(ENTER)
    assert focused(page) == "basis"
    page.patient.weight.clear()
    assert page.patient.weight.unit.text() == "kg"


def test_the_label_of_another_case_is_asked_about(page: NewCasePage) -> None:
    press("icu-12", ENTER)
    assert "ICU-12" in page.patient.label.message.text
    assert focused(page) == "label"


def test_escape_clears_a_field_first_and_then_leaves(qtbot: QtBot, page: NewCasePage) -> None:
    press("ICU")
    with qtbot.assertNotEmitted(page.left):
        press(Qt.Key.Key_Escape)
    assert page.patient.label.text == ""
    with qtbot.waitSignal(page.left):
        press(Qt.Key.Key_Escape)


def test_every_control_has_a_name(page: NewCasePage) -> None:
    for each in page.findChildren(QWidget):
        if each.isVisible() and isinstance(each, QLineEdit | QAbstractButton):
            named = each.accessibleName() or (isinstance(each, QAbstractButton) and each.text())
            assert named, each


def clipped(root: QWidget) -> list[str]:
    """The texts in sight that do not fit their rectangles."""
    found = []
    for label in root.findChildren(QLabel):
        if label.isVisible() and label.text():
            flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
            wide, high = max(label.width(), 1), label.height()
            metrics = QFontMetrics(label.font())
            need = metrics.boundingRect(0, 0, wide, 10_000, flags, label.text().replace("&", ""))
            if need.width() > wide + 1 or need.height() > high + 1:
                found.append(label.text())
    for button in root.findChildren(QAbstractButton):
        short = button.width() < button.sizeHint().width()
        if button.isVisible() and (short or button.height() < button.sizeHint().height()):
            found.append(button.text())
    return found


@pytest.mark.parametrize("size", [(1366, 740), (1920, 1050)])
def test_nothing_is_clipped_even_with_messages(
    qtbot: QtBot, page: NewCasePage, size: tuple[int, int]
) -> None:
    page.patient.weight.put("82")
    page.infusion.stated.choose(ExpressedAs.BASE)
    page.infusion.listed.choose("8 mg in 250 mL")
    page.infusion.resolution.choose(PumpRate(Decimal("0.1")))
    page.resize(*size)
    qtbot.waitUntil(lambda: clipped(page) == [])
    page.patient.weight.put("200")
    page.patient.weight.settle()
    page.infusion.bag.put("5 mg in 250 mL")
    page.infusion.bag.settle()
    page.aim.target.choose(OFFER.bands[3])
    page.aim.running.setFocus()
    press(DOWN)
    page.aim.since.put("25:00")
    page.aim.since.settle()
    page.say("The case was not begun: the disk is full. The form keeps what you typed.")
    qtbot.waitUntil(lambda: clipped(page) == [])
    bar = page._scroll.horizontalScrollBar()
    assert bar.maximum() == 0
