"""`pressor trial --contrasts`: published results beside ours; a miss is stated and no fault."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC
from math import isnan

from core.texts import load_words
from core.trial.contrasts import Cell, Line, Runner, counts, grid
from core.trial.contrasts_run import SEED, cells, lines
from core.trial.result_json import figure
from core.trial.result_text import aligned, number
from core.view.wording import Words

FINE = 0
_MISSED = "*"


def run_contrasts(run: Runner, *, as_json: bool) -> int:
    """Compute and print every contrast; 0 whatever is missed."""
    told, levels = tuple(lines(run)), tuple(cells(run))
    words = load_words(UTC)
    text = _object(told, levels, words) if as_json else contrasts_text(told, levels, words)
    sys.stdout.write(text + "\n")
    return FINE


def contrasts_text(told: Sequence[Line], levels: Sequence[Cell], words: Words) -> str:
    """The table of the contrasts, the grid, how many are met, and what it rests on."""
    return "\n\n".join(
        [
            words.say("trial.contrast.head"),
            single_text(told, words),
            grid_text(levels, words),
            _total(told, levels, words),
            words.say("trial.rests-on"),
        ]
    )


def single_text(told: Sequence[Line], words: Words) -> str:
    """The contrasts that are one number each."""
    heads = tuple(words.say("trial.contrast.columns").split("|"))
    return aligned([heads, *(_cells(line, words) for line in told)])


def grid_text(levels: Sequence[Cell], words: Words) -> str:
    """Rinehart's grid: a row per response level."""
    spec = grid()
    head = {"patients": str(spec.patients), "hours": str(spec.hours)}
    heads = (
        words.say("trial.contrast.response"),
        *(f"{each.quantity}, {each.unit}" for each in spec.measures),
    )
    rows = [(number(cell.response, words), *_marked(cell, words)) for cell in levels]
    return words.say("trial.contrast.grid", head) + "\n" + aligned([heads, *rows])


def _marked(cell: Cell, words: Words) -> list[str]:
    return [f"{number(line.value, words)}{'' if line.met else _MISSED}" for line in cell.lines]


def _cells(line: Line, words: Words) -> tuple[str, ...]:
    told = line.published
    say: Callable[[float], str] = lambda value: number(value, words)  # noqa: E731 - three words
    quartiles = f"{say(line.lower_quartile)} to {say(line.upper_quartile)}"
    return (
        told.id,
        "" if told.value is None else say(told.value),
        f"{say(told.low)} to {say(told.high)}",
        say(line.value),
        "" if isnan(line.lower_quartile) else quartiles,
        told.unit,
        words.say("trial.contrast.met" if line.met else "trial.contrast.missed"),
        told.quantity,
    )


def _total(told: Sequence[Line], levels: Sequence[Cell], words: Words) -> str:
    met, missed = counts(iter(told))
    grid_met, grid_missed = counts(line for cell in levels for line in cell.lines)
    args = {"met": met, "missed": missed, "grid_met": grid_met, "grid_missed": grid_missed}
    return words.say("trial.contrast.total", {name: str(count) for name, count in args.items()})


def _object(told: Sequence[Line], levels: Sequence[Cell], words: Words) -> str:
    levels_json = [
        {
            "response": figure(cell.response),
            "measures": {line.published.id: _fields(line) for line in cell.lines},
        }
        for cell in levels
    ]
    return json.dumps(
        {
            "rests_on": words.say("trial.rests-on"),
            "seed": SEED,
            "contrasts": [{"id": line.published.id, **_fields(line)} for line in told],
            "grid": levels_json,
        },
        allow_nan=False,
    )


def _fields(line: Line) -> dict[str, object]:
    told = line.published
    return {
        "quantity": told.quantity,
        "unit": told.unit,
        "published": None if told.value is None else figure(told.value),
        "low": figure(told.low),
        "high": figure(told.high),
        "tolerance": told.tolerance,
        "value": figure(line.value),
        "lower_quartile": figure(line.lower_quartile),
        "upper_quartile": figure(line.upper_quartile),
        "patients": line.patients,
        "met": line.met,
        "source": told.source,
        "computed": told.computed,
    }
