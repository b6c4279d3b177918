"""The grammar reads what is plainly a number and names what is wrong with everything else."""

from decimal import Decimal
from fractions import Fraction

import pytest

from core.quantity.characters import foreign_digit, invisible_character, trimmed
from core.quantity.grammar import (
    NumberForm,
    Refusal,
    Unread,
    read_number,
    split_quantity,
    split_signed,
)
from core.quantity.text import fraction_text, half_up, number_text, rounded

WEIGHT = NumberForm("kg", 1, any_case=True)
DOSE = NumberForm("mcg/kg/min", 3, spellings=("\u00b5g/kg/min",))
WHOLE = NumberForm("mmHg", 0)


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("70", WEIGHT, "70"),
        ("70.5", WEIGHT, "70.5"),
        (" 70\r\n", WEIGHT, "70"),
        ("\u00a070\u202f", WEIGHT, "70"),
        ("70 KG", WEIGHT, "70"),
        ("70kg", WEIGHT, "70"),
        ("0.05 \u00b5g/kg/min", DOSE, "0.05"),
        ("65", WHOLE, "65"),
        ("0", WHOLE, "0"),
        ("9999", WHOLE, "9999"),
    ],
)
def test_a_plain_number_is_read(text: str, form: NumberForm, value: str) -> None:
    assert read_number(text, form) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "form", "code", "suggestion"),
    [
        ("", WEIGHT, Refusal.EMPTY, None),
        (" \t ", WEIGHT, Refusal.EMPTY, None),
        ("kg", WEIGHT, Refusal.EMPTY, None),
        ("9" * 25, WEIGHT, Refusal.TOO_LONG, None),
        (" " * 65, WEIGHT, Refusal.TOO_LONG, None),
        ("7\u200b0", WEIGHT, Refusal.INVISIBLE, None),
        ("\u202e07", WEIGHT, Refusal.INVISIBLE, None),
        ("7\x000", WEIGHT, Refusal.INVISIBLE, None),
        ("\uff17\uff10", WEIGHT, Refusal.FOREIGN_DIGITS, None),
        ("7\u00bd", WEIGHT, Refusal.FOREIGN_DIGITS, None),
        ("70,5", WEIGHT, Refusal.DECIMAL_COMMA, "70.5"),
        ("70,55", WEIGHT, Refusal.DECIMAL_COMMA, None),
        ("1,000", WEIGHT, Refusal.GROUPING, None),
        (".5", WEIGHT, Refusal.NAKED_POINT, "0.5"),
        (",05", DOSE, Refusal.NAKED_POINT, "0.05"),
        ("70.", WEIGHT, Refusal.TRAILING_POINT, "70"),
        ("70.5.5", WEIGHT, Refusal.TWO_POINTS, None),
        ("070", WEIGHT, Refusal.LEADING_ZERO, None),
        ("00.05", DOSE, Refusal.LEADING_ZERO, None),
        ("-70", WEIGHT, Refusal.SIGN, None),
        ("+70", WEIGHT, Refusal.SIGN, None),
        ("\u221270", WEIGHT, Refusal.SIGN, None),
        ("7e1", WEIGHT, Refusal.EXPONENT, None),
        ("1e-400", DOSE, Refusal.EXPONENT, None),
        ("7 0", WEIGHT, Refusal.INNER_BLANK, None),
        ("7O", WEIGHT, Refusal.LETTER_FOR_DIGIT, None),
        ("1/20", DOSE, Refusal.FRACTION, None),
        ("65-70", WHOLE, Refusal.RANGE, None),
        ("70.55", WEIGHT, Refusal.TOO_FINE, None),
        ("70.50", WEIGHT, Refusal.TOO_FINE, "70.5"),
        ("65.0", WHOLE, Refusal.TOO_FINE, "65"),
        ("12345", WEIGHT, Refusal.TOO_MANY_DIGITS, None),
        ("12345.6", WEIGHT, Refusal.TOO_MANY_DIGITS, None),
        ("154 lb", WEIGHT, Refusal.WRONG_UNIT, None),
        ("70 g", WEIGHT, Refusal.WRONG_UNIT, None),
        ("5%", DOSE, Refusal.WRONG_UNIT, None),
        ("seventy", WEIGHT, Refusal.NOT_A_NUMBER, None),
        ("nan", WEIGHT, Refusal.NOT_A_NUMBER, None),
        ("0x46", WEIGHT, Refusal.STRAY, None),
        ("70?", WEIGHT, Refusal.STRAY, None),
        ("1_0", WEIGHT, Refusal.STRAY, None),
    ],
)
def test_each_fault_has_its_name(
    text: str, form: NumberForm, code: Refusal, suggestion: str | None
) -> None:
    read = read_number(text, form)
    assert isinstance(read, Unread)
    assert (read.code, read.suggestion) == (code, suggestion)


def test_every_fault_of_the_grammar_is_tried_above() -> None:
    (mark,) = (m for m in test_each_fault_has_its_name.pytestmark if m.name == "parametrize")  # type: ignore[attr-defined]  # pytest puts it there
    assert {case[2] for case in mark.args[1]} == set(Refusal)


def test_a_wrong_unit_is_told_with_its_number() -> None:
    read = read_number("154 lb", WEIGHT)
    assert isinstance(read, Unread)
    assert dict(read.args) == {"number": "154", "seen": "lb", "unit": "kg"}


def test_quantities_split_at_one_blank() -> None:
    assert split_quantity("82 kg") == (Decimal(82), "kg")
    assert split_quantity("82") is None
    assert split_quantity("x kg") is None
    assert split_signed("-5 mmHg") == (Decimal(-5), "mmHg")
    assert split_signed("5 mmHg") == (Decimal(5), "mmHg")
    assert split_signed("--5 mmHg") is None


def test_characters_that_hide_are_named() -> None:
    assert trimmed("\u00a0 a b\t") == "a b"
    assert invisible_character("a b") is None
    assert invisible_character("a\u00a0b") == "U+00A0"
    assert invisible_character("a\nb") == "U+000A"
    assert invisible_character("a\nb", allowed="\n") is None
    assert invisible_character("a\ud800") == "U+D800"
    assert foreign_digit("12") is None
    assert foreign_digit("\u0667") == "\u0667"


@pytest.mark.parametrize(
    ("value", "text"), [("0.050", "0.05"), ("100", "100"), ("1E-7", "0.0000001"), ("-0.0", "0")]
)
def test_the_formatter_writes_plain_figures(value: str, text: str) -> None:
    assert number_text(Decimal(value)) == text


def test_ties_round_up() -> None:
    assert half_up(Fraction(5, 2)) == 3
    assert half_up(Fraction("2.25"), Fraction(1, 10)) == Fraction("2.3")
    assert rounded(Fraction("0.0005"), 3) == Decimal("0.001")
    assert fraction_text(Fraction(2, 3), 4) == "0.6667"
    assert fraction_text(Fraction(3), 4) == "3"
