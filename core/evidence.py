"""What each statement of the two source documents became, and how their conflicts were settled.

The register is data (resources/evidence). A reference names what a statement stands behind:
"row:up", "row:vasopressin/taper", "notify:second-agent", "limit:limits.start.default",
"prompt:site-check", "card:extravasation", "refusal:dopamine_for_kidneys", "order:vague-word",
"field:route", "window:evidence". A piece of advice is linked to it by its row.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from core.frozen import dataclass

Text = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Reference = Annotated[
    str,
    StringConstraints(
        pattern=r"^(row|notify|limit|prompt|card|refusal|order|field|window):[a-z][a-z0-9_./-]*$"
    ),
]
Kind = Literal["row", "limit", "prompt", "card", "refusal", "field", "check", "words"]
Grade = Literal["published", "secondary", "local", "background"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(_Strict):
    """One of the two source documents: what it asks, when it was written, what it is worth."""

    id: Literal["A", "B"]
    about: Text
    year: int
    worth: Text


class Source(_Strict):
    """Where a fact comes from. `superseded_by` is the year of the edition that replaced it."""

    name: Text
    year: int | None = None
    superseded_by: int | None = None

    @property
    def text(self) -> str:
        """Name and year; superseded wording says so."""
        year = "" if self.year is None else f" {self.year}"
        later = "" if self.superseded_by is None else f" (superseded {self.superseded_by})"
        return f"{self.name}{year}{later}"


class _Entry(_Strict):
    id: str
    said: Text
    became: Kind
    where: tuple[Reference, ...] = Field(min_length=1)
    does: Text
    grade: Grade
    source: tuple[Source, ...] = Field(min_length=1)
    case: Text | None = None

    @property
    def superseded(self) -> bool:
        """Whether a later edition replaced a source of it."""
        return any(source.superseded_by is not None for source in self.source)


class Statement(_Entry):
    """One statement of a document, in our words: what it became and what Pressor does.

    `became` is the chief kind, `where` every place it stands behind, `grade` how well its source
    was read, `case` the worked case that shows the behaviour: a test, as "tests/...py::test_...".
    """

    id: Annotated[str, StringConstraints(pattern=r"^[AB][1-9][0-9]?$")]


class Conflict(_Entry):
    """Where the sources disagree: the sides, how it was resolved, and why."""

    id: Annotated[str, StringConstraints(pattern=r"^C[1-9][0-9]?$")]
    sides: tuple[Text, ...] = Field(min_length=2)
    resolved: Text
    why: Text


Entry = Statement | Conflict


class EvidenceFile(_Strict):
    """One file of resources/evidence."""

    format: Literal[1]
    document: Document | None = None
    statement: tuple[Statement, ...] = ()
    conflict: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """Every statement and conflict, in the order A1 to B22, then C1 to C18."""

    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Statements, then conflicts."""
        return (*self.statements, *self.conflicts)

    def entry(self, name: str) -> Entry:
        """The entry of that id.

        Raises:
            KeyError: there is none.
        """
        for one in self.entries:
            if one.id == name:
                return one
        raise KeyError(name)

    def behind(self, reference: str) -> tuple[Entry, ...]:
        """What a row, a prompt or a limit rests on; empty for a choice that is only local."""
        return tuple(one for one in self.entries if reference in one.where)


def read_register(texts: tuple[str, ...]) -> Register:
    """The register that files of that content make.

    Raises:
        pydantic.ValidationError: a file has another shape, naming the place.
        ValueError: two entries share an id.
    """
    read = [EvidenceFile.model_validate(tomllib.loads(text)) for text in texts]
    statements = sorted((one for file in read for one in file.statement), key=_place)
    conflicts = sorted((one for file in read for one in file.conflict), key=_place)
    names = [one.id for one in (*statements, *conflicts)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"entered more than once: {', '.join(twice)}")
    documents = tuple(file.document for file in read if file.document is not None)
    return Register(documents, tuple(statements), tuple(conflicts))


def _place(entry: Entry) -> tuple[str, int]:
    return entry.id[0], int(entry.id[1:])


@cache
def register() -> Register:
    """The register that comes with the program."""
    folder = files("resources").joinpath("evidence")
    items = sorted(folder.iterdir(), key=lambda item: item.name)
    return read_register(
        tuple(item.read_text("utf-8") for item in items if item.name.endswith(".toml"))
    )
