"""What may be looked at beside the cases: the evidence and the cards, one window each."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from core.view.wording import Words
from gui.window import bring

if TYPE_CHECKING:
    from gui.cards.window import CardWindow
    from gui.evidence.window import EvidenceWindow


class References:
    """Makes each window when it is first wanted, and keeps it until the program ends."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._evidence: EvidenceWindow | None = None
        self._cards: CardWindow | None = None

    @property
    def evidence(self) -> "EvidenceWindow":
        """The window of the evidence."""
        if self._evidence is None:
            from core.evidence import register  # noqa: PLC0415 - seldom wanted
            from gui.evidence.window import EvidenceWindow  # noqa: PLC0415 - the same

            self._evidence = EvidenceWindow(register(), self._words)
        return self._evidence

    @property
    def cards(self) -> "CardWindow":
        """The window of the cards."""
        if self._cards is None:
            from gui.cards.printing import print_text  # noqa: PLC0415 - seldom wanted
            from gui.cards.window import CardWindow  # noqa: PLC0415 - the same

            self._cards = CardWindow(self._words, print_text)
        return self._cards

    def show_evidence(self, reference: str = "") -> None:
        """Show every entry, or only what stands behind a row, as "row:up"."""
        if reference:
            self.evidence.show_behind(reference)
        else:
            self.evidence.show_all()
        bring(self.evidence)

    def show_card(self, code: str = "") -> None:
        """Show a card beside the window that is at work; without a code the one shown last."""
        anchor = QApplication.activeWindow()
        if code:
            self.cards.show_card(code)
        if not self.cards.isVisible() and anchor is not None:
            self.cards.resize(self.cards.sizeHint())
            self.cards.move(beside(self.cards, anchor))
        bring(self.cards)

    def close(self) -> None:
        """Close both."""
        for window in (self._evidence, self._cards):
            if window is not None:
                window.close()
                window.deleteLater()
        self._evidence = self._cards = None


def beside(window: QWidget, anchor: QWidget) -> QPoint:
    """Where a window stands beside another: at its right, else its left, else over its middle.

    The middle of a case is its timeline: reading entry and next step stay in sight.
    """
    screen, taken = anchor.screen().availableGeometry(), anchor.frameGeometry()
    top = max(screen.top(), taken.top())
    if screen.right() - taken.right() >= window.width():
        return QPoint(taken.right() + 1, top)
    if taken.left() - screen.left() >= window.width():
        return QPoint(taken.left() - window.width(), top)
    return taken.center() - QPoint(window.width() // 2, window.height() // 2)
