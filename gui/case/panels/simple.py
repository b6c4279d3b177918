"""Acts of one or two entries: fluids, a note, the initials of who enters."""

from PySide6.QtCore import Qt

from core.entry.person import read_initials, read_note
from core.model.commands import AddNote, AttestFluids, Command, StartShift
from core.model.terms import Attested
from gui.case.choice import Segments
from gui.case.desk import Desk
from gui.case.panels.choose import worded
from gui.case.panels.panel import Panel
from gui.field import EntryField, Judge, Settled
from gui.plain import Tone, plain_label


class FluidsPanel(Panel):
    """What somebody vouches for about fluids and volume status."""

    def __init__(self, desk: Desk) -> None:
        """Start from what was vouched for."""
        super().__init__(desk, "fluids")
        choices = worded(desk.words, "attested", Attested)
        self.given = Segments(self.say("given"), choices)
        self.assessed = Segments(self.say("assessed"), choices)
        self.given.choose(desk.view.setup.fluids)
        self.assessed.choose(desk.view.setup.volume_assessed)
        for row, code in ((self.given, "given"), (self.assessed, "assessed")):
            self.body.addWidget(plain_label(self.say(code), tone=Tone.QUIET, wraps=True))
            self.body.addWidget(row)

    def start(self) -> None:
        """Keys go to the first row."""
        self.given.focus()

    def finish(self) -> None:
        """Record both."""
        attested = AttestFluids(
            at=self.desk.now(),
            fluids=Attested(str(self.given.value)),
            volume_assessed=Attested(str(self.assessed.value)),
        )
        self.record(attested)


class TextPanel(Panel):
    """One line to type, recorded by Enter."""

    def __init__(self, desk: Desk, code: str, judge: Judge) -> None:
        """A field that is judged by `judge`."""
        super().__init__(desk, code)
        self.add_text(self.say("hint"))
        self.field = EntryField(self.say("field"), judge, desk.words)
        self.field.committed.connect(self._on_committed)
        self.add_field(self.field)

    def start(self) -> None:
        """Keys go to the field."""
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """As Enter in the field."""
        self.field.commit()

    def command(self, text: str) -> Command:
        """The request that records the text: a note, or the initials."""
        now = self.desk.now()
        if self.code == "initials":
            return StartShift(at=now, initials=text)
        return AddNote(at=now, text=text)

    def _on_committed(self, settled: Settled) -> None:
        self.record(self.command(str(settled.value)))


def note_panel(desk: Desk) -> TextPanel:
    """Add a short note."""
    return TextPanel(desk, "note", read_note)


def initials_panel(desk: Desk) -> TextPanel:
    """Say who enters from now on."""
    return TextPanel(desk, "initials", read_initials)
