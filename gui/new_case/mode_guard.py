"""WORKSTATION only for an approved text; else the choice says why, and where to go."""

from PySide6.QtCore import QObject, Signal

from core.model.terms import Mode
from core.view.wording import Words
from gui.message import Kind, Message
from gui.new_case.choice import Choice


class ModeGuard(QObject):
    """Watches the choice of the mode."""

    library_wished = Signal()
    """Somebody wants the text approved in the library."""

    def __init__(self, mode: Choice, words: Words) -> None:
        super().__init__(mode)
        self._mode, self._words = mode, words
        self.message = Message(mode)  # shown without a parent it would be a window
        self._name = ""
        self._approved = False
        self._wanted = False
        mode.chosen.connect(self._on_chosen)

    def render_approval(self, name: str, *, approved: bool) -> None:
        """Guard by whether this protocol is approved; what was wanted before is now chosen."""
        same = name == self._name
        self._name, self._approved = name, approved
        if approved and same and self._wanted:
            self._wanted = False
            self._mode.choose(Mode.WORKSTATION)
        elif not approved and self._mode.value is Mode.WORKSTATION:
            self._refuse()
        else:
            self._hint()

    def _on_chosen(self) -> None:
        if self._mode.value is Mode.WORKSTATION and not self._approved:
            self._refuse()
        else:
            self._wanted = False
            self._hint()

    def _refuse(self) -> None:
        self._mode.choose(Mode.SIMULATION)
        self._wanted = True
        said = self._words.say("new-case.not-approved", {"name": self._name})
        go = self._words.say("new-case.to-library")
        self.message.say(Kind.REFUSAL, said, ((go, self.library_wished.emit),))
        for button in self.message.pick_buttons():
            button.show()  # a layout shows it later, and what is hidden takes no keys
            button.setFocus()

    def _hint(self) -> None:
        if self._approved:
            self.message.hush()
        else:
            said = self._words.say("new-case.needs-approval", {"name": self._name})
            self.message.say(Kind.HINT, said)
