"""How a simulated nurse deals with advice, prompts and the pump: profiles read from data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from core.model.terms import OverrideReason
from core.quantity.measures import Dose, Percent, PumpRate, UnitError, parse_duration

DEFAULT_PROFILE = "usual"
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Profile:
    """One way of working. Chances are shares from 0 to 1, delays typical ones.

    What each means stands at the head of `resources/lab/staff.toml`, with the sources.
    """

    id: str
    title: str
    sources: tuple[str, ...]
    react: timedelta
    answer: timedelta
    puts_aside: timedelta
    forgets_reading: float = 0.0
    forgets_answer: float = 0.0
    ignores_prompt: float = 0.0
    delays: float = 0.0
    delay: timedelta = timedelta(0)
    delay_said: float = 0.0
    refuses: float = 0.0
    refusals: tuple[tuple[OverrideReason, int], ...] = ()
    rounds: float = 0.0
    round_to: tuple[Dose | PumpRate, ...] = ()
    charts_late: float = 0.0
    late_by: timedelta = timedelta(0)
    slips: float = 0.0
    finds: float = 0.0
    knows_artefact: float = 0.0
    second_agent: timedelta | None = None


def profiles() -> tuple[str, ...]:
    """The names of the shipped profiles, as they stand in the file."""
    return tuple(_file().profile)


def profile_of(name: str) -> Profile:
    """A shipped profile by its name.

    Raises:
        ValueError: there is none of that name (the message names those there are), or the file
            says something a profile cannot hold.
    """
    shape = _file().profile.get(name)
    if shape is None:
        raise ValueError(f'no staff profile "{name}": choose from {", ".join(profiles())}')
    return _profile(name, shape)


def source_texts() -> Mapping[str, str]:
    """What each source of the numbers is, by its key."""
    return _file().sources


def _share(given: object) -> float:
    """A chance "5 %" as a share; UnitError unless it is a percentage from 0 to 100."""
    percent = Percent.parse(str(given))
    if percent.value > _HUNDRED:
        raise UnitError(f"{percent} is more than always")
    return float(percent.value / _HUNDRED)


def _span(given: object) -> timedelta:
    return parse_duration(str(given))


def _steps(given: object) -> tuple[Dose | PumpRate, ...]:
    texts = given if isinstance(given, list) else []
    steps = tuple(PumpRate.parse(t) if t.endswith("mL/h") else Dose.parse(t) for t in texts)
    if any(step.value <= 0 for step in steps):
        raise UnitError("round_to: a step is above zero")
    return steps


Share = Annotated[float, BeforeValidator(_share)]
Span = Annotated[timedelta, BeforeValidator(_span)]
Steps = Annotated[tuple[Dose | PumpRate, ...], BeforeValidator(_steps)]


class _Shape(BaseModel):
    """A profile as the file says it; what is left out never happens."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    title: str
    sources: tuple[str, ...]
    react: Span
    answer: Span
    puts_aside: Span
    forgets_reading: Share = 0.0
    forgets_answer: Share = 0.0
    ignores_prompt: Share = 0.0
    delays: Share = 0.0
    delay: Span = timedelta(0)
    delay_said: Share = 0.0
    refuses: Share = 0.0
    refusals: dict[OverrideReason, int] = {}
    rounds: Share = 0.0
    round_to: Steps = ()
    charts_late: Share = 0.0
    late_by: Span = timedelta(0)
    slips: Share = 0.0
    finds: Share = 0.0
    knows_artefact: Share = 0.0
    second_agent: Span | None = None


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: dict[str, str]
    profile: dict[str, _Shape]


@cache
def _file() -> _File:
    text = files("resources").joinpath("lab", "staff.toml").read_text("utf-8")
    return file_from(text)


def file_from(text: str) -> _File:
    """The profiles of a file's text.

    Raises:
        ValueError: it is not TOML, or a profile says what it cannot; the place is named.
    """
    try:
        file = _File.model_validate(tomllib.loads(text))
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in found["loc"])
        raise ValueError(f"staff profiles, {place}: {found['msg']}") from error
    for name, shape in file.profile.items():
        _demand_whole(name, shape, file.sources)
    return file


def _demand_whole(name: str, shape: _Shape, sources: Mapping[str, str]) -> None:
    """What goes together stands together."""
    lacks = {
        "refusals": shape.refuses > 0 and not shape.refusals,
        "round_to": shape.rounds > 0 and not shape.round_to,
        "delay": shape.delays > 0 and not shape.delay,
        "late_by": shape.charts_late > 0 and not shape.late_by,
        "sources": not shape.sources or any(key not in sources for key in shape.sources),
    }
    missing = [key for key, lacking in lacks.items() if lacking]
    if missing:
        raise ValueError(f"staff profiles, profile.{name}: {missing[0]} is missing or unknown")


def _profile(name: str, shape: _Shape) -> Profile:
    said = {field: getattr(shape, field) for field in type(shape).model_fields}
    return Profile(id=name, **{**said, "refusals": tuple(shape.refusals.items())})
