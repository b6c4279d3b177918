"""The one table of the instructor's actions: menus, shortcuts and buttons come from it."""

from dataclasses import dataclass
from enum import Enum

from core.lab.desk_view import DeskView
from core.lab.pace import SPEEDS
from gui.action_table import ActionTable


class When(Enum):
    """What an act needs in order to make sense."""

    ALWAYS = "always"
    GOING_ON = "the scenario goes on"
    MARKED = "there is a bookmark"
    COMING = "something of the script may come"
    OVERRIDDEN = "the monitor is overridden"
    OVER = "the scenario has ended"


@dataclass(frozen=True, slots=True)
class Act:
    """One action: its code, menu and key. Its words are `lab.action.CODE`."""

    code: str
    menu: str
    key: str = ""
    when: When = When.GOING_ON
    checkable: bool = False
    separated: bool = False


ACTS = (
    Act("learner", "lab", "F12", When.ALWAYS),
    Act("hide_advice", "lab", "Ctrl+Shift+A", checkable=True),
    Act("end", "lab", "Ctrl+Shift+E", separated=True),
    Act("debrief", "lab", "F4", When.OVER),
    Act("close", "lab", "Ctrl+W", When.ALWAYS, separated=True),
    Act("pause", "time", "F5"),
    Act("slower", "time", "F6"),
    Act("faster", "time", "F7"),
    Act("jump", "time", "F8"),
    Act("bookmark", "time", "Ctrl+B", separated=True),
    Act("back", "time", "Ctrl+Z", When.MARKED),
    *(
        Act(f"speed_{speed}", "time", f"Ctrl+{place}", separated=place == 1)
        for place, speed in enumerate(SPEEDS, 1)
    ),
    Act("fire", "script", "F9", When.COMING),
    Act("skip", "script", "Shift+F9", When.COMING),
    Act("note", "script", "Ctrl+N", When.ALWAYS, separated=True),
    Act("fluid_250", "patient", "Ctrl+F"),
    Act("fluid_500", "patient", "Ctrl+Shift+F"),
    Act("hydrocortisone", "patient", "Ctrl+H", checkable=True),
    Act("sedation_none", "patient", "Ctrl+Shift+1", separated=True),
    Act("sedation_light", "patient", "Ctrl+Shift+2"),
    Act("sedation_deep", "patient", "Ctrl+Shift+3"),
    Act("override", "patient", "Ctrl+O", separated=True),
    Act("clear", "patient", "Ctrl+Shift+O", When.OVERRIDDEN),
    Act("go_script", "view", "F2", When.ALWAYS),
    Act("go_log", "view", "F3", When.ALWAYS),
    Act("light", "view", "Ctrl+Shift+L", When.ALWAYS, separated=True),
    Act("dark", "view", "Ctrl+Shift+D", When.ALWAYS),
    Act("full_screen", "view", "F11", When.ALWAYS, checkable=True),
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
