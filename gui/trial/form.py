"""The form of a trial: arms, patients, hours and seed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.entry.verdict import Verdict
from core.lab.lab_entry import read_seed
from core.patient.cohort import Preset
from core.trial.trial_entry import read_hours, read_patients
from core.view.wording import Words
from gui.field import EntryField, align
from gui.message import Kind, Message
from gui.new_case.choice import Choice
from gui.paragraph import paragraph
from gui.plain import Hairline, Tone, heading
from gui.trial.arms import ArmList, Option

MOST_VERSUS = 3
"""Arms beside the tried one: four curves can be told apart, more cannot."""
_USUAL = ("1000", "72", "1")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be tried: keys of arms, the tried one first."""

    arms: tuple[str, ...]
    preset: Preset
    patients: int
    hours: int
    seed: int


class TrialForm(QWidget):
    """Everything that makes a trial; it says what is wanted and runs nothing."""

    wanted = Signal(object)
    """A Wanted."""

    def __init__(self, words: Words) -> None:
        """A form with the usual figures and no arm yet."""
        super().__init__()
        self._words, say = words, words.say
        self.tried = ArmList(say("trial-window.setup.tried"), words, ticks=False)
        self.versus = ArmList(say("trial-window.setup.versus"), words, ticks=True)
        presets = [(preset, say(f"trial-window.preset.{preset}")) for preset in Preset]
        self.preset = Choice(say("trial-window.setup.preset"), presets)
        self.patients = self._field("patients", read_patients, _USUAL[0])
        self.hours = self._field("hours", read_hours, _USUAL[1])
        self.seed = self._field("seed", read_seed, _USUAL[2])
        self.message = Message()
        align([self.patients, self.hours, self.seed])
        self._lay_out()
        self._connect()
        self.preset.choose(Preset.DEFAULT)

    def offer(self, protocols: tuple[Option, ...], usual: tuple[Option, ...]) -> None:
        """Offer protocols to try, and the same and usual care to compare with."""
        first = self.versus.count() == 0
        self.tried.offer(protocols + usual)
        self.versus.offer(usual + protocols)
        if first and usual:
            self.versus.tick(usual[0][0])

    def settle(self) -> Wanted | None:
        """What is wanted if all of it stands; else the form says why not."""
        why = self._why_not()
        if why:
            self.refuse(why)
            return None
        self.message.hush()
        figures = [field.settle() for field in (self.patients, self.hours, self.seed)]
        values = [int(str(each.value)) for each in figures if each is not None]
        preset = self.preset.value
        if len(values) < len(figures) or not isinstance(preset, Preset):
            return None
        return Wanted((self.tried.value, *self.versus.ticked), preset, *values)

    def begin(self) -> None:
        """Say what is wanted, if it stands."""
        settled = self.settle()
        if settled is not None:
            self.wanted.emit(settled)

    def refuse(self, sentence: str) -> None:
        """Say why it cannot begin."""
        self.message.say(Kind.REFUSAL, sentence)
        self.versus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _why_not(self) -> str:
        say, tried = self._words.say, self.tried.value
        if not tried:
            return say("trial-window.setup.no-arm")
        if tried in self.versus.ticked:
            name = self.tried.currentItem().text()
            return say("trial-window.setup.same", {"name": name})
        if len(self.versus.ticked) > MOST_VERSUS:
            return say("trial-window.setup.too-many", {"most": str(MOST_VERSUS)})
        return ""

    def _field(self, code: str, judge: Callable[[str], Verdict[int]], text: str) -> EntryField:
        say = self._words.say
        label, hint = say(f"trial-window.setup.{code}"), say(f"trial-window.setup.{code}-hint")
        field = EntryField(label, judge, self._words, unit=hint, rest=text, alone=False)
        field.setObjectName(f"trial_{code}")
        field.entered.connect(lambda: self._next(field))
        return field

    def _next(self, field: EntryField) -> None:
        """Enter goes on from a figure that stands; from the last one it begins."""
        if field is self.seed:
            self.begin()
        elif field.settle() is not None:
            onward = self.hours if field is self.patients else self.seed
            onward.setFocus(Qt.FocusReason.TabFocusReason)

    def _connect(self) -> None:
        tab = Qt.FocusReason.TabFocusReason
        self.tried.passed.connect(lambda: self.versus.setFocus(tab))
        self.versus.passed.connect(lambda: self.preset.setFocus(tab))
        self.preset.passed.connect(lambda: self.patients.setFocus(tab))
        for arms in (self.tried, self.versus):
            arms.changed.connect(self.message.hush)

    def _lay_out(self) -> None:
        whole, lists = QVBoxLayout(self), QHBoxLayout()
        whole.setContentsMargins(0, 4, 0, 4)
        whole.setSpacing(8)
        lists.setSpacing(14)
        for arms in (self.tried, self.versus):
            column = QVBoxLayout()
            column.addWidget(heading(arms.accessibleName().upper()))
            column.addWidget(arms, 1)
            lists.addLayout(column, 1)
        whole.addLayout(lists, 1)
        whole.addWidget(self.message)
        how = paragraph(self._words.say("trial-window.setup.how"), tone=Tone.QUIET)
        fields = (self.preset, self.patients, self.hours, self.seed)
        for part in (Hairline(), *fields, how):
            whole.addWidget(part)
