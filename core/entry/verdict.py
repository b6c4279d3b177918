"""The four verdicts on a typed text. Each value comes with its canonical text."""

from datetime import timedelta
from typing import Generic, TypeVar

from core.entry.codes import AnyRefusal, Confirm, Doubt
from core.frozen import dataclass
from core.quantity.characters import trimmed
from core.quantity.measures import Dose, Measure, Mmhg

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Argument = str | int | Measure | Dose | timedelta
Arguments = tuple[tuple[str, Argument], ...]


@dataclass(frozen=True, slots=True)
class Accepted(Generic[T_co]):
    """The value as typed; `text` is what was typed."""

    value: T_co
    text: str


@dataclass(frozen=True, slots=True)
class Normalised(Generic[T_co]):
    """The same value, shown in its canonical form without a question."""

    value: T_co
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One doubt about an entry, with what its sentence names."""

    doubt: Doubt
    args: Arguments = ()


@dataclass(frozen=True, slots=True)
class Asked(Generic[T_co]):
    """A value that waits until `confirm` is given; `options` are the readings to choose from."""

    value: T_co
    text: str
    questions: tuple[Question, ...]
    confirm: Confirm
    options: tuple[tuple[T_co, str], ...] = ()

    def settled_by(self, retyped: str) -> bool:
        """Whether a second typing says the same; what settles `Confirm.RETYPE`."""
        return trimmed(retyped) == self.text


@dataclass(frozen=True, slots=True)
class Refused:
    """No value exists. A suggestion is a text the person may pick, never used by itself.

    `as_artefact` is the pressure that may still be recorded, marked, as an artefact.
    """

    code: AnyRefusal
    args: Arguments = ()
    suggestion: str | None = None
    as_artefact: Mmhg | None = None


Doubts = tuple[tuple[Question, Confirm], ...]
Verdict = Accepted[T_co] | Normalised[T_co] | Asked[T_co] | Refused


def judged(value: T, text: str, typed: str, asked: Doubts = ()) -> Verdict[T]:
    """The verdict for a readable value: asked when there are doubts, else accepted as typed.

    The heaviest of the confirmations settles all the questions together.
    """
    if asked:
        heaviest = max((confirm for _, confirm in asked), key=tuple(Confirm).index)
        return Asked(value, text, tuple(question for question, _ in asked), heaviest)
    if typed == text:
        return Accepted(value, text)
    return Normalised(value, text)


def doubt(code: Doubt, confirm: Confirm = Confirm.CONFIRM, **args: Argument) -> Doubts:
    """One doubt, ready to be added to others."""
    return ((Question(code, tuple(args.items())), confirm),)


def refused(code: AnyRefusal, suggestion: str | None = None, **args: Argument) -> Refused:
    """A refusal with named arguments."""
    return Refused(code, tuple(args.items()), suggestion)
