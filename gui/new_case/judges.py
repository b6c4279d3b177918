"""How each field of the form is judged. Nothing here keeps a value; all is read as it stands."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.cases.offer import Offer, read_start_dose
from core.entry.bag import BagContext, read_bag
from core.entry.dose import read_dose
from core.entry.guard import DoseContext
from core.entry.label import LabelContext, read_label
from core.entry.moment import TimeContext, read_time
from core.entry.person import read_age
from core.entry.profile import SiteProfile
from core.entry.rate import Delivery, RateContext, read_rate
from core.entry.verdict import Verdict
from core.entry.weight import WeightContext, read_weight
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, Kilogram, PumpRate, Years
from core.view.wording import Words

LONGEST_RUN = timedelta(days=30)
"""An infusion may be said to have begun so long ago (local choice); a reading may not."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the judges look at: the site, the protocol's offer, the clock, the other cases."""

    site: SiteProfile
    offer: Offer
    words: Words
    now: Callable[[], datetime]
    labels: Callable[[], tuple[str, ...]]
    approved: bool = False
    """Whether the offer's exact text may be used at the workstation here."""


class Judges:
    """The verdicts of the form."""

    def __init__(self, context: Context) -> None:
        self._context, self._offer = context, context.offer
        site = context.site
        time = replace(site.time, back=LONGEST_RUN)
        self._site_of_runs = replace(site, time=time)

    def take_offer(self, offer: Offer) -> None:
        """Judge doses by another protocol from now on."""
        self._offer = offer

    def label(self, typed: str) -> Verdict[str]:
        """A code that no other case on the list has."""
        return read_label(typed, LabelContext(self._context.labels()))

    def age(self, typed: str) -> Verdict[Years]:
        """Whole years."""
        return read_age(typed, self._context.site)

    def weight(self, typed: str) -> Verdict[Kilogram]:
        """A dosing weight in kg."""
        return read_weight(typed, WeightContext(), self._context.site)

    def bag(self, typed: str, stated: ExpressedAs | None) -> Verdict[Bag]:
        """Amount and volume, once base or salt is stated."""
        return read_bag(typed, BagContext(stated), self._context.site)

    def start(self, typed: str) -> Verdict[Dose]:
        """A dose within the protocol's range."""
        return read_start_dose(typed, self._offer, self._context.site)

    def dose(self, typed: str, weight: Kilogram | None) -> Verdict[Dose]:
        """The dose that the pump is said to run."""
        context = DoseContext(weight=weight)
        return read_dose(typed, self._offer.unit, context, self._context.site)

    def rate(
        self, typed: str, weight: Kilogram | None, bag: Bag | None, resolution: PumpRate | None
    ) -> Verdict[PumpRate]:
        """The rate that the pump is said to run, and the dose behind it where that is known."""
        delivery = None
        if bag is not None and weight is not None:
            delivery = Delivery(bag, weight, self._offer.unit, DoseContext())
        context = RateContext(resolution=resolution, delivery=delivery)
        return read_rate(typed, context, self._context.site)

    def since(self, typed: str) -> Verdict[datetime]:
        """When the infusion came to run as it does."""
        context = TimeContext(self._context.now(), self._context.words.zone, fresh=LONGEST_RUN)
        return read_time(typed, context, self._site_of_runs)
