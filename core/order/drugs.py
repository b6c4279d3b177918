"""The drugs an order may name: other names, units, and the highest dose that any source gives."""

import re
from decimal import Decimal

from core.model.terms import Agent

_NAMES = {
    Agent.NOREPINEPHRINE: ("norepinephrine", "noradrenaline", "levophed"),
    Agent.VASOPRESSIN: ("vasopressin", "argipressin", "vasostrict"),
    Agent.EPINEPHRINE: ("epinephrine", "adrenaline", "adrenalin"),
    Agent.PHENYLEPHRINE: ("phenylephrine",),
    Agent.DOPAMINE: ("dopamine",),
}
CATECHOLAMINES = frozenset({Agent.NOREPINEPHRINE, Agent.EPINEPHRINE, Agent.DOPAMINE})
"""Vasopressin and phenylephrine are vasopressors and no catecholamines."""

BY_MASS = ("mcg/kg/min", "mcg/min", "mg/h")
BY_UNITS = ("units/min", "units/h")

HIGHEST = {
    (Agent.NOREPINEPHRINE, "mcg/kg/min"): Decimal(3),
    (Agent.NOREPINEPHRINE, "mcg/min"): Decimal(200),
    (Agent.VASOPRESSIN, "units/min"): Decimal("0.1"),
    (Agent.EPINEPHRINE, "mcg/kg/min"): Decimal(2),
    (Agent.PHENYLEPHRINE, "mcg/kg/min"): Decimal(6),
    (Agent.DOPAMINE, "mcg/kg/min"): Decimal(20),
}
"""No source goes higher. Norepinephrine: published drip tables, and 200 mcg/min a local choice;
vasopressin after cardiac surgery, epinephrine, phenylephrine, dopamine: US labels."""


def agents_in(text: str) -> tuple[Agent, ...]:
    """The drugs named in a text, as whole words and whatever the case."""
    words = set(re.findall(r"[a-z]+", text.casefold()))
    return tuple(agent for agent, names in _NAMES.items() if words & set(names))


def names_of(agent: Agent) -> tuple[str, ...]:
    """Every name of a drug."""
    return _NAMES[agent]


def units_of(agent: Agent) -> tuple[str, ...]:
    """The units a drug is dosed in."""
    return BY_UNITS if agent is Agent.VASOPRESSIN else BY_MASS


def foreign_to(agent: Agent, unit: str) -> bool:
    """Whether the unit belongs to another of these drugs."""
    return unit in (BY_MASS if agent is Agent.VASOPRESSIN else BY_UNITS)
