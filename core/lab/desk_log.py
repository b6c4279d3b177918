"""What has happened, as the instructor reads it: script, case and interventions, newest first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.lab.act import Message, Note, OverrideVital
from core.lab.desk_words import act_text
from core.lab.monitor_view import moment
from core.lab.scenario import Scenario
from core.lab.truth import (
    Entry,
    Happened,
    Noted,
    Overridden,
    PassedOver,
    PumpKeyed,
    StageEntered,
    Told,
    WentBack,
)
from core.quantity.text import number_text
from core.view.rows import TimelineRow
from core.view.wording import Words

_TOLD_TWICE = (Message, Note, OverrideVital)
"""Acts that the hidden log has an entry of their own for."""
LONGEST = 80
"""So many lines at most; what is older stands in the debrief."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line: local time, what kind of thing it is in a word, and what happened."""

    second: int
    at: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Chronicled:
    """All that the log is made of; `rows` are the learner's case, oldest first."""

    scenario: Scenario
    opened_at: datetime
    entries: Iterable[Entry]
    fired: Mapping[str, tuple[timedelta, ...]]
    rows: Iterable[TimelineRow]


def log_lines(told: Chronicled, words: Words) -> tuple[LogLine, ...]:
    """The latest lines, newest first."""
    lines = [
        *_fired(told, words),
        *(line for entry in told.entries for line in _of_entry(told, entry, words)),
        *_case(told, words),
    ]
    lines.sort(key=lambda line: line.second)
    return tuple(reversed(lines[-LONGEST:]))


def _line(told: Chronicled, second: int, kind: str, text: str, words: Words) -> LogLine:
    at = words.clock(moment(told.opened_at, second))
    return LogLine(second, at, words.say(f"lab.log.{kind}"), text)


def _fired(told: Chronicled, words: Words) -> Iterator[LogLine]:
    texts = {happening.id: happening.text for happening in told.scenario.happenings}
    for name, times in told.fired.items():
        for at in times:
            yield _line(told, int(at.total_seconds()), "script", texts.get(name, name), words)


def _of_entry(told: Chronicled, entry: Entry, words: Words) -> Iterator[LogLine]:
    match entry:
        case Told(second, who, text):
            said = words.say("lab.log.said-by", {"who": words.say(f"lab.role.{who}"), "text": text})
            yield _line(told, second, "said", said, words)
        case Noted(second, text, by_script):
            yield _line(told, second, "hint" if by_script else "note", text, words)
        case Overridden(second, vital, value):
            args = {"vital": words.say(f"lab.vital.{vital}")}
            code = "let-go" if value is None else "override"
            args |= {} if value is None else {"value": number_text(value)}
            yield _line(told, second, "you", words.say(f"lab.act.{code}", args), words)
        case PassedOver(second, happening):
            texts = {each.id: each.text for each in told.scenario.happenings}
            said = words.say("lab.log.skipped", {"what": texts.get(happening, happening)})
            yield _line(told, second, "you", said, words)
        case _:
            yield from _of_more(told, entry, words)


def _of_more(
    told: Chronicled, entry: Happened | PumpKeyed | StageEntered | WentBack, words: Words
) -> Iterator[LogLine]:
    match entry:
        case Happened(second, act, None) if not isinstance(act, _TOLD_TWICE):
            yield _line(told, second, "you", act_text(act, words), words)
        case PumpKeyed(second, agent, rate, charted):
            args = {"agent": words.say(f"agent.{agent}"), "rate": str(rate)}
            same = charted is None or charted == rate
            code = "keyed" if same else "keyed-wrong"
            args |= {} if charted is None else {"charted": str(charted)}
            yield _line(told, second, "pump", words.say(f"lab.log.{code}", args), words)
        case StageEntered(second, name):
            stage = told.scenario.stage(name)
            yield _line(told, second, "stage", name if stage is None else stage.text, words)
        case WentBack(second, came_from):
            at = words.clock(moment(told.opened_at, came_from))
            yield _line(told, second, "you", words.say("lab.log.back", {"from": at}), words)
        case _:  # an act of the script stands under its happening
            return


def _case(told: Chronicled, words: Words) -> Iterator[LogLine]:
    """What the case says, in the words of its own table."""
    opened = told.opened_at.timestamp()
    for row in told.rows:
        parts = (row.what, row.value, row.unit, row.detail)
        text = " ".join(part for part in parts if part)
        yield _line(told, round(row.t - opened), "case", text, words)
