"""How a simulated course is printed: rows and outcomes, as text and as JSON."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from core.lab.outcomes import Outcomes
from core.lab.run import Course
from core.lab.turns import Turn, turns
from core.model.events import Advised
from core.model.terms import Agent, Quality
from core.quantity.measures import Dose
from core.quantity.text import number_text

_COLUMNS = ("time", "MAP", "true", "given", "advice", "answer", "between")
_WIDTHS = (8, 4, 5, 28, 34, 24, 0)


def head(course: Course) -> dict[str, object]:
    """What was played: scenario, patient, seed and staff."""
    scenario = course.scenario
    return {
        "scenario": scenario.id,
        "version": scenario.version,
        "protocol": scenario.protocol,
        "patient": str(scenario.patient.preset),
        "seed": course.seed,
        "staff": course.staff,
    }


def row(turn: Turn) -> dict[str, object]:
    """One turn; quantities are decimal strings, MAP in mmHg."""
    return {
        "at": turn.at.isoformat().replace("+00:00", "Z"),
        "map": number_text(turn.reading.map.value),
        "source": str(turn.reading.source),
        "quality": str(turn.reading.quality),
        "true_map": tenths(turn.true_map),
        "given": {str(agent): number_text(dose.value) for agent, dose in turn.given},
        "advice": None if turn.advised is None else _advice(turn.advised),
        "gate": None if turn.gate is None else str(turn.gate),
        "answers": [
            {"reply": str(said.reply), "reason": None if said.reason is None else str(said.reason)}
            for said in turn.answers
        ],
        "set_to": [
            {"agent": str(agent), "dose": number_text(dose.value), "dose_unit": str(dose.unit)}
            for agent, dose in turn.set_to
        ],
        "prompts": list(turn.prompts),
        "happenings": list(turn.happenings),
        "slips": [str(agent) for agent in turn.slips],
    }


def outcomes(found: Outcomes) -> dict[str, object]:
    """The figures; minutes are decimal strings."""
    reached = found.minutes_to_target
    return {
        "minutes": tenths(found.minutes),
        "minutes_to_target": None if reached is None else tenths(reached),
        "minutes_below": tenths(found.minutes_below),
        "minutes_in_band": tenths(found.minutes_in),
        "minutes_above": tenths(found.minutes_above),
        "given": {
            str(agent): {"amount": tenths(amount), "unit": _unit(agent)}
            for agent, amount in found.given
        },
        "readings": found.readings,
        "artefacts": found.artefacts,
        "dose_changes": found.changes,
        "answers": dict(found.answers),
        "prompts": dict(found.prompts),
        "most_prompts_an_hour": found.most_prompts_an_hour,
        "ended_by": found.ended_by,
    }


def as_text(course: Course) -> Iterator[str]:
    """The course as a table, then its outcomes."""
    said = head(course)
    yield f"{said['scenario']} {said['version']}, seed {course.seed}, staff {course.staff}"
    yield _line(_COLUMNS)
    opened_at = course.facts[0].recorded_at
    for turn in turns(course):
        yield _line(_cells(turn, opened_at))
    yield from _told(course.outcomes)


def tenths(value: float) -> str:
    """A figure of the model to one decimal."""
    return number_text(Decimal(f"{value:.1f}"))


def _unit(agent: Agent) -> str:
    return "units" if agent is Agent.VASOPRESSIN else "mcg"


def _advice(advised: Advised) -> dict[str, object]:
    return {
        "agent": str(advised.agent),
        "action": str(advised.action),
        "dose": number_text(advised.dose.value),
        "dose_unit": str(advised.dose.unit),
        "rule": advised.rule,
    }


def _line(cells: tuple[str, ...]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True))
    return "  ".join(padded).rstrip()


def _cells(turn: Turn, opened_at: datetime) -> tuple[str, ...]:
    seconds = int((turn.at - opened_at).total_seconds())
    marked = "" if turn.reading.quality is Quality.USABLE else "*"
    given = ", ".join(f"{agent} {number_text(dose.value)}" for agent, dose in turn.given)
    between = [*turn.happenings, *turn.prompts, *(f"slip of {agent}" for agent in turn.slips)]
    return (
        f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}",
        f"{number_text(turn.reading.map.value)}{marked}",
        tenths(turn.true_map),
        given or "nothing",
        _said(turn),
        _answered(turn),
        ", ".join(between),
    )


def _said(turn: Turn) -> str:
    advised = turn.advised
    if advised is None or turn.gate is not None:
        return f"none: {turn.gate}" if turn.gate else ""
    if advised.dose == advised.from_dose:
        return f"{advised.action} ({advised.rule})"
    return f"{advised.action} to {number_text(advised.dose.value)} ({advised.rule})"


def _answered(turn: Turn) -> str:
    replies = [str(said.reply) for said in turn.answers]
    return ", ".join([*replies, *(_set(agent, dose) for agent, dose in turn.set_to)])


def _set(agent: Agent, dose: Dose) -> str:
    shown = f"set {number_text(dose.value)}"
    return shown if agent is Agent.NOREPINEPHRINE else f"{agent} {shown}"


def _told(found: Outcomes) -> Iterator[str]:
    reached = found.minutes_to_target
    yield ""
    yield f"minutes             {tenths(found.minutes)}, ended by {found.ended_by or 'its length'}"
    yield f"to the target band  {'never' if reached is None else tenths(reached)}"
    yield (
        f"below, in, above    {tenths(found.minutes_below)}, {tenths(found.minutes_in)}, "
        f"{tenths(found.minutes_above)} min"
    )
    amounts = [f"{agent} {tenths(amount)} {_unit(agent)}" for agent, amount in found.given]
    yield f"given               {', '.join(amounts) or 'nothing'}"
    yield f"readings            {found.readings}, artefacts {found.artefacts}"
    yield f"dose changes        {found.changes}"
    yield f"answers             {_counts(found.answers)}"
    yield f"prompts             {_counts(found.prompts)}"
    yield f"most in an hour     {found.most_prompts_an_hour}"


def _counts(found: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{name} {count}" for name, count in found) or "none"
