"""The one table of actions: from it come the menus, the shortcuts and the buttons."""

from enum import Enum

from core.frozen import dataclass
from core.view.cards import card_of_prompt
from core.view.case_view import AdviceStatus, CaseView
from gui.action_table import ActionTable


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
class Act:
    """One action: its code, menu and key. Its words are `case.action.CODE`."""

    code: str
    menu: str
    key: str = ""
    when: When = When.RUNNING_CASE
    checkable: bool = False
    separated: bool = False


ACTS = (
    Act("new", "file", "Ctrl+N", When.ALWAYS),
    Act("home", "file", "Ctrl+O", When.ALWAYS),
    Act("library", "file", "Ctrl+L", When.ALWAYS),
    Act("close", "file", "Ctrl+W", When.ALWAYS, separated=True),
    Act("quit", "file", "Ctrl+Q", When.ALWAYS),
    Act("more", "edit", "Ctrl+D"),
    Act("strike", "edit", "Ctrl+Shift+X"),
    Act("initials", "edit", "Ctrl+Shift+I", When.ALWAYS),
    Act("go_reading", "view", "F2", When.ALWAYS),
    Act("go_timeline", "view", "F3", When.ALWAYS),
    Act("go_pump", "view", "F4", When.ALWAYS),
    Act("why", "view", "Ctrl+R", When.ALWAYS, checkable=True, separated=True),
    Act("table", "view", "Ctrl+T", When.ALWAYS, checkable=True),
    Act("hours_1", "view", "Ctrl+1", When.ALWAYS, separated=True),
    Act("hours_4", "view", "Ctrl+2", When.ALWAYS),
    Act("hours_8", "view", "Ctrl+3", When.ALWAYS),
    Act("hours_24", "view", "Ctrl+4", When.ALWAYS),
    Act("hours_72", "view", "Ctrl+5", When.ALWAYS),
    Act("back_to_now", "view", "Ctrl+0", When.ALWAYS),
    Act("light", "view", "Ctrl+Shift+L", When.ALWAYS, separated=True),
    Act("dark", "view", "Ctrl+Shift+D", When.ALWAYS),
    Act("system_look", "view", "", When.ALWAYS),
    Act("full_screen", "view", "F11", When.ALWAYS, checkable=True),
    Act("accept_set", "case", "F5", When.OPEN_STEP),
    Act("accept", "case", "F6", When.OPEN_ADVICE),
    Act("modify", "case", "F7", When.OPEN_ADVICE),
    Act("delay", "case", "F8", When.OPEN_ADVICE),
    Act("decline", "case", "F9", When.OPEN_ADVICE),
    Act("aside", "case", "Ctrl+Shift+A", When.PROMPTED, separated=True),
    Act("prompt_card", "case", "Ctrl+Shift+K", When.WITH_CARD),
    Act("pause", "case", "Ctrl+Shift+P", separated=True),
    Act("bag", "case", "Ctrl+Shift+B"),
    Act("agent", "case", "Ctrl+Shift+G"),
    Act("weight", "case", "Ctrl+Shift+W"),
    Act("target", "case", "Ctrl+Shift+T"),
    Act("fluids", "case", "Ctrl+Shift+F"),
    Act("patient", "case", "Ctrl+Shift+H"),
    Act("perfusion", "case", "Ctrl+Shift+R"),
    Act("vasopressin", "case", "Ctrl+Shift+V"),
    Act("stop", "case", "Ctrl+Shift+S", When.DRUG_RUNS, separated=True),
    Act("note", "case", "Ctrl+Shift+N", When.ALWAYS),
    Act("end", "case", "Ctrl+Shift+E"),
    Act("help", "help", "F1", When.ALWAYS),
    Act("evidence", "help", "Ctrl+E", When.ALWAYS),
    Act("card", "help", "Ctrl+K", When.ALWAYS),
    Act("about", "help", "", When.ALWAYS),
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
