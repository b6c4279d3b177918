"""A change between two versions: its group, whose advice it is about, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.model.terms import Agent


class Group(StrEnum):
    """What a change is about, the weightiest first."""

    ACTION = "action"
    DOSE = "dose"
    NOT_COMPARED = "not-compared"
    AGENTS = "agents"
    TARGETS = "targets"
    LIMITS = "limits"
    RECHECK = "recheck"
    CALLS = "calls"
    WORDING = "wording"


DOSE_RELEVANT = frozenset(Group) - {Group.CALLS, Group.WORDING}
"""Every group that can end in another dose or another time of one."""


@dataclass(frozen=True, slots=True)
class Example:
    """One moment at which the advice differs: the facts with their names, before and now.

    All texts are codes or quantities with their unit; `facts` are by the name of the fact.
    """

    band: str
    facts: Mapping[str, str]
    before: Mapping[str, str]
    now: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `size` ranks it within its group, in thousandths of the dosing unit."""

    group: Group
    code: str
    agent: Agent | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    example: Example | None = None
    size: int = 0
