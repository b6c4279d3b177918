"""What the forms of a trial share: lists above, then patients, hours and seed, by Enter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.entry.verdict import Verdict
from core.lab.lab_entry import read_seed
from core.patient.cohort import Preset
from core.trial.trial_entry import read_hours, read_patients
from core.view.wording import Words
from gui.field import EntryField, Judge, align
from gui.message import Kind, Message
from gui.new_case.choice import Choice
from gui.paragraph import paragraph
from gui.plain import Hairline, Tone, heading
from gui.trial.arms import ArmList

TAB = Qt.FocusReason.TabFocusReason


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be tried: keys of arms, the tried one first.

    `kind` is the page that wants it; `asked` the field of a sweep and its values.
    """

    arms: tuple[str, ...]
    preset: Preset
    patients: int
    hours: int
    seed: int
    kind: str = "setup"
    asked: tuple[str, tuple[str, ...]] = ("", ())


class PlanForm(QWidget):
    """Everything that makes a trial; it says what is wanted and runs nothing."""

    wanted = Signal(object)
    """A Wanted."""

    def __init__(
        self,
        words: Words,
        lists: Sequence[ArmList],
        usual: tuple[str, str, str],
        how: str,
        more: Sequence[EntryField] = (),
    ) -> None:
        """The lists above, `more` fields under them, then the `usual` patients, hours and seed."""
        super().__init__()
        self._words, self._lists, self._more, say = words, tuple(lists), tuple(more), words.say
        presets = [(preset, say(f"trial-window.preset.{preset}")) for preset in Preset]
        self.preset = Choice(say("trial-window.setup.preset"), presets)
        self.patients = self._figure("patients", read_patients, usual[0])
        self.hours = self._figure("hours", read_hours, usual[1])
        self.seed = self._figure("seed", read_seed, usual[2])
        self.message = Message()
        self._lay_out(how)
        self._connect()
        self.preset.choose(Preset.DEFAULT)

    @property
    def keys(self) -> QWidget:
        """Where the keys go first."""
        return self._lists[0]

    def settle(self) -> Wanted | None:
        """What is wanted if all of it stands; else the form says why not."""
        why = self.why_not()
        if why:
            self.refuse(why)
            return None
        self.message.hush()
        settled = [field.settle() for field in (*self._more, *self._figures)]
        if any(each is None for each in settled):
            return None
        values = [int(str(each.value)) for each in settled[len(self._more) :] if each is not None]
        preset = self.preset.value
        return self.made(preset, *values) if isinstance(preset, Preset) else None

    def made(self, preset: Preset, patients: int, hours: int, seed: int) -> Wanted:
        """What is wanted, from what stands in the form."""
        return Wanted((self._lists[0].value,), preset, patients, hours, seed)

    def why_not(self) -> str:
        """Why the lists do not do; empty where they do."""
        if all(each.value for each in self._lists):
            return ""
        return self._words.say("trial-window.setup.no-arm")

    def begin(self) -> None:
        """Say what is wanted, if it stands."""
        settled = self.settle()
        if settled is not None:
            self.wanted.emit(settled)

    def refuse(self, sentence: str) -> None:
        """Say why it cannot begin."""
        self.message.say(Kind.REFUSAL, sentence)
        self._lists[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _figures(self) -> tuple[EntryField, EntryField, EntryField]:
        return (self.patients, self.hours, self.seed)

    def _figure(self, code: str, judge: Callable[[str], Verdict[int]], text: str) -> EntryField:
        hint = self._words.say(f"trial-window.setup.{code}-hint")
        return entry_field(self._words, code, judge, hint, text)

    def _connect(self) -> None:
        stops: list[QWidget] = [*self._lists, *self._more, self.preset, *self._figures]
        onward = dict(pairwise(stops))
        choosers: tuple[ArmList | Choice, ...] = (*self._lists, self.preset)
        for chooser in choosers:
            chooser.passed.connect(partial(onward[chooser].setFocus, TAB))
        for field in (*self._more, self.patients, self.hours):
            field.entered.connect(partial(_go_on, field, onward[field]))
        self.seed.entered.connect(self.begin)
        for arms in self._lists:
            arms.changed.connect(self.message.hush)

    def _lay_out(self, how: str) -> None:
        whole, lists = QVBoxLayout(self), QHBoxLayout()
        whole.setContentsMargins(0, 4, 0, 4)
        whole.setSpacing(8)
        lists.setSpacing(14)
        for arms in self._lists:
            column = QVBoxLayout()
            column.addWidget(heading(arms.accessibleName().upper()))
            column.addWidget(arms, 1)
            lists.addLayout(column, 1)
        whole.addLayout(lists, 1)
        whole.addWidget(self.message)
        align([*self._more, *self._figures])
        told = paragraph(how, tone=Tone.QUIET)
        for part in (Hairline(), *self._more, self.preset, *self._figures, told):
            whole.addWidget(part)


def entry_field(words: Words, code: str, judge: Judge, hint: str, text: str) -> EntryField:
    """A field of a form of a trial, which settles it with the others."""
    label = words.say(f"trial-window.setup.{code}")
    field = EntryField(label, judge, words, unit=hint, rest=text, alone=False)
    field.setObjectName(f"trial_{code}")
    return field


def _go_on(field: EntryField, onward: QWidget) -> None:
    """Enter goes on from a figure that stands."""
    if field.settle() is not None:
        onward.setFocus(TAB)
