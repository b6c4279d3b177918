"""What hangs and by which way: base or salt, the bag, the route, the pump."""

from decimal import Decimal

from core.entry.codes import Confirm
from core.entry.profile import SiteProfile
from core.entry.verdict import Asked, Verdict
from core.model.terms import Route
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import PumpRate
from core.view.wording import Words
from gui.new_case.group import Group
from gui.new_case.judges import Judges

RESOLUTIONS = (PumpRate(Decimal("0.1")), PumpRate(Decimal(1)))
BAG_REASONS = ("fluids", "product", "mixed", "other")


class InfusionGroup(Group):
    """The bag is judged only once base or salt is stated; a bag off the list wants a reason."""

    def __init__(self, words: Words, judges: Judges, site: SiteProfile) -> None:
        super().__init__(words, "infusion")
        self._judges = judges
        self.stated = self.choice("stated", self.worded("expressed", ExpressedAs), columns=2)
        listed = [(bag.text, bag.text) for bag in site.bags]
        self.listed = self.choice("listed", listed, columns=2, optional=True)
        self.bag = self.entry("bag", self._judge_bag, self.say("bag-hint"))
        reasons = [(code, self.say(f"bag-reason.{code}")) for code in BAG_REASONS]
        self.unlisted = self.choice("bag-unlisted", reasons, columns=2)
        self.route = self.choice("route", self.worded("route", Route))
        steps = [(step, str(step)) for step in RESOLUTIONS]
        self.resolution = self.choice("resolution", steps)
        self.unlisted.hide()
        self._connect()
        self.finish()

    @property
    def standing_bag(self) -> Bag | None:
        """The bag as it stands; None while missing or refused."""
        value = self.bag.peek()
        return value if isinstance(value, Bag) else None

    @property
    def standing_resolution(self) -> PumpRate | None:
        """The steps of the pump, if chosen."""
        value = self.resolution.value
        return value if isinstance(value, PumpRate) else None

    def _judge_bag(self, typed: str) -> Verdict[Bag]:
        stated = self.stated.value
        return self._judges.bag(typed, stated if isinstance(stated, ExpressedAs) else None)

    def _connect(self) -> None:
        self.stated.chosen.connect(self._on_stated)
        self.listed.chosen.connect(self._on_listed)
        self.bag.edit.textChanged.connect(self._on_typed)
        self.bag.asked.connect(self._on_asked)
        self.unlisted.chosen.connect(self._on_reason)

    def _on_stated(self) -> None:
        """What was asked about the bag was asked about another substance."""
        self.bag.forget()
        self._drop_reason()

    def _on_listed(self) -> None:
        self.bag.put(str(self.listed.value))

    def _on_typed(self, text: str) -> None:
        if text != self.listed.value:
            self.listed.clear()
        self._drop_reason()

    def _on_asked(self, verdict: Asked[object]) -> None:
        if verdict.confirm is Confirm.REASON:
            self.unlisted.show()
            self.unlisted.setFocus()

    def _on_reason(self) -> None:
        self.bag.answer()

    def _drop_reason(self) -> None:
        self.unlisted.clear()
        self.unlisted.hide()
