"""Counts over a replay: what was read, advised, prompted, and how often each gate closed."""

from collections import Counter
from dataclasses import dataclass, field

from core.chart.replay import Played
from core.chart.rows import Chart
from core.model.events import EntryRefused, Prompted
from core.model.terms import Agent
from core.rules.advice import is_dosed

ELIGIBLE = frozenset({"wean-eligible", "stop-eligible"})


@dataclass(slots=True)
class Tally:
    """The counts so far. A reading counts once for each source that gave it."""

    readings: int = 0
    on_drug: int = 0
    dosed: int = 0
    dosed_on_others: int = 0
    wean_prompts: int = 0
    gates: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)

    def add_chart(self, chart: Chart) -> None:
        """Count the rows in that the reader set aside."""
        self.set_aside.update(row.code for row in chart.quarantined)

    def add(self, played: Played) -> None:
        """Count one reading in."""
        self.readings += 1
        on_drug = Agent.NOREPINEPHRINE in played.given
        self.on_drug += on_drug
        advised = played.advised
        if advised is not None and is_dosed(advised.action):
            on_others = advised.agent is not Agent.NOREPINEPHRINE
            self.dosed_on_others += on_others
            self.dosed += on_drug and not on_others
        self.wean_prompts += sum(_begins_episode(prompt) for prompt in played.prompts)
        if played.withheld is not None:
            self.gates[str(played.withheld.gate)] += 1

    def add_refused(self, refused: list[EntryRefused]) -> None:
        """Count in what the session would not take."""
        self.refused.update(event.reason.code for event in refused)

    def text(self) -> str:
        """The counts in one line."""
        return (
            f"readings {self.readings}, on norepinephrine {self.on_drug}; "
            f"dosed advices on norepinephrine {self.dosed}, on others {self.dosed_on_others}, "
            f"wean prompts {self.wean_prompts}; "
            f"gates closed: {_counted(self.gates)}; "
            f"entries refused: {_counted(self.refused)}; "
            f"rows set aside: {_counted(self.set_aside)}"
        )


def _begins_episode(prompt: Prompted) -> bool:
    """The first prompt of an episode of eligibility: one per last change."""
    return prompt.code in ELIGIBLE and prompt.key.endswith(":0")


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {times}" for name, times in sorted(counts.items())) or "none"
