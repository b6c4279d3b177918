"""One field of a protocol at several values: its form, and the curves that came of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.entry.verdict import Verdict
from core.patient.cohort import Preset
from core.trial.sweep_view import SweepView
from core.view.wording import Words
from gui.paragraph import paragraph
from gui.plain import Tone, heading, plain_label
from gui.trial.arms import ArmList, Option
from gui.trial.plan_form import PlanForm, Wanted, entry_field
from gui.trial.sweep_chart import SweepChart
from gui.trial.two_sided import TwoSided

KIND = "sweep"
_USUAL = ("500", "72", "1")
_CHART, _NOTES = 5, 2
"""How the width is shared."""
ReadValues = Callable[[str, str, str], Verdict[tuple[str, ...]]]
"""Judges values typed for a field of a protocol, both by key."""
SaidNow = Callable[[str, str], tuple[str, str]]
"""What a protocol says of a field now, and how its values are written."""


class SweepForm(PlanForm):
    """A protocol, a field of it, and the values that are tried."""

    def __init__(self, words: Words) -> None:
        """The usual figures, no protocol and no values yet."""
        say = words.say
        tried = ArmList(say("trial-window.setup.tried"), words, ticks=False)
        fields = ArmList(say("trial-window.sweep.field"), words, ticks=False)
        values = entry_field(words, "values", self._judged, "", "")
        how = say("trial-window.sweep.how")
        super().__init__(words, (tried, fields), _USUAL, how, (values,))
        self.tried, self.fields, self.values = tried, fields, values
        self._read: ReadValues | None = None
        self._now: SaidNow | None = None
        for each in (tried, fields):
            each.changed.connect(self._on_other)

    def know(self, read: ReadValues, now: SaidNow) -> None:
        """Who judges values, and who says what stands in a protocol."""
        self._read, self._now = read, now

    def offer(self, protocols: tuple[Option, ...], fields: tuple[Option, ...]) -> None:
        """Offer protocols and what can be changed in them."""
        self.fields.offer(fields)
        self.tried.offer(protocols)

    def made(self, preset: Preset, patients: int, hours: int, seed: int) -> Wanted:
        """The protocol with the field and its values."""
        told = self.values.peek()
        values = tuple(str(each) for each in told) if isinstance(told, tuple) else ()
        asked = (self.fields.value, values)
        return Wanted((self.tried.value,), preset, patients, hours, seed, KIND, asked)

    def _judged(self, typed: str) -> Verdict[tuple[str, ...]]:
        if self._read is None:
            raise ValueError("no protocol is offered yet")
        return self._read(self.tried.value, self.fields.value, typed)

    def _on_other(self) -> None:
        """Another field has other values and another unit."""
        if self._now is not None and self.tried.value and self.fields.value:
            now, form = self._now(self.tried.value, self.fields.value)
            hint = self._words.say("trial-window.sweep.now", {"now": now, "form": form})
            self.values.unit.setText(hint)
            self.values.forget()


class SweepPage(TwoSided):
    """The form, then the curves with what changed beside them."""

    def __init__(self, words: Words) -> None:
        """Nothing run yet."""
        form = SweepForm(words)
        super().__init__(form)
        self.know, self.offer = form.know, form.offer
        self.chart = SweepChart(words)
        self.said = paragraph("")
        self.notes = QVBoxLayout()
        self.result.setFocusProxy(self.chart)
        self._lay_out(words.say("trial-window.sweep.beside"), words.say("trial-window.sweep.keys"))
        self.chart.moved.connect(self.said.setText)

    def show_sweep(self, view: SweepView) -> None:
        """Show what a sweep came to."""
        self.chart.show_sweep(view)
        _show_notes(self.notes, view)
        self.show_side(view.title, view.counted)

    def _lay_out(self, beside: str, keys: str) -> None:
        whole, row, notes = QVBoxLayout(self.result), QHBoxLayout(), QVBoxLayout()
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(6)
        row.setSpacing(14)
        notes.addWidget(heading(beside.upper()))
        notes.addWidget(_scrolled(self.notes, beside), 1)
        notes.addWidget(plain_label(keys, tone=Tone.QUIET))
        row.addWidget(self.chart, _CHART)
        row.addLayout(notes, _NOTES)
        whole.addLayout(row, 1)
        whole.addWidget(self.said)


def _scrolled(inside: QVBoxLayout, name: str) -> QScrollArea:
    """What is long is scrolled by keys."""
    area, text = QScrollArea(), QWidget()
    text.setLayout(inside)
    inside.setContentsMargins(0, 0, 6, 0)
    inside.setSpacing(2)
    area.setWidget(text)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return area


def _show_notes(inside: QVBoxLayout, view: SweepView) -> None:
    """A head and its lines for each value, from the top."""
    while (item := inside.takeAt(0)) is not None:
        before = item.widget()
        if before is not None:
            before.deleteLater()
    for note in view.notes:
        inside.addWidget(plain_label(note.head, bold=True, wraps=True))
        for line in note.lines:
            inside.addWidget(paragraph(line, tone=Tone.QUIET))
        inside.addSpacing(8)
    inside.addStretch(1)
