"""`pressor patient`: the virtual patient against published numbers, and its parameters."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from math import isfinite

from core.patient.parameters import Parameter, shipped
from core.patient.validation import Computed, Line, NotAnswered, Outcome, Published, lines

OK = 0
_HEADS = ("id", "published", "accepted", "model", "unit", "role", "outcome", "quantity")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; its arguments are --parameters and --json."""
    parser = subparsers.add_parser(
        "patient", help="the virtual patient: published numbers met and missed, parameters"
    )
    parser.add_argument(
        "--parameters", action="store_true", help="each parameter with grade, range and source"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the table of published numbers, or the parameters. A miss is no fault: status 0."""
    if args.parameters:
        table = tuple(shipped().table.values())
        told = _parameters_json(table) if args.json else parameters_text(table)
    else:
        found = tuple(lines())
        told = _validation_json(found) if args.json else validation_text(found)
    sys.stdout.write(told + "\n")
    return OK


def validation_text(found: Sequence[Line]) -> str:
    """The table as text: what the model answers, what it does not and why, and the counts."""
    rows = [
        _cells(line.published, line.answer.value, line.outcome)
        for line in found
        if isinstance(line.answer, Computed)
    ]
    silent = [
        f"{line.published.id}: {line.answer.why}"
        for line in found
        if isinstance(line.answer, NotAnswered)
    ]
    parts = [_aligned([_HEADS, *rows]), "Not answered:\n" + "\n".join(silent), _counts(found)]
    return "\n\n".join(parts)


def parameters_text(table: Iterable[Parameter]) -> str:
    """Every parameter: typical value, spread and its law, grade, range, meaning and source."""
    heads = ("symbol", "typical", "spread", "unit", "grade", "range", "meaning: source")
    return _aligned([heads, *(_parameter_cells(parameter) for parameter in table)])


def _parameter_cells(told: Parameter) -> tuple[str, ...]:
    also = f" or {told.other:g}" if told.other is not None else ""
    law = f"{told.spread:g}, {told.law}" if told.spread else str(told.law)
    share = f" ({100 * told.share:g} %)" if told.share < 1 else ""
    meaning = f"{told.meaning}: {told.source}"
    span = f"{told.low:g} to {told.high:g}"
    typical = f"{told.typical:g}{also}"
    return (told.symbol, typical, law + share, told.unit, told.grade, span, meaning)


def _cells(row: Published, value: float, outcome: Outcome) -> tuple[str, ...]:
    number = "lower" if row.value is None else f"{row.value:g}"
    unconfirmed = "" if row.confirmed else " (unconfirmed)"
    span = f"{row.low:g} to {row.high:g}"
    role, quantity = row.role, row.quantity + unconfirmed
    return (row.id, number, span, _rounded(row, value), row.unit, role, outcome, quantity)


def _rounded(row: Published, value: float) -> str:
    """Three digits; where nothing but rounding is left, only that it is below the limit."""
    if not isfinite(value):
        return "never"
    if row.value == 0 and 0 <= value <= row.high:
        return f"<{row.high:g}"
    return f"{value:.3g}"


def _counts(found: Sequence[Line]) -> str:
    outcomes = Counter(line.outcome for line in found)
    told = [f"{outcomes[outcome]} {outcome}" for outcome in Outcome]
    met = Counter(line.published.role for line in found if line.outcome is Outcome.MET)
    roles = ", ".join(f"{count} {role}" for role, count in sorted(met.items()))
    return (
        f"{len(found)} rows: {', '.join(told)}. Of those met: {roles}.\n"
        "input: the number went into the model; tuned: a parameter was chosen to match it; "
        "held out: it was not used."
    )


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    return "\n".join("  ".join([*_padded(row, widths), row[-1]]) for row in rows)


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)]


def _validation_json(found: Sequence[Line]) -> str:
    return json.dumps({"rows": [_fields(line) for line in found]}, ensure_ascii=False)


def _fields(line: Line) -> dict[str, object]:
    row, answer = line.published, line.answer
    told: dict[str, object] = {
        name: getattr(row, name)
        for name in ("id", "quantity", "condition", "value", "unit", "tolerance", "source", "notes")
    }
    told |= {"confirmed": row.confirmed, "outcome": line.outcome}
    if isinstance(answer, NotAnswered):
        return told | {"why": answer.why}
    model = answer.value if isfinite(answer.value) else None
    return told | {"role": row.role, "low": row.low, "high": row.high, "model": model}


def _parameters_json(table: Iterable[Parameter]) -> str:
    names = [name for name in Parameter.__slots__ if name not in {"clip_low", "clip_high"}]
    rows = [{name: getattr(parameter, name) for name in names} for parameter in table]
    return json.dumps({"parameters": rows}, ensure_ascii=False)
