"""Acts that are one choice: pause, vasopressin, end of case, striking an entry."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import Qt

from core.model.commands import (
    Command,
    EndCase,
    PauseTitration,
    StateVasopressin,
    StrikeEntry,
)
from core.model.terms import Attested, Outcome, PauseReason, StrikeReason
from core.view.rows import TimelineRow
from core.view.wording import Words
from gui.case.choice import ChoiceList
from gui.case.desk import Desk
from gui.case.panels.panel import Panel

C = TypeVar("C", bound=StrEnum)
Commands = tuple[Command, ...]


class ChoosePanel(Panel):
    """A list; Enter on a row does the act with it."""

    def __init__(
        self,
        desk: Desk,
        code: str,
        choices: Sequence[tuple[object, str]],
        commands: Callable[[object], Commands],
        hint: str = "",
    ) -> None:
        """`commands` makes the requests of a choice."""
        super().__init__(desk, code)
        self._commands = commands
        if hint:
            self.add_text(hint)
        self.list = ChoiceList(self.say("title"), choices)
        self.list.chosen.connect(self._on_chosen)
        self.body.addWidget(self.list)

    def start(self) -> None:
        """Keys go to the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Do the act with the row under the cursor."""
        if self.list.value is not None:
            self._on_chosen(self.list.value)

    def _on_chosen(self, value: object) -> None:
        self.record(*self._commands(value))


def worded(words: Words, group: str, kind: type[C]) -> list[tuple[C, str]]:
    """Every member of a closed list with its text."""
    return [(member, words.say(f"{group}.{member}")) for member in kind]


def pause_panel(desk: Desk) -> ChoosePanel:
    """Rest titration, with the reason."""

    def commands(value: object) -> Commands:
        now = desk.now()
        return (PauseTitration(at=now, observed_at=now, reason=PauseReason(str(value))),)

    return _panel(desk, "pause", worded(desk.words, "pause", PauseReason), commands)


def vasopressin_panel(desk: Desk) -> ChoosePanel:
    """State vasopressin on or off."""
    say = desk.words.say
    choices = [
        (Attested.YES, say("case.panel.vasopressin.on")),
        (Attested.NO, say("case.panel.vasopressin.off")),
        (Attested.UNKNOWN, say("case.panel.vasopressin.unknown")),
    ]

    def commands(value: object) -> Commands:
        return (StateVasopressin(at=desk.now(), running=Attested(str(value))),)

    return _panel(desk, "vasopressin", choices, commands)


def end_panel(desk: Desk) -> ChoosePanel:
    """End the case with its outcome."""

    def commands(value: object) -> Commands:
        return (EndCase(at=desk.now(), outcome=Outcome(str(value))),)

    return _panel(desk, "end", worded(desk.words, "outcome", Outcome), commands)


def strike_panel(desk: Desk, row: TimelineRow) -> ChoosePanel:
    """Strike an entry through; it stays on record."""

    def commands(value: object) -> Commands:
        return (StrikeEntry(at=desk.now(), refers_to=row.seq, reason=StrikeReason(str(value))),)

    choices = worded(desk.words, "strike", StrikeReason)
    shown = {"at": row.at_text, "what": row.what, "value": f"{row.value} {row.unit}".strip()}
    return _panel(desk, "strike", choices, commands, shown)


def _panel(
    desk: Desk,
    code: str,
    choices: Sequence[tuple[object, str]],
    commands: Callable[[object], Commands],
    args: dict[str, str] | None = None,
) -> ChoosePanel:
    hint = desk.words.say(f"case.panel.{code}.hint", args)
    return ChoosePanel(desk, code, choices, commands, hint)
