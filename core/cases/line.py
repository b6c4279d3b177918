"""One line of the home list, and what becomes of it while a case is closed.

A closed case changes by time alone, so what home will say of it is known when it is closed: a
line for each moment at which something falls due. Those lines are kept, and later only compared
with the clock.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from core.frozen import dataclass
from core.model.terms import Mode, Urgency


@dataclass(frozen=True, slots=True)
class PromptLine:
    """An open prompt: its sentence, how urgent it is, and when it fell due."""

    text: str
    urgency: Urgency
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What home says of one case. `broken` is the sentence of a file that cannot be read.

    `dose` is norepinephrine's; `others` is how many further agents run beside it.
    """

    id: str
    label: str
    mode: Mode | None = None
    state: str = ""
    map: str = ""
    map_at: datetime | None = None
    dose: str = ""
    others: int = 0
    next_due_at: datetime | None = None
    overdue: bool = False
    prompts: tuple[PromptLine, ...] = ()
    ended: bool = False
    open: bool = False
    broken: str = ""

    @property
    def calls(self) -> bool:
        """Whether a prompt is there that cannot wait."""
        return any(prompt.urgency is Urgency.NOW for prompt in self.prompts)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The lines of a closed case, each with the moment from which on it holds; oldest first."""

    lines: tuple[tuple[datetime, CaseLine], ...]

    def at(self, now: datetime) -> CaseLine:
        """The line at a moment; the first where the clock was set back behind it."""
        past = [line for begins, line in self.lines if begins <= now]
        return past[-1] if past else self.lines[0][1]

    def next_change(self, after: datetime) -> datetime | None:
        """When the next line begins."""
        return min((begins for begins, _ in self.lines if begins > after), default=None)


_NEVER = datetime.max.replace(tzinfo=UTC)


def sorted_lines(lines: Iterable[CaseLine]) -> tuple[CaseLine, ...]:
    """Calls first, then the longest overdue; then by what is due next; ended ones last."""
    return tuple(sorted(lines, key=_rank))


def _rank(line: CaseLine) -> tuple[int, datetime, str, str]:
    """A call that cannot wait stands above any reading that is merely late."""
    if line.ended or line.broken:
        group = 4 if line.ended else 3
    elif line.calls:
        group = 0
    else:
        group = 1 if line.overdue else 2
    return group, line.next_due_at or _NEVER, line.label.casefold(), line.id
