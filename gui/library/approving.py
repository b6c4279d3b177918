"""Under the chosen protocol: how far its proof is, who approved it, and initials to approve."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.cases.library_view import Proved, VolumeView
from core.entry.person import read_initials
from core.view.wording import Words
from gui.button import TextButton
from gui.field import EntryField, Settled
from gui.message import Kind, Message
from gui.plain import heading, plain_label


class Approving(QWidget):
    """Enter in the field approves; it can be typed into only where approval is possible."""

    approved = Signal(str)
    """The initials under which the chosen text is to be approved."""
    proof_wished = Signal()
    cancelled = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._view: VolumeView | None = None
        self.progress = plain_label()
        self.cancel = TextButton(self._say("cancel"))
        self.prove = TextButton(self._say("prove"), "Ctrl+P")
        self.said = plain_label(wraps=True)
        hint = self._say("initials-hint")
        self.initials = EntryField(self._say("initials"), read_initials, words, unit=hint)
        self.initials.setObjectName("library_initials")
        self.button = TextButton(self._say("approve"), "Enter", primary=True)
        self.message = Message()
        self._lay_out()
        self.initials.committed.connect(self._on_committed)
        self.button.clicked.connect(self.initials.commit)
        self.prove.clicked.connect(self.proof_wished)
        self.cancel.clicked.connect(self.cancelled)
        self.show_progress(None)

    def show_view(self, view: VolumeView) -> None:
        """Show who approved this text, or that it can be."""
        if self._view is None or self._view.key != view.key:
            self.initials.clear()
            self.message.hush()
        self._view = view
        self.said.setText(view.approval)
        for part in (self.initials, self.button):
            part.setVisible(view.approvable)
        self._show_prove()

    def show_progress(self, text: str | None) -> None:
        """How far the proof of the chosen text is; None while it is not being proved."""
        self.progress.setText(text or "")
        self.progress.setVisible(text is not None)
        self.cancel.setVisible(text is not None)
        self._show_prove()

    def tell(self, sentence: str) -> None:
        """Say why something did not come to pass."""
        self.message.say(Kind.REFUSAL, sentence)

    def _show_prove(self) -> None:
        wanted = self._view is not None and self._view.proved is Proved.NO
        self.prove.setVisible(wanted and self.progress.isHidden())

    def _on_committed(self, settled: Settled) -> None:
        self.message.hush()
        self.approved.emit(str(settled.value))

    def _lay_out(self) -> None:
        proof, row, whole = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for part in (self.progress, self.cancel, self.prove):
            proof.addWidget(part)
        proof.addStretch(1)
        row.addWidget(self.initials)
        row.addWidget(self.button)
        row.addStretch(1)
        whole.setContentsMargins(20, 4, 20, 0)
        whole.addLayout(proof)
        whole.addWidget(heading(self._say("approval")))
        whole.addWidget(self.said)
        whole.addLayout(row)
        whole.addWidget(self.message)

    def _say(self, code: str) -> str:
        return self._words.say(f"library.{code}")
