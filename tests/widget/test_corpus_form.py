"""The corpus in the fields of a new case, and what neither the wheel nor a drop may do there."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.cases.offer import offer_of
from core.cases.site import read_site
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.quantity.bag import ExpressedAs
from core.quantity.measures import PumpRate
from core.texts import load_words
from gui.entry_line import EntryLine
from gui.field import EntryField
from gui.new_case.aim import By, Running
from gui.new_case.judges import Context
from gui.new_case.page import NewCasePage

NOW = datetime(2027, 4, 3, 10, 1, tzinfo=UTC)
ROWS = {
    "weight_kg": 49,
    "dose_mcg_kg_min": 39,
    "concentration": 25,
    "patient_label": 25,
    "pump_rate_mL_h": 14,
}


@pytest.fixture
def form(qtbot: QtBot) -> Callable[..., NewCasePage]:
    """Opens the page, empty, beside cases of these labels."""
    shelved = read_protocol(DEFAULT_PROTOCOL)
    offer = offer_of(protocol_from(shelved.text), shelved.text)
    site, words = read_site(), load_words(UTC)

    def opened(labels: tuple[str, ...] = ()) -> NewCasePage:
        page = NewCasePage(Context(site, offer, words, lambda: NOW, lambda: labels))
        qtbot.addWidget(page)
        page.resize(1366, 768)
        page.setUpdatesEnabled(False)  # nobody looks; painting takes most of the time
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        return page

    return opened


def weight(form: Callable[..., NewCasePage], _known: dict[str, str]) -> tuple[QWidget, EntryField]:
    page = form()
    return page, page.patient.weight


def label(form: Callable[..., NewCasePage], known: dict[str, str]) -> tuple[QWidget, EntryField]:
    named = [name.removeprefix("open session ") for name in known]
    page = form(tuple("SIM-014" if name == "has same" else name for name in named))
    return page, page.patient.label


def bag(form: Callable[..., NewCasePage], known: dict[str, str]) -> tuple[QWidget, EntryField]:
    page, stated = form(), known.get("basis", "base")
    if stated != "unset":
        page.infusion.stated.choose(ExpressedAs(stated))
    return page, page.infusion.bag


def dose(form: Callable[..., NewCasePage], _known: dict[str, str]) -> tuple[QWidget, EntryField]:
    page = form()
    page.patient.weight.put("70")
    page.aim.running.choose(Running.YES)
    page.aim.by.choose(By.DOSE)
    return page, page.aim.runs


def rate(form: Callable[..., NewCasePage], _known: dict[str, str]) -> tuple[QWidget, EntryField]:
    page = form()
    page.aim.running.choose(Running.YES)
    page.aim.by.choose(By.RATE)
    page.infusion.resolution.choose(PumpRate.parse("0.1 mL/h"))
    return page, page.aim.runs


FIELDS = {
    "weight_kg": weight,
    "dose_mcg_kg_min": dose,
    "concentration": bag,
    "patient_label": label,
    "pump_rate_mL_h": rate,
}
# What depends on a running case is entered in the case's window.
ELSEWHERE = ("prev", "running", "current", "computed", "bag label")


@pytest.mark.parametrize("name", FIELDS)
def test_the_corpus_in_the_form(
    name: str,
    form: Callable[..., NewCasePage],
    corpus: Any,  # noqa: ANN401 - the corpus of conftest
    new_place: Any,  # noqa: ANN401 - its place
    locale: str,
) -> None:
    rows = [row for row in corpus.rows(name) if not any(word in row.known for word in ELSEWHERE)]
    places: dict[str, Any] = {}
    faults = []
    for row in rows:
        if row.context not in places:
            page, entry = FIELDS[name](form, row.known)
            place = places[row.context] = new_place(page, entry)
            entry.committed.connect(lambda settled, place=place: place.taken.append(settled.value))
        for put in corpus.ways(row):
            faults += corpus.faults(row, places[row.context], put)
    assert not faults, "\n".join([locale, *faults])
    assert len(rows) == ROWS[name]


def test_neither_wheel_nor_drop_changes_a_field(
    form: Callable[..., NewCasePage],
    corpus: Any,  # noqa: ANN401 - as above
    qtbot: QtBot,
) -> None:
    page = form()
    page.aim.running.choose(Running.YES)
    lines = [line for line in page.findChildren(EntryLine) if line.isVisible()]
    assert len(lines) >= 6
    for line in lines:
        line.setText("70")
        line.setFocus()
        corpus.turn_wheel(line)
        corpus.drop(line, "99")
        assert line.text() == "70", line.accessibleName()
    plain = QLineEdit("70")
    qtbot.addWidget(plain)
    with qtbot.waitExposed(plain):
        plain.show()
    corpus.drop(plain, "99")
    assert plain.text() != "70", "the drop of this test reaches no field at all"
