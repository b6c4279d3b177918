"""Who: a label, the dosing weight and its basis, and what the person vouches for."""

from core.cases.first_rate import pounds_text
from core.model.terms import Attested, Sex, WeightBasis
from core.quantity.measures import Kilogram
from core.view.wording import Words
from gui.field import align
from gui.new_case.group import Group
from gui.new_case.judges import Judges


class PatientGroup(Group):
    """What is known of the patient. Fluids and volume are not stated until somebody states them."""

    def __init__(self, words: Words, judges: Judges) -> None:
        super().__init__(words, "patient")
        self.label = self.entry("label", judges.label, self.say("label-hint"))
        self.weight = self.entry("weight", judges.weight, Kilogram.unit)
        self.basis = self.choice("basis", self.worded("basis", WeightBasis))
        self.age = self.entry("age", judges.age, self.say("age-unit"), optional=True)
        self.sex = self.choice("sex", self.worded("sex", Sex), optional=True)
        self.fluids = self.choice("fluids", self.worded("attested", Attested))
        self.volume = self.choice("volume", self.worded("attested", Attested))
        self.fluids.choose(Attested.UNKNOWN)
        self.volume.choose(Attested.UNKNOWN)
        self.weight.edit.textChanged.connect(self._show_pounds)
        align([self.label, self.weight, self.age])
        self.finish()

    def _show_pounds(self) -> None:
        """Pounds typed as kilograms are seen at once by their other figure."""
        weight = self.standing_weight
        pounds = {} if weight is None else {"pounds": pounds_text(weight)}
        code = "new-case.pounds" if pounds else "new-case.kilograms"
        self.weight.unit.setText(self.words.say(code, pounds))

    @property
    def standing_weight(self) -> Kilogram | None:
        """The weight as it stands; None while missing or refused."""
        value = self.weight.peek()
        return value if isinstance(value, Kilogram) else None
