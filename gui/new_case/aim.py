"""Where to: the target band with its reason, the starting dose, and whether it runs already."""

from enum import StrEnum

from core.cases.offer import Offer, reasons_for
from core.entry.verdict import Verdict
from core.model.case import Band
from core.model.terms import Agent, Attested, BandReason
from core.quantity.measures import Dose, PumpRate
from core.quantity.text import number_text
from core.view.wording import Words
from gui.field import align
from gui.new_case.choice import Option
from gui.new_case.group import Group
from gui.new_case.infusion import InfusionGroup
from gui.new_case.judges import Judges
from gui.new_case.patient import PatientGroup

OTHERS = (Agent.EPINEPHRINE, Agent.PHENYLEPHRINE, Agent.DOPAMINE)


class Running(StrEnum):
    """Whether the infusion runs already."""

    NO = "not-running"
    YES = "running"


class By(StrEnum):
    """How what runs is told."""

    DOSE = "by-dose"
    RATE = "by-rate"


class AimGroup(Group):
    """The protocol's first band and starting dose stand there; everything else is asked for."""

    def __init__(
        self,
        words: Words,
        judges: Judges,
        offer: Offer,
        patient: PatientGroup,
        infusion: InfusionGroup,
    ) -> None:
        super().__init__(words, "aim")
        self._judges, self._offer = judges, offer
        self._patient, self._infusion = patient, infusion
        self.target = self.choice("target", self._bands(), columns=2)
        self.target.choose(offer.bands[0])
        self.reason = self.choice("band-reason", self.worded("band-reason", BandReason), columns=2)
        rest = number_text(offer.start.value)
        self.start = self.entry("start", judges.start, offer.unit, rest=rest)
        states = [(each, self.say(f"choice.{each}")) for each in Running]
        self.running = self.choice("running", states)
        ways = [(each, self.say(each)) for each in By]
        self.by = self.choice("by", ways)
        self.runs = self.entry("runs", self._judge_runs, offer.unit)
        self.since = self.entry("since", judges.since, self.say("since-unit"))
        on_off = [(Attested.YES, "on"), (Attested.NO, "off")]
        known = [(state, self.say(f"choice.{code}")) for state, code in on_off]
        unknown = (Attested.UNKNOWN, words.say(f"attested.{Attested.UNKNOWN}"))
        self.vasopressin = self.choice("vasopressin", [*known, unknown])
        self.vasopressin.choose(Attested.UNKNOWN)
        self.others = self.choice("others", self.worded("agent", OTHERS), many=True)
        self._connect()
        self._on_target()
        self._on_running()
        self.finish()

    def _connect(self) -> None:
        self.target.chosen.connect(self._on_target)
        self.running.chosen.connect(self._on_running)
        self.by.chosen.connect(self._on_by)
        align([self.runs, self.since])

    @property
    def band(self) -> Band:
        """The band chosen, with the reason chosen for it."""
        band, reason = self.target.value, self.reason.value
        if not isinstance(band, Band):
            raise TypeError("no target band is chosen")
        chosen = reason if isinstance(reason, BandReason) else None
        return Band(band.low, band.high, chosen)

    @property
    def standing_dose(self) -> Dose | None:
        """The dose that counts first: what runs, else the starting dose; None while refused."""
        runs = self.running.value is Running.YES
        value = self.runs.peek() if runs else self.start.peek()
        return value if isinstance(value, Dose) else None

    @property
    def standing_rate(self) -> PumpRate | None:
        """The rate that runs, where it is told by rate; None while missing or refused."""
        if self.running.value is not Running.YES:
            return None
        value = self.runs.peek()
        return value if isinstance(value, PumpRate) else None

    def take_offer(self, offer: Offer) -> None:
        """Offer the bands and the starting dose of another protocol; the rest of the form stays."""
        self._offer = offer
        self.target.replace(self._bands())
        self.target.choose(offer.bands[0])
        self.start.rest_on(number_text(offer.start.value), offer.unit)
        if self.by.value is not By.RATE:
            self.runs.unit.setText(offer.unit)

    def _bands(self) -> list[Option]:
        return [(band, self._band_text(band)) for band in self._offer.bands]

    def _band_text(self, band: Band) -> str:
        ends = {"low": number_text(band.low.value), "high": number_text(band.high.value)}
        return self.words.say("new-case.band", ends)

    def _judge_runs(self, typed: str) -> Verdict[object]:
        weight, bag = self._patient.standing_weight, self._infusion.standing_bag
        if self.by.value is By.RATE:
            return self._judges.rate(typed, weight, bag, self._infusion.standing_resolution)
        return self._judges.dose(typed, weight)

    def _on_target(self) -> None:
        band = self.target.value
        first = band is self._offer.bands[0]
        self.reason.limit(reasons_for(band) if isinstance(band, Band) else ())
        self.reason.setVisible(not first)

    def _on_running(self) -> None:
        runs = self.running.value is Running.YES
        for part in (self.by, self.runs, self.since):
            part.setVisible(runs)
        self.start.setVisible(not runs)

    def _on_by(self) -> None:
        self.runs.unit.setText(PumpRate.unit if self.by.value is By.RATE else self._offer.unit)
        self.runs.forget()
