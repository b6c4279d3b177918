"""The one table of actions: from it come the menus, the shortcuts and the buttons."""

from enum import Enum

from core.frozen import dataclass
from core.view.cards import card_of_prompt
from core.view.case_view import AdviceStatus, CaseView
from gui.action_table import Act, ActionTable


class When(Enum):
    """What an act needs in order to make sense."""

    ALWAYS = "always"
    RUNNING_CASE = "running case"
    OPEN_ADVICE = "open advice"
    OPEN_STEP = "open advice that changes the dose"
    DRUG_RUNS = "drug runs"
    PROMPTED = "a prompt is open"
    WITH_CARD = "a prompt is open that has a card"


@dataclass(frozen=True, slots=True)
class CaseAct(Act):
    """An act and what it needs. Its words are `case.action.CODE`."""

    when: When = When.RUNNING_CASE


ACTS = (
    CaseAct("new", "file", "Ctrl+N", when=When.ALWAYS),
    CaseAct("home", "file", "Ctrl+O", when=When.ALWAYS),
    CaseAct("library", "file", "Ctrl+L", when=When.ALWAYS),
    CaseAct("close", "file", "Ctrl+W", when=When.ALWAYS, separated=True),
    CaseAct("quit", "file", "Ctrl+Q", when=When.ALWAYS),
    CaseAct("more", "edit", "Ctrl+D"),
    CaseAct("strike", "edit", "Ctrl+Shift+X"),
    CaseAct("initials", "edit", "Ctrl+Shift+I", when=When.ALWAYS),
    CaseAct("go_reading", "view", "F2", when=When.ALWAYS),
    CaseAct("go_timeline", "view", "F3", when=When.ALWAYS),
    CaseAct("go_pump", "view", "F4", when=When.ALWAYS),
    CaseAct("why", "view", "Ctrl+R", when=When.ALWAYS, checkable=True, separated=True),
    CaseAct("table", "view", "Ctrl+T", when=When.ALWAYS, checkable=True),
    CaseAct("hours_1", "view", "Ctrl+1", when=When.ALWAYS, separated=True),
    CaseAct("hours_4", "view", "Ctrl+2", when=When.ALWAYS),
    CaseAct("hours_8", "view", "Ctrl+3", when=When.ALWAYS),
    CaseAct("hours_24", "view", "Ctrl+4", when=When.ALWAYS),
    CaseAct("hours_72", "view", "Ctrl+5", when=When.ALWAYS),
    CaseAct("back_to_now", "view", "Ctrl+0", when=When.ALWAYS),
    CaseAct("light", "view", "Ctrl+Shift+L", when=When.ALWAYS, separated=True),
    CaseAct("dark", "view", "Ctrl+Shift+D", when=When.ALWAYS),
    CaseAct("system_look", "view", "", when=When.ALWAYS),
    CaseAct("full_screen", "view", "F11", when=When.ALWAYS, checkable=True),
    CaseAct("accept_set", "case", "F5", when=When.OPEN_STEP),
    CaseAct("accept", "case", "F6", when=When.OPEN_ADVICE),
    CaseAct("modify", "case", "F7", when=When.OPEN_ADVICE),
    CaseAct("delay", "case", "F8", when=When.OPEN_ADVICE),
    CaseAct("decline", "case", "F9", when=When.OPEN_ADVICE),
    CaseAct("aside", "case", "Ctrl+Shift+A", when=When.PROMPTED, separated=True),
    CaseAct("prompt_card", "case", "Ctrl+Shift+K", when=When.WITH_CARD),
    CaseAct("pause", "case", "Ctrl+Shift+P", separated=True),
    CaseAct("bag", "case", "Ctrl+Shift+B"),
    CaseAct("agent", "case", "Ctrl+Shift+G"),
    CaseAct("weight", "case", "Ctrl+Shift+W"),
    CaseAct("target", "case", "Ctrl+Shift+T"),
    CaseAct("fluids", "case", "Ctrl+Shift+F"),
    CaseAct("patient", "case", "Ctrl+Shift+H"),
    CaseAct("perfusion", "case", "Ctrl+Shift+R"),
    CaseAct("vasopressin", "case", "Ctrl+Shift+V"),
    CaseAct("stop", "case", "Ctrl+Shift+S", when=When.DRUG_RUNS, separated=True),
    CaseAct("note", "case", "Ctrl+Shift+N", when=When.ALWAYS),
    CaseAct("end", "case", "Ctrl+Shift+E"),
    CaseAct("help", "help", "F1", when=When.ALWAYS),
    CaseAct("evidence", "help", "Ctrl+E", when=When.ALWAYS),
    CaseAct("card", "help", "Ctrl+K", when=When.ALWAYS),
    CaseAct("about", "help", "", when=When.ALWAYS),
)
MENUS = ("file", "edit", "view", "case", "help")


def key_of(code: str) -> str:
    """The key of an action; empty for one without."""
    return next((act.key for act in ACTS if act.code == code), "")


def possible(when: When, view: CaseView) -> bool:  # noqa: PLR0911 - one arm a need
    """Whether an act makes sense in what the window shows."""
    step, ended = view.next_step, view.outcome is not None
    is_open = step is not None and step.status is AdviceStatus.OPEN and not ended
    match when:
        case When.ALWAYS:
            return True
        case When.RUNNING_CASE:
            return not ended
        case When.OPEN_ADVICE:
            return is_open
        case When.OPEN_STEP:
            return is_open and step is not None and step.changes_dose
        case When.DRUG_RUNS:
            return any(run.running for run in view.infusions) and not ended
        case When.PROMPTED:
            return bool(view.prompts) and not ended
        case When.WITH_CARD:
            return any(card_of_prompt(prompt.code) for prompt in view.prompts) and not ended


class Actions(ActionTable):
    """The table as Qt's actions, in the menus of a case's window."""

    acts, menus = ACTS, MENUS

    def action_text(self, code: str) -> str:
        """The code of the words of an act."""
        return f"case.action.{code}"

    def menu_text(self, name: str) -> str:
        """The code of the words of a menu."""
        return f"case.menu.{name}"

    def render(self, view: CaseView) -> None:
        """Switch on what makes sense now."""
        for act in ACTS:
            self.allow((act.code,), allowed=possible(act.when, view))
