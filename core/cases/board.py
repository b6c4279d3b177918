"""All cases of the folder as home shows them: the closed ones foretold, the open ones as they are.

Reading a case file and folding it takes the rules and the codec, so this module is not imported
before the first window is painted; until then home shows what is remembered.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from core.cases.errors import CaseTrouble
from core.cases.folder import CaseFolder, id_of
from core.cases.line import CaseLine, Outlook
from core.cases.opened import look_into
from core.cases.outlook import line_of, outlook_of
from core.cases.remembered import Sign, recall, remember, sign_of
from core.session import Session
from core.texts import Texts
from core.view.wording import Words


class Board:
    """What home knows. `words` writes the lines; a change of texts or zone makes them anew."""

    def __init__(self, folder: CaseFolder, words: Words) -> None:
        self._folder = folder
        self._words = words
        self._closed = recall(folder.remembered)
        self._open: dict[str, Session] = {}

    @cached_property
    def _made_with(self) -> str:
        """What the lines are made with."""
        return _fingerprint(self._words)

    def take(self, case_id: str, session: Session) -> None:
        """This program opened the case: from now on its line comes from the session."""
        self._open[case_id] = session
        self._closed.pop(case_id, None)

    def release(self, path: Path, now: datetime) -> None:
        """This program closed the case; what it has in mind of it is kept."""
        session = self._open.pop(id_of(path), None)
        if session is not None and path in self._folder.paths():
            outlook = outlook_of(id_of(path), session, self._words, now)
            self._keep(path, _sign_or_none(path), outlook)

    def unread(self) -> tuple[Path, ...]:
        """The case files that are new, were changed, or were told in other words."""
        return tuple(path for path in self._folder.paths() if not self._known(path))

    def read(self, path: Path, now: datetime) -> None:
        """Look into a case file; one that cannot be read gets a line that says why."""
        case_id, sign = id_of(path), _sign_or_none(path)
        try:
            outlook = outlook_of(case_id, look_into(path), self._words, now)
        except CaseTrouble as trouble:
            broken = CaseLine(case_id, case_id, broken=str(trouble))
            outlook = Outlook(((now, broken),))
        self._keep(path, sign, outlook)

    def forget_missing(self) -> None:
        """Drop what is known of files that are gone."""
        there = {id_of(path) for path in self._folder.paths()}
        self._closed = {name: entry for name, entry in self._closed.items() if name in there}

    def save(self) -> None:
        """Write down what is known of the closed cases. OSError where that is not possible."""
        kept = {n: entry for n, entry in self._closed.items() if not entry[2].lines[0][1].broken}
        remember(self._folder.remembered, kept)

    def lines(self, now: datetime) -> tuple[CaseLine, ...]:
        """The line of each case, in no particular order."""
        closed = [outlook.at(now) for _, _, outlook in self._closed.values()]
        return (*closed, *self._open_lines(now))

    def next_change(self, after: datetime) -> datetime | None:
        """When a line of a closed case changes by itself."""
        changes = [outlook.next_change(after) for _, _, outlook in self._closed.values()]
        return min((change for change in changes if change is not None), default=None)

    def _open_lines(self, now: datetime) -> Iterator[CaseLine]:
        for case_id, session in self._open.items():
            yield replace(line_of(case_id, session, self._words, now), open=True)

    def _known(self, path: Path) -> bool:
        if id_of(path) in self._open:
            return True
        entry = self._closed.get(id_of(path))
        if entry is None:
            return False
        return entry[:2] == (_sign_or_none(path), self._made_with)

    def _keep(self, path: Path, sign: Sign | None, outlook: Outlook) -> None:
        if sign is not None:
            self._closed[id_of(path)] = (sign, self._made_with, outlook)


def _sign_or_none(path: Path) -> Sign | None:
    try:
        return sign_of(path)
    except OSError:  # it went away in this moment
        return None


def _fingerprint(words: Words) -> str:
    """What tells two sets of texts and zones apart."""
    texts = words.texts
    if isinstance(texts, Texts):
        return f"{sha256(texts.contents()).hexdigest()} {words.zone}"
    parts = [f"{code}={text}" for code, text in sorted(texts.items())]
    return sha256("\n".join([str(words.zone), *parts]).encode()).hexdigest()
