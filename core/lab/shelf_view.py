"""The scenarios at hand as the chooser shows them, and the ways in which staff may play."""

from dataclasses import dataclass

from core.lab.read import ScenarioError
from core.lab.scenario import Scenario
from core.lab.shelf import read_scenario, shipped_scenarios
from core.lab.staff_profile import profile_of, profiles
from core.quantity.measures import duration_text
from core.view.wording import Words

_PARTS = ("situation", "roles", "simulated", "not_simulated", "safety", "scope")


@dataclass(frozen=True, slots=True)
class PrebriefPart:
    """A part of what is said before: its heading and its text."""

    head: str
    text: str


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario: what it is called, how long it may run, what it teaches, what is said before.

    `trouble` says why it cannot be played; empty for one that can.
    """

    id: str
    title: str
    length: str
    protocol: str
    objectives: tuple[str, ...]
    prebrief: tuple[PrebriefPart, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A way in which simulated staff works."""

    id: str
    title: str


def scenario_views(words: Words) -> tuple[ScenarioView, ...]:
    """Every shipped scenario; the first hour comes first, the rest by name."""
    names = sorted(shipped_scenarios(), key=lambda name: (name != "first-hour", name))
    return tuple(_view(name, words) for name in names)


def scenario_view(scenario: Scenario, words: Words) -> ScenarioView:
    """One scenario in words."""
    said = scenario.prebrief
    return ScenarioView(
        id=scenario.id,
        title=scenario.title,
        length=words.say("lab.chooser.length", {"longest": duration_text(scenario.longest)}),
        protocol=scenario.protocol,
        objectives=tuple(objective.text for objective in scenario.objectives),
        prebrief=tuple(
            PrebriefPart(words.say(f"lab.prebrief.{part}"), " ".join(getattr(said, part).split()))
            for part in _PARTS
        ),
    )


def profile_views() -> tuple[ProfileView, ...]:
    """The shipped profiles, as they stand in their file."""
    return tuple(ProfileView(name, profile_of(name).title) for name in profiles())


def _view(name: str, words: Words) -> ScenarioView:
    try:
        return scenario_view(read_scenario(name), words)
    except (ScenarioError, ValueError) as error:
        return ScenarioView(name, name, "", "", (), (), trouble=str(error))
