"""The library window: the protocols at hand, the chosen one in full, a file to bring in."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.cases.library_view import VolumeView
from core.view.wording import Words
from gui.button import TextButton
from gui.library.approving import Approving
from gui.library.bringing import Bringing
from gui.library.detail import VolumeDetail
from gui.library.rows import VolumeList
from gui.notice import Notice
from gui.plain import Hairline, plain_label
from gui.theme import Size
from gui.window import SideWindow


class LibraryWindow(SideWindow):
    """Shows what it is given and says what is wished; it reads no file and proves nothing."""

    chosen = Signal(str)
    """The key of the protocol that is looked at now."""
    approve_wished = Signal(str, str)
    """A key and initials."""
    proof_wished = Signal(str)
    cancelled = Signal()
    bring_in_wished = Signal(str, bool)
    """A path, and whether another text of that id may be replaced."""
    course_wished = Signal(str, object)
    """A key and the ToldFinding whose course is to be opened."""
    lines = (80, 45)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("library_window")
        self.setWindowTitle(words.say("library.window"))
        self._views: dict[str, VolumeView] = {}
        title = words.say("library.window")
        self.title = plain_label(title, size=Size.LARGE, bold=True)
        self.close_button = TextButton(words.say("library.close"), "Esc")
        self.notice = Notice(words.say("home.put-away"))
        self.asked = plain_label(bold=True, wraps=True)
        self.list = VolumeList(words)
        self.detail = VolumeDetail(words)
        self.approving = Approving(words)
        self.bringing = Bringing(words)
        self._lay_out()
        self._connect()
        self.ask("")

    @property
    def chosen_view(self) -> VolumeView | None:
        """The protocol that is looked at."""
        return self._views.get(self.list.chosen_key)

    def render_views(self, views: tuple[VolumeView, ...], key: str = "") -> None:
        """Show these protocols; look at that one, else at the one looked at before."""
        self._views = {view.key: view for view in views}
        self.list.show_views(views, key)

    def show_progress(self, text: str | None) -> None:
        """How far the proof of the chosen protocol is."""
        self.approving.show_progress(text)

    def ask(self, sentence: str) -> None:
        """Say what somebody waits for; empty for nothing."""
        self.asked.setText(sentence)
        self.asked.setVisible(bool(sentence))

    def start(self) -> None:
        """Keys where the next thing is to do: initials while a form waits, else the list."""
        view = self.chosen_view
        waits = not self.asked.isHidden() and view is not None and view.approvable
        part: QWidget = self.approving.initials if waits else self.list
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter in the list leads to the initials."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.list.hasFocus():
            self._go_on()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Shapes follow another palette at once."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "list"):
            self.list.viewport().update()

    def _go_on(self) -> None:
        buttons = self.detail.course_buttons
        view = self.chosen_view
        if view is not None and view.approvable:
            self.approving.initials.setFocus(Qt.FocusReason.OtherFocusReason)
        elif buttons:
            buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_chosen(self, key: str) -> None:
        view = self._views[key]
        self.detail.show_view(view)
        self.approving.show_view(view)
        self.chosen.emit(key)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.close_button.clicked.connect(lambda _checked=False: self.close())
        self.bringing.wished.connect(self.bring_in_wished)
        self.approving.cancelled.connect(self.cancelled)
        self.approving.proof_wished.connect(self._wish_proof)
        key = self.list
        self.approving.approved.connect(lambda by: self.approve_wished.emit(key.chosen_key, by))
        self.detail.opened.connect(lambda told: self.course_wished.emit(key.chosen_key, told))
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)
        QShortcut(QKeySequence("Ctrl+P"), self, self._wish_proof)

    def _wish_proof(self) -> None:
        if self.list.chosen_key:
            self.proof_wished.emit(self.list.chosen_key)

    def _lay_out(self) -> None:
        top, below, left, right = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(), QVBoxLayout()
        top.addWidget(self.title)
        top.addSpacing(20)
        top.addWidget(self.asked, 1)
        top.addStretch(0)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        left.addWidget(self.list, 1)
        left.addWidget(self.bringing)
        right.addWidget(self.detail, 1)
        right.addWidget(Hairline())
        right.addWidget(self.approving)
        below.addLayout(left, 2)
        below.addLayout(right, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addWidget(self.notice)
        whole.addWidget(Hairline())
        whole.addLayout(below, 1)
