"""More about the patient on a new case: folded away, by keys, and counted folded or not."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.cases.offer import offer_of
from core.cases.site import read_site
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.model.terms import Attested, Condition, Route, Shock, WeightBasis
from core.quantity.bag import ExpressedAs
from core.quantity.measures import PumpRate
from core.texts import load_words
from gui.new_case.aim import Running
from gui.new_case.choice import Choice
from gui.new_case.filled import Filled, Stated
from gui.new_case.judges import Context
from gui.new_case.page import NewCasePage

NOW = datetime(2027, 3, 4, 14, 32, tzinfo=UTC)
TEXT = read_protocol(DEFAULT_PROTOCOL).text
OFFER = offer_of(protocol_from(TEXT), TEXT)
HYPERTENSION, EJECTION = Condition.CHRONIC_HYPERTENSION, Condition.LOW_EJECTION_FRACTION
TAB, SPACE, RIGHT = Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Right


@pytest.fixture
def page(qtbot: QtBot) -> NewCasePage:
    """A form on which everything that is wanted is there."""
    words = load_words(UTC)
    form = NewCasePage(Context(read_site(), OFFER, words, lambda: NOW, lambda: ()))
    qtbot.addWidget(form)
    form.resize(1366, 730)
    form.patient.label.put("ICU-31")
    form.patient.weight.put("82")
    form.patient.basis.choose(WeightBasis.ACTUAL)
    form.infusion.stated.choose(ExpressedAs.BASE)
    form.infusion.listed.choose("8 mg in 250 mL")
    form.infusion.route.choose(Route.CENTRAL)
    form.infusion.resolution.choose(PumpRate(Decimal("0.1")))
    form.aim.running.choose(Running.NO)
    form.initials.put("AB")
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    return form


@pytest.fixture
def begun(page: NewCasePage) -> list[Filled]:
    heard: list[Filled] = []
    page.begun.connect(heard.append)
    return heard


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(focused(), key)


def choices(page: NewCasePage) -> list[Choice]:
    return [page.patient.shock, *page.patient.conditions.values()]


def test_it_is_folded_at_first_and_tab_leads_to_it(page: NewCasePage) -> None:
    assert not any(choice.isVisible() for choice in choices(page))
    page.patient.volume.setFocus()
    press(TAB)
    assert focused() is page.patient.more
    press(SPACE)
    assert all(choice.isVisible() for choice in choices(page))
    press(TAB)
    assert page.patient.shock.isAncestorOf(focused())


def test_what_is_chosen_by_keys_goes_into_the_case(page: NewCasePage, begun: list[Filled]) -> None:
    page.patient.more.setFocus()
    press(SPACE, TAB, RIGHT, TAB)
    QTest.keyClick(focused(), Qt.Key.Key_Left)
    QTest.keyClick(focused(), Qt.Key.Key_Left)
    assert page.patient.shock.value is Shock.SEPTIC
    assert page.patient.conditions[HYPERTENSION].value is Attested.YES
    page.begin()
    (filled,) = begun
    assert filled.setup.shock is Shock.SEPTIC
    assert filled.setup.conditions == {HYPERTENSION: Attested.YES}


def test_nothing_stated_is_nothing_known(page: NewCasePage, begun: list[Filled]) -> None:
    page.begin()
    (filled,) = begun
    assert filled.setup.shock is None
    assert filled.setup.conditions == {}
    assert page.patient.stated == Stated()


def test_folded_again_it_counts_and_is_told_in_a_line(
    page: NewCasePage, begun: list[Filled]
) -> None:
    page.patient.more.setChecked(True)
    page.patient.shock.choose(Shock.CARDIOGENIC)
    page.patient.conditions[EJECTION].choose(Attested.YES)
    page.patient.conditions[HYPERTENSION].choose(Attested.NO)
    assert not page.patient.told.isVisible()
    page.patient.more.setChecked(False)
    assert page.patient.told.isVisible()
    assert page.patient.told.text() == (
        "cardiogenic; chronic hypertension: no; ejection fraction 45 % or less: yes"
    )
    page.begin()
    (filled,) = begun
    assert filled.setup.shock is Shock.CARDIOGENIC
    assert filled.setup.conditions == {HYPERTENSION: Attested.NO, EJECTION: Attested.YES}


def test_enter_leads_through_it_where_it_is_unfolded(page: NewCasePage) -> None:
    page.patient.more.setChecked(True)
    page.patient.volume.setFocus()
    press(Qt.Key.Key_Return)
    assert page.patient.shock.isAncestorOf(focused())
    for choice in page.patient.conditions.values():
        press(Qt.Key.Key_Return)
        assert choice.isAncestorOf(focused())
