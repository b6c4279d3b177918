"""What a calculation outside a case is judged by: the widest limits, and the entry sentences."""

import json
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

from core.entry.codes import EntryRefusal
from core.entry.profile import SiteProfile, profile_of
from core.entry.sentence import explained
from core.entry.verdict import Argument, Asked, Refused, Verdict
from core.quantity.grammar import Refusal

T = TypeVar("T")

# A text without a number in it is bad usage; a number in a form or size not taken is a refusal.
_UNREADABLE = frozenset(
    {Refusal.EMPTY, Refusal.TOO_LONG, Refusal.NOT_A_NUMBER, Refusal.STRAY, EntryRefusal.BAG_FORM}
)


class UsageError(Exception):
    """Bad usage or unreadable input; the text is one line that names what and where."""


class RefusedError(Exception):
    """A value that is not calculated with; the text is the reason."""

    def __init__(self, code: str, option: str, message: str, suggestion: str | None = None) -> None:
        super().__init__(f"{option}: {message}")
        self.code, self.option, self.message = code, option, message
        self.suggestion = suggestion

    def as_json(self) -> str:
        """One JSON object with the code, the option and the reason."""
        found = {"refused": self.code, "option": self.option, "message": self.message}
        if self.suggestion is not None:
            found["suggestion"] = self.suggestion
        return json.dumps(found)


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning beside an answer."""

    code: str
    message: str


def settled(verdict: Verdict[T], option: str) -> tuple[T, tuple[Warned, ...]]:
    """The value of a verdict; its questions become warnings, because nobody is there to answer.

    Raises:
        RefusedError: the verdict is a refusal.
        UsageError: the text holds no number at all.
    """
    if isinstance(verdict, Refused):
        message = explained(sentences()["refused"], verdict.code, verdict.args)
        if verdict.code in _UNREADABLE:
            raise UsageError(f"{option}: {message}")
        raise RefusedError(verdict.code, option, message, verdict.suggestion)
    if not isinstance(verdict, Asked):
        return verdict.value, ()
    asked = sentences()["asked"]
    return verdict.value, tuple(
        Warned(question.doubt, explained(asked, question.doubt, question.args))
        for question in verdict.questions
    )


def warned(code: str, **args: Argument) -> Warned:
    """A warning of the calculator's own."""
    return Warned(code, say(code, **args))


def say(code: str, **args: Argument) -> str:
    """A sentence of the calculator's own."""
    return explained(sentences()["calc"], code, tuple(args.items()))


@lru_cache(maxsize=1)
def sentences() -> dict[str, dict[str, str]]:
    """The sentences about entries, by section and code."""
    return tomllib.loads(files("resources").joinpath("texts", "entry.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def worldwide() -> SiteProfile:
    """The limits of no site in particular; the tightest ones belong to a case."""
    text = files("resources").joinpath("sites", "worldwide.toml").read_text("utf-8")
    return profile_of(tomllib.loads(text))
