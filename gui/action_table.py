"""A window's actions from one table: its menus, its shortcuts, and the buttons that do the same."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from core.frozen import dataclass
from core.view.wording import Words
from gui.button import TextButton

Deeds = Mapping[str, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Act:
    """A line of a table: its code, menu and key; `separated` by a line from what is above."""

    code: str
    menu: str
    key: str = ""
    checkable: bool = False
    separated: bool = False


class ActionTable(ABC):
    """A table as Qt's actions in the menus of a window.

    The table comes from the class: `acts` and `menus` in their sequence, how the objects are
    `named`, and the codes of the words.
    """

    acts: Sequence[Act]
    menus: Sequence[str]
    named: str = ""
    repeats = False
    """Whether a key that is held does it again and again."""

    def __init__(self, window: QMainWindow, words: Words, deeds: Deeds) -> None:
        """Make an action and a menu entry of each act, doing the deed of its code."""
        self._actions = {act.code: self._action(act, words, deeds[act.code]) for act in self.acts}
        for name in self.menus:
            menu = window.menuBar().addMenu(words.say(self.menu_text(name)))
            for act in (act for act in self.acts if act.menu == name):
                if act.separated:
                    menu.addSeparator()
                menu.addAction(self._actions[act.code])
        for action in self._actions.values():
            action.setParent(window)
            window.addAction(action)

    def __getitem__(self, code: str) -> QAction:
        return self._actions[code]

    def allow(self, codes: Sequence[str], *, allowed: bool) -> None:
        """Switch some of them on or off."""
        for code in codes:
            if self._actions[code].isEnabled() is not allowed:
                self._actions[code].setEnabled(allowed)

    @abstractmethod
    def action_text(self, code: str) -> str:
        """The code of the words of an act."""

    @abstractmethod
    def menu_text(self, name: str) -> str:
        """The code of the words of a menu."""

    def _action(self, act: Act, words: Words, deed: Callable[[], None]) -> QAction:
        action = QAction(words.say(self.action_text(act.code)))
        action.setObjectName(f"{self.named}action_{act.code}")
        action.setShortcut(QKeySequence(act.key))
        action.setAutoRepeat(self.repeats)
        action.setCheckable(act.checkable)
        action.triggered.connect(lambda _checked=False: deed())
        return action


class ActionButton(TextButton):
    """A button that is an action: same text, same key, on and off with it."""

    def __init__(
        self, action: QAction, text: str, *, primary: bool = False, with_key: bool = True
    ) -> None:
        """Show the action under a text of its own, with its key or with that in the tooltip."""
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        super().__init__(text, key if with_key else "", primary=primary, flat=not with_key)
        self._action = action
        self.setObjectName(action.objectName().replace("action_", "button_"))
        self.setAccessibleName(text.replace("&", ""))
        self.setToolTip(f"{text.replace('&', '')}  {key}")
        self.clicked.connect(lambda _checked=False: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
