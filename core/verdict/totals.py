"""Verdicts counted: with and without the readings at which nothing was to be done.

Unknown is left out of every share and counted beside it, by its rules. Agents that were held
beside the titrated one are counted apart.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.model.terms import Action, Agent
from core.verdict.opportunities import Opened
from core.verdict.opportunity import STEPS, Judged, Verdict

NEEDED = (
    Verdict.RIGHT,
    Verdict.WRONG_SIZE,
    Verdict.WRONG_DIRECTION,
    Verdict.LATE,
    Verdict.NOT_DONE,
)
"""The verdicts on what needed something, or was changed although nothing was to be."""

Weighed = tuple[Opened, Judged]


@dataclass(frozen=True, slots=True)
class Arellano:
    """The four classes of the published study of bedside titration.

    `not_done` holds the late ones, `late` tells them apart.
    """

    right: int
    wrong: int
    not_done: int
    late: int
    no_change_needed: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How many opportunities came to which verdict.

    unknown: how often each rule left a verdict open.
    unasked: wrong verdicts where no step was advised, by the action that was.
    """

    counts: dict[Verdict, int]
    unknown: dict[str, int]
    unasked: dict[Action, int]

    @property
    def needed(self) -> int:
        """Opportunities that needed something."""
        return sum(self.counts[verdict] for verdict in NEEDED)

    def share(self, verdict: Verdict) -> Fraction | None:
        """The share of one of the needed verdicts without "not indicated"; None of nothing.

        Raises:
            ValueError: not indicated and unknown have no share.
        """
        if verdict not in NEEDED:
            raise ValueError(f"{verdict} has no share among what needed something")
        return _share(self.counts[verdict], self.needed)

    @property
    def right_with_not_indicated(self) -> Fraction | None:
        """Right and not indicated together, as a share of these and all that needed something."""
        kept = self.counts[Verdict.NOT_INDICATED]
        return _share(self.counts[Verdict.RIGHT] + kept, self.needed + kept)

    @property
    def arellano(self) -> Arellano:
        """The same in the classes of the study."""
        late = self.counts[Verdict.LATE]
        return Arellano(
            right=self.counts[Verdict.RIGHT],
            wrong=self.counts[Verdict.WRONG_SIZE] + self.counts[Verdict.WRONG_DIRECTION],
            not_done=self.counts[Verdict.NOT_DONE] + late,
            late=late,
            no_change_needed=self.counts[Verdict.NOT_INDICATED],
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals of the titrated agents, of each of them, and of those held beside them."""

    titrated: Totals
    by_agent: dict[Agent, Totals]
    held: Totals


def summary(weighed: Iterable[Weighed]) -> Summary:
    """The totals of judged opportunities, of one case or of many."""
    given = tuple(weighed)
    titrated = [item for item in given if not item[0].held]
    agents = {opened.opportunity.agent for opened, _ in titrated}
    return Summary(
        titrated=totals(titrated),
        by_agent={agent: totals(_of(titrated, agent)) for agent in Agent if agent in agents},
        held=totals([item for item in given if item[0].held]),
    )


def totals(weighed: Sequence[Weighed]) -> Totals:
    """The counts of judged opportunities, whichever they are."""
    counted = Counter(judged.verdict for _, judged in weighed)
    left_open = (judged.rule for _, judged in weighed if judged.verdict is Verdict.UNKNOWN)
    return Totals(
        counts={verdict: counted[verdict] for verdict in Verdict},
        unknown=dict(Counter(left_open)),
        unasked=_unasked(weighed),
    )


def _unasked(weighed: Sequence[Weighed]) -> dict[Action, int]:
    wrong = {Verdict.WRONG_SIZE, Verdict.WRONG_DIRECTION}
    advised = (opened.opportunity.action for opened, judged in weighed if judged.verdict in wrong)
    return dict(Counter(action for action in advised if action is not None and action not in STEPS))


def _of(weighed: Iterable[Weighed], agent: Agent) -> list[Weighed]:
    return [item for item in weighed if item[0].opportunity.agent is agent]


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
