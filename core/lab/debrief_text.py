"""How the debrief writes figures: times of the course, minutes, shares, amounts of drug."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from core.lab.played import Played
from core.model.terms import Agent
from core.quantity.measures import duration_text
from core.quantity.text import fraction_text, number_text
from core.view.wording import Words

MINUTE = 60
_WHOLE, _TENTH = Decimal(1), Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Teller:
    """Writes what belongs to one course."""

    played: Played
    words: Words

    def say(self, code: str, **args: str) -> str:
        """A text with its arguments."""
        return self.words.say(code, args)

    def clock(self, since: timedelta) -> str:
        """A time since the opening as local time, with the date where the day is another one."""
        return self.words.when(self.played.instant(since), self.played.opened_at)

    def at(self, since: timedelta) -> str:
        """The same, with how long it was since the opening: "08:20 (+20min)"."""
        return self.say("debrief.since", at=self.clock(since), since=duration_text(since))

    def written(self, args: dict[str, str]) -> dict[str, str]:
        """Arguments with instants as `at` writes them."""
        return {name: self._instant(text) for name, text in args.items()}

    def _instant(self, text: str) -> str:
        now = self.played.opened_at
        if self.words.instant(text, now) == text:
            return text
        return self.at(self.played.since(datetime.fromisoformat(text)))

    def agent(self, agent: Agent) -> str:
        """The name of an agent."""
        return self.words.say(f"agent.{agent}")

    def minutes(self, seconds: int) -> str:
        """Minutes to a tenth."""
        return self.say("debrief.minutes", minutes=fraction_text(Fraction(seconds, MINUTE), 1))

    def part(self, seconds: int, whole: int) -> str:
        """Minutes, and their share of a whole."""
        share = fraction_text(Fraction(100 * seconds, whole), 0) if whole else "0"
        minutes = fraction_text(Fraction(seconds, MINUTE), 1)
        return self.say("debrief.part", minutes=minutes, share=share)

    def share(self, share: Fraction | None) -> str:
        """A share in whole percent; empty where there is none."""
        return (
            "" if share is None else self.say("debrief.share", share=fraction_text(share * 100, 0))
        )


def amount_text(agent: Agent, amount: float) -> str:
    """Drug that was given: whole mcg, units to a tenth."""
    is_units = agent is Agent.VASOPRESSIN
    exact = Decimal(repr(amount)).quantize(_TENTH if is_units else _WHOLE)
    return f"{number_text(exact)} {'units' if is_units else 'mcg'}"


def signed(text: str, *, more: bool) -> str:
    """A difference with its sign; none of nothing."""
    if text.startswith("0 "):
        return text
    return f"+{text}" if more else f"-{text}"
