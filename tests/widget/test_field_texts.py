"""Hazard H03: what is shown is what was typed, and a value is exactly what is shown."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.cases.site import read_site
from core.entry.dose import read_dose
from core.entry.guard import DoseContext
from core.entry.plausible import ReadingContext
from core.entry.pressure import read_map
from core.entry.rate import RateContext, read_rate
from core.entry.verdict import Asked, Refused
from core.entry.weight import WeightContext, read_weight
from core.quantity.measures import Dose, DoseUnit
from core.texts import load_words
from gui.field import EntryField, Judge, Settled

WORDS = load_words(UTC)
SITE = read_site()
CURRENT = DoseContext(current=Dose(Decimal("0.08"), DoseUnit.MCG_KG_MIN))
JUDGES: list[Judge] = [
    lambda typed: read_weight(typed, WeightContext(), SITE),
    lambda typed: read_map(typed, ReadingContext(), SITE),
    lambda typed: read_dose(typed, DoseUnit.MCG_KG_MIN, CURRENT, SITE),
    lambda typed: read_rate(typed, RateContext(), SITE),
]
LOCALES = [QLocale.c(), QLocale("de_DE"), QLocale("ar_EG")]
NUMBERISH = st.text(st.sampled_from("0123456789.,-+eE /%kgmchLH \u00a0\u0661\u2212"), max_size=14)
PRINTABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")),
    max_size=14,
)
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=24)
EACH = settings(max_examples=350, suppress_health_check=[HealthCheck.function_scoped_fixture])


def type_keys(entry: EntryField, text: str) -> None:
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(entry.edit, event)


def paste(entry: EntryField, text: str) -> None:
    QApplication.clipboard().setText(text)
    entry.edit.paste()


def verify_shown_counts(entry: EntryField, judge: Judge, text: str) -> None:
    """Settle once and compare what stands there with what came out."""
    assert entry.text == text
    settled = entry.settle()
    verdict = judge(text)
    if isinstance(verdict, Refused | Asked):
        assert settled is None
        assert entry.text == text
        assert entry.message.text
        return
    assert isinstance(settled, Settled)
    assert settled.value == verdict.value
    again = judge(entry.text)
    assert not isinstance(again, Refused)
    assert again.value == settled.value


@pytest.fixture
def fields(qtbot: QtBot) -> list[EntryField]:
    made = [EntryField("field", judge, WORDS) for judge in JUDGES]
    for entry in made:
        qtbot.addWidget(entry)
    return made


@pytest.fixture(params=LOCALES, ids=lambda locale: str(locale.name()))
def _locale(request: pytest.FixtureRequest) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(request.param)
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("_locale")
@EACH
@given(text=NUMBERISH | PRINTABLE, place=st.integers(0, len(JUDGES) - 1))
def test_h03_typed_keys_stay_as_typed(fields: list[EntryField], text: str, place: int) -> None:
    entry = fields[place]
    entry.clear()
    type_keys(entry, text)
    verify_shown_counts(entry, JUDGES[place], text)


@pytest.mark.usefixtures("_locale")
@EACH
@given(text=NUMBERISH | ANYTHING, place=st.integers(0, len(JUDGES) - 1))
def test_h03_pasted_text_stays_as_pasted(fields: list[EntryField], text: str, place: int) -> None:
    entry = fields[place]
    entry.clear()
    paste(entry, text)
    verify_shown_counts(entry, JUDGES[place], text)


def test_h03_a_very_long_paste_is_not_cut(fields: list[EntryField]) -> None:
    text = "9" * 50_000
    paste(fields[0], text)
    assert fields[0].text == text
    assert fields[0].settle() is None
    assert len(fields[0].text) == len(text)


def test_the_keys_reach_every_printable_character() -> None:
    """The strategy of typed texts holds letters, signs and digits of many scripts."""
    categories = {unicodedata.category(c) for c in "aZ9.,-\u0661\u00a0\u2212%"}
    assert categories >= {"Ll", "Lu", "Nd", "Po", "Pd", "Zs", "Sm"}
