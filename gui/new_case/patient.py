"""Who: a label, the dosing weight and its basis, and what the person vouches for."""

from core.cases.first_rate import pounds_text
from core.model.terms import Attested, Condition, Sex, Shock, WeightBasis
from core.quantity.measures import Kilogram
from core.view.wording import Words
from gui.button import TextButton
from gui.field import align
from gui.new_case.choice import Choice
from gui.new_case.filled import Stated
from gui.new_case.group import Group
from gui.new_case.judges import Judges
from gui.plain import Tone, plain_label


class PatientGroup(Group):
    """What is known of the patient; fluids, shock and conditions are not stated until they are.

    Shock and conditions are folded away until somebody wants them. What was stated of them counts
    folded too, and is then told in a line.
    """

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
        self._make_more()
        self.finish()

    @property
    def stated(self) -> Stated:
        """What was stated of shock and conditions; a condition not stated is left out."""
        shock = self.shock.value
        answers = {each: choice.value for each, choice in self.conditions.items()}
        return Stated(
            shock if isinstance(shock, Shock) else None,
            {
                each: answer
                for each, answer in answers.items()
                if isinstance(answer, Attested) and answer is not Attested.UNKNOWN
            },
        )

    def _make_more(self) -> None:
        self.more = TextButton(self.say("more"))
        self.more.setCheckable(True)
        self.told = plain_label(tone=Tone.QUIET, wraps=True)
        self.below(self.more)
        self.below(self.told)
        unstated = (Attested.UNKNOWN, self.words.say(f"attested.{Attested.UNKNOWN}"))
        shocks = [*self.worded("word", Shock), unstated]
        self.shock = self.choice("shock", shocks, columns=2, optional=True)
        self.shock.choose(Attested.UNKNOWN)
        self.conditions = {each: self._condition(each) for each in Condition}
        self.more.toggled.connect(self._fold)
        self._fold(unfolded=False)

    def _condition(self, condition: Condition) -> Choice:
        label = self.words.say(f"axis.{condition}")
        choice = Choice(label, self.worded("attested", Attested))
        choice.choose(Attested.UNKNOWN)
        choice.chosen.connect(self.changed)
        return self._added(str(condition), choice, optional=True)

    def _fold(self, unfolded: bool) -> None:  # noqa: FBT001 - Qt's signal
        for part in (self.shock, *self.conditions.values()):
            part.setVisible(unfolded)
        self.told.setText("" if unfolded else self._told())
        self.told.setVisible(bool(self.told.text()))

    def _told(self) -> str:
        """What is stated, in a line."""
        stated, say = self.stated, self.words.say
        parts = [] if stated.shock is None else [say(f"word.{stated.shock}")]
        parts += [
            f"{say(f'axis.{condition}')}: {say(f'attested.{answer}')}"
            for condition, answer in stated.conditions.items()
        ]
        return "; ".join(parts)

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
