"""One entry in full: what was said, what Pressor does with it, how good its sources are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.evidence import Conflict, Entry, Register
from core.view.wording import Words
from gui.paragraph import paragraph
from gui.plain import Tone, heading, plain_label
from gui.theme import Size

_WIDTH_EMS = 52
"""A line longer than that is hard to read."""


def place_text(reference: str, words: Words) -> str:
    """A reference of the register in words: "row:up" is "rule up"."""
    kind, _, name = reference.partition(":")
    return words.say(f"evidence.place.{kind}", {"name": name})


class Detail(QScrollArea):
    """Shows one entry, or a sentence that says why there is none."""

    def __init__(self, register: Register, words: Words) -> None:
        super().__init__()
        self._register, self._words = register, words
        self.setObjectName("evidence_detail")
        self.setAccessibleName(words.say("evidence.detail"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_entry(self, entry: Entry) -> None:
        """Show an entry from its beginning."""
        page, column = _page()
        code = "evidence.conflict" if isinstance(entry, Conflict) else "evidence.statement"
        column.addWidget(heading(self._words.say(code, {"id": entry.id})))
        column.addWidget(_large(entry.said))
        if entry.superseded:
            column.addWidget(plain_label(self._say("superseded"), bold=True, wraps=True))
        for title, lines in self._parts(entry):
            column.addSpacing(10)
            column.addWidget(heading(self._say(title)))
            for line in lines:
                column.addWidget(paragraph(line))
        column.addStretch(1)
        self._show(page)

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence in the place of an entry."""
        page, column = _page()
        column.addWidget(paragraph(sentence, tone=Tone.QUIET))
        column.addStretch(1)
        self._show(page)

    def _show(self, page: QWidget) -> None:
        self.setWidget(page)
        self.verticalScrollBar().setValue(0)

    def _parts(self, entry: Entry) -> list[tuple[str, list[str]]]:
        """The headed parts of an entry, each with its lines."""
        sources = [self._item(source.text) for source in entry.source]
        ends = [
            ("does", [entry.does]),
            ("became", [self._became(entry)]),
            ("graded", [self._say(f"grade.{entry.grade}")]),
            ("sources", sources),
        ]
        if isinstance(entry, Conflict):
            sides = [self._item(side) for side in entry.sides]
            return [("sides", sides), ("resolved", [entry.resolved]), ("why", [entry.why]), *ends]
        return [("said", [self._document(entry)]), *ends]

    def _became(self, entry: Entry) -> str:
        places = ", ".join(place_text(one, self._words) for one in entry.where)
        kind = self._say(f"kind.{entry.became}")
        return self._words.say("evidence.became-as", {"kind": kind, "places": places})

    def _document(self, entry: Entry) -> str:
        (document,) = [one for one in self._register.documents if one.id == entry.id[0]]
        args = {"id": document.id, "year": str(document.year)}
        told = {"about": document.about, "worth": document.worth}
        return self._words.say("evidence.document", args | told)

    def _item(self, text: str) -> str:
        return self._words.say("evidence.item", {"text": text})

    def _say(self, code: str) -> str:
        return self._words.say(f"evidence.{code}")


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    page.setMaximumWidth(_WIDTH_EMS * page.fontMetrics().height())
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 14, 20, 14)
    column.setSpacing(4)
    return page, column


def _large(text: str) -> QWidget:
    label = paragraph(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * Size.LARGE / 1.2)
    label.setFont(font)
    return label
