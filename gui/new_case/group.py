"""A group of the form: a heading and fields below each other, each under the name of its words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.entry.verdict import Verdict
from core.view.wording import Words
from gui.field import EntryField
from gui.new_case.choice import Choice, Option
from gui.plain import heading

Part = EntryField | Choice
P = TypeVar("P", EntryField, Choice)


class Group(QWidget):
    """Fields in their reading order."""

    changed = Signal()
    """Something was typed or chosen."""

    def __init__(self, words: Words, title: str) -> None:
        super().__init__()
        self.words = words
        self.parts: dict[str, Part] = {}
        self._optional: set[str] = set()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(9)
        if title:
            self._column.addWidget(heading(self.say(title)))

    def say(self, code: str) -> str:
        """The words of the form under a code."""
        return self.words.say(f"new-case.{code}")

    def entry(
        self,
        name: str,
        judge: Callable[[str], Verdict[object]],
        unit: str = "",
        *,
        rest: str = "",
        optional: bool = False,
    ) -> EntryField:
        """A line to type in, below the others."""
        field = EntryField(
            self.say(name), judge, self.words, unit=unit, rest=rest, optional=optional
        )
        field.edit.textChanged.connect(self.changed)
        return self._added(name, field, optional=optional)

    def choice(
        self,
        name: str,
        options: Sequence[Option],
        *,
        columns: int = 0,
        many: bool = False,
        optional: bool = False,
    ) -> Choice:
        """A row of options, below the others."""
        choice = Choice(self.say(name), options, columns=columns, many=many)
        choice.chosen.connect(self.changed)
        return self._added(name, choice, optional=optional or many)

    def worded(self, prefix: str, values: Iterable[StrEnum]) -> list[Option]:
        """Options with the words that stand under their codes."""
        return [(value, self.words.say(f"{prefix}.{value}")) for value in values]

    def in_sight(self) -> Iterator[tuple[str, Part]]:
        """Name and field of those that apply now."""
        return ((name, part) for name, part in self.parts.items() if not part.isHidden())

    def missing(self) -> Iterator[str]:
        """The names of those in sight that still want something."""
        return (name for name, part in self.in_sight() if self._wants(name, part))

    def below(self, widget: QWidget) -> None:
        """Something that is no field, below the others."""
        self._column.addWidget(widget)

    def finish(self) -> None:
        """Keep the fields together at the top."""
        self._column.addStretch(1)

    def _wants(self, name: str, part: Part) -> bool:
        if name in self._optional:
            return False
        return part.blank if isinstance(part, EntryField) else part.value is None

    def _added(self, name: str, part: P, *, optional: bool) -> P:
        part.setObjectName(name)
        self.parts[name] = part
        if optional:
            self._optional.add(name)
        self._column.addWidget(part)
        return part
