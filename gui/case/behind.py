"""One turn of the event loop behind the case, so that the next step is painted first."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from core.view.case_view import CaseView


class Behind:
    """Lets a part of the window follow the case late while it is seen, and at once else."""

    def __init__(self, part: QWidget, show: Callable[[CaseView], None]) -> None:
        """Nothing is awaited; `show` shows a case in the part."""
        self._part, self._show = part, show
        self._awaited: CaseView | None = None
        self._soon = QTimer(part)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.catch_up)

    def follow(self, view: CaseView) -> None:
        """Show a case: at once while nobody sees it, else right after what is painted now."""
        self._awaited = view
        if self._part.isVisible():
            self._soon.start(0)
        else:
            self.catch_up()

    def catch_up(self) -> None:
        """Show the case that was to be followed last, if it is not shown yet."""
        view, self._awaited = self._awaited, None
        if view is not None:
            self._show(view)
