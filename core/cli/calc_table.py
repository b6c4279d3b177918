"""`pressor calc --table`: many rows of a CSV file, each a dose to a rate or a rate to a dose.

Columns: weight_kg, drug_mg, volume_ml, concentration_mcg_ml (of base), dose_value, dose_unit,
rate_ml_h; others are ignored. A blank weight means a flat dose; a blank amount and volume leave
the concentration, which alone needs no statement of base or salt. A rate beside a dose is what
the file prints, and is compared. A table may list other drugs, so limits are warnings here.
"""

import csv
import json
import sys
from collections.abc import Iterable
from fractions import Fraction
from io import StringIO
from pathlib import Path

from core.cli.calc_limits import UsageError, Warned, warned
from core.cli.calc_row import COLUMNS, OPTIONAL, Row, read_row
from core.cli.calc_sum import SHOWN_PLACES, limit_warnings, rounding_warnings
from core.quantity.bag import ExpressedAs
from core.quantity.dosing import settable_rate
from core.quantity.measures import PumpRate
from core.quantity.text import fraction_text, half_up, number_text

FINE, FINDINGS = 0, 1
_LARGEST = 20 * 1024 * 1024
# Published tables round at several resolutions; an error starts where no rounding explains it.
_PRINT_LIMIT = Fraction(5, 100)
_FINDINGS = frozenset({"printed_differs", "strength_differs", "rate_zero"})
Answered = dict[str, object]


def run_table(
    path: str, expressed_as: ExpressedAs | None, resolution: PumpRate, *, as_json: bool
) -> int:
    """Print one line per row. 0 fine, 1 where a row does not agree with what it prints itself.

    Raises:
        UsageError: the file or a cell of it cannot be read; nothing is printed then.
    """
    rows = _rows(path, expressed_as)
    answers = [_answer(row, resolution) for row in rows]
    sys.stdout.write(_json_lines(answers) if as_json else _csv_lines(answers))
    codes = {code for answer in answers for code in _codes(answer)}
    return FINDINGS if codes & _FINDINGS else FINE


def _rows(path: str, expressed_as: ExpressedAs | None) -> list[Row]:
    cells = _cells(path)
    try:
        return [read_row(number, row, expressed_as) for number, row in cells]
    except UsageError as fault:
        raise UsageError(f"--table {path} {fault}") from fault


def _cells(path: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of the file with their line numbers, the head checked."""
    reader = csv.DictReader(StringIO(_text(path), newline=""), strict=True)
    try:
        head = reader.fieldnames or []
        missing = [name for name in COLUMNS if name not in head and name not in OPTIONAL]
        if missing:
            raise UsageError(f"--table {path}: the head lacks the column {missing[0]}")
        if len(set(head)) < len(head):
            raise UsageError(f"--table {path}: a column stands twice in the head")
        found = []
        for cells in reader:
            if None in cells or None in cells.values():
                raise UsageError(
                    f"--table {path} line {reader.line_num}: not as many cells as head"
                )
            found.append((reader.line_num, cells))
    except csv.Error as error:
        raise UsageError(f"--table {path} line {reader.line_num + 1}: {error}") from error
    if not found:
        raise UsageError(f"--table {path}: there is a head and no row")
    return found


def _text(path: str) -> str:
    file = Path(path)
    try:
        if not file.is_file():
            raise UsageError(f"--table {path}: there is no such file")
        if file.stat().st_size > _LARGEST:
            raise UsageError(f"--table {path}: over 20 MiB, too long for a table")
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"--table {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--table {path}: not UTF-8 at byte {error.start}") from error


def _answer(row: Row, resolution: PumpRate) -> Answered:
    """The same keys as a single calculation, with the line of the file in front."""
    exact = row.exact_rate
    rate = settable_rate(exact, resolution)
    asked = row.warnings + limit_warnings(row.weight, row.dose_in_field)
    if row.dose is not None:
        asked += _rounding(exact, rate, resolution) + _printed(row, exact)
    return {
        "line": row.line,
        "rate_ml_h": number_text(rate.value),
        "exact_rate_ml_h": fraction_text(exact, SHOWN_PLACES),
        "dose": fraction_text(row.dose_for(exact), SHOWN_PLACES),
        "dose_unit": row.unit,
        "delivered_dose": fraction_text(row.dose_for(Fraction(rate.value)), SHOWN_PLACES),
        "concentration_mcg_ml": fraction_text(row.bag.concentration, SHOWN_PLACES),
        "warnings": [{"code": item.code, "message": item.message} for item in asked],
    }


def _rounding(exact: Fraction, rate: PumpRate, resolution: PumpRate) -> tuple[Warned, ...]:
    if rate.value == 0:
        shown = fraction_text(exact, SHOWN_PLACES)
        return (warned("rate_zero", exact=shown, resolution=resolution),)
    return rounding_warnings(exact, rate)


def _printed(row: Row, exact: Fraction) -> tuple[Warned, ...]:
    """Whether the file's own rate is the exact one at the digits it prints, or near enough."""
    printed = row.rate
    if printed is None:
        return ()
    places = max(0, -int(printed.as_tuple().exponent))
    if half_up(exact, Fraction(1, 10**places)) == Fraction(printed):
        return ()
    if abs(Fraction(printed) / exact - 1) <= _PRINT_LIMIT:
        return ()
    shown = fraction_text(exact, SHOWN_PLACES)
    return (warned("printed_differs", printed=number_text(printed), exact=shown),)


def _codes(answer: Answered) -> list[str]:
    found = answer["warnings"]
    return [item["code"] for item in found] if isinstance(found, list) else []


def _json_lines(answers: Iterable[Answered]) -> str:
    return "".join(json.dumps(answer) + "\n" for answer in answers)


def _csv_lines(answers: list[Answered]) -> str:
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(answers[0])
    for answer in answers:
        plain = {**answer, "warnings": " ".join(_codes(answer))}
        writer.writerow(plain.values())
    return written.getvalue()
