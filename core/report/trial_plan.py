"""The plan of a trial in words, so that a reader knows what was tried on whom, and by whom."""

from collections.abc import Iterator
from decimal import Decimal

from core.quantity.text import number_text
from core.trial.plan import Plan, StaffSpec
from core.view.wording import Words

_MINUTE_S, _THOUSANDTHS = 60, 1000
Row = tuple[str, str]


def plan_rows(plan: Plan, words: Words) -> tuple[Row, ...]:
    """Everything of a plan but its arms: a name and what is said of it."""
    told = (*_patients(plan, words), *_care(plan, words), *_world(plan, words))
    return tuple((words.say(f"trial-report.plan-row.{name}"), text) for name, text in told)


def _patients(plan: Plan, words: Words) -> Iterator[Row]:
    preset = words.say(f"trial-window.preset.{plan.preset}")
    args = {"patients": str(plan.patients), "preset": preset, "code": str(plan.preset)}
    yield "patients", _say(words, "patients", args | {"first": str(plan.first)})
    yield "hours", _say(words, "hours", {"hours": str(plan.hours)})
    yield "seed", str(plan.seed)


def _care(plan: Plan, words: Words) -> Iterator[Row]:
    """What every case is opened with."""
    if plan.band is None:
        yield "band", _say(words, "band-own")
    else:
        low, high = (str(each) for each in plan.band)
        yield "band", _say(words, "band", {"low": low, "high": high})
    yield "start", _say(words, "start-own") if plan.start is None else str(plan.start)
    bag = {
        "bag": plan.bag.text,
        "expressed": words.say(f"expressed.{plan.bag.expressed_as}"),
        "concentration": plan.bag.concentration_text,
    }
    yield "bag", _say(words, "bag", bag)
    yield "pump", _say(words, "pump", {"resolution": str(plan.resolution)})
    yield "second", _say(words, "second-on" if plan.second_agent else "second-off")


def _world(plan: Plan, words: Words) -> Iterator[Row]:
    yield "times", _say(words, "times", _times(plan.staff))
    yield "slips", _say(words, "slips", _slips(plan.staff))
    yield "artefacts", _say(words, "artefacts-on" if plan.artefacts else "artefacts-off")
    args = {
        "response": _number(plan.response_factor),
        "lag": str(plan.line_lag_s),
        "reading": _number(plan.reading_factor),
        "missed": _percent(plan.missed_share),
    }
    yield "world", _say(words, "world", args)
    yield "sampled", _say(words, "sampled", {"sample": str(plan.sample_s)})


def _times(staff: StaffSpec) -> dict[str, str]:
    return {
        "late": str(staff.late_s),
        "charts": str(staff.charts_s),
        "react": str(staff.react_s),
        "missed": _number(staff.missed_for_s / _MINUTE_S),
    }


def _slips(staff: StaffSpec) -> dict[str, str]:
    return {
        "forgets": _percent(staff.forgets),
        "rounds": _percent(staff.rounds),
        "round": _number(staff.round_to / _THOUSANDTHS),
        "slips": _percent(staff.slips),
        "finds": _percent(staff.finds),
        "knows": _percent(staff.knows_artefact),
    }


def _say(words: Words, code: str, args: dict[str, str] | None = None) -> str:
    return words.say(f"trial-report.plan-said.{code}", args)


def _percent(share: float) -> str:
    return _number(100 * share)


def _number(value: float) -> str:
    return number_text(Decimal(f"{value:.6g}"))
