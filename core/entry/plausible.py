"""Is a pressure believable? What is not is asked about; an artefact is kept and never dosed on."""

from datetime import timedelta
from fractions import Fraction

from core.entry.codes import Confirm, Doubt
from core.entry.profile import ReadingLimits, SiteProfile
from core.entry.verdict import Argument, Doubts, doubt
from core.frozen import dataclass
from core.quantity.dosing import calculated_map
from core.quantity.measures import Mmhg


@dataclass(frozen=True, slots=True)
class Pair:
    """A systolic and a diastolic pressure of one reading, whole mmHg."""

    systolic: Mmhg
    diastolic: Mmhg

    @property
    def pulse(self) -> Mmhg:
        """The pulse pressure."""
        return Mmhg(self.systolic.value - self.diastolic.value)

    @property
    def calculated(self) -> tuple[int, Fraction]:
        """The mean pressure, whole (half up) and exact."""
        return calculated_map(int(self.systolic.value), int(self.diastolic.value))


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """The readings of the same source before this one, and the pair charted with it.

    `equal_before` counts the readings in a row, up to the previous one, that were all the same.
    """

    previous: Mmhg | None = None
    since_previous: timedelta | None = None
    equal_before: int = 0
    pair: Pair | None = None


def is_artefact(pressure: Mmhg, limits: ReadingLimits) -> bool:
    """Whether a mean pressure is outside what is ever dosed on (20 to 200 mmHg by default)."""
    low, high = limits.plausible
    return not low <= pressure <= high


def reading_doubts(pressure: Mmhg, context: ReadingContext, site: SiteProfile) -> Doubts:
    """All doubts about a mean pressure; each is settled by confirming or marking an artefact."""
    return (
        _range_doubts(pressure, site)
        + _sequence_doubts(pressure, context, site.reading)
        + pair_doubts(pressure, context.pair, site.reading)
    )


def pair_doubts(pressure: Mmhg, pair: Pair | None, limits: ReadingLimits) -> Doubts:
    """What a pair says about its mean: no pulse, a damped trace, a flush, another mean."""
    if pair is None:
        return ()
    shown: dict[str, Argument] = {"systolic": pair.systolic, "diastolic": pair.diastolic}
    if pair.systolic == pair.diastolic:
        return _ask(Doubt.MAP_FLAT_LINE, seen=pressure)
    if pair.systolic >= limits.flush_systolic and pair.pulse <= limits.flush_pulse:
        return _ask(Doubt.MAP_FLUSH, **shown)
    if pair.systolic < limits.damped_systolic and pair.pulse < limits.damped_pulse:
        return _ask(Doubt.MAP_DAMPED, **shown)
    whole, exact = pair.calculated
    if abs(Fraction(pressure.value) - exact) > limits.off_pair.value:
        return _ask(Doubt.MAP_OFF_PAIR, seen=pressure, calculated=whole, **shown)
    return ()


def _range_doubts(pressure: Mmhg, site: SiteProfile) -> Doubts:
    low, high = site.map.usual
    if is_artefact(pressure, site.reading):
        return _ask(
            Doubt.MAP_IMPLAUSIBLE,
            seen=pressure,
            low=site.reading.plausible[0],
            high=site.reading.plausible[1],
        )
    if pressure < low:
        return _ask(Doubt.MAP_LOW, seen=pressure, low=low)
    if pressure > high:
        return _ask(Doubt.MAP_HIGH, seen=pressure, high=high)
    return ()


def _sequence_doubts(pressure: Mmhg, context: ReadingContext, limits: ReadingLimits) -> Doubts:
    previous, since = context.previous, context.since_previous
    if previous is None:
        return ()
    asked: Doubts = ()
    change = Mmhg(abs(pressure.value - previous.value))
    if since is not None and since <= limits.duplicate_within:
        asked += _ask(Doubt.MAP_DUPLICATE, seen=pressure, since=since)
    elif since is not None and since <= limits.jump_within and change >= limits.jump:
        asked += _ask(Doubt.MAP_JUMP, seen=pressure, previous=previous, since=since)
    if pressure == previous and context.equal_before + 1 >= limits.equal_readings:
        asked += _ask(Doubt.MAP_FROZEN, seen=pressure, count=context.equal_before + 1)
    return asked


def _ask(code: Doubt, **args: Argument) -> Doubts:
    return doubt(code, Confirm.CONFIRM_OR_ARTEFACT, **args)
