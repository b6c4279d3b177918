"""A kept result beside the same plan run again: what differs, figure by figure."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.trial.grid_json import axes_of
from core.trial.plan import Arm, Plan
from core.trial.plan_json import plan_from
from core.trial.result import ResultError
from core.trial.robustness import Axis

_LEFT_OUT = frozenset({"rests_on", "versions"})
"""Sentences and versions are no figures; versions are told by themselves."""
_NAMES = {"arms": ("name",), "differences": ("arm", "versus"), "values": ("value",)}
"""The parts of a file that are lists, and what tells one entry from the next."""


@dataclass(frozen=True, slots=True)
class Differs:
    """One place of a file: what it says, and what came of it now."""

    place: str
    told: str
    now: str


def plan_again(told: Mapping[str, Any]) -> Plan:
    """The plan of a file with its arms, each as the very text that its hash names.

    Raises:
        ResultError: a part is missing, or a text is not the one of its hash.
        ValueError: the plan is not accepted.
    """
    try:
        arms = [told["protocol"]] if "protocol" in told else told["arms"]
        texts = tuple(_arm(each) for each in arms)
        return plan_from(told["plan"], texts)
    except (KeyError, TypeError, AttributeError) as fault:
        raise ResultError(f"a part is missing or misshapen: {fault}") from None


def values_again(told: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The field of a sweep and its values.

    Raises:
        ResultError: they are missing or misshapen.
    """
    try:
        return str(told["field"]), tuple(str(each["value"]) for each in told["values"])
    except (KeyError, TypeError) as fault:
        raise ResultError(f"a part is missing or misshapen: {fault}") from None


def axes_again(told: Mapping[str, Any]) -> tuple[Axis, ...]:
    """The axes of a grid.

    Raises:
        ResultError: they are missing or misshapen.
    """
    try:
        return axes_of(told)
    except (KeyError, TypeError) as fault:
        raise ResultError(f"a part is missing or misshapen: {fault}") from None


def figures_differing(told: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Differs, ...]:
    """Every figure of a file that is another one now, by its place in the file."""
    return tuple(_differing(_kept(told), _kept(now), ()))


def versions_differing(told: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Differs, ...]:
    """Every version that is another one now."""
    return tuple(_differing(told.get("versions", {}), now["versions"], ()))


def _arm(told: Mapping[str, Any]) -> Arm:
    arm = Arm(told["name"], told["text"])
    if hashlib.sha256(arm.text.encode()).hexdigest() != told["hash"]:
        raise ResultError(f"the text of {arm.name} is not the one that its SHA-256 names")
    return arm


def _kept(told: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a file, what is listed there by the names of its entries."""
    return {name: _named(name, part) for name, part in told.items() if name not in _LEFT_OUT}


def _named(name: str, part: object) -> object:
    keys = _NAMES.get(name)
    if keys is None or not isinstance(part, list):
        return part
    return {" minus ".join(str(each.get(key)) for key in keys): each for each in part}


def _differing(told: object, now: object, place: tuple[str, ...]) -> Iterator[Differs]:
    if isinstance(told, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys([*told, *now]):
            yield from _differing(told.get(name), now.get(name), (*place, str(name)))
    elif told != now:
        yield Differs(" ".join(place), *_short(told, now))


def _short(told: object, now: object) -> tuple[str, str]:
    """Both in few letters: of a list how many entries differ."""
    if isinstance(told, list) and isinstance(now, list) and len(told) == len(now):
        odd = sum(one != other for one, other in zip(told, now, strict=True))
        return f"{len(told)} values", f"{odd} of them other ones"
    return _written(told), _written(now)


def _written(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping | list):
        return f"{len(value)} values"
    return str(value)
