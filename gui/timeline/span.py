"""The stretch of time that the timeline shows, and how it moves."""

from dataclasses import dataclass, replace

HOUR = 3600.0
WINDOWS = (1, 4, 8, 24, 72)
"""The fixed windows, hours."""
SHORTEST, LONGEST = 0.25 * HOUR, 168 * HOUR
AHEAD = 0.04
"""The part of the window right of now, so that the newest point does not touch the edge."""
_MARGIN = 0.1
"""The part of the window left empty before the start of the case, or beyond what is sought."""


@dataclass(frozen=True, slots=True)
class Span:
    """A window of `length` seconds that ends at `end`, epoch seconds UTC.

    While `following` the end moves with now; a span that was panned stays where it is.
    """

    end: float
    length: float = 4 * HOUR
    following: bool = True

    @property
    def start(self) -> float:
        """The left end, epoch seconds UTC."""
        return self.end - self.length

    def holds(self, t: float) -> bool:
        """Whether an instant is in sight."""
        return self.start <= t <= self.end

    def at_now(self, now: float) -> "Span":
        """The span back at now, of the same length."""
        return replace(self, end=now + AHEAD * self.length, following=True)

    def moved_on(self, now: float) -> "Span":
        """The span as time passes."""
        return self.at_now(now) if self.following else self

    def panned(self, seconds: float, first: float, now: float) -> "Span":
        """The span moved towards later by `seconds`, but never off the case.

        `first` is the start of the case. Panned up to now it follows again.
        """
        end = max(self.end + seconds, first + (1 - _MARGIN) * self.length)
        latest = now + AHEAD * self.length
        if end >= latest:
            return self.at_now(now)
        return replace(self, end=end, following=False)

    def resized(self, length: float, anchor: float, now: float) -> "Span":
        """The span with another length in which `anchor` keeps its place on the screen."""
        new = min(max(length, SHORTEST), LONGEST)
        if self.following:
            return replace(self, length=new).at_now(now)
        share = (self.end - anchor) / self.length
        moved = replace(self, end=anchor + share * new, length=new)
        return moved.panned(0.0, float("-inf"), now)

    def brought_into_sight(self, t: float, now: float) -> "Span":
        """The span moved as little as shows `t` a tenth of the window from the edge."""
        margin = _MARGIN * self.length
        if self.holds(t):
            return self
        end = t + margin if t > self.end else t - margin + self.length
        return replace(self, end=end, following=False).panned(0.0, float("-inf"), now)


def next_window(length: float, *, longer: bool) -> float:
    """The fixed window after this length, in seconds; the outermost one stays."""
    seconds = [hours * HOUR for hours in WINDOWS]
    if longer:
        return next((each for each in seconds if each > length), seconds[-1])
    return next((each for each in reversed(seconds) if each < length), seconds[0])
