"""The seven elements: is each one there, readable, in the drug's own unit, and do they fit?"""

import re
from collections.abc import Iterator
from decimal import Decimal

from core.model.terms import Agent
from core.order.amounts import Amount, amounts_in, seconds
from core.order.drugs import HIGHEST, agents_in, foreign_to, units_of
from core.order.finding import OrderFinding, finding
from core.order.order import ELEMENTS, FIXED, Order, written
from core.quantity.bag import ExpressedAs

_DOSES = ("start", "increment", "maximum")
_LEAST_SECONDS = 60
_DIGIT = re.compile(r"[0-9]")
_RATE_UNITS = ("mL/h", "ml/h", "mL/min", "drops/min", "gtt/min")
_UNSAFE_UNIT = re.compile(r"[\u00b5\u03bc]g.*|ug/.*|U/.*|IU/.*|mcgs?/kg/minute|cc/h")
# An end point is a measurement with a figure; "stable" is a judgement.
_MEASURE = re.compile(
    r"\b(?:MAP|mean (?:arterial )?pressure|SBP|DBP|systolic|diastolic|cardiac index)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(r"([0-9]+)(?: to | ?[\u2013-] ?)([0-9]+)")


def missing(order: Order) -> Iterator[OrderFinding]:
    """Elements that are not written, or written without any figure to act on."""
    fixed = order.increment.casefold().startswith(FIXED)
    for field in ELEMENTS:
        if fixed and field in {"increment", "interval"}:
            continue
        text = written(order, field)
        if not text or (field not in {"drug", "route"} and not _DIGIT.search(text)):
            yield finding(f"missing-{field}", field, seen=text or "-")
        elif field == "endpoint" and not _MEASURE.search(text):
            yield finding("missing-endpoint", field, seen=text)


def of_drug(order: Order) -> Iterator[OrderFinding]:
    """One known drug, and base or salt said where the drug is sold as both."""
    agents = agents_in(order.drug)
    if len(agents) > 1:
        yield finding("two-drugs", "drug", seen=order.drug)
    elif order.drug and not agents:
        yield finding("unknown-drug", "drug", seen=order.drug)
    if agents[:1] == (Agent.NOREPINEPHRINE,) and order.expressed_as not in set(ExpressedAs):
        yield finding("salt-not-said", "expressed_as", seen=order.expressed_as or "-")


def of_amounts(order: Order) -> Iterator[OrderFinding]:
    """Each dose and time by itself: readable, in a unit of this drug, low end first."""
    agents = agents_in(order.drug)
    for field in (*_DOSES, "interval"):
        text = written(order, field)
        if not _DIGIT.search(text):
            continue
        amounts = amounts_in(text)
        if amounts is None:
            yield finding("unreadable", field, seen=text)
            continue
        for amount in amounts:
            yield from _fault(amount, field, agents)
    yield from _reversed_end_point(order)


def _fault(amount: Amount, field: str, agents: tuple[Agent, ...]) -> Iterator[OrderFinding]:
    if amount.low > amount.high:
        yield finding("range-reversed", field, seen=str(amount))
    if field == "maximum" and amount.is_range:
        yield finding("range-maximum", field, seen=str(amount))
    if field == "interval":
        yield from _fault_of_time(amount)
    elif len(agents) == 1:
        yield from _fault_of_unit(amount, field, agents[0])


def _fault_of_time(amount: Amount) -> Iterator[OrderFinding]:
    span = seconds(amount)
    if span is None:
        yield finding("unreadable", "interval", seen=str(amount))
    elif min(span) < _LEAST_SECONDS:
        yield finding("interval-too-short", "interval", seen=str(amount))


def _fault_of_unit(amount: Amount, field: str, agent: Agent) -> Iterator[OrderFinding]:
    known = ", ".join(units_of(agent))
    shown = {"seen": str(amount), "drug": agent.value, "known": known}
    highest = HIGHEST.get((agent, amount.unit))
    if foreign_to(agent, amount.unit):
        yield finding("foreign-unit", field, **shown)
    elif amount.unit in _RATE_UNITS:
        yield finding("rate-for-dose", field, **shown)
    elif _UNSAFE_UNIT.fullmatch(amount.unit):
        yield finding("unsafe-unit", field, **shown)
    elif amount.unit not in units_of(agent):
        yield finding("unknown-unit", field, **shown)
    elif highest is not None and max(amount.low, amount.high) > highest:
        limit = str(Amount(highest, highest, amount.unit))
        yield finding("above-highest-published", field, seen=str(amount), limit=limit)


def _reversed_end_point(order: Order) -> Iterator[OrderFinding]:
    pair = _PAIR.search(order.endpoint)
    if pair is not None and int(pair[1]) >= int(pair[2]):
        yield finding("range-reversed", "endpoint", seen=order.endpoint)


def of_relations(order: Order) -> Iterator[OrderFinding]:
    """Start, increment and maximum against each other: one unit, and room between them."""
    read = {field: amounts_in(written(order, field)) or () for field in _DOSES}
    units = sorted({amount.unit for amounts in read.values() for amount in amounts})
    own = {unit for agent in agents_in(order.drug)[:1] for unit in units_of(agent)}
    if len(units) > 1 and own.issuperset(units):
        yield finding("mixed-units", "start", seen=", ".join(units))
    if len(units) != 1 or not read["maximum"]:
        return
    top = max(amount.high for amount in read["maximum"])
    shown = {"start": order.start or "0", "limit": order.maximum}
    if read["start"] and max(amount.high for amount in read["start"]) > top:
        yield finding("start-above-maximum", "start", **shown)
        return
    room = top - min((amount.low for amount in read["start"]), default=Decimal(0))
    if read["increment"] and max(amount.high for amount in read["increment"]) > room:
        yield finding("increment-above-range", "increment", seen=order.increment, **shown)
