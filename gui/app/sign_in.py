"""Who sits at the workstation: asked for once in a shift, before the first case is opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.view.wording import Words
from gui.app.open_cases import OpenCases
from gui.home.window import HomeWindow

if TYPE_CHECKING:
    from gui.initials import InitialsPanel


class SignIn:
    """Asks for initials over home and gives them to the open cases."""

    def __init__(self, window: HomeWindow, cases: OpenCases, words: Words) -> None:
        self._window, self._cases, self._words = window, cases, words
        self._waiting: Callable[[], None] | None = None
        self._panel: InitialsPanel | None = None

    @property
    def panel(self) -> "InitialsPanel":
        """Where initials are asked for."""
        if self._panel is None:
            from gui.initials import InitialsPanel  # noqa: PLC0415 - not before home is served

            self._panel = InitialsPanel(self._words)
            self._window.home.above.addWidget(self._panel)
            self._panel.given.connect(self._take)
        return self._panel

    def ask(self) -> None:
        """Ask who enters from now on."""
        self._window.come_home()
        self.panel.ask()

    def asks_before(self, deed: Callable[[], None]) -> bool:
        """Where nobody has signed yet, ask, and do the deed after it. Whether it was asked."""
        if self._cases.initials:
            return False
        self._waiting = deed
        self._window.show_home()
        self._window.home.say(self._words.say("home.initials-first"))
        self.panel.ask()
        return True

    def _take(self, initials: str) -> None:
        self._cases.change_initials(initials)
        self._window.home.show_initials(initials)
        self._window.home.notice.hush()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()
        else:
            self._window.home.setFocus()
