"""Each shipped protocol on the form of a new case: its bands, its unit, the dose that stands."""

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from core.cases.offer import Offer, offer_of
from core.cases.site import read_site
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol, shipped_names
from core.quantity.measures import Dose
from core.texts import load_words
from gui.new_case.judges import Context
from gui.new_case.page import NewCasePage

NOW = datetime(2027, 3, 4, 14, 32, tzinfo=UTC)
NO_START = {"shape-weight-1min-tiers", "shape-flat-range-100"}


def offered(name: str) -> Offer:
    text = read_protocol(name).text
    return offer_of(protocol_from(text), text)


@pytest.fixture
def page(qtbot: QtBot) -> NewCasePage:
    context = Context(
        read_site(), offered(DEFAULT_PROTOCOL), load_words(UTC), lambda: NOW, lambda: ()
    )
    page = NewCasePage(context)
    qtbot.addWidget(page)
    return page


@pytest.mark.parametrize("name", shipped_names())
def test_what_a_protocol_leaves_open_stands_on_the_form(name: str, page: NewCasePage) -> None:
    offer = offered(name)
    page.take_offer(offer)
    assert page.aim.start.peek() == offer.start
    assert page.aim.start.unit.text() == offer.unit
    assert len(page.aim.target.buttons) == len(offer.bands)
    assert (page.aim.band.low, page.aim.band.high) == (offer.bands[0].low, offer.bands[0].high)
    assert (offer.start.value == 0) is (name in NO_START)


@pytest.mark.parametrize("name", shipped_names())
def test_only_a_start_in_its_range_stands(name: str, page: NewCasePage) -> None:
    offer = offered(name)
    page.take_offer(offer)
    for value, stands in (
        (offer.most.value, True),
        (offer.most.value * 2 + 1, False),
        (offer.least.value, True),
    ):
        page.aim.start.put(f"{value:f}")
        assert (page.aim.start.peek() == Dose(value, offer.unit)) is stands
