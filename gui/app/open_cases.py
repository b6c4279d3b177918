"""The open cases: each a file, a session, a bridge and a window of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from core.cases.board import Board
from core.cases.opened import OpenedCase
from core.clock import Clock
from core.entry.profile import SiteProfile
from core.frozen import dataclass
from core.model.commands import StartShift
from core.view.case_view import CaseView
from core.view.wording import Words
from gui.bridge import CaseBridge
from gui.settings import WindowSettings
from gui.theme import Look
from gui.ticker import Ticker
from gui.window import bring

if TYPE_CHECKING:
    from core.model.events import Recorded
    from gui.case.window import CaseWindow


@dataclass(frozen=True, slots=True)
class Desk:
    """One open case."""

    path: Path
    opened: OpenedCase
    bridge: CaseBridge
    window: "CaseWindow"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the open cases share, and whom they tell."""

    words: Words
    site: SiteProfile
    clock: Clock
    ticker: Ticker
    board: Board
    settings: WindowSettings
    changed: Callable[[], None]
    wished: Callable[[str], None]
    look_wished: Callable[[Look], None]


class OpenCases:
    """Every case that has a window. `initials` are those of the shift, empty until given."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self._desks: dict[Path, Desk] = {}
        self._signed: dict[Path, str] = {}
        self.initials = ""

    @property
    def bridges(self) -> tuple[CaseBridge, ...]:
        """The bridges of the open cases."""
        return tuple(desk.bridge for desk in self._desks.values())

    @property
    def windows(self) -> "tuple[CaseWindow, ...]":
        """The windows of the open cases."""
        return tuple(desk.window for desk in self._desks.values())

    def raise_window(self, path: Path) -> bool:
        """Bring the window of an open case to the front; False where the case is not open."""
        desk = self._desks.get(path)
        if desk is None:
            return False
        bring(desk.window)
        return True

    def facts_of(self, path: Path) -> "tuple[Recorded, ...] | None":
        """The facts of a case that has a window; None where it has none."""
        desk = self._desks.get(path)
        return None if desk is None else tuple(desk.opened.journal)

    def show(self, path: Path, opened: OpenedCase) -> CaseBridge:
        """Give an opened case its window. What fell due while it was closed is recorded first."""
        from gui.case.window import CaseWindow  # noqa: PLC0415 - home is ready sooner without it

        around = self.around
        bridge = CaseBridge(
            opened.session,
            opened.facts,
            around.words,
            around.site,
            around.clock,
            aids=opened.aids,
        )
        around.ticker.watch(bridge)
        self._take_over(bridge)
        around.board.take(opened.id, opened.session)
        window = CaseWindow(bridge)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        desk = Desk(path, opened, bridge, window)
        self._desks[path] = desk
        self._signed[path] = bridge.view.strip.initials
        self._connect(desk)
        if not around.settings.restore("case", window):
            window.resize(window.sizeHint())
        window.show()
        around.changed()
        return bridge

    def change_initials(self, initials: str) -> None:
        """Another person enters from now on, in every open case."""
        self.initials = initials
        for bridge in self.bridges:
            self._take_over(bridge)

    def close(self) -> None:
        """Close every window."""
        for desk in list(self._desks.values()):
            desk.window.close()

    def _take_over(self, bridge: CaseBridge) -> None:
        ended = bridge.view.outcome is not None
        if self.initials and bridge.view.strip.initials != self.initials and not ended:
            bridge.send(StartShift(at=bridge.now(), initials=self.initials))

    def _connect(self, desk: Desk) -> None:
        around = self.around
        desk.bridge.view_changed.connect(lambda view: self._on_view(desk, view))
        desk.window.wished.connect(around.wished)
        desk.window.look_wished.connect(around.look_wished)
        desk.window.closed.connect(lambda: self._release(desk))

    def _on_view(self, desk: Desk, view: CaseView) -> None:
        self.around.ticker.look_again(desk.bridge)
        signed = view.strip.initials
        if signed != self._signed[desk.path]:
            # Changed in that window: one person sits at this workstation, so everywhere.
            self._signed[desk.path] = signed
            self.change_initials(signed)
        self.around.changed()

    def _release(self, desk: Desk) -> None:
        """Let go of a closed case; home goes on with it."""
        around = self.around
        around.ticker.forget(desk.bridge)
        around.settings.keep("case", desk.window)
        del self._desks[desk.path], self._signed[desk.path]
        desk.opened.close()
        around.board.release(desk.path, around.clock.now())
        around.changed()
