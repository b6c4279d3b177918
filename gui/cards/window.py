"""The window of the cards: beside whatever is being done, in nobody's way, one card at a time."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.view.cards import CARDS, card, plain_card
from core.view.wording import Words
from gui.button import TextButton
from gui.cards.sheet import Sheet
from gui.case.choice import Segments
from gui.plain import Hairline, Tone, plain_label
from gui.window import SideWindow


class CardWindow(SideWindow):
    """Shows a card; the others are one key away. It is never modal and changes nothing."""

    lines = (46, 40)
    """Beside a case on a wide screen, over it on a small one."""

    def __init__(self, words: Words, print_text: Callable[[str, QWidget], bool]) -> None:
        """`print_text` prints a text for a window, and says whether that was possible."""
        super().__init__()
        self.setObjectName("card_window")
        self._words, self._print_text = words, print_text
        choices = [(code, words.say(f"card.{code}.short")) for code in CARDS]
        self.chooser = Segments(words.say("cards.choose"), choices)
        self.sheet = Sheet()
        self.told = plain_label(tone=Tone.QUIET, wraps=True)
        self.print_button = TextButton(words.say("cards.print"), "Ctrl+P")
        self.copy_button = TextButton(words.say("cards.copy"), "Ctrl+C")
        self.close_button = TextButton(words.say("cards.close"), "Esc")
        self._lay_out()
        self._connect()
        self.show_card(next(iter(CARDS)))

    @property
    def code(self) -> str:
        """The card that is shown."""
        return str(self.chooser.value)

    def show_card(self, code: str) -> None:
        """Show a card.

        Raises:
            KeyError: there is no such card.
        """
        shown = card(code, self._words)
        self.chooser.choose(code)
        self.sheet.show_card(shown)
        self.told.clear()
        self.setWindowTitle(self._words.say("cards.window", {"title": shown.title}))
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _text(self) -> str:
        return plain_card(card(self.code, self._words), self._words)

    def _print(self) -> None:
        self.told.setText("" if self._print_text(self._text, self) else self._say("none"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.told.setText(self._say("copied"))

    def _choose(self, code: object) -> None:
        """The keys stay on the chooser, so that arrow keys go on."""
        self.show_card(str(code))
        self.chooser.focus()

    def _connect(self) -> None:
        self.chooser.chosen.connect(self._choose)
        self.print_button.clicked.connect(lambda _checked=False: self._print())
        self.copy_button.clicked.connect(lambda _checked=False: self._copy())
        self.close_button.clicked.connect(lambda _checked=False: self.close())
        QShortcut(QKeySequence.StandardKey.Print, self, self._print)
        QShortcut(QKeySequence.StandardKey.Copy, self, self._copy)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)

    def _lay_out(self) -> None:
        end = QHBoxLayout()
        end.addWidget(self.told, 1)
        for button in (self.copy_button, self.print_button, self.close_button):
            button.setAccessibleName(button.text().replace("&", ""))
            end.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(10)
        whole.addWidget(self.chooser)
        whole.addWidget(Hairline())
        whole.addWidget(self.sheet, 1)
        whole.addWidget(Hairline())
        whole.addLayout(end)

    def _say(self, code: str) -> str:
        return self._words.say(f"cards.{code}")
