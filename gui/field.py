"""The entry field: what is typed stays as typed until a verdict, and nothing changes by itself.

No key is blocked, no digit is cut or corrected. Enter asks for the verdict; a question or a
refusal stands beside the field and names the accepted form.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.entry.codes import Confirm, Doubt
from core.entry.sentence import argument_text
from core.entry.verdict import Accepted, Arguments, Asked, Normalised, Refused, Verdict
from core.quantity.grammar import Refusal
from core.view.wording import Words
from gui.asking import BY_ENTER, Asking, Settled, doubts_of, wants_no_option
from gui.entry_line import EntryLine
from gui.message import Kind, Message, Pick
from gui.plain import Tone, plain_label
from gui.tabbing import chain
from gui.theme import Size, sized

__all__ = ["EntryField", "Judge", "Settled", "align"]

Judge = Callable[[str], Verdict[object]]
_SAID_BY = {
    Doubt.OVER_STEP: {Doubt.LARGE_CHANGE, Doubt.DIGIT_SHIFT},
    Doubt.LARGE_CHANGE: {Doubt.DIGIT_SHIFT},
}
"""Doubts that another one tells better; a long message is not read."""


class EntryField(QWidget):
    """A label, a line to type in, a fixed unit, and room for a message.

    `judge` gives the verdict on a text. `rest` is what stands there when nothing was typed;
    `optional` fields may stay empty. A field that is not `alone` leaves it to its form to settle.
    """

    entered = Signal()
    """Enter was pressed, or something that the message offered was picked."""

    committed = Signal(object)
    """A Settled value: Enter was pressed and the verdict, with its question answered, stands."""
    refused = Signal(str, object)
    """What was typed and its Refused verdict, once per refusal."""
    asked = Signal(object)
    """The Asked verdict whose question was just put."""

    def __init__(  # noqa: PLR0913 - what a field is made of
        self,
        label: str,
        judge: Judge,
        words: Words,
        *,
        unit: str = "",
        rest: str = "",
        optional: bool = False,
        alone: bool = True,
        size: Size = Size.NORMAL,
        parent: QWidget | None = None,
    ) -> None:
        """A field whose label may hold a mnemonic ("&MAP")."""
        super().__init__(parent)
        self._judge = judge
        self._words = words
        self._rest = rest
        self._optional = optional
        self._asking = Asking()
        self._last_refusal: tuple[str, Refused] | None = None
        self.label = plain_label(label, tone=Tone.QUIET)
        self.edit = EntryLine(rest)
        self.edit.setFont(sized(self.font(), size, bold=size is not Size.NORMAL))
        self.unit = plain_label(unit, tone=Tone.QUIET)
        self.message = Message()
        self._lay_out()
        self._name(label.replace("&", ""), unit)
        self.setFocusProxy(self.edit)
        self.edit.entered.connect(self.entered)
        if alone:
            self.entered.connect(self.commit)
        self.edit.escaped.connect(self.clear)
        self.edit.left.connect(self._on_left)
        self.edit.textEdited.connect(self._on_edited)

    @property
    def text(self) -> str:
        """What stands in the field, exactly."""
        return self.edit.text()

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not self.text.strip()

    @property
    def question(self) -> Asked[object] | None:
        """The question that is put at present."""
        return self._asking.question

    @property
    def question_text(self) -> str:
        """The question in words, without how to answer it."""
        return self._asking.sentence

    def peek(self) -> object | None:
        """What the text means, settled or not; None where it is refused. Says nothing."""
        verdict = self._judge(self.text)
        return None if isinstance(verdict, Refused) else verdict.value

    def put(self, text: str) -> None:
        """Put a text into the field as if it had been typed; it is judged like any other."""
        self.edit.setText(text)
        self._on_edited(text)

    def rest_on(self, rest: str, unit: str) -> None:
        """Another unit, and another text that stands here while nothing was typed."""
        self._rest = rest
        self.edit.rest_on(rest)
        self.unit.setText(unit)
        self.forget()

    def clear(self) -> None:
        """Forget what was typed and what was asked about it."""
        self.edit.setText(self._rest)
        if self.edit.hasFocus():
            self.edit.selectAll()
        self.forget()

    def judge_by(self, judge: Judge) -> None:
        """Judge by another measure from now on."""
        self._judge = judge
        self.forget()

    def commit(self) -> None:
        """Settle what stands there and tell, if it stands."""
        settled = self.settle()
        if settled is not None:
            self.committed.emit(settled)

    def settle(self) -> Settled | None:
        """The value if it stands; otherwise the field says why not, and takes the focus.

        Called again on the same text it confirms a question that one key may confirm.
        """
        text = self.text
        if self._optional and self.blank:
            self.forget()
            return Settled(None)
        verdict = self._judge(text)
        match verdict:
            case Refused():
                kept = None if verdict.as_artefact is None else self._asking.answer_to(text)
                if kept is None:
                    self._refuse(text, verdict)
                return kept
            case Asked():
                settled = self._asking.settled(text, verdict)
                if settled is None:
                    self._ask(text, verdict)
                else:
                    self.message.hush()
                return settled
            case Accepted():
                self.forget()
            case Normalised():
                self.forget()
                self.edit.setText(verdict.text)
        return Settled(verdict.value)

    def answer(self, *, artefact: bool = False, value: object = None) -> None:
        """Answer the question that is put: a reason was picked, an option, or artefact."""
        self._asking.answer(self.text, artefact=artefact, value=value)

    def _ask(self, text: str, verdict: Asked[object]) -> None:
        doubts = doubts_of(verdict)
        told = [q for q in verdict.questions if not doubts & _SAID_BY.get(q.doubt, set())]
        sentence = " ".join(self._sentence(f"asked.{q.doubt}", q.args) for q in told)
        self._asking.put(text, verdict, sentence)
        self._say(Kind.QUESTION, f"{sentence}{self._how(verdict)}", self._picks_of(verdict))
        self.asked.emit(verdict)

    def _how(self, verdict: Asked[object]) -> str:
        """How the question is answered, where its sentence does not say it."""
        if verdict.confirm in BY_ENTER:
            return f" {self._words.say(f'confirm.{verdict.confirm}')}"
        return f" {self._words.say('case.field.keep_both')}" if wants_no_option(verdict) else ""

    def _picks_of(self, verdict: Asked[object]) -> tuple[Pick, ...]:
        if verdict.confirm is Confirm.CONFIRM_OR_ARTEFACT:
            return ((self._words.say("case.field.artefact"), self._on_artefact),)
        return tuple(
            (text, lambda value=value: self._on_option(value)) for value, text in verdict.options
        )

    def _on_option(self, value: object) -> None:
        self.answer(value=value)
        self.entered.emit()

    def _on_artefact(self) -> None:
        self.answer(artefact=True)
        self.entered.emit()

    def _refuse(self, text: str, verdict: Refused) -> None:
        self.forget()
        picks: tuple[Pick, ...] = ()
        if verdict.suggestion is not None:
            meant = verdict.suggestion
            offer = self._words.say("case.field.meant", {"text": meant})
            picks += ((offer, lambda: self._on_suggestion(meant)),)
        kept = verdict.as_artefact
        if kept is not None:
            offer = self._words.say("case.field.record_artefact", {"value": str(kept)})
            picks += ((offer, lambda: self._on_kept(text, kept)),)
        self._say(Kind.REFUSAL, self._sentence(f"refused.{verdict.code}", verdict.args), picks)
        known = self._last_refusal == (text, verdict)
        if not known and verdict.code is not Refusal.EMPTY:
            self._last_refusal = (text, verdict)
            self.refused.emit(text, verdict)

    def _on_kept(self, text: str, kept: object) -> None:
        """What cannot be a value is recorded as an artefact, as it was picked."""
        self._asking.keep(text, kept)
        self.entered.emit()

    def _on_suggestion(self, meant: str) -> None:
        """Put the suggestion there to be looked at; Enter takes it."""
        self.put(meant)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_left(self) -> None:
        """Say early what would be refused. Nothing is asked, taken or recorded by leaving."""
        if self.blank or self.message.text:
            return
        verdict = self._judge(self.text)
        if isinstance(verdict, Refused):
            text = self._sentence(f"refused.{verdict.code}", verdict.args)
            self._show(Kind.REFUSAL, text, ())

    def _on_edited(self, text: str) -> None:
        """What was said about another text no longer holds; a second typing is waited for."""
        if not self._asking.follow(text):
            self.forget()

    def forget(self) -> None:
        """Drop the question and the message; what was typed stays."""
        self._asking.forget()
        self.message.hush()
        self.edit.setAccessibleDescription(self._described)

    def _say(self, kind: Kind, text: str, picks: tuple[Pick, ...]) -> None:
        self._show(kind, text, picks)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.edit, text))

    def _show(self, kind: Kind, text: str, picks: tuple[Pick, ...]) -> None:
        self.message.say(kind, text, picks)
        chain(self.edit, *self.message.pick_buttons())
        self.edit.setAccessibleDescription(text)

    def _sentence(self, code: str, args: Arguments) -> str:
        return self._words.say(code, {name: argument_text(value) for name, value in args})

    def _name(self, name: str, unit: str) -> None:
        self.label.setBuddy(self.edit)
        self.edit.setAccessibleName(name)
        self._described = unit
        self.edit.setAccessibleDescription(unit)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.label)
        row.addWidget(self.edit, 1)
        row.addWidget(self.unit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(row)
        whole.addWidget(self.message)


def align(fields: list[EntryField]) -> None:
    """Give fields below each other labels and units of one width."""
    labels = max(field.label.sizeHint().width() for field in fields)
    units = max(field.unit.sizeHint().width() for field in fields)
    for field in fields:
        field.label.setMinimumWidth(labels)
        field.unit.setMinimumWidth(units)
