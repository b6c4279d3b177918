"""Codes into sentences, instants into local clock times. The sentences live in resources/texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from core.model.events import Reason


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

    def reason(self, reason: Reason) -> str:
        """The sentence of a reason."""
        return self.say(f"reason.{reason.code}", reason.args)

    def clock(self, at: datetime) -> str:
        """The local time of an instant, 24-hour: "14:05"."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def day_and_clock(self, at: datetime) -> str:
        """Date and local time: "21-Nov-2026 14:05"."""
        return f"{at.astimezone(self.zone):%d-%b-%Y %H:%M}"

    def when(self, at: datetime, now: datetime) -> str:
        """Only the time on the same local day, with the date otherwise."""
        same = at.astimezone(self.zone).date() == now.astimezone(self.zone).date()
        return self.clock(at) if same else self.day_and_clock(at)

    def instant(self, text: str) -> str:
        """An argument for a sentence: an ISO instant as local clock time, other text as it is."""
        return self.clock(datetime.fromisoformat(text)) if "T" in text else text

    @staticmethod
    def countdown(until: datetime, now: datetime) -> str:
        """Time left as "04:12" or "1:04:12"; "+" in front once it is over."""
        left = until - now
        over = left < timedelta(0)
        total = int(abs(left).total_seconds())
        hours, minutes, seconds = total // 3600, total % 3600 // 60, total % 60
        text = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
        return f"+{text}" if over else text
