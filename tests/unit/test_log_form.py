"""How values are written and read back: one way for each type, and nothing else."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.log.form import Misread, plain, reader_of
from core.model.case import Counting, Setup
from core.model.events import Flip, Reason
from core.model.terms import Action, Agent, Attested, Condition
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre, Mmhg, Units

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
BAG = {"amount": "4 mg", "expressed_as": "base", "volume": "250 mL"}


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (str, "Größe", "Größe"),
        (int, 5, 5),
        (datetime, NOON, "2026-03-04T12:00:00.000000Z"),
        (timedelta, timedelta(minutes=-5), "PT-300S"),
        (Agent, Agent.VASOPRESSIN, "vasopressin"),
        (Mmhg, Mmhg(Decimal("63.50")), "63.5 mmHg"),
        (Dose, Dose(Decimal("0.05"), DoseUnit.MCG_KG_MIN), "0.05 mcg/kg/min"),
        (Kilogram | None, None, None),
        (Kilogram | None, Kilogram(Decimal(80)), "80 kg"),
        (Milligram | Units, Units(Decimal(20)), "20 units"),
        (tuple[Agent, ...], (Agent.DOPAMINE,), ["dopamine"]),
        (dict[str, str], {"a": "ä"}, {"a": "ä"}),
        (dict[str, int], {"a": 1}, {"a": 1}),
        (
            dict[Condition, Attested],
            {Condition.ARRHYTHMIA: Attested.NO},
            {"arrhythmia": "no"},
        ),
        (
            Bag,
            Bag(Milligram(Decimal(4)), Millilitre(Decimal(250)), ExpressedAs.BASE),
            BAG,
        ),
    ],
)
def test_what_is_written_is_read_back(kind: Any, value: object, written: object) -> None:  # noqa: ANN401 - any type
    assert plain(value) == written
    assert reader_of(kind)(written) == value


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        (str, 5, "is 5, no text"),
        (str, None, "is None, no text"),
        (int, True, "is True, no int"),
        (int, "5", "is '5', no int"),
        (int, 5.0, r"is 5\.0, no int"),
        (datetime, 5, "is 5, no time in UTC"),
        (datetime, "2026-03-04", "no time in UTC"),
        (datetime, "2026-03-04T12:00:00+02:00", "no time in UTC"),
        (timedelta, 300, "is 300, no text"),
        (timedelta, "PT05S", "no duration in seconds"),
        (Agent, "ketamine", "is 'ketamine', none of norepinephrine, "),
        (Agent, ["vasopressin"], "none of norepinephrine, "),
        (Mmhg, 66, "is 66, no text"),
        (tuple[str, ...], "ab", "is 'ab', no list"),
        (dict[str, str], [], r"is \[\], no dict"),
        (dict[str, str], {"a": 1}, "not each one text"),
        (dict[str, int], {"a": True}, "not each one int"),
        (dict[Condition, Attested], [], r"is \[\], no dict"),
        (Bag, None, "is None, no dict"),
        (Bag, {**BAG, "amount": 4}, "^amount is 4, no text"),
        (Bag, {**BAG, "colour": "red"}, "^colour is not known here"),
        (Bag, {"amount": "4 mg"}, "^(volume|expressed_as) is missing"),
    ],
)
def test_anything_else_is_refused(kind: Any, given: object, words: str) -> None:  # noqa: ANN401 - any type
    with pytest.raises(Misread, match=words):
        reader_of(kind)(given)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (str, "\ud83d"),
        (dict[str, str], {"a": "\ud83d"}),
        (dict[str, int], {"\ud83d": 1}),
        (datetime, "2026-13-04T12:00:00Z"),
        (timedelta, "PT"),
        (Mmhg, "66 cmH2O"),
        (Milligram | Units, "4 mL"),
    ],
)
def test_what_is_no_value_is_refused_in_its_own_words(kind: Any, given: object) -> None:  # noqa: ANN401 - any type
    with pytest.raises(ValueError, match=r"\S"):
        reader_of(kind)(given)


SETUP = {
    "label": "a",
    "mode": "simulation",
    "weight": {"weight": "80 kg", "basis": "actual"},
    "bag": None,
    "route": "central",
    "resolution": "0.1 mL/h",
    "band": {"low": "65 mmHg", "high": "70 mmHg"},
    "start_dose": "0.05 mcg/kg/min",
}


@pytest.mark.parametrize(
    ("bag", "words"),
    [
        ({**BAG, "amount": "0 mg"}, r"^bag is no value: a bag of 0 mg in 250 mL is empty"),
        ({**BAG, "volume": 5}, r"^bag\.volume is 5, no text"),
    ],
)
def test_the_place_of_a_fault_is_told_from_outside_in(bag: object, words: str) -> None:
    with pytest.raises(Misread, match=words):
        reader_of(Setup)({**SETUP, "bag": bag})


def test_a_field_with_a_default_may_be_absent() -> None:
    setup = reader_of(Setup)(SETUP)
    assert setup.conditions == {}
    assert setup.others_running == ()


@pytest.mark.parametrize("value", [1.5, timedelta(seconds=1.5), object(), {1.5: "a"}])
def test_what_has_no_canonical_text_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="has no canonical text"):
        plain(value)


def test_a_type_that_no_event_holds_is_a_slip_of_ours() -> None:
    with pytest.raises(TypeError, match="no event holds"):
        reader_of(float)


def test_every_field_of_a_class_is_written() -> None:
    said = plain(Flip(Mmhg(Decimal(66)), "hold", Action.HOLD))
    assert said == {"map": "66 mmHg", "rule": "hold", "action": "hold"}
    assert plain(Reason("x")) == {"code": "x", "args": {}}
    counting = Counting(timedelta(0), timedelta(0), Dose.parse("0 mcg/min"), timedelta(0))
    assert plain(counting)["high_dose"] is None
