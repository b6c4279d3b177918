"""Joint limits of the facts: which pairs of cells hold a possible point, for each kind."""

import numpy as np
import pytest

from core.model.course import UNKNOWN
from core.proof.joint import JOINTS, Ends, Joint, Kind, allowed

Span = tuple[int, int]
NOWHERE = (UNKNOWN, UNKNOWN)

POSSIBLE: list[tuple[Kind, Span, Span, bool]] = [
    (Kind.AT_MOST, (0, 5), (5, 9), True),
    (Kind.AT_MOST, (6, 9), (0, 5), False),
    (Kind.AT_MOST, (6, 9), NOWHERE, True),
    (Kind.SAME, (0, 5), (5, 9), True),
    (Kind.SAME, (0, 4), (5, 9), False),
    (Kind.SAME, (0, 4), NOWHERE, False),
    (Kind.SAME, NOWHERE, (5, 9), True),
    (Kind.TOGETHER, (0, 4), (5, 9), True),
    (Kind.TOGETHER, (0, 4), NOWHERE, False),
    (Kind.TOGETHER, NOWHERE, (5, 9), False),
    (Kind.NEEDS, (0, 4), NOWHERE, False),
    (Kind.NEEDS, NOWHERE, (5, 9), True),
    (Kind.COUNTED, (0, 0), NOWHERE, True),
    (Kind.COUNTED, (1, 2), NOWHERE, False),
    (Kind.COUNTED, (1, 2), (5, 9), True),
    (Kind.COUNTED, (0, 0), (5, 9), False),
]


def ends(span: Span) -> Ends:
    first, last = span
    return Ends(np.array([first]), np.array([last]))


@pytest.mark.parametrize(("kind", "one", "other", "possible"), POSSIBLE)
def test_a_pair_of_cells_is_possible_as_its_kind_says(
    kind: Kind, one: Span, other: Span, *, possible: bool
) -> None:
    joint = next(item for item in JOINTS if item.kind is kind)
    asked = Joint("asked", kind, joint.one, joint.other)
    assert allowed(asked, ends(one), ends(other)).tolist() == [possible]


def test_each_kind_is_asked_here() -> None:
    assert {kind for kind, *_ in POSSIBLE} == set(Kind)
