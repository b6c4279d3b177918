"""Courses in the language of the worked cases that lead to the facts of a cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from core.model.case import Band
from core.model.course import UNKNOWN
from core.model.facts import CONDITION_AXIS, SHOCK_CODE, Axis, Phase
from core.proof.finding import Region
from core.rules.compile import Protocol
from core.rules.protocol import WorkedGiven

MINUTE, HOUR = 60, 3600
STEP = 20
"""A step of 0.02, where the cell asks for none."""
Line = tuple[int, str]
"""When, in seconds before the last reading, and what."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The facts that the last reading of a course shall have."""

    protocol: Protocol
    band: Band
    phase: Phase
    region: Region

    def pick(self, axis: Axis, usual: int | None, *, most: bool = False) -> int | None:
        """A value of a fact: the usual one where it fits, else an end of the cell; None unknown."""
        if axis not in self.region:
            return usual
        first, last = self.region[axis]
        if first == UNKNOWN:
            return None
        if usual is not None and first <= usual <= last:
            return usual
        return last if most else first

    @property
    def low(self) -> int:
        """The low end of the band, mmHg."""
        return int(self.band.low.value)

    @property
    def inside(self) -> int:
        """A MAP within the band."""
        return (self.low + int(self.band.high.value)) // 2


def courses(wanted: Wanted) -> Iterator[WorkedGiven]:
    """Courses to try, the plainest first."""
    for most, rest in product((False, True), repeat=2):
        pressure = wanted.pick(Axis.MAP, None, most=most)
        if pressure is None:
            continue
        for lines in _lines(wanted, pressure, most=rest):
            yield _given(wanted, lines)


def _lines(wanted: Wanted, pressure: int, *, most: bool) -> Iterator[list[Line]]:
    match wanted.phase:
        case Phase.OFF:
            yield _off(wanted, pressure, most=most)
        case Phase.WATCH:
            yield _watch(wanted, pressure, most=most)
        case Phase.PAUSED:
            dose = wanted.pick(Axis.DOSE, 100) or 100
            start = [(10 * MINUTE, _dosed(wanted, dose)), (5 * MINUTE, "pause")]
            yield [*start, (0, _reading(pressure))]
        case _:
            for how in ("begun", "lowered", "taken-down", "raised"):
                yield _running(wanted, pressure, how, most=most)


def _off(wanted: Wanted, pressure: int, *, most: bool) -> list[Line]:
    long = wanted.pick(Axis.BELOW_TARGET_FOR, 0, most=most) or 0
    last = _reading(pressure)
    diastolic = wanted.pick(Axis.DIASTOLIC, None, most=most)
    index = wanted.pick(Axis.SHOCK_INDEX, None, most=most)
    if diastolic is not None:
        last += f", diastolic {diastolic} mmHg"
        if index is not None:
            last += f", heart rate {-(-index * diastolic // 100)} /min"
    before = [(age, _reading(pressure)) for age in _ages(long, wanted) if age]
    return [*before, (0, last)]


def _watch(wanted: Wanted, pressure: int, *, most: bool) -> list[Line]:
    since = wanted.pick(Axis.SINCE_STOP, 10 * MINUTE, most=most) or 0
    numbers = wanted.protocol.numbers
    dose = max(numbers.floor, min(numbers.stop_from, numbers.start_least))
    steady = _reading(wanted.inside)
    start = [(since + HOUR, _dosed(wanted, dose)), (since + MINUTE, steady)]
    return [*start, (since, _dosed(wanted, 0)), (0, _reading(pressure))]


@dataclass(frozen=True, slots=True)
class Runs:
    """How long MAP has been below, at or above target, and in how many readings."""

    at_target: int
    above: int | None
    readings: int

    @property
    def long(self) -> int:
        """How far back the run reaches, in seconds."""
        return max(self.at_target, self.above or 0)


def _running(wanted: Wanted, pressure: int, how: str, *, most: bool) -> list[Line]:
    """The change that came last, made in one of four ways, and the readings around it."""
    runs = _runs_of(wanted, most=most)
    failed = wanted.pick(Axis.SINCE_FAILED_WEAN, None)
    usual = HOUR if failed is None else runs.long + MINUTE
    since = wanted.pick(Axis.SINCE_CHANGE, usual, most=most) or 0
    dose = wanted.pick(Axis.DOSE, 100, most=most) or 100
    size = wanted.pick(Axis.STEP_SIZE, STEP, most=most) or STEP
    before = {"begun": 0, "raised": max(dose - STEP, 1)}.get(how, dose + size)
    lines = _around(wanted, pressure, since, runs)
    if failed is None:
        first = max([age for age, _ in lines] + [since]) + MINUTE
        lines += [(first, _dosed(wanted, before))] if before else []
        lines.append((since, _dosed(wanted, dose)))
    else:
        lines += _failed_weans(wanted, since, dose, before)
    if how == "lowered":
        lines.append((since + MINUTE, _steady(wanted, pressure)))
    if how == "taken-down":
        lines.append((since + MINUTE, _reading(wanted.low - 1)))
    rise = wanted.pick(Axis.HEART_RATE_RISE_SHARE, None, most=most)
    last = _reading(pressure) + ("" if rise is None else f", heart rate {_rate(rise)} /min")
    return [*lines, (0, last)]


def _runs_of(wanted: Wanted, *, most: bool) -> Runs:
    above = wanted.pick(Axis.ABOVE_TARGET_FOR, None, most=most)
    at_target = wanted.pick(Axis.AT_TARGET_FOR, above, most=most) or 0
    usual = 3 if at_target else 0
    return Runs(at_target, above, wanted.pick(Axis.READINGS_SINCE_RAISE, usual) or 0)


def _around(wanted: Wanted, pressure: int, since: int, runs: Runs) -> list[Line]:
    """The readings that make the runs: as long below, at or above target as the cell says."""
    if pressure < wanted.low:
        lows = wanted.pick(Axis.LOW_READINGS_SINCE_STEP, 1) or 1
        gap = max(1, min(since // (lows + 1), MINUTE))
        return [(gap * at, _reading(pressure)) for at in range(1, lows)]
    ages = set(_ages(runs.at_target, wanted)) | set(_ages(runs.above or 0, wanted))
    spread = min(since, runs.at_target) // (runs.readings + 1)
    ages |= {spread * at for at in range(1, runs.readings)}
    high = int(wanted.band.high.value)
    lines = []
    for age in sorted(ages - {0}, reverse=True):
        inside = runs.above is not None and age > runs.above
        lines.append((age, _reading(min(pressure, high) if inside else pressure)))
    return lines


def _failed_weans(wanted: Wanted, since: int, dose: int, before: int) -> list[Line]:
    """The failed weans, the last one the last change or, where it was earlier, one before it."""
    least, most = wanted.region[Axis.SINCE_FAILED_WEAN]
    weans, lines = wanted.pick(Axis.FAILED_WEANS, 1) or 1, []
    ago, back_to = since, dose
    if since < least:
        ago, back_to = min(max(least, since + 10 * MINUTE), most), before or dose + STEP
        lines.append((since, _dosed(wanted, dose)))
    for number in range(weans):
        lines += _failed_wean(wanted, ago + number * 3 * HOUR, back_to)
    return lines


def _failed_wean(wanted: Wanted, ago: int, dose: int) -> list[Line]:
    """A lowering at target that was low twice and was taken back so many seconds ago."""
    low, steady = _reading(wanted.low - 1), _reading(wanted.inside)
    lowered = max(dose - STEP, dose // 2, 1)
    return [
        (ago + 60 * MINUTE, _dosed(wanted, dose)),
        (ago + 25 * MINUTE, steady),
        (ago + 20 * MINUTE, _dosed(wanted, lowered)),
        (ago + 10 * MINUTE, low),
        (ago + MINUTE, low),
        (ago, _dosed(wanted, dose)),
    ]


def _steady(wanted: Wanted, pressure: int) -> str:
    """The reading before a change: as high as the fall of the cell asks for, with its rate."""
    fall, share = wanted.pick(Axis.MAP_FALL, None), wanted.pick(Axis.MAP_FALL_SHARE, None)
    before = max(wanted.inside, pressure)
    if fall is not None or share is not None:
        falls = [fall] if share is None and fall is not None else range(-100, 150)
        before = next((pressure + by for by in falls if _fits(wanted, pressure, by)), before)
    rise = wanted.pick(Axis.HEART_RATE_RISE_SHARE, None)
    return _reading(before) + ("" if rise is None else ", heart rate 100 /min")


def _fits(wanted: Wanted, pressure: int, fall: int) -> bool:
    share = -(-10_000 * fall // max(pressure + fall, 1))
    told = {Axis.MAP_FALL: fall, Axis.MAP_FALL_SHARE: share}
    return all(
        wanted.region[axis][0] <= value <= wanted.region[axis][1]
        for axis, value in told.items()
        if axis in wanted.region
    )


def _rate(rise: int) -> int:
    """A heart rate that has risen from 100 by a share in hundredths of a percent."""
    return 100 + max(-70, min(rise // 100, 150))


def _ages(long: int, wanted: Wanted) -> Iterator[int]:
    """When the readings of a run were made: from its beginning, without a gap that breaks it."""
    gap = wanted.protocol.numbers.run_gap
    yield from range(long, 0, -gap)
    yield 0


def _reading(pressure: int) -> str:
    return f"MAP {pressure} mmHg"


def _dosed(wanted: Wanted, dose: int) -> str:
    return f"runs {dose / 1000:.3f}".rstrip("0").rstrip(".") + f" {wanted.protocol.unit}"


def _given(wanted: Wanted, lines: list[Line]) -> WorkedGiven:
    """The course from its opening, what stays said first."""
    begun = max(age for age, _ in lines)
    ordered = sorted(enumerate(lines), key=lambda item: (-item[1][0], item[0]))
    said = [*_conditions(wanted), *((begun - age, what) for _, (age, what) in ordered)]
    says: dict[int | None, Literal["off", "on", "unknown"]]
    says = {0: "off", 1: "on", None: "unknown"}
    on = says[wanted.pick(Axis.VASOPRESSIN, 0)]
    fluids = wanted.pick(Axis.FLUIDS, 1)
    return WorkedGiven(
        band=f"{wanted.band.low.value} to {wanted.band.high}",
        vasopressin=on,
        fluids="attested" if fluids else "not attested",
        course=tuple(f"{_time(at)}: {what}" for at, what in said),
    )


def _conditions(wanted: Wanted) -> Iterator[Line]:
    for condition, axis in CONDITION_AXIS.items():
        code = wanted.pick(axis, None)
        if code is not None:
            yield 0, f"{condition.value.replace('_', ' ')} {'yes' if code else 'no'}"
    shock = wanted.pick(Axis.SHOCK, None)
    if shock is not None:
        yield 0, "shock " + next(name for name, code in SHOCK_CODE.items() if code == shock)


def _time(seconds: int) -> str:
    return f"{seconds // MINUTE} min" if seconds % MINUTE == 0 else f"{seconds} s"
