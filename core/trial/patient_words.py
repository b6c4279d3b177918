"""What a case of a trial's patient is called, and the note in it that says where it comes from."""

from collections.abc import Iterator
from decimal import Decimal

from core.quantity.text import number_text
from core.trial.plan import Arm, Plan
from core.trial.robustness import AXES
from core.trial.usual_care import is_usual_care
from core.view.wording import Words

_IN_PERCENT = "missed_share"


def label_of(plan: Plan, arm: Arm, patient: int, words: Words) -> str:
    """The label of the case: the patient, usual care where it decides, and what is unusual."""
    label = words.say("trial.case.label", {"patient": str(patient)})
    about = (*((arm.name,) if is_usual_care(arm.text) else ()), *unusual(plan, words))
    return f"{label} / {', '.join(about)}" if about else label


def note_of(plan: Plan, arm: Arm, patient: int, words: Words) -> str:
    """Where the course comes from, and that it is nobody's."""
    about = ", ".join(unusual(plan, words)) or words.say("trial.case.as-usual")
    args = {"patient": str(patient), "seed": str(plan.seed), "arm": arm.name, "about": about}
    note = words.say("trial.case.note", args)
    return f"{note} {words.say('trial.case.beside')}" if is_usual_care(arm.text) else note


def unusual(plan: Plan, words: Words) -> tuple[str, ...]:
    """What the world around the protocol has that is not as in practice."""
    return tuple(_unusual(plan, words))


def _unusual(plan: Plan, words: Words) -> Iterator[str]:
    for axis in AXES:
        value = Decimal(str(getattr(plan, axis.field)))
        if value != Decimal(str(axis.usual)):
            shown = 100 * value if axis.field == _IN_PERCENT else value
            yield words.say(f"trial.case.{axis.field}", {"value": number_text(shown)})
