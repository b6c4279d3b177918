"""The entry field: questions, refusals and suggestions beside it; nothing changes by itself."""

from collections.abc import Callable
from datetime import UTC
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.cases.site import read_site
from core.entry.codes import Confirm, Doubt
from core.entry.dose import read_dose
from core.entry.guard import DoseContext
from core.entry.plausible import ReadingContext
from core.entry.pressure import MapEntry, read_map
from core.entry.verdict import Asked, Question, Refused, Verdict
from core.entry.weight import WeightContext, read_weight
from core.quantity.measures import Dose, DoseUnit, Kilogram
from core.texts import load_words
from gui.field import EntryField, Judge, Settled, align
from gui.message import Kind

WORDS = load_words(UTC)
SITE = read_site()
RETURN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
Made = Callable[..., EntryField]


def weight(typed: str) -> Verdict[Kilogram]:
    return read_weight(typed, WeightContext(), SITE)


def pressure(typed: str) -> Verdict[MapEntry]:
    return read_map(typed, ReadingContext(), SITE)


def dose(typed: str) -> Verdict[Dose]:
    now = Dose(Decimal("0.08"), DoseUnit.MCG_KG_MIN)
    step = Dose(Decimal("0.05"), DoseUnit.MCG_KG_MIN)
    return read_dose(typed, now.unit, DoseContext(current=now, step=step), SITE)


@pytest.fixture
def made(qtbot: QtBot) -> Made:
    """A field in a window, with a neighbour to go to."""
    windows: list[QWidget] = []

    def make(judge: Judge, **settings: object) -> EntryField:
        window = QWidget()
        qtbot.addWidget(window)
        windows.append(window)
        entry = EntryField("&weight", judge, WORDS, **settings)  # type: ignore[arg-type]
        neighbour = EntryField("&next", weight, WORDS, optional=True)
        column = QVBoxLayout(window)
        column.addWidget(entry)
        column.addWidget(neighbour)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        entry.edit.setFocus()
        return entry

    return make


def typed(entry: EntryField, text: str) -> None:
    QTest.keyClicks(entry.edit, text)


def settled_by(entry: EntryField, qtbot: QtBot) -> Settled:
    with qtbot.waitSignal(entry.committed) as told:
        QTest.keyClick(entry.edit, RETURN)
    settled = told.args[0]
    assert isinstance(settled, Settled)
    return settled


def test_a_plain_value_is_committed_by_enter(made: Made, qtbot: QtBot) -> None:
    entry = made(weight)
    typed(entry, "82")
    assert settled_by(entry, qtbot).value == Kilogram(Decimal(82))
    assert entry.text == "82"


def test_a_canonical_form_is_shown_for_the_same_number(made: Made, qtbot: QtBot) -> None:
    entry = made(weight)
    typed(entry, "82 KG")
    assert settled_by(entry, qtbot).value == Kilogram(Decimal(82))
    assert entry.text == "82"


def test_a_refusal_keeps_the_text_selected_and_is_told_once(made: Made, qtbot: QtBot) -> None:
    entry = made(weight)
    refused: list[tuple[str, object]] = []
    entry.refused.connect(lambda text, verdict: refused.append((text, verdict)))
    typed(entry, "8O")
    with qtbot.assertNotEmitted(entry.committed):
        QTest.keyClick(entry.edit, RETURN)
        QTest.keyClick(entry.edit, RETURN)
    assert (entry.text, entry.edit.selectedText()) == ("8O", "8O")
    assert entry.message.kind is Kind.REFUSAL
    assert "O for 0" in entry.message.text
    assert entry.edit.accessibleDescription() == entry.message.text
    assert [text for text, _ in refused] == ["8O"]
    assert isinstance(refused[0][1], Refused)


def test_an_empty_field_is_refused_without_a_fact(made: Made, qtbot: QtBot) -> None:
    entry = made(weight)
    with qtbot.assertNotEmitted(entry.refused):
        QTest.keyClick(entry.edit, RETURN)
    assert "empty is not zero" in entry.message.text


def test_editing_takes_the_message_back(made: Made) -> None:
    entry = made(weight)
    typed(entry, "8O")
    QTest.keyClick(entry.edit, RETURN)
    typed(entry, "8")
    assert (entry.text, entry.message.text) == ("8", "")


def test_a_question_is_confirmed_by_a_second_enter(made: Made, qtbot: QtBot) -> None:
    entry = made(weight)
    typed(entry, "200")
    QTest.keyClick(entry.edit, RETURN)
    assert entry.message.kind is Kind.QUESTION
    settled = settled_by(entry, qtbot)
    assert settled.value == Kilogram(Decimal(200))
    assert settled.doubts == {Doubt.ABOVE_USUAL}


def test_a_question_about_another_text_is_put_anew(made: Made, qtbot: QtBot) -> None:
    entry = made(weight)
    typed(entry, "200")
    QTest.keyClick(entry.edit, RETURN)
    entry.edit.setText("")
    typed(entry, "201")
    with qtbot.assertNotEmitted(entry.committed):
        QTest.keyClick(entry.edit, RETURN)


@pytest.mark.parametrize("slip", ["0.8", "0.008"])
def test_a_slipped_digit_wants_the_whole_number_again(made: Made, qtbot: QtBot, slip: str) -> None:
    entry = made(dose)
    typed(entry, slip)
    with qtbot.assertNotEmitted(entry.committed):
        for _ in range(3):
            QTest.keyClick(entry.edit, RETURN)
        QTest.keyClick(entry.edit, Qt.Key.Key_End)
        QTest.keyClick(entry.edit, Qt.Key.Key_Backspace)
        typed(entry, slip[-1])
        QTest.keyClick(entry.edit, RETURN)
    entry.edit.selectAll()
    typed(entry, slip)
    assert settled_by(entry, qtbot).value == Dose(Decimal(slip), DoseUnit.MCG_KG_MIN)


def test_another_doubtful_value_is_no_second_typing(made: Made, qtbot: QtBot) -> None:
    entry = made(dose)
    typed(entry, "0.8")
    QTest.keyClick(entry.edit, RETURN)
    entry.edit.selectAll()
    typed(entry, "0.9")
    with qtbot.assertNotEmitted(entry.committed):
        QTest.keyClick(entry.edit, RETURN)


def test_a_suggestion_is_put_there_and_waits_for_enter(made: Made, qtbot: QtBot) -> None:
    entry = made(weight)
    typed(entry, "70,5")
    QTest.keyClick(entry.edit, RETURN)
    (pick,) = entry.message.pick_buttons()
    assert (pick.text(), entry.text) == ("Use 70.5", "70,5")
    with qtbot.assertNotEmitted(entry.committed):
        pick.click()
    assert entry.text == "70.5"
    assert settled_by(entry, qtbot).value == Kilogram(Decimal("70.5"))


def test_what_cannot_be_a_pressure_may_be_recorded_as_an_artefact(made: Made, qtbot: QtBot) -> None:
    entry = made(pressure)
    typed(entry, "-4")
    QTest.keyClick(entry.edit, RETURN)
    (pick,) = entry.message.pick_buttons()
    assert pick.text() == "Record -4 mmHg as an artefact"
    with qtbot.waitSignal(entry.committed) as told:
        pick.click()
    settled = told.args[0]
    assert isinstance(settled, Settled)
    assert (str(settled.value), settled.artefact) == ("-4 mmHg", True)


def test_a_doubted_pressure_is_true_or_an_artefact(made: Made, qtbot: QtBot) -> None:
    entry = made(pressure)
    typed(entry, "35")
    QTest.keyClick(entry.edit, RETURN)
    (pick,) = entry.message.pick_buttons()
    with qtbot.waitSignal(entry.committed) as told:
        pick.click()
    settled = told.args[0]
    assert isinstance(settled, Settled)
    assert isinstance(settled.value, MapEntry)
    assert settled.artefact


def test_options_are_picked_never_confirmed(made: Made, qtbot: QtBot) -> None:
    options = ((1, "first"), (2, "second"))
    question = Question(Doubt.TIME_TWICE, (("first", "A"), ("second", "B")))
    asked = Asked(1, "x", (question,), Confirm.CHOOSE, options)
    entry = made(lambda _typed: asked)
    typed(entry, "x")
    with qtbot.assertNotEmitted(entry.committed):
        QTest.keyClick(entry.edit, RETURN)
        QTest.keyClick(entry.edit, RETURN)
    with qtbot.waitSignal(entry.committed) as told:
        entry.message.pick_buttons()[1].click()
    settled = told.args[0]
    assert isinstance(settled, Settled)
    assert settled.value == 2


def test_leaving_says_what_would_be_refused_and_takes_nothing(made: Made, qtbot: QtBot) -> None:
    entry = made(weight)
    typed(entry, "8O")
    with qtbot.assertNotEmitted(entry.committed), qtbot.assertNotEmitted(entry.refused):
        QTest.keyClick(entry.edit, TAB)
    assert not entry.edit.hasFocus()
    assert (entry.text, entry.message.kind) == ("8O", Kind.REFUSAL)


def test_leaving_a_question_alone_keeps_its_buttons(made: Made) -> None:
    entry = made(weight)
    typed(entry, "70,5")
    QTest.keyClick(entry.edit, RETURN)
    QTest.keyClick(entry.edit, TAB)
    assert entry.message.pick_buttons()[0].hasFocus()


def test_escape_clears_and_an_optional_field_may_stay_empty(made: Made, qtbot: QtBot) -> None:
    entry = made(weight, optional=True)
    typed(entry, "8O")
    QTest.keyClick(entry.edit, RETURN)
    QTest.keyClick(entry.edit, Qt.Key.Key_Escape)
    assert (entry.text, entry.message.text) == ("", "")
    assert settled_by(entry, qtbot).value is None


def test_a_rest_text_comes_back(made: Made) -> None:
    entry = made(weight, rest="now")
    entry.edit.selectAll()
    typed(entry, "12")
    QTest.keyClick(entry.edit, Qt.Key.Key_Escape)
    assert entry.text == "now"


def test_undo_belongs_to_the_window_when_nothing_was_typed(made: Made) -> None:
    entry = made(weight)
    undone: list[bool] = []
    undo = QAction(entry.window())
    undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
    undo.triggered.connect(lambda: undone.append(True))
    entry.window().addAction(undo)
    QTest.keySequence(entry.edit, QKeySequence(QKeySequence.StandardKey.Undo))
    assert len(undone) == 1
    typed(entry, "82")
    QTest.keySequence(entry.edit, QKeySequence(QKeySequence.StandardKey.Undo))
    assert (entry.text, len(undone)) == ("", 1)


def test_names_units_and_buddies_are_told(made: Made) -> None:
    entry = made(weight, unit="kg")
    assert entry.label.buddy() is entry.edit
    assert entry.edit.accessibleName() == "weight"
    assert entry.edit.accessibleDescription() == "kg"
    other = made(weight, unit="mcg/kg/min")
    align([entry, other])
    assert entry.unit.minimumWidth() == other.unit.minimumWidth() > 0


def test_a_long_message_says_each_thing_once(made: Made) -> None:
    entry = made(dose)
    typed(entry, "0.8")
    QTest.keyClick(entry.edit, RETURN)
    assert entry.message.text.count("Type it once more") == 1
