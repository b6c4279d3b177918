"""A finding of the linter of scenarios."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.view.wording import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a scenario: its code, the place in the file, what fills the sentence."""

    code: str
    place: str
    args: Mapping[str, str] = field(default_factory=dict)


def sentence(finding: Finding, words: Words) -> str:
    """The finding in words, its place first."""
    return f"{finding.place}: {words.say(f'lab.finding.{finding.code}', finding.args)}"
