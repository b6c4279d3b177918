"""The conditions of a row as half-open intervals on the integer grids, for one target band."""

from core.model.case import Band
from core.model.facts import ACTION_CODE, CONDITION_AXIS, SHOCK_CODE, Axis, Phase
from core.model.terms import Action
from core.rules.bounds import AXIS_GRID, BoundError, count, named
from core.rules.protocol import ProtocolFile
from core.rules.rows import NotifyRow, PromptWhen, Row, Span, When
from core.rules.table import LEAST, MOST

Interval = tuple[int, int]
Box = dict[Axis, Interval]
_UP_ROUNDED = frozenset({Axis.MAP_FALL_SHARE, Axis.HEART_RATE_RISE_SHARE})


def row_box(file: ProtocolFile, band: Band, row: Row) -> Box:
    """The half-open intervals of a titration row, on the axes it asks about."""
    return {Axis.PHASE: _phase(row.phase), **_conditions(file, band, row.id, row.when)}


def notify_box(file: ProtocolFile, band: Band, row: NotifyRow, phase: str) -> Box:
    """The half-open intervals of a notify row in one of its phases."""
    return {Axis.PHASE: _phase(phase), **_conditions(file, band, row.id, row.when)}


def _phase(name: str) -> Interval:
    code = int(Phase[name.upper()])
    return code, code + 1


def _conditions(file: ProtocolFile, band: Band, row: str, when: When) -> Box:
    box = {axis: _interval(file, band, row, axis, span) for axis, span in when.spans().items()}
    if when.vasopressin is not None:
        box[Axis.VASOPRESSIN] = (1, 2) if when.vasopressin == "on" else (0, 1)
    if when.fluids is not None:
        box[Axis.FLUIDS] = (1, 2) if when.fluids == "attested" else (0, 1)
    box |= {
        axis: (1, 2) if said == "yes" else (0, 1)
        for condition, axis in CONDITION_AXIS.items()
        if (said := getattr(when, condition)) is not None
    }
    if when.shock is not None:
        box[Axis.SHOCK] = _codes(row, "shock", [SHOCK_CODE[shock] for shock in when.shock])
    if isinstance(when, PromptWhen) and when.advice is not None:
        actions = [ACTION_CODE[Action(name)] for name in when.advice]
        box[Axis.ACTION] = _codes(row, "advice", actions)
    return box


def _codes(row: str, part: str, listed: list[int]) -> Interval:
    codes = sorted(listed)
    if codes != list(range(codes[0], codes[-1] + 1)):
        raise BoundError(f"row {row}: the {part} it lists must be neighbours in the word list")
    return codes[0], codes[-1] + 1


def _interval(file: ProtocolFile, band: Band, row: str, axis: Axis, span: Span) -> Interval:
    def bound(text: str) -> int:
        try:
            return _bound(file, band, axis, text)
        except BoundError as error:
            raise BoundError(f"row {row}, {axis.name.lower()}: {error}") from error

    if axis in _UP_ROUNDED and (span.below is not None or span.at_least is not None):
        raise BoundError(f"row {row}, {axis.name.lower()}: a share takes above or at_most")
    starts = [bound(span.at_least)] if span.at_least is not None else []
    starts += [bound(span.above) + 1] if span.above is not None else []
    ends = [bound(span.below)] if span.below is not None else []
    ends += [bound(span.at_most) + 1] if span.at_most is not None else []
    if not starts and not ends:
        raise BoundError(f"row {row}, {axis.name.lower()}: an empty condition")
    low, high = max(starts, default=LEAST), min(ends, default=MOST)
    if low >= high:
        raise BoundError(f"row {row}, {axis.name.lower()}: nothing lies between its bounds")
    return low, high


def _bound(file: ProtocolFile, band: Band, axis: Axis, text: str) -> int:
    place = named(text) if axis is Axis.MAP else None
    if place is None:
        return count(text, AXIS_GRID[axis], file.dosing.unit)
    lines = band_lines(file, band)
    if place.name not in lines:
        raise BoundError(f'"{text}" names no line: write one of {", ".join(sorted(lines))}')
    return lines[place.name] + place.plus


def band_lines(file: ProtocolFile, band: Band) -> dict[str, int]:
    """The named lines of a band, in mmHg. The rescue line is the higher of its two readings."""
    declared = file.limits.lines

    def mmhg(text: str) -> int:
        return count(text, "mmHg", "")

    low, high = int(band.low.value), int(band.high.value)
    return {
        "target.low": low,
        "target.high": high,
        "line.start_at_once": mmhg(declared.start_at_once),
        "line.rescue": max(mmhg(declared.rescue), low - mmhg(declared.rescue_below_target)),
        "line.critical": mmhg(declared.critical),
        "line.high": high + mmhg(declared.high_above_target),
    }
