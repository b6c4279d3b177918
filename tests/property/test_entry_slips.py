"""H01: one slip of a finger on any dose from 0.01 to 1.00, and what of it passes unasked.

The dose that runs is at most one protocol step from the one that is meant. Measured anchor: an
absolute limit alone lets about one in twelve of the five-fold slips through.
"""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from core.entry.dose import read_dose
from core.entry.guard import DoseContext
from core.entry.profile import profile_of
from core.entry.verdict import Accepted, Normalised
from core.quantity.measures import Dose, DoseUnit

ROOT = Path(__file__).parents[2]
SITE = profile_of(tomllib.loads((ROOT / "resources" / "sites" / "us.toml").read_text("utf-8")))
# Beside each key on the number row and on the keypad.
NEIGHBOURS = {
    "0": "9-12.",
    "1": "2q40",
    "2": "13qw05",
    "3": "24we6.",
    "4": "35er17",
    "5": "46rt28",
    "6": "57ty39",
    "7": "68yu4",
    "8": "79ui5",
    "9": "80io6",
    ".": ",/l;03",
}
# The ordinary step and the rescue step of the default protocol.
STEPS = (Decimal("0.02"), Decimal("0.05"))
FAR = 5
SHARE = Fraction(15, 1000)


def slips(text: str) -> Iterator[str]:
    """Every text that one lost, bounced, swapped or neighbouring key makes of a text."""
    for place, key in enumerate(text):
        before, after = text[:place], text[place + 1 :]
        yield before + after
        yield before + key + key + after
        if after:
            yield before + after[0] + key + after[1:]
        for neighbour in NEIGHBOURS[key]:
            yield before + neighbour + after


def leniently(text: str) -> Fraction | None:
    """What a forgiving reader makes of it: grouping commas dropped, any Python number taken."""
    try:
        return Fraction(text.replace(",", ""))
    except (ValueError, ZeroDivisionError):
        return None


def far_slips() -> list[tuple[Decimal, str]]:
    """The slips that a forgiving reader would take for five times too much or too little."""
    found = []
    for hundredths in range(1, 101):
        meant = Decimal(hundredths) / 100
        for slip in sorted(set(slips(f"{meant:.2f}"))):
            read = leniently(slip)
            if read is None or read < 0:
                continue
            ratio = read / Fraction(meant)
            if ratio == 0 or ratio >= FAR or ratio * FAR <= 1:
                found.append((meant, slip))
    return found


def passes(typed: str, context: DoseContext) -> bool:
    verdict = read_dose(typed, DoseUnit.MCG_KG_MIN, context, SITE)
    return isinstance(verdict, Accepted | Normalised)


def dose(value: Decimal) -> Dose:
    return Dose(value, DoseUnit.MCG_KG_MIN)


def guarded(meant: Decimal, step: Decimal, direction: int) -> DoseContext:
    """The dose that runs lies a step below or above the one that is meant and advised, or on it."""
    running = max(meant + direction * step, Decimal("0.01"))
    return DoseContext(current=dose(running), advised=dose(meant), step=dose(step))


def test_there_are_enough_far_slips_to_judge_by() -> None:
    assert len(far_slips()) > 400


@pytest.mark.parametrize("direction", [-1, 0, 1])
@pytest.mark.parametrize("step", STEPS)
def test_h01_single_key_slips(step: Decimal, direction: int) -> None:
    far = far_slips()
    unasked = [slip for slip in far if passes(slip[1], guarded(slip[0], step, direction))]
    assert Fraction(len(unasked), len(far)) <= SHARE, unasked


def test_limits_alone_let_slips_through() -> None:
    """The guard is what stops them: without it the share is well above the bound."""
    far = far_slips()
    unasked = [typed for _, typed in far if passes(typed, DoseContext())]
    assert Fraction(len(unasked), len(far)) > SHARE


@pytest.mark.parametrize("hundredths", range(1, 101))
def test_the_advised_dose_is_never_asked_about(hundredths: int) -> None:
    advised = Decimal(hundredths) / 100
    for running in (Decimal("0.01"), advised, Decimal(1)):
        context = DoseContext(current=dose(running), advised=dose(advised), step=dose(STEPS[0]))
        assert passes(f"{advised.normalize():f}", context)
