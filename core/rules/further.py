"""What a protocol file declares besides its limits: listed bags, and bounds of further facts."""

import re

from core.frozen import dataclass
from core.model.facts import Axis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Kilogram, Milligram, Millilitre, PumpRate, UnitError, Units
from core.rules.bounds import AXIS_GRID, BoundError, count
from core.rules.protocol import ProtocolFile, PumpPairs

_BAG = re.compile(r"(?P<amount>.+) in (?P<volume>.+)")


@dataclass(frozen=True, slots=True)
class PumpPair:
    """A bag with the weights, kg, at which a pump of this resolution can make every step."""

    bag: Bag
    least_weight: Kilogram
    most_weight: Kilogram
    resolution: PumpRate


def pump_pairs(file: ProtocolFile) -> tuple[PumpPair, ...]:
    """The bags that a file lists, amounts as base.

    Raises:
        BoundError: a bag, a weight or a rate that cannot be read.
    """
    return tuple(_pair(number, item) for number, item in enumerate(file.pump, 1))


def _pair(number: int, item: PumpPairs) -> PumpPair:
    try:
        pair = PumpPair(
            bag=_bag(item.bag),
            least_weight=Kilogram.parse(item.least_weight),
            most_weight=Kilogram.parse(item.most_weight),
            resolution=PumpRate.parse(item.resolution),
        )
    except UnitError as error:
        raise BoundError(f"pump {number}: {error}") from error
    if not 0 < pair.least_weight.value <= pair.most_weight.value:
        raise BoundError(f"pump {number}: least_weight is not above zero up to most_weight")
    if pair.resolution.value <= 0:
        raise BoundError(f"pump {number}: the resolution is not above zero")
    return pair


def _bag(text: str) -> Bag:
    found = _BAG.fullmatch(text)
    if found is None:
        raise UnitError(f'"{text}" is no bag: write it as "8 mg in 250 mL"')
    drug = Units if found["amount"].endswith(" units") else Milligram
    return Bag(drug.parse(found["amount"]), Millilitre.parse(found["volume"]), ExpressedAs.BASE)


def further_bounds(file: ProtocolFile) -> dict[Axis, tuple[int, ...]]:
    """What a row may compare a fact with besides the limits, by fact.

    Raises:
        BoundError: a fact that is none, or a text that is no quantity of its kind.
    """
    return {_axis(name): _counts(file, name, texts) for name, texts in file.bounds.items()}


def _axis(name: str) -> Axis:
    known = {axis.name.lower(): axis for axis in AXIS_GRID}
    if name not in known:
        raise BoundError(f"bounds: {name} is no fact that is measured: one of {', '.join(known)}")
    return known[name]


def _counts(file: ProtocolFile, name: str, texts: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(count(text, AXIS_GRID[_axis(name)], file.dosing.unit) for text in texts)
