"""The one formatter of numbers: leading zero, no trailing zero, no exponent, no grouping."""

from decimal import Decimal
from fractions import Fraction
from math import floor

HALF = Fraction(1, 2)


def number_text(value: Decimal) -> str:
    """Write a finite number in house form: 0.05 not .05, 7 not 7.0, 1000 not 1E+3.

    A trailing zero is read ten times too large when the point is missed, so none is written.
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def half_up(value: Fraction, step: Fraction = Fraction(1)) -> Fraction:
    """Round to the nearest multiple of `step`, a tie away from zero upwards (2.5 becomes 3).

    Published drip tables round ties up; the language's own round() goes to even instead.
    """
    return floor(value / step + HALF) * step


def rounded(value: Fraction, places: int) -> Decimal:
    """The value to `places` decimals, half up, as an exact decimal."""
    scaled = half_up(value * 10**places)
    return Decimal(scaled.numerator).scaleb(-places)


def fraction_text(value: Fraction, places: int) -> str:
    """Write an exact ratio to at most `places` decimals, half up, in house form."""
    return number_text(rounded(value, places))
