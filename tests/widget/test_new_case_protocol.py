"""The protocol of a new case by keys: what is offered follows it, and who may be treated by it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.cases.offer import offer_of
from core.cases.site import read_site
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.model.terms import Mode
from core.quantity.measures import Dose, DoseUnit
from core.texts import load_words
from gui.message import Kind
from gui.new_case.judges import Context
from gui.new_case.page import NewCasePage
from gui.new_case.protocol_pick import AtHand

NOW = datetime(2027, 3, 4, 14, 32, tzinfo=UTC)
TEXT = read_protocol(DEFAULT_PROTOCOL).text
OFFER = offer_of(protocol_from(TEXT), TEXT)
OTHER = replace(
    OFFER,
    protocol="ours",
    bands=OFFER.bands[1:3],
    least=Dose(Decimal("0.01"), DoseUnit.MCG_KG_MIN),
    most=Dose(Decimal("0.03"), DoseUnit.MCG_KG_MIN),
    start=Dose(Decimal("0.01"), DoseUnit.MCG_KG_MIN),
)
NAMES = (("default", "norepinephrine-adult 1.2.1"), ("ours", "ours 1.1.0"))


@pytest.fixture
def page(qtbot: QtBot) -> NewCasePage:
    context = Context(read_site(), OFFER, load_words(UTC), lambda: NOW, lambda: ())
    page = NewCasePage(context)
    qtbot.addWidget(page)
    page.resize(1366, 730)
    page.show()
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.patient.label.edit.hasFocus)
    page.render_protocols(AtHand(NAMES, "default", approved=False))
    return page


@pytest.fixture
def attempt(page: NewCasePage) -> Callable[[], None]:
    def choose_workstation() -> None:
        page.mode.setFocus()
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Right)

    return choose_workstation


def test_the_pick_names_what_is_offered_and_arrow_keys_wish_for_another(
    page: NewCasePage, qtbot: QtBot
) -> None:
    assert page.protocol.names.currentText() == NAMES[0][1]
    page.protocol.setFocus()
    with qtbot.waitSignal(page.protocol_wished) as wished:
        QTest.keyClick(page.protocol.names, Qt.Key.Key_Down)
    assert wished.args == ["ours"]
    QTest.keyClick(page.protocol.names, Qt.Key.Key_Return)
    assert page.patient.label.edit.hasFocus()


def test_bands_and_starting_dose_follow_and_what_was_typed_stays(page: NewCasePage) -> None:
    page.patient.label.put("ICU-14")
    page.aim.start.put("0.1")
    assert page.aim.start.peek() == Dose(Decimal("0.1"), DoseUnit.MCG_KG_MIN)
    page.take_offer(OTHER)
    page.render_protocols(AtHand(NAMES, "ours", approved=False))
    assert page.protocol.names.currentText() == "ours 1.1.0"
    assert [button.text() for button in page.aim.target.buttons] == ["60 to 65", "80 to 85"]
    assert page.aim.band.low == OTHER.bands[0].low
    assert page.aim.start.text == "0.01"
    page.aim.start.put("0.1")
    assert page.aim.start.peek() is None  # beyond what the other protocol starts with
    page.aim.start.clear()
    assert page.aim.start.text == "0.01"
    assert page.patient.label.text == "ICU-14"


def test_without_approval_workstation_says_why_and_leads_to_the_library(
    page: NewCasePage, attempt: Callable[[], None], qtbot: QtBot
) -> None:
    assert "norepinephrine-adult 1.2.1 is not approved" in page.guard.message.text
    attempt()
    assert page.mode.value is Mode.SIMULATION
    assert page.mode_bar.text.startswith("SIMULATION")
    assert page.guard.message.kind is Kind.REFUSAL
    assert "approve it in the library (Ctrl+L)" in page.guard.message.text
    (button,) = page.guard.message.pick_buttons()
    assert button.hasFocus()
    with qtbot.waitSignal(page.library_wished):
        QTest.keyClick(button, Qt.Key.Key_Return)


def test_an_approval_lets_what_was_wanted_be_chosen(
    page: NewCasePage, attempt: Callable[[], None]
) -> None:
    attempt()
    page.render_protocols(AtHand(NAMES, "default", approved=True))
    assert page.mode.value is Mode.WORKSTATION
    assert page.guard.message.text == ""
    assert page.mode_bar.text.startswith("WORKSTATION")


def test_an_approval_chooses_nothing_that_was_not_wanted(page: NewCasePage) -> None:
    page.render_protocols(AtHand(NAMES, "default", approved=True))
    assert page.mode.value is Mode.SIMULATION


def test_another_protocol_without_approval_takes_workstation_back(
    page: NewCasePage, attempt: Callable[[], None]
) -> None:
    page.render_protocols(AtHand(NAMES, "default", approved=True))
    attempt()
    assert page.mode.value is Mode.WORKSTATION
    page.take_offer(OTHER)
    page.render_protocols(AtHand(NAMES, "ours", approved=False))
    assert page.mode.values == (Mode.SIMULATION,)
    assert "ours 1.2.1 is not approved" in page.guard.message.text
