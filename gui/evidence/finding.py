"""Finding entries of the register by what is typed, or by what rests on them."""

from collections.abc import Iterator

from core.evidence import Conflict, Entry, Register


def found(register: Register, typed: str, reference: str = "") -> tuple[Entry, ...]:
    """The entries that hold every word of what was typed, in their order.

    With a `reference` ("row:up") only those behind it. An id alone ("a4") finds that entry, and
    not those whose ids begin alike.
    """
    entries = register.behind(reference) if reference else register.entries
    wanted = typed.casefold().split()
    named = tuple(one for one in entries if wanted == [one.id.casefold()])
    return named or tuple(one for one in entries if _holds(one, wanted))


def _holds(entry: Entry, wanted: list[str]) -> bool:
    text = " ".join(_told(entry)).casefold()
    return all(word in text for word in wanted)


def _told(entry: Entry) -> Iterator[str]:
    """Everything that the window says of an entry."""
    yield from (entry.id, entry.said, entry.does, entry.became, entry.grade, *entry.where)
    for source in entry.source:
        yield source.text
    if isinstance(entry, Conflict):
        yield from (*entry.sides, entry.resolved, entry.why)
