"""The one table of the debrief's actions: menus, shortcuts and buttons come from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from core.view.wording import Words

PAGES = ("opportunities", "checklist", "figures", "events", "compare", "talk")
COURSES = ("protocol", "no_change")
TICKS = ("tick_done", "tick_missed", "untick")


@dataclass(frozen=True, slots=True)
class Act:
    """One action: its code, menu and key. Its words are `debriefing.action.CODE`."""

    code: str
    menu: str
    key: str
    separated: bool = False


ACTS = (
    Act("print", "file", "Ctrl+P"),
    Act("html", "file", "Ctrl+E"),
    Act("close", "file", "Ctrl+W", separated=True),
    Act("next", "timeline", "Ctrl+Right"),
    Act("previous", "timeline", "Ctrl+Left"),
    Act("astray", "timeline", "F4"),
    Act("later", "timeline", "Ctrl+Shift+Right", separated=True),
    Act("earlier", "timeline", "Ctrl+Shift+Left"),
    Act("closer", "timeline", "Ctrl++", separated=True),
    Act("wider", "timeline", "Ctrl+-"),
    Act("whole", "timeline", "Ctrl+0"),
    Act("protocol", "compare", "F6"),
    Act("no_change", "compare", "F7"),
    Act("both", "compare", "F8"),
    Act("clear", "compare", "Shift+F8", separated=True),
    Act("stop", "compare", "Ctrl+."),
    Act("tick_done", "tick", "Ctrl+D"),
    Act("tick_missed", "tick", "Ctrl+M"),
    Act("untick", "tick", "Ctrl+U"),
    Act("timeline", "view", "F2"),
    *(
        Act(f"page_{page}", "view", f"Ctrl+{place}", separated=place == 1)
        for place, page in enumerate(PAGES, 1)
    ),
    Act("light", "view", "Ctrl+Shift+L", separated=True),
    Act("dark", "view", "Ctrl+Shift+D"),
    Act("full_screen", "view", "F11"),
)
MENUS = ("file", "timeline", "compare", "tick", "view")


class DebriefActions:
    """The table as Qt's actions, in the menus of the debrief's window."""

    def __init__(
        self, window: QMainWindow, words: Words, deeds: Mapping[str, Callable[[], None]]
    ) -> None:
        """Make an action and a menu entry of each act, doing the deed of its code."""
        self._actions = {act.code: _action(act, words, deeds[act.code]) for act in ACTS}
        for name in MENUS:
            menu = window.menuBar().addMenu(words.say(f"debriefing.menu.{name}"))
            for act in (act for act in ACTS if act.menu == name):
                if act.separated:
                    menu.addSeparator()
                menu.addAction(self._actions[act.code])
        for action in self._actions.values():
            action.setParent(window)
            window.addAction(action)

    def __getitem__(self, code: str) -> QAction:
        return self._actions[code]

    def allow(self, codes: tuple[str, ...], *, allowed: bool) -> None:
        """Switch some of them on or off."""
        for code in codes:
            if self._actions[code].isEnabled() is not allowed:
                self._actions[code].setEnabled(allowed)


def _action(act: Act, words: Words, deed: Callable[[], None]) -> QAction:
    action = QAction(words.say(f"debriefing.action.{act.code}"))
    action.setObjectName(f"debrief_action_{act.code}")
    action.setShortcut(QKeySequence(act.key))
    action.triggered.connect(lambda _checked=False: deed())
    return action
