"""What the debrief's window and print show. Frozen; every number is written already.

Meaning never hangs on a colour: each verdict and each item has its word and a symbol of its own.
Seconds count from the opening of the case, for painting and for jumping to a place.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A name with its value: "Seed", "7"."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One opportunity. `verdict` is its code ("wrong_size"), `rule` the rule it rests on.

    `held`: the agent was held beside the titrated one, and is totalled apart. `answers` are what
    was said to the advice, with the reason, oldest first.
    """

    second: int
    reading: int
    at: str
    map: str
    agent: str
    advised: str
    given: str
    verdict: str
    symbol: str
    word: str
    rule: str
    sentence: str
    answers: tuple[str, ...]
    held: bool


@dataclass(frozen=True, slots=True)
class TallyRow:
    """How often a verdict came, and its share of what needed something.

    `needed` leaves "not indicated" out, `all` has it in; both are empty where it has no share.
    """

    verdict: str
    symbol: str
    word: str
    count: str
    needed: str
    all: str


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One item. `state` is its code ("done", "late", "missed", "not_asked", "open").

    `second` is when it was done, or when it broke; None where it is about no moment.
    """

    id: str
    objective: str
    text: str
    state: str
    symbol: str
    word: str
    detail: str
    points: str
    second: int | None


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """The score of one objective: "5 of 8", and how many of its items are open."""

    id: str
    text: str
    score: str
    open: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """A line of a list: when, what, and what came of it."""

    second: int
    at: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class MapLine:
    """The true MAP of one course, mmHg: "given", "protocol" or "no_change".

    `points` are (second, mmHg) on the minute; None where nothing is known.
    """

    code: str
    name: str
    points: tuple[tuple[int, float | None], ...]


@dataclass(frozen=True, slots=True)
class DoseLine:
    """What reached the vein of one agent in one course, in `unit`, on the minute."""

    code: str
    name: str
    agent: str
    unit: str
    points: tuple[tuple[int, float | None], ...]


@dataclass(frozen=True, slots=True)
class BandStep:
    """From this second on the target band went from `low` to `high`, mmHg."""

    second: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One figure side by side: what was given, and each counterfactual with its difference."""

    name: str
    given: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverlayView:
    """The courses over each other: for painting, and as a table.

    They are one until `moment`; `moment` None: no other course was asked for. `columns` name the
    counterfactuals as in the `others` of `differences`. `spoken` says in sentences what the
    picture shows; verdicts are painted at the seconds of their rows.
    """

    opened_at: float
    until: int
    moment: int | None
    moment_text: str
    maps: tuple[MapLine, ...]
    doses: tuple[DoseLine, ...]
    band: tuple[BandStep, ...]
    columns: tuple[str, ...]
    differences: tuple[DifferenceRow, ...]
    spoken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DebriefView:
    """The whole debrief. `head` is what run this was; `scope` is the line on every page."""

    title: str
    scope: str
    head: tuple[Named, ...]
    score: str
    summary: str
    verdicts: tuple[VerdictRow, ...]
    tallies: tuple[TallyRow, ...]
    held_tallies: tuple[TallyRow, ...]
    uncounted: tuple[str, ...]
    checklist: tuple[ChecklistRow, ...]
    objectives: tuple[ObjectiveRow, ...]
    outcomes: tuple[Named, ...]
    answers: tuple[EventRow, ...]
    slips: tuple[EventRow, ...]
    prompts: tuple[EventRow, ...]
    notes: tuple[EventRow, ...]
    questions: tuple[str, ...]
    overlay: OverlayView
