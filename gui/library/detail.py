"""The chosen protocol: what it is for, and what the proof found, with courses to open."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.cases.library_view import FindingLine, VolumeView
from core.view.wording import Words
from gui.button import TextButton
from gui.paragraph import paragraph
from gui.plain import Tone, heading, plain_label
from gui.theme import Size

_WIDTH_EMS = 62


class VolumeDetail(QScrollArea):
    """Shows one protocol. It follows the list; nothing is typed here."""

    opened = Signal(object)
    """The ToldFinding whose course is to be opened as a case."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._shown: VolumeView | None = None
        self.setObjectName("library_detail")
        self.setAccessibleName(words.say("library.detail"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def course_buttons(self) -> list[TextButton]:
        """The buttons that open a course, from the top."""
        inner = self.widget()
        return [] if inner is None else inner.findChildren(TextButton)

    def show_view(self, view: VolumeView) -> None:
        """Show a protocol from its beginning; the same one again is left alone."""
        if view == self._shown:
            return
        same = self._shown is not None and self._shown.key == view.key
        place = self.verticalScrollBar().value() if same else 0
        self._shown = view
        self.setWidget(self._page(view))
        self.verticalScrollBar().setValue(place)

    def _page(self, view: VolumeView) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(_WIDTH_EMS * page.fontMetrics().height())
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 6, 20, 6)
        column.setSpacing(4)
        column.addWidget(plain_label(view.title or view.name, size=Size.LARGE, wraps=True))
        named = f"{view.name}   {self._say('example')}" if view.example else view.name
        column.addWidget(plain_label(named, tone=Tone.QUIET))
        for code, lines in self._parts(view):
            column.addSpacing(8)
            column.addWidget(heading(self._say(code)))
            for line in lines:
                column.addWidget(paragraph(line))
        for finding in view.findings:
            column.addSpacing(4)
            self._add_finding(column, finding)
        column.addStretch(1)
        return page

    @staticmethod
    def _parts(view: VolumeView) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield "use-title", (view.use,)
        if view.targets:
            yield "targets", ("; ".join(view.targets),)
            yield "limits", view.limits
        yield "proof-title", (view.proof,)

    def _add_finding(self, column: QVBoxLayout, finding: FindingLine) -> None:
        if finding.row:
            said = self._words.say("library.row", {"row": finding.row})
            column.addWidget(plain_label(said, bold=True))
        column.addWidget(paragraph(finding.text))
        if finding.told is not None:
            button = TextButton(self._say("open-course"))
            button.setAccessibleName(f"{self._say('open-course')}: {finding.text}")
            button.setAccessibleDescription(finding.row)
            button.clicked.connect(lambda _checked=False: self.opened.emit(finding.told))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _say(self, code: str) -> str:
        return self._words.say(f"library.{code}")
