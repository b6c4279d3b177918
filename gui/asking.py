"""A question about what was typed: what was put, and what may answer it. No window in it."""

from dataclasses import dataclass

from core.entry.codes import Confirm, Doubt
from core.entry.verdict import Asked

BY_ENTER = frozenset({Confirm.CONFIRM, Confirm.CONFIRM_OR_ARTEFACT})
"""What a second Enter on the same text confirms."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A value that stands: accepted, or its question answered. None where nothing was needed."""

    value: object
    artefact: bool = False
    doubts: frozenset[Doubt] = frozenset()


@dataclass(slots=True)
class Asking:
    """The question that is put about a text, and the answer once there is one.

    An answer holds for exactly the text it was given to, and for no other doubts than were put.
    """

    question: Asked[object] | None = None
    sentence: str = ""
    _text: str = ""
    _retyped: bool = False
    _answer: tuple[str, Settled] | None = None

    def put(self, text: str, verdict: Asked[object], sentence: str) -> None:
        """Ask about a text."""
        self.question, self.sentence, self._text = verdict, sentence, text
        self._retyped, self._answer = False, None

    def forget(self) -> None:
        """Nothing is asked."""
        self.question, self.sentence, self._text = None, "", ""
        self._retyped, self._answer = False, None

    def follow(self, text: str) -> bool:
        """Whether the question still stands after an edit: only one that wants a second typing.

        Typed anew means that the first text was gone in between, not mended at its end.
        """
        if self.question is None or self.question.confirm is not Confirm.RETYPE:
            return False
        self._retyped = self._retyped or len(text.strip()) <= 1
        return True

    def answer(self, text: str, *, artefact: bool = False, value: object = None) -> None:
        """Answer the question: by a reason, an option, or as an artefact."""
        if self.question is not None:
            chosen = self.question.value if value is None else value
            self._answer = (text, Settled(chosen, artefact, doubts_of(self.question)))

    def keep(self, text: str, value: object) -> None:
        """Record what cannot be a value as an artefact, because that was picked."""
        self._answer = (text, Settled(value, artefact=True))

    def answer_to(self, text: str) -> Settled | None:
        """The answer given to the question about this very text."""
        return self._answer[1] if self._answer is not None and self._answer[0] == text else None

    def settled(self, text: str, verdict: Asked[object]) -> Settled | None:
        """What stands: the answer given before, or the confirmation that this Enter is."""
        doubts = doubts_of(verdict)
        answered = self.answer_to(text)
        if answered is not None and doubts <= answered.doubts:
            return answered
        if self._confirms(text, verdict):
            self._answer = (text, Settled(verdict.value, doubts=doubts))
            return self._answer[1]
        return None

    def _confirms(self, text: str, verdict: Asked[object]) -> bool:
        if self.question is None or not doubts_of(verdict) <= doubts_of(self.question):
            return False
        if verdict.confirm is Confirm.RETYPE:
            return self._retyped and self.question.settled_by(text)
        return self._text == text and (verdict.confirm in BY_ENTER or wants_no_option(verdict))


def doubts_of(verdict: Asked[object]) -> frozenset[Doubt]:
    """The doubts of a verdict."""
    return frozenset(question.doubt for question in verdict.questions)


def wants_no_option(verdict: Asked[object]) -> bool:
    """Whether a choice has nothing to pick from, so that Enter keeps what was typed."""
    return verdict.confirm is Confirm.CHOOSE and not verdict.options
