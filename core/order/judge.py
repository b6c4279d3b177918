"""The check-list: everything that an order leaves open, mixes up, or cannot mean."""

from collections.abc import Callable, Iterable

from core.order.elements import missing, of_amounts, of_drug, of_relations
from core.order.finding import OrderFinding
from core.order.order import Order
from core.order.sayings import (
    hepatorenal_dosing,
    impossible_preconditions,
    restricted_agents,
    vague_words,
)

_CHECKS: tuple[Callable[[Order], Iterable[OrderFinding]], ...] = (
    missing,
    of_drug,
    of_amounts,
    of_relations,
    hepatorenal_dosing,
    impossible_preconditions,
    restricted_agents,
    vague_words,
)


def judge(order: Order) -> tuple[OrderFinding, ...]:
    """Every finding about an order, each once, what is missing first; none is a clean order."""
    return tuple(dict.fromkeys(one for check in _CHECKS for one in check(order)))
