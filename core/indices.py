"""The coefficient sets that come with the program, from resources/drugs/indices.toml."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from core.quantity.equivalents import Coefficient, CoefficientSet, CountedPer

Grade = Literal["published", "secondary", "local", "background"]
Text = Annotated[str, StringConstraints(min_length=1)]
Factor = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Term(_Strict):
    """One coefficient of the file: `factor` as written, `source` a name under [sources]."""

    drug: Text
    factor: Factor
    per: CountedPer
    source: Text
    grade: Grade


class PublishedSet(_Strict):
    """One set of the file, with where it was read and what of the paper is left out."""

    name: Text
    version: Text
    unit: Text
    source: Text
    grade: Grade
    leaves_out: tuple[Text, ...]
    term: tuple[Term, ...] = Field(min_length=1)

    @property
    def coefficients(self) -> CoefficientSet:
        """The same as numbers; raises `UnitError` for a unit that is not the drug's."""
        terms = tuple(
            Coefficient(term.drug, Fraction(Decimal(term.factor)), term.per) for term in self.term
        )
        return CoefficientSet(self.name, self.version, self.unit, terms)


class IndexFile(_Strict):
    """The whole file."""

    format: Literal[1]
    sources: dict[Text, Text]
    set: tuple[PublishedSet, ...]


@cache
def published_sets() -> tuple[PublishedSet, ...]:
    """Every set that comes with the program, in the order of the file."""
    text = files("resources").joinpath("drugs", "indices.toml").read_text("utf-8")
    return IndexFile.model_validate(tomllib.loads(text)).set


def coefficient_sets() -> tuple[CoefficientSet, ...]:
    """Every set as numbers, in the order of the file."""
    return tuple(one.coefficients for one in published_sets())


def coefficient_set(name: str, version: str) -> CoefficientSet:
    """The set of that name and version.

    Raises:
        KeyError: there is none, naming those there are.
    """
    for one in published_sets():
        if (one.name, one.version) == (name, version):
            return one.coefficients
    known = "; ".join(f"{one.name}, {one.version}" for one in published_sets())
    raise KeyError(f"no set {name}, {version}: there are {known}")
