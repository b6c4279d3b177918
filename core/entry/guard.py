"""The entry guard: a dose far from what runs or is advised is asked about before it counts.

Absolute limits cannot catch a lost zero, because 0.08 and 0.8 are both possible doses; the
distance from the current dose can.
"""

import re
from decimal import Decimal
from fractions import Fraction

from core.entry.codes import Confirm, Doubt
from core.entry.profile import DoseLimits
from core.entry.verdict import Doubts, doubt
from core.frozen import dataclass
from core.quantity.measures import Dose, Kilogram
from core.quantity.text import number_text

_SHIFT_LOW, _SHIFT_HIGH = Fraction(8), Fraction(12)
_FAR = 2
_READABLE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class DoseContext:
    """What a dose is judged against; all doses in one unit.

    `step` is the protocol's largest step where the dose stands. `stopping` is set by the stop
    workflow, the only place where 0 is a dose; `stop_from` is the highest planned stop. `agent`
    is a generic name: the site may have limits of its own for it.
    """

    current: Dose | None = None
    advised: Dose | None = None
    step: Dose | None = None
    weight: Kilogram | None = None
    stopping: bool = False
    stop_from: Dose | None = None
    agent: str = "norepinephrine"

    @property
    def running(self) -> Dose | None:
        """The current dose where one runs."""
        return self.current if self.current is not None and self.current.value > 0 else None


def guard_doubts(dose: Dose, context: DoseContext, limits: DoseLimits) -> Doubts:
    """The doubts about a dose that the pump is said to run; none for the advised or current one."""
    if dose in {context.advised, context.current}:
        return ()
    asked = _distance_doubts(dose, context, limits)
    for reference in (context.running, context.advised):
        if reference is not None and is_digit_shift(dose.value, reference.value):
            return asked + doubt(Doubt.DIGIT_SHIFT, Confirm.RETYPE, seen=dose, reference=reference)
    return asked


def is_digit_shift(value: Decimal, reference: Decimal) -> bool:
    """Whether the value is the reference with a point moved, a digit lost, doubled or swapped.

    Eight to twelve times either way always counts; other slips count from a factor of two.
    """
    if value <= 0 or reference <= 0:
        return False
    ratio = Fraction(value) / Fraction(reference)
    factor = max(ratio, 1 / ratio)
    if _SHIFT_LOW <= factor <= _SHIFT_HIGH:
        return True
    if factor < _FAR:
        return False
    return _digits(value) == _digits(reference) or value in _slips(number_text(reference))


def _distance_doubts(dose: Dose, context: DoseContext, limits: DoseLimits) -> Doubts:
    reference = context.running or context.advised
    if reference is None:
        return ()
    change = abs(dose.value - reference.value)
    asked: Doubts = ()
    if context.step is not None and change > context.step.value:
        asked += doubt(
            Doubt.OVER_STEP, Confirm.RETYPE, seen=dose, reference=reference, step=context.step
        )
    share = limits.change.value * reference.value / 100
    if change > limits.change_by.value and change > share:
        asked += doubt(
            Doubt.LARGE_CHANGE,
            Confirm.RETYPE,
            seen=dose,
            reference=reference,
            share=limits.change,
            by=limits.change_by,
        )
    return asked


def _digits(value: Decimal) -> tuple[int, ...]:
    """The figures without the point and without zeros at either end."""
    return value.normalize().as_tuple().digits


def _slips(text: str) -> set[Decimal]:
    """The numbers that a lost, doubled or swapped key makes of a number."""
    made = set()
    for place, key in enumerate(text):
        before, after = text[:place], text[place + 1 :]
        made.add(before + after)
        made.add(before + key + text[place:])
        made.add(before + after[:1] + key + after[1:])
    return {Decimal(slip) for slip in made if _READABLE.fullmatch(slip)}
