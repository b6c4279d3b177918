"""The learner's case files: one to begin with, and another one for each time it is gone back.

A file that begins at a bookmark holds the facts up to there, under the label with a number behind
it, so that the two can be told apart. Beside each lies the hidden part of its own course.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from core.lab.hidden_file import drop_hidden_part, keep_hidden_part
from core.lab.hidden_part import Begun, HiddenPart
from core.lab.intervention import Intervention
from core.log.journal import CaseJournal
from core.model.events import CaseOpened, Recorded


class LabJournal:
    """A case file as the log of a session; `label_of` says under which label it opens."""

    def __init__(self, path: Path, label_of: Callable[[str], str]) -> None:
        """A new file, which appears with its first facts.

        Raises:
            CaseTrouble: it could not be written.
        """
        self.path, self._label_of = path, label_of
        self._journal = CaseJournal.create(path)

    def append(self, events: Sequence[Recorded]) -> None:
        """Add all facts or none; they are durable when this returns."""
        self._journal.append([self._labelled(event) for event in events])

    def tidy(self) -> None:
        """Do now, while nobody waits, what would take its time within an `append`."""
        self._journal.tidy()

    def __iter__(self) -> Iterator[Recorded]:
        return iter(self._journal)

    def close(self) -> None:
        """Let go of the file."""
        self._journal.close()

    def _labelled(self, fact: Recorded) -> Recorded:
        event = fact.event
        if not isinstance(event, CaseOpened):
            return fact
        setup = replace(event.setup, label=self._label_of(event.setup.label))
        return replace(fact, event=replace(event, setup=setup))


class LabFiles:
    """Makes the files of one simulation, the latest of which is in use."""

    def __init__(self, new_path: Callable[[], Path], begun: Begun) -> None:
        self._new_path, self._begun = new_path, begun
        self._label = ""
        self.made: list[LabJournal] = []

    @property
    def current(self) -> LabJournal:
        """The file in use."""
        return self.made[-1]

    def fresh(self) -> LabJournal:
        """Another file; the first has the plain label, the second "-2" behind it, and so on.

        Raises:
            CaseTrouble: it could not be written.
        """
        number = len(self.made) + 1
        self.made.append(LabJournal(self._new_path(), lambda label: self._named(label, number)))
        return self.current

    def keep(self, interventions: tuple[Intervention, ...]) -> None:
        """Write beside the file in use what its debrief needs and the case must not hold.

        Raises:
            CaseTrouble: it could not be written; what was there is as it was.
        """
        keep_hidden_part(self.current.path, HiddenPart(self._begun, interventions))

    def forget_latest(self) -> None:
        """Let go of a file that nothing could be written into; it never appears."""
        journal = self.made.pop()
        journal.close()
        drop_hidden_part(journal.path)

    def abandon(self) -> None:
        """Nothing was begun: let go of every file, and of what lies beside one that never came."""
        while self.made:
            self.forget_latest()

    def _named(self, label: str, number: int) -> str:
        """The label of the first file with the number of a later one behind it."""
        self._label = self._label or label
        return self._label if number == 1 else f"{self._label}-{number}"

    def close(self) -> None:
        """Let go of every file."""
        for journal in self.made:
            journal.close()
