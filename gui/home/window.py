"""The window that home, a new case and the page about the program share."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from core.frozen import dataclass
from core.view.wording import Words
from gui.home.page import HomePage
from gui.theme import Look

_FIRST_SIZE = (74, 40)
"""Width and height in heights of a line: fits 1366 x 768."""


@dataclass(frozen=True, slots=True)
class Act:
    """An entry of a menu, by the code of its words."""

    menu: str
    code: str
    key: str = ""


ACTS = (
    Act("file", "new-case", "Ctrl+N"),
    Act("file", "open-chosen", "Ctrl+Shift+O"),
    Act("file", "debrief", "F4"),
    Act("file", "open-file", "Ctrl+O"),
    Act("file", "demo", "Ctrl+D"),
    Act("file", "lab", "Ctrl+Shift+N"),
    Act("file", "trial", "Ctrl+T"),
    Act("file", "quit", "Ctrl+Q"),
    Act("edit", "find", "Ctrl+F"),
    Act("edit", "initials", "Ctrl+I"),
    Act("view", "home", "Ctrl+H"),
    Act("view", "library", "Ctrl+L"),
    Act("view", "light", "Ctrl+Shift+L"),
    Act("view", "dark", "Ctrl+Shift+D"),
    Act("view", "system"),
    Act("view", "full-screen", "F11"),
    Act("help", "evidence", "Ctrl+E"),
    Act("help", "card", "Ctrl+K"),
    Act("help", "about", "F1"),
)
_LOOKS = {"light": Look.LIGHT, "dark": Look.DARK, "system": Look.SYSTEM}


class HomeWindow(QMainWindow):
    """Shows one page at a time and tells what is wished; it does nothing of that itself."""

    wished = Signal(str)
    """The code of an action that is the program's: new-case, open-file, demo, about, quit ..."""
    look_wished = Signal(object)
    painted = Signal()
    """The window was painted for the first time."""
    closed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home_window")
        self._words = words
        self._painted = False
        self.home = HomePage(words)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.home)
        self.setCentralWidget(self.pages)
        self.actions_by_code: dict[str, QAction] = {}
        self._fill_menus()
        self.home.new_case.connect(lambda: self.wished.emit("new-case"))
        self.home.demo.connect(lambda: self.wished.emit("demo"))
        self.home.lab.connect(lambda: self.wished.emit("lab"))
        self.home.debrief.connect(lambda: self.wished.emit("debrief"))
        self.home.change_initials.connect(lambda: self.wished.emit("initials"))
        self.allow_debrief(allowed=False)
        self.show_count(0)
        em = self.fontMetrics().height()
        self.resize(_FIRST_SIZE[0] * em, _FIRST_SIZE[1] * em)

    @property
    def at_home(self) -> bool:
        """Whether the list of cases is in sight."""
        return self.pages.currentWidget() is self.home

    def show_page(self, page: QWidget) -> None:
        """Show a page over home until it is left."""
        self._drop_pages()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        page.setFocus()

    def show_home(self) -> None:
        """Back to the list; the page that was over it is gone."""
        self._drop_pages()
        self.pages.setCurrentWidget(self.home)
        self.home.setFocus()

    def come_home(self) -> None:
        """The list, with the window in front of all others."""
        self.show()
        self.show_home()
        self.raise_()
        self.activateWindow()

    def allow_debrief(self, *, allowed: bool) -> None:
        """Whether the chosen case can be debriefed."""
        self.actions_by_code["debrief"].setEnabled(allowed)
        self.home.offer_debrief(offered=allowed)

    def show_count(self, waiting: int) -> None:
        """Say in the title how many cases have prompts."""
        code = "home.window-count" if waiting else "home.window"
        self.setWindowTitle(self._words.say(code, {"count": str(waiting)}))

    def call(self) -> None:
        """Draw attention, where the desktop can, without taking the keys away."""
        QApplication.alert(self)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of the first time, once the event loop is free again."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is asked: everything entered is saved, and prompts show again on opening."""
        super().closeEvent(event)
        self.closed.emit()

    def _drop_pages(self) -> None:
        while (page := self.pages.widget(1)) is not None:
            self.pages.removeWidget(page)
            page.hide()
            page.deleteLater()

    def _fill_menus(self) -> None:
        menus = {}
        for act in ACTS:
            if act.menu not in menus:
                menus[act.menu] = self.menuBar().addMenu(self._words.say(f"menu.{act.menu}"))
            action = QAction(self._words.say(f"menu.{act.code}"), self)
            action.setObjectName(f"action_{act.code}")
            action.setShortcut(QKeySequence(act.key))
            action.setAutoRepeat(False)
            action.triggered.connect(self._deed(act.code))
            menus[act.menu].addAction(action)
            self.actions_by_code[act.code] = action
        about = self.actions_by_code["about"]
        about.setMenuRole(QAction.MenuRole.AboutRole)
        self.actions_by_code["quit"].setMenuRole(QAction.MenuRole.QuitRole)

    def _deed(self, code: str) -> Callable[[], None]:
        own = {
            "open-chosen": self.home.open_chosen,
            "find": self._find,
            "home": self.show_home,
            "full-screen": self._switch_full_screen,
        }
        if code in _LOOKS:
            return lambda: self.look_wished.emit(_LOOKS[code])
        return own.get(code, lambda: self.wished.emit(code))

    def _find(self) -> None:
        self.show_home()
        self.home.search.selectAll()

    def _switch_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
