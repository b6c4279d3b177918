"""Whatever is typed, every field has a verdict, and what it shows is what it means."""

import csv
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.entry.bag import BagContext, read_bag
from core.entry.dose import read_dose
from core.entry.guard import DoseContext, is_digit_shift
from core.entry.label import LabelContext, read_label
from core.entry.moment import TimeContext, read_time
from core.entry.person import read_age, read_initials, read_note
from core.entry.plausible import ReadingContext
from core.entry.pressure import read_diastolic, read_heart_rate, read_map, read_systolic
from core.entry.profile import profile_of
from core.entry.rate import RateContext, read_rate
from core.entry.sentence import explained
from core.entry.verdict import Accepted, Asked, Normalised, Refused, Verdict
from core.entry.weight import WeightContext, read_weight
from core.quantity.bag import ExpressedAs
from core.quantity.measures import Dose, DoseUnit

ROOT = Path(__file__).parents[2]
SITE = profile_of(tomllib.loads((ROOT / "resources" / "sites" / "us.toml").read_text("utf-8")))
TEXTS = tomllib.loads((ROOT / "resources" / "texts" / "entry.toml").read_text("utf-8"))
NOW = datetime(2027, 4, 3, 10, 1, 30, tzinfo=UTC)
GUARD = DoseContext(
    current=Dose(Decimal("0.08"), DoseUnit.MCG_KG_MIN),
    advised=Dose(Decimal("0.1"), DoseUnit.MCG_KG_MIN),
    step=Dose(Decimal("0.02"), DoseUnit.MCG_KG_MIN),
)
FIELDS: dict[str, Callable[[str], Verdict[Any]]] = {
    "weight": lambda typed: read_weight(typed, WeightContext(), SITE),
    "dose": lambda typed: read_dose(typed, DoseUnit.MCG_KG_MIN, GUARD, SITE),
    "flat dose": lambda typed: read_dose(typed, DoseUnit.MCG_MIN, DoseContext(), SITE),
    "vasopressin": lambda typed: read_dose(typed, DoseUnit.UNITS_MIN, DoseContext(), SITE),
    "bag": lambda typed: read_bag(typed, BagContext(ExpressedAs.BASE), SITE),
    "salt bag": lambda typed: read_bag(typed, BagContext(ExpressedAs.TARTRATE), SITE),
    "map": lambda typed: read_map(typed, ReadingContext(), SITE),
    "systolic": lambda typed: read_systolic(typed, SITE),
    "diastolic": lambda typed: read_diastolic(typed, SITE),
    "heart rate": lambda typed: read_heart_rate(typed, SITE),
    "rate": lambda typed: read_rate(typed, RateContext(), SITE),
    "time": lambda typed: read_time(typed, TimeContext(NOW, UTC), SITE),
    "label": lambda typed: read_label(typed, LabelContext(("SIM-014",))),
    "note": read_note,
    "initials": read_initials,
    "age": lambda typed: read_age(typed, SITE),
}
# Fields whose canonical text is the number itself.
NUMBERS = {"weight", "dose", "flat dose", "vasopressin", "map", "heart rate", "rate", "age"}

with (ROOT / "tests" / "data" / "bad_inputs.csv").open(encoding="ascii", newline="") as _file:
    CORPUS = sorted({row["input"] for row in csv.DictReader(_file)})

keys = st.text(alphabet="0123456789.,-+/:eE OolI kgmcL%hTZ\u00b5\u03bc\u00a0\u200b\t", max_size=20)
mutated = st.builds(
    lambda text, place, key: (
        text[: place % (len(text) + 1)] + key + text[place % (len(text) + 1) :]
    ),
    st.sampled_from(CORPUS),
    st.integers(min_value=0, max_value=40),
    st.text(max_size=2),
)
texts = st.one_of(st.text(max_size=60), keys, mutated, st.sampled_from(CORPUS))


@pytest.mark.parametrize("field", FIELDS)
@given(text=texts)
@example(text="\ud800")
@example(text="\u0130\u00df")
@example(text="9" * 3000)
def test_every_text_has_a_verdict_and_a_sentence(field: str, text: str) -> None:
    verdict = FIELDS[field](text)
    match verdict:
        case Refused():
            assert explained(TEXTS["refused"], verdict.code, verdict.args)
            if verdict.suggestion is not None and field in NUMBERS:
                assert not isinstance(FIELDS[field](verdict.suggestion), Refused)
        case Asked():
            assert verdict.questions
            for question in verdict.questions:
                assert explained(TEXTS["asked"], question.doubt, question.args)
            assert_stable(field, verdict)
        case Accepted():
            assert verdict.text == text
            assert_stable(field, verdict)
        case Normalised():
            assert_stable(field, verdict)


def assert_stable(field: str, verdict: Accepted[Any] | Normalised[Any] | Asked[Any]) -> None:
    """The canonical text means the same value and is its own canonical text."""
    again = FIELDS[field](verdict.text)
    assert not isinstance(again, Refused)
    assert (again.value, again.text) == (verdict.value, verdict.text)


@pytest.mark.parametrize("field", sorted(NUMBERS))
@given(text=texts)
def test_the_value_has_the_digits_that_were_typed(field: str, text: str) -> None:
    verdict = FIELDS[field](text)
    if isinstance(verdict, Refused):
        return
    typed = "".join(c for c in text if c in "0123456789").rstrip("0").lstrip("0")
    shown = verdict.text.replace(".", "").rstrip("0").lstrip("0")
    assert typed == shown


@given(st.decimals(min_value=Decimal("0.001"), max_value=3, places=3))
def test_ten_times_is_always_a_shift_and_the_same_never(value: Decimal) -> None:
    assert is_digit_shift(value * 10, value)
    assert is_digit_shift(value, value * 10)
    assert not is_digit_shift(value, value)


@given(
    st.decimals(min_value=Decimal("0.001"), max_value=3, places=3),
    st.decimals(min_value=Decimal("0.001"), max_value=3, places=3),
)
def test_a_shift_works_both_ways_round_tens_and_never_below_two(a: Decimal, b: Decimal) -> None:
    assert not is_digit_shift(a, Decimal(0))
    assert not is_digit_shift(Decimal(0), b)
    if max(a, b) < 2 * min(a, b):
        assert not is_digit_shift(a, b)
    elif 8 * min(a, b) <= max(a, b) <= 12 * min(a, b):
        assert is_digit_shift(a, b)
        assert is_digit_shift(b, a)
