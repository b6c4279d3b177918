"""What a protocol leaves open when a case begins: the target band and the starting dose."""

from core.entry.codes import EntryRefusal
from core.entry.dose import read_dose
from core.entry.guard import DoseContext
from core.entry.profile import SiteProfile
from core.entry.verdict import Accepted, Refused, Verdict, refused
from core.frozen import dataclass
from core.model.case import Band, Counting
from core.model.state import dose_of
from core.model.terms import Agent, BandReason
from core.quantity.measures import Dose, DoseUnit
from core.quantity.text import number_text
from core.rules.compile import Protocol


@dataclass(frozen=True, slots=True)
class Offer:
    """The choices of one protocol, and what a case pins of it."""

    protocol: str
    version: str
    text: str
    counting: Counting
    countings: dict[Agent, Counting]
    agent: Agent
    unit: DoseUnit
    bands: tuple[Band, ...]
    """The first is the default; each other one wants a reason."""
    least: Dose
    most: Dose
    start: Dose
    """The starting dose that the protocol sets where nobody chooses another within its range."""


def offer_of(protocol: Protocol, text: str) -> Offer:
    """The choices of a protocol whose exact text this is."""
    numbers, unit = protocol.numbers, protocol.unit
    return Offer(
        protocol=protocol.file.id,
        version=protocol.file.version,
        text=text,
        counting=protocol.counting,
        countings=protocol.countings,
        agent=protocol.file.drug,
        unit=unit,
        bands=protocol.bands,
        least=dose_of(numbers.start_least, unit),
        most=dose_of(numbers.start_most, unit),
        start=dose_of(numbers.start_default, unit),
    )


def reasons_for(band: Band) -> tuple[BandReason, ...]:
    """The reasons that fit a band: the one the protocol made it for, and the prescriber's."""
    own = () if band.reason in {None, BandReason.PRESCRIBER} else (band.reason,)
    return (*(reason for reason in own if reason is not None), BandReason.PRESCRIBER)


def read_start_dose(typed: str, offer: Offer, site: SiteProfile) -> Verdict[Dose]:
    """Judge a typed starting dose: within the protocol's range, both ends included.

    An example may begin nothing: its range is 0 to 0, and a 0 stands there.
    """
    if offer.most.value == 0 and typed == number_text(offer.start.value):
        return Accepted(offer.start, typed)
    verdict = read_dose(typed, offer.unit, DoseContext(), site)
    if isinstance(verdict, Refused):
        return verdict
    if verdict.value < offer.least:
        return refused(
            EntryRefusal.BELOW_HARD, seen=verdict.value, low=offer.least, high=offer.most
        )
    if verdict.value > offer.most:
        return refused(
            EntryRefusal.ABOVE_HARD, seen=verdict.value, low=offer.least, high=offer.most
        )
    return verdict
