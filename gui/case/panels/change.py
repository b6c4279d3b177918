"""Another weight or bag on a running infusion: the old and the new, and what shall stay."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.entry.codes import Confirm
from core.entry.verdict import Asked
from core.model.commands import AddNote
from core.model.terms import Keep
from gui.case.choice import Choice, ChoiceList
from gui.case.desk import Desk
from gui.case.panels.choose import Commands
from gui.case.panels.panel import Panel
from gui.field import EntryField, Settled
from gui.plain import Tone, plain_label


class ChangePanel(Panel):
    """A field; then, where it matters, what stays and why. Editing the field takes both back."""

    field: EntryField

    def __init__(self, desk: Desk, code: str) -> None:
        """A panel whose words are `case.panel.CODE`."""
        super().__init__(desk, code)
        self._settled: Settled | None = None
        self._keep: ChoiceList | None = None
        self._why: ChoiceList | None = None
        self._shown: list[QWidget] = []

    def keeps(self, value: object) -> Sequence[tuple[Keep, str]]:
        """What may stay and what that makes of dose and rate; empty where nothing runs."""
        raise TypeError(f"{type(self).__name__} does not say what stays for {value}")

    def commands(self, value: object, keep: Keep) -> Commands:
        """The requests of the change."""
        raise TypeError(f"{type(self).__name__} does not say what to do with {value}, {keep}")

    def reasons(self) -> Sequence[Choice]:
        """What the change may be for."""
        return ()

    def start(self) -> None:
        """Keys go to the field."""
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def offers(self) -> bool:
        """Whether what stays, or why, is being asked."""
        return bool(self._shown)

    def finish(self) -> None:
        """Go on with what stands: settle the field, or do the change as chosen."""
        if self._settled is None:
            self.field.commit()
        elif self._keep is not None or self._why is not None:
            self._do(self._settled)

    def watch_field(self) -> None:
        """Listen to the field; call once it is there."""
        self.field.asked.connect(self._on_asked)
        self.field.committed.connect(self._on_settled)
        self.field.edit.textEdited.connect(lambda _text: self.take_back())

    def take_back(self) -> None:
        """What was offered belongs to another input."""
        for widget in self._shown:
            self.body.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown = []
        self._keep = self._why = self._settled = None

    def _on_asked(self, asked: Asked[object]) -> None:
        if asked.confirm is Confirm.REASON:
            self.field.answer()
            doubts = frozenset(question.doubt for question in asked.questions)
            self._offer(Settled(asked.value, doubts=doubts), with_reasons=True)

    def _on_settled(self, settled: Settled) -> None:
        if self._settled is None:
            self._offer(settled, with_reasons=False)

    def _offer(self, settled: Settled, *, with_reasons: bool) -> None:
        """Ask what stays and why; do it at once where neither is a question."""
        self.take_back()
        self._settled = settled
        keeps = self.keeps(settled.value)
        if with_reasons:
            self._why = self._list("why", self.reasons())
            self._why.chosen.connect(lambda _value: self.finish())
        if keeps:
            self._keep = self._list("keep", keeps, above=self._why)
            self._keep.chosen.connect(lambda _value: self._after_keep())
        first = self._keep or self._why
        if first is None:
            self._do(settled)
        else:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(
        self, name: str, choices: Sequence[Choice], above: QWidget | None = None
    ) -> ChoiceList:
        title = plain_label(self.say(name), tone=Tone.QUIET, wraps=True)
        rows = ChoiceList(self.say(name), choices)
        place = self.body.count() if above is None else self.body.indexOf(above) - 1
        self.body.insertWidget(place, title)
        self.body.insertWidget(place + 1, rows)
        for widget in (title, rows):
            widget.show()  # now, so that it can take the keys at once
            self._shown.append(widget)
        return rows

    def _after_keep(self) -> None:
        if self._why is None:
            self.finish()
        else:
            self._why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, settled: Settled) -> None:
        keep = Keep.DOSE if self._keep is None else Keep(str(self._keep.value))
        commands = self.commands(settled.value, keep)
        if self._why is not None:
            why = str(self._why.value)
            note = self.say("note", reason=self.say(f"reason.{why}"))
            commands = (*commands, AddNote(at=self.desk.now(), text=note))
        self.record(*commands)
        self._settled = None if self._keep is None and self._why is None else settled


def keep_texts(desk: Desk, old: dict[str, str], new: dict[str, str]) -> list[tuple[Keep, str]]:
    """The two ways to go on, each with the old and the new figure."""
    args = {
        "dose": old["dose"],
        "rate": old["rate"],
        "new_dose": new["dose"],
        "new_rate": new["rate"],
    }
    return [(keep, desk.words.say(f"case.keep.{keep}", args)) for keep in Keep]
