"""What stands over the advice for a while: another concentration, a step that has not arrived.

These explain a reading; no rule looks at them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from core.frozen import dataclass
from core.model.state import State
from core.model.terms import Agent
from core.quantity.text import number_text
from core.view.aids import Aids
from core.view.arrival import lag
from core.view.wording import Words


@dataclass(frozen=True, slots=True)
class Mixed:
    """A bag of another concentration was hung at `at`: from `old` to `new`, as text with unit."""

    at: datetime
    old: str
    new: str


def notices(
    state: State, mixed: dict[Agent, Mixed], words: Words, aids: Aids, now: datetime
) -> tuple[str, ...]:
    """The sentences that stand now; none once the case has ended."""
    if state.ended is not None:
        return ()
    return (*_mixed(state, mixed, words, now), *_under_way(state, words, aids, now))


def _mixed(state: State, mixed: dict[Agent, Mixed], words: Words, now: datetime) -> Iterator[str]:
    """Until the first reading that counts has followed the new bag."""
    for agent, change in mixed.items():
        given, read_at = state.given.get(agent), _read_at(state)
        if given is None or given.dose.value == 0 or (read_at is not None and read_at > change.at):
            continue
        args = {
            "agent": words.say(f"agent.{agent}"),
            "old": change.old,
            "new": change.new,
            "at": words.when(change.at, now),
        }
        yield words.say("view.concentration-changed", args)


def _under_way(state: State, words: Words, aids: Aids, now: datetime) -> Iterator[str]:
    """The latest reading came before the latest step of an agent could have reached the patient."""
    read_at = _read_at(state)
    if aids.dead_volume is None or read_at is None:
        return
    for agent, given in state.given.items():
        if given.rate is None or given.rate.value == 0 or given.since == _begun(state, agent):
            continue
        wait = lag(aids.dead_volume, given.rate)
        if wait is None or not given.since <= read_at < given.since + wait:
            continue
        minutes = -(-int(wait.total_seconds()) // 60)
        args = {
            "agent": words.say(f"agent.{agent}"),
            "since": words.when(given.since, now),
            "read": words.when(read_at, now),
            "minutes": str(minutes),
            "volume": f"{number_text(aids.dead_volume.value)} mL",
            "rate": str(given.rate),
        }
        yield words.say("view.step-under-way", args)


def _begun(state: State, agent: Agent) -> datetime | None:
    """When a case took over an infusion that was found running: no step of anybody here."""
    first = next((report for report in state.reports if report.agent is agent), None)
    return None if first is None else first.at


def _read_at(state: State) -> datetime | None:
    """When the latest reading that counts was taken."""
    deciding = state.history.deciding
    return None if deciding is None else datetime.fromtimestamp(deciding.at, tz=UTC)
