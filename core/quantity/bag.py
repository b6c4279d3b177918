"""What hangs at the pump: an amount of drug in a volume, stated as base or as a salt."""

from enum import StrEnum
from fractions import Fraction

from core.frozen import dataclass
from core.quantity.measures import Milligram, Millilitre, UnitError, Units
from core.quantity.text import fraction_text

_MCG_PER_MG = 1000


class ExpressedAs(StrEnum):
    """Which substance the label's milligrams weigh; there is no default."""

    BASE = "base"
    BITARTRATE_MONOHYDRATE = "bitartrate monohydrate"
    BITARTRATE_ANHYDROUS = "bitartrate anhydrous"
    TARTRATE = "tartrate"

    @property
    def salt_factor(self) -> Fraction:
        """The mg of this substance that hold 1 mg of norepinephrine base.

        Bitartrate monohydrate 1.994: molecular weights 337.3 and 169.2. Bitartrate anhydrous
        1.89: the strength statement of current US labels. Tartrate 2: the equivalence printed
        on UK and EU products (1 mg base = 2 mg tartrate).
        """
        return _SALT_FACTOR[self]

    @property
    def base_fraction(self) -> Fraction:
        """The mg of base in 1 mg of this substance; sources as in `salt_factor`."""
        return 1 / self.salt_factor


_SALT_FACTOR = {
    ExpressedAs.BASE: Fraction(1),
    ExpressedAs.BITARTRATE_MONOHYDRATE: Fraction(1994, 1000),
    ExpressedAs.BITARTRATE_ANHYDROUS: Fraction(189, 100),
    ExpressedAs.TARTRATE: Fraction(2),
}


@dataclass(frozen=True, slots=True, eq=False)
class Bag:
    """Amount and volume as labelled; the nominal concentration is never stored.

    "4 mg in 66 mL" is sold as 60 mcg/mL and holds 60.6: only amount and volume are true.
    Raises `UnitError` for a non-positive figure or a salt of a drug measured in units.
    """

    amount: Milligram | Units
    volume: Millilitre
    expressed_as: ExpressedAs

    def __post_init__(self) -> None:
        if self.amount.value <= 0 or self.volume.value <= 0:
            raise UnitError(f"a bag of {self.text} is empty: both figures must be above zero")
        if isinstance(self.amount, Units) and self.expressed_as is not ExpressedAs.BASE:
            raise UnitError(f"{self.amount} has no salt: state units as base")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Bag):
            return NotImplemented
        return self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, ExpressedAs]:
        # By text, because milligrams and units refuse to be compared with each other.
        return self.text, self.expressed_as

    @property
    def concentration(self) -> Fraction:
        """Exact mcg of base per mL, or units per mL."""
        per_ml = Fraction(self.amount.value) / Fraction(self.volume.value)
        if isinstance(self.amount, Units):
            return per_ml
        return per_ml * _MCG_PER_MG * self.expressed_as.base_fraction

    @property
    def text(self) -> str:
        """The label's words: "8 mg in 250 mL"."""
        return f"{self.amount} in {self.volume}"

    @property
    def concentration_text(self) -> str:
        """Concentration for reading, "32 mcg/mL" of base or "0.4 units/mL"; never computed on."""
        if isinstance(self.amount, Units):
            return f"{fraction_text(self.concentration, 4)} units/mL"
        return f"{fraction_text(self.concentration, 2)} mcg/mL"
