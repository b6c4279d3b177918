"""The one table of a trial's actions: menus, shortcuts and buttons come from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from core.view.wording import Words

PAGES = ("setup", "outcomes", "curve", "bars", "pairs")
SAVES = ("json", "csv")
MOVES = ("next", "previous")


@dataclass(frozen=True, slots=True)
class Act:
    """One action: its code, menu and key. Its words are `trial-window.action.CODE`."""

    code: str
    menu: str
    key: str
    separated: bool = False


ACTS = (
    Act("begin", "trial", "Ctrl+Return"),
    Act("stop", "trial", "Ctrl+."),
    Act("json", "trial", "Ctrl+S", separated=True),
    Act("csv", "trial", "Ctrl+E"),
    Act("close", "trial", "Ctrl+W", separated=True),
    *(Act(f"page_{page}", "look", f"Ctrl+{place}") for place, page in enumerate(PAGES, 1)),
    Act("next", "look", "Ctrl+Right", separated=True),
    Act("previous", "look", "Ctrl+Left"),
    Act("light", "view", "Ctrl+Shift+L"),
    Act("dark", "view", "Ctrl+Shift+D"),
    Act("full_screen", "view", "F11", separated=True),
)
MENUS = ("trial", "look", "view")


class TrialActions:
    """The table as Qt's actions, in the menus of the trial's window."""

    def __init__(
        self, window: QMainWindow, words: Words, deeds: Mapping[str, Callable[[], None]]
    ) -> None:
        """Make an action and a menu entry of each act, doing the deed of its code."""
        self._actions = {act.code: _action(act, words, deeds[act.code]) for act in ACTS}
        for name in MENUS:
            menu = window.menuBar().addMenu(words.say(f"trial-window.menu.{name}"))
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
    action = QAction(words.say(f"trial-window.action.{act.code}"))
    action.setObjectName(f"trial_action_{act.code}")
    action.setShortcut(QKeySequence(act.key))
    action.setAutoRepeat(False)
    action.triggered.connect(lambda _checked=False: deed())
    return action
