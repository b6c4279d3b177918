"""The one table of the instructor's actions: menus, shortcuts and buttons come from it."""

from enum import Enum

from core.frozen import dataclass
from core.lab.desk_view import DeskView
from core.lab.pace import SPEEDS
from gui.action_table import Act, ActionTable


class When(Enum):
    """What an act needs in order to make sense."""

    ALWAYS = "always"
    GOING_ON = "the scenario goes on"
    MARKED = "there is a bookmark"
    COMING = "something of the script may come"
    OVERRIDDEN = "the monitor is overridden"
    OVER = "the scenario has ended"


@dataclass(frozen=True, slots=True)
class LabAct(Act):
    """An act and what it needs. Its words are `lab.action.CODE`."""

    when: When = When.GOING_ON


ACTS = (
    LabAct("learner", "lab", "F12", when=When.ALWAYS),
    LabAct("hide_advice", "lab", "Ctrl+Shift+A", checkable=True),
    LabAct("end", "lab", "Ctrl+Shift+E", separated=True),
    LabAct("debrief", "lab", "F4", when=When.OVER),
    LabAct("close", "lab", "Ctrl+W", when=When.ALWAYS, separated=True),
    LabAct("pause", "time", "F5"),
    LabAct("slower", "time", "F6"),
    LabAct("faster", "time", "F7"),
    LabAct("jump", "time", "F8"),
    LabAct("bookmark", "time", "Ctrl+B", separated=True),
    LabAct("back", "time", "Ctrl+Z", when=When.MARKED),
    *(
        LabAct(f"speed_{speed}", "time", f"Ctrl+{place}", separated=place == 1)
        for place, speed in enumerate(SPEEDS, 1)
    ),
    LabAct("fire", "script", "F9", when=When.COMING),
    LabAct("skip", "script", "Shift+F9", when=When.COMING),
    LabAct("note", "script", "Ctrl+N", when=When.ALWAYS, separated=True),
    LabAct("fluid_250", "patient", "Ctrl+F"),
    LabAct("fluid_500", "patient", "Ctrl+Shift+F"),
    LabAct("hydrocortisone", "patient", "Ctrl+H", checkable=True),
    LabAct("sedation_none", "patient", "Ctrl+Shift+1", separated=True),
    LabAct("sedation_light", "patient", "Ctrl+Shift+2"),
    LabAct("sedation_deep", "patient", "Ctrl+Shift+3"),
    LabAct("override", "patient", "Ctrl+O", separated=True),
    LabAct("clear", "patient", "Ctrl+Shift+O", when=When.OVERRIDDEN),
    LabAct("go_script", "view", "F2", when=When.ALWAYS),
    LabAct("go_log", "view", "F3", when=When.ALWAYS),
    LabAct("light", "view", "Ctrl+Shift+L", when=When.ALWAYS, separated=True),
    LabAct("dark", "view", "Ctrl+Shift+D", when=When.ALWAYS),
    LabAct("full_screen", "view", "F11", when=When.ALWAYS, checkable=True),
)
MENUS = ("lab", "time", "script", "patient", "view")


def possible(when: When, view: DeskView) -> bool:
    """Whether an act makes sense in what the window shows."""
    going_on = not view.ended
    match when:
        case When.ALWAYS:
            return True
        case When.GOING_ON:
            return going_on
        case When.MARKED:
            return bool(view.bookmarks)
        case When.COMING:
            return going_on and any(not line.is_end for line in view.coming)
        case When.OVERRIDDEN:
            return going_on and bool(view.overrides)
        case When.OVER:
            return not going_on


class LabActions(ActionTable):
    """The table as Qt's actions, in the menus of the instructor's window."""

    acts, menus, named = ACTS, MENUS, "lab_"

    def action_text(self, code: str) -> str:
        """The code of the words of an act."""
        return f"lab.action.{code}"

    def menu_text(self, name: str) -> str:
        """The code of the words of a menu."""
        return f"lab.menu.{name}"

    def render(self, view: DeskView) -> None:
        """Switch on what makes sense now."""
        for act in ACTS:
            self.allow((act.code,), allowed=possible(act.when, view))
        self._check("hide_advice", on=view.advice_hidden)
        self._check("hydrocortisone", on=view.hydrocortisone)

    def _check(self, code: str, *, on: bool) -> None:
        if self[code].isChecked() is not on:
            self[code].setChecked(on)
