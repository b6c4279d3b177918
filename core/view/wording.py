"""Codes into sentences, instants into local clock times. The sentences live in resources/texts."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from string import Formatter
from typing import TYPE_CHECKING

from core.frozen import dataclass

if TYPE_CHECKING:  # home is painted before the facts of a case are loaded
    from core.model.events import Reason

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
_MAIN = "norepinephrine"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MissingTextError(KeyError):
    """A code without a sentence: a fault of ours, found by the tests."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language, by dotted code, and the zone that local times are written in."""

    texts: Mapping[str, str]
    zone: tzinfo

    def say(self, code: str, args: Mapping[str, str] | None = None) -> str:
        """The sentence of a code with its arguments put in.

        Raises:
            MissingTextError: no text has this code, or it wants an argument that is not there.
        """
        try:
            return self.texts[code].format_map(args or {})
        except KeyError as error:
            raise MissingTextError(f"{code}: {error}") from error

    def reason(self, reason: "Reason") -> str:
        """The sentence of a reason of the rules, or of a verdict on what was typed.

        A case may hold a reason of another version of the program: its code is then shown.
        """
        for group in ("reason", "refused"):
            if self._can_say(f"{group}.{reason.code}", reason.args):
                return self.say(f"{group}.{reason.code}", reason.args)
        return reason.code

    def prompt(self, code: str, args: Mapping[str, str], now: datetime) -> str:
        """The sentence of a prompt; instants in its arguments as local times.

        A local protocol may name calls of its own: those are shown by their id.
        """
        written = {name: self.instant(text, now) for name, text in args.items()}
        agent = written.get("agent", _MAIN)
        if agent != _MAIN and f"prompt-of.{code}" in self.texts:
            return self.say(f"prompt-of.{code}", {**written, "name": self.say(f"agent.{agent}")})
        if self._can_say(f"prompt.{code}", written):
            return self.say(f"prompt.{code}", written)
        return self.say("prompt.of-protocol", {"id": code})

    def _can_say(self, code: str, args: Mapping[str, str]) -> bool:
        wanted = {name for _, name, _, _ in Formatter().parse(self.texts.get(code, "")) if name}
        return code in self.texts and wanted <= args.keys()

    def clock(self, at: datetime) -> str:
        """The local time of an instant, 24-hour: "14:05"."""
        local = at.astimezone(self.zone)
        return f"{local.hour:02}:{local.minute:02}"

    def day_and_clock(self, at: datetime) -> str:
        """Date and local time, "21-Nov-2026 14:05", whatever language the machine speaks."""
        local = at.astimezone(self.zone)
        day = f"{local.day:02}-{_MONTHS[local.month - 1]}-{local.year:04}"
        return f"{day} {local.hour:02}:{local.minute:02}"

    def when(self, at: datetime, now: datetime) -> str:
        """Only the time on the same local day, with the date otherwise."""
        same = at.astimezone(self.zone).date() == now.astimezone(self.zone).date()
        return self.clock(at) if same else self.day_and_clock(at)

    def instant(self, text: str, now: datetime) -> str:
        """An argument for a sentence: an ISO instant as local time, other text as it is."""
        return self.when(datetime.fromisoformat(text), now) if _INSTANT.fullmatch(text) else text

    @staticmethod
    def countdown(until: datetime, now: datetime) -> str:
        """Time left as "04:12" or "1:04:12"; "+" in front once it is over."""
        left = until - now
        over = left < timedelta(0)
        total = int(abs(left).total_seconds())
        hours, minutes, seconds = total // 3600, total % 3600 // 60, total % 60
        text = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
        return f"+{text}" if over else text
