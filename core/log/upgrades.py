"""Entries written by older versions, brought to the present shape as they are read.

A step takes the body of one kind at one version and gives the body of the next version. It is
pure: it imports no model, reads nothing, asks nothing, and leaves its input as it was. Rows on
disk are never rewritten. Each step keeps a frozen sample of what it reads and what it makes in
`tests/data/formats`, and a test demands them.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Body = dict[str, Any]
Step = Callable[[Body], Body]
Steps = Mapping[tuple[str, int], Step]

UPGRADES: Steps = MappingProxyType({})
"""From (kind, version) to the step that makes the next version of it."""


def present_version(kind: str, steps: Steps = UPGRADES) -> int:
    """The version this program writes for a kind: one more than the last it has a step from."""
    version = 1
    while (kind, version) in steps:
        version += 1
    return version


def upgrade(kind: str, version: int, body: Body, steps: Steps = UPGRADES) -> Body:
    """The body in its present version."""
    while (kind, version) in steps:
        body = steps[kind, version](body)
        version += 1
    return body
