"""A new case by keys alone: nothing left over, nothing changed, every missing part named."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.cases.offer import offer_of
from core.cases.site import read_site
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.model.terms import Agent, Attested, BandReason, Condition, Mode, Route, Sex, WeightBasis
from core.quantity.bag import ExpressedAs
from core.quantity.measures import Kilogram, PumpRate
from core.texts import load_words
from gui.field import EntryField
from gui.new_case.choice import Choice
from gui.new_case.filled import Filled
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


@pytest.fixture
def begun(page: NewCasePage) -> list[Filled]:
    heard: list[Filled] = []
    page.begun.connect(heard.append)
    return heard


def press(*keys: Qt.Key | str) -> None:
    """Keys and texts to whatever has the focus."""
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            QTest.keyClick(focus, key)


def begin_from_anywhere() -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, ENTER, Qt.KeyboardModifier.ControlModifier)


def focused(page: NewCasePage) -> str:
    """The name of the part that has the focus."""
    focus = QApplication.focusWidget()
    for group in page.groups:
        for name, part in group.parts.items():
            if focus is not None and (part is focus or part.isAncestorOf(focus)):
                return name
    return ""


def choose(steps: int) -> None:
    """Choose the option so many from the first, where none is chosen yet, and go on."""
    press(*[DOWN] * steps, ENTER)


def fill_by_keys(page: NewCasePage, label: str = "ICU-14") -> None:
    """Everything that has to be said for 82 kg on 8 mg in 250 mL, not running yet."""
    press(label, ENTER, "82", ENTER)
    choose(1)  # actual
    press(ENTER, ENTER, ENTER, ENTER)  # age, sex, fluids, volume
    choose(1)  # base
    press(DOWN, DOWN, ENTER, ENTER)  # 8 mg in 250 mL, bag as put
    choose(1)  # central
    choose(1)  # 0.1 mL/h
    press(ENTER, ENTER)  # target, starting dose
    choose(1)  # not running
    press(ENTER, ENTER)  # vasopressin, others
    assert focused(page) == "initials"
    press("ab")


def test_a_case_is_begun_by_keys_alone(page: NewCasePage, begun: list[Filled]) -> None:
    fill_by_keys(page)
    assert begun == []
    press(ENTER)
    (filled,) = begun
    setup = filled.setup
    assert (setup.label, filled.initials) == ("ICU-14", "AB")
    assert (setup.weight.weight, setup.weight.basis) == (Kilogram(Decimal(82)), WeightBasis.ACTUAL)
    assert setup.bag is not None
    assert (setup.bag.text, setup.bag.expressed_as) == ("8 mg in 250 mL", ExpressedAs.BASE)
    assert (setup.route, setup.resolution) == (Route.CENTRAL, PumpRate(Decimal("0.1")))
    assert (setup.band, setup.start_dose) == (OFFER.bands[0], OFFER.start)
    assert setup.mode is Mode.SIMULATION
    assert (setup.sex, setup.age) == (None, None)
    assert {setup.fluids, setup.volume_assessed, setup.vasopressin} == {Attested.UNKNOWN}
    assert setup.others_running == ()
    assert (filled.running, filled.note, filled.refusals) == (None, "", ())


def test_an_infusion_that_runs_is_told_by_rate_and_since_when(
    page: NewCasePage, begun: list[Filled]
) -> None:
    fill_by_keys(page)
    page.aim.running.setFocus()
    press(DOWN, ENTER)
    assert focused(page) == "by"
    press(DOWN, DOWN, ENTER, "15.4", ENTER, "1405", ENTER)
    assert page.preview.dose.text() == "0.1 mcg/kg/min"
    assert page.preview.rate.text() == "15.4 mL/h"
    begin_from_anywhere()
    (filled,) = begun
    assert filled.running is not None
    assert filled.running.since == NOW.replace(minute=5)
    assert (filled.running.rate, filled.running.dose) == (PumpRate(Decimal("15.4")), None)


def test_an_infusion_may_have_begun_days_ago_and_by_dose(
    page: NewCasePage, begun: list[Filled]
) -> None:
    fill_by_keys(page)
    page.aim.running.setFocus()
    press(DOWN, ENTER, DOWN, ENTER, "0.12", ENTER, "2027-03-01T08:00", ENTER)
    begin_from_anywhere()
    (filled,) = begun
    assert filled.running is not None
    assert NOW - filled.running.since == timedelta(days=3, hours=6, minutes=32)
    assert str(filled.running.dose) == "0.12 mcg/kg/min"
    assert page.preview.sum.text() == "0.12 x 82 x 60 / 32 = 18.5 mL/h"


def texts_of(page: NewCasePage) -> dict[str, object]:
    """What stands in each part."""
    found: dict[str, object] = {}
    for group in page.groups:
        for name, part in group.parts.items():
            found[name] = part.text if isinstance(part, EntryField) else part.values
    return found


STANDS_AT_FIRST: dict[str, object] = {
    "mode": (Mode.SIMULATION,),
    "fluids": (Attested.UNKNOWN,),
    "volume": (Attested.UNKNOWN,),
    "vasopressin": (Attested.UNKNOWN,),
    "shock": (Attested.UNKNOWN,),
    **dict.fromkeys(Condition, (Attested.UNKNOWN,)),
    "target": (OFFER.bands[0],),
    "start": "0.05",
}
"""The protocol's own defaults, what nobody has stated, and the harmless mode."""


def test_h14_a_new_form_is_empty_also_after_another_case(
    make: Callable[[], NewCasePage], page: NewCasePage, begun: list[Filled]
) -> None:
    fill_by_keys(page)
    press(ENTER)
    assert len(begun) == 1
    second = texts_of(make())
    for name, standing in second.items():
        assert standing == STANDS_AT_FIRST.get(name, () if isinstance(standing, tuple) else ""), (
            name
        )


def test_the_fields_are_reached_by_tab_in_reading_order(page: NewCasePage) -> None:
    page.mode.setFocus()
    seen = [focused(page)]
    for _ in range(60):
        press(TAB)
        name = focused(page)
        if name and name != seen[-1]:
            seen.append(name)
        if name == "initials":
            break
    in_sight = [name for group in page.groups for name, _ in group.in_sight()]
    assert seen == in_sight


def test_each_missing_part_is_named_and_the_first_gets_the_focus(
    page: NewCasePage, begun: list[Filled]
) -> None:
    assert page.missing.text() == ""
    begin_from_anywhere()
    assert page.missing.text() == (
        "Still missing: label, dosing weight, basis of the weight, base or salt, bag, route, "
        "steps of the pump, whether it runs already, initials"
    )
    assert focused(page) == "label"
    assert "label" in page.patient.label.message.text
    expected = ["weight", "basis", "stated", "bag", "route", "resolution", "running", "initials"]
    answers: list[tuple[Qt.Key | str, ...]] = [
        ("ICU-14",),
        ("82",),
        (DOWN,),
        (DOWN,),
        ("8 mg in 250 mL",),
        (DOWN,),
        (DOWN,),
        (DOWN,),
    ]
    for answer, following in zip(answers, expected, strict=True):
        press(*answer)
        begin_from_anywhere()
        assert focused(page) == following
        part = next(g.parts[following] for g in page.groups if following in g.parts)
        assert part.message.text != ""
    assert begun == []
    press("AB")
    begin_from_anywhere()
    assert len(begun) == 1


def test_passing_over_an_unchosen_row_by_enter_or_tab_chooses_nothing(page: NewCasePage) -> None:
    page.infusion.stated.setFocus()
    press(ENTER)
    assert focused(page) == "listed"
    page.infusion.stated.setFocus()
    press(TAB)
    assert page.infusion.stated.value is None
    page.infusion.stated.setFocus()
    press(Qt.Key.Key_Space)
    assert page.infusion.stated.value is ExpressedAs.BASE
    press(Qt.Key.Key_Up)
    assert page.infusion.stated.value is ExpressedAs.TARTRATE


def test_what_was_refused_goes_into_the_case_but_no_refused_label(
    page: NewCasePage, begun: list[Filled]
) -> None:
    press("x" * 41, ENTER)
    page.patient.label.clear()
    page.patient.weight.setFocus()
    press("180 lb", ENTER)
    page.patient.weight.clear()
    page.setFocus()
    fill_by_keys(page)
    press(ENTER)
    (filled,) = begun
    assert [(each.field, each.text) for each in filled.refusals] == [("weight", "180 lb")]


def test_a_bag_off_the_list_wants_a_reason_that_goes_along(
    page: NewCasePage, begun: list[Filled]
) -> None:
    fill_by_keys(page)
    page.infusion.bag.setFocus()
    page.infusion.bag.edit.selectAll()
    press("5 mg in 250 mL", ENTER)
    assert page.infusion.listed.value is None
    assert focused(page) == "bag-unlisted"
    begin_from_anywhere()
    assert begun == []
    assert "reason for the bag" in page.missing.text()
    press(DOWN, DOWN, ENTER)
    assert focused(page) == "route"
    begin_from_anywhere()
    (filled,) = begun
    assert filled.note == "product"
    assert filled.setup.bag is not None
    assert filled.setup.bag.concentration_text == "20 mcg/mL"


def test_h18_base_or_salt_is_asked_first_and_another_answer_judges_the_bag_anew(
    page: NewCasePage, begun: list[Filled]
) -> None:
    page.infusion.bag.setFocus()
    press("8 mg in 250 mL", ENTER)
    assert "base or as a salt" in page.infusion.bag.message.text
    page.infusion.bag.clear()
    page.setFocus()
    fill_by_keys(page)
    page.infusion.stated.choose(ExpressedAs.TARTRATE)
    assert page.preview.concentration.text() == "16 mcg/mL of base"
    begin_from_anywhere()
    assert focused(page) == "bag"
    assert "16 mcg/mL" in page.infusion.bag.message.text
    press(ENTER)
    begin_from_anywhere()
    (filled,) = begun
    assert filled.setup.bag is not None
    assert filled.setup.bag.expressed_as is ExpressedAs.TARTRATE


def test_a_reason_given_for_the_salt_does_not_pass_the_base(
    page: NewCasePage, begun: list[Filled]
) -> None:
    fill_by_keys(page)
    page.infusion.stated.choose(ExpressedAs.TARTRATE)
    page.infusion.bag.put("10 mg in 250 mL")
    page.infusion.bag.commit()
    page.infusion.unlisted.choose("mixed")
    page.infusion.stated.choose(ExpressedAs.BASE)
    assert page.infusion.unlisted.isHidden()
    begin_from_anywhere()
    assert begun == []
    assert "40 mcg/mL" in page.infusion.bag.message.text
    page.infusion.unlisted.choose("mixed")
    begin_from_anywhere()
    assert begun[0].setup.bag is not None
    assert begun[0].setup.bag.concentration_text == "40 mcg/mL"


def test_the_sum_stands_there_as_soon_as_all_parts_do_and_is_blank_otherwise(
    page: NewCasePage,
) -> None:
    shown = page.preview
    parts: list[tuple[EntryField | Choice, object]] = [
        (page.patient.weight, "82"),
        (page.infusion.stated, ExpressedAs.BASE),
        (page.infusion.listed, "8 mg in 250 mL"),
        (page.infusion.resolution, PumpRate(Decimal("0.1"))),
    ]
    for part, value in parts:
        assert shown.rate.text() == ""
        assert shown.waiting.isVisible()
        if isinstance(part, Choice):
            part.choose(value)
        else:
            part.put(str(value))
    assert shown.concentration.text() == "32 mcg/mL of base"
    assert shown.dose.text() == "0.05 mcg/kg/min"
    assert shown.rate.text() == "7.7 mL/h"
    assert shown.sum.text() == "0.05 x 82 x 60 / 32 = 7.7 mL/h"
    assert shown.remark.text() == "the pump delivers 0.0501 mcg/kg/min"
    page.aim.start.put("0.5")
    assert shown.rate.text() == ""
    page.aim.start.put("0.02")
    page.infusion.resolution.choose(PumpRate(Decimal(1)))
    assert shown.rate.text() == "3 mL/h"
    page.patient.weight.put("8 2")
    assert (shown.concentration.text(), shown.sum.text(), shown.remark.text()) == ("", "", "")
    page.patient.weight.put("40")
    page.infusion.bag.put("32 mg in 250 mL")
    assert shown.rate.text() == "0 mL/h"
    assert "too coarse" in shown.remark.text()


def test_another_target_wants_a_reason_that_fits_it(page: NewCasePage, begun: list[Filled]) -> None:
    fill_by_keys(page)
    assert page.aim.reason.isHidden()
    page.aim.target.setFocus()
    press(DOWN, DOWN)
    assert page.aim.target.value is OFFER.bands[2]
    offered = [button.text() for button in page.aim.reason.buttons if not button.isHidden()]
    assert offered == ["chronic hypertension", "prescriber's choice"]
    begin_from_anywhere()
    assert focused(page) == "band-reason"
    assert begun == []
    press(DOWN)
    begin_from_anywhere()
    assert begun[0].setup.band.reason is BandReason.CHRONIC_HYPERTENSION
    page.aim.target.choose(OFFER.bands[0])
    begin_from_anywhere()
    assert begun[1].setup.band == OFFER.bands[0]


def test_what_is_optional_goes_along_when_given(page: NewCasePage, begun: list[Filled]) -> None:
    fill_by_keys(page)
    page.patient.age.put("71")
    page.patient.sex.choose(Sex.FEMALE)
    page.patient.fluids.choose(Attested.YES)
    page.aim.vasopressin.choose(Attested.NO)
    page.aim.others.setFocus()
    press(Qt.Key.Key_Space, DOWN, DOWN, Qt.Key.Key_Space)
    begin_from_anywhere()
    setup = begun[0].setup
    assert (setup.sex, str(setup.age), setup.fluids) == (Sex.FEMALE, "71 years", Attested.YES)
    assert setup.others_running == (Agent.EPINEPHRINE, Agent.DOPAMINE)
    assert setup.vasopressin is Attested.NO
