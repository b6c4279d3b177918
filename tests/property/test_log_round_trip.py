"""Any event, with any values its types allow, is read back just as it was written."""

import types
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.log.codec import KINDS, decode, encode
from core.log.journal import CaseJournal
from core.log.row import CHAIN_START, believe, seal
from core.model.events import Recorded
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Measure, Milligram, Millilitre, Units

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
NUMBERS = st.decimals(0, 999_999_999, places=3) | st.integers(0, 500).map(Decimal)
POSITIVE = st.decimals(Decimal("0.001"), 9999, places=3)
VOLUMES = st.builds(Millilitre, POSITIVE)
BAGS = st.builds(Bag, st.builds(Milligram, POSITIVE), VOLUMES, st.sampled_from(ExpressedAs))
BAGS |= st.builds(Bag, st.builds(Units, POSITIVE), VOLUMES, st.just(ExpressedAs.BASE))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**40), 2**40),
    datetime: st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given its zone beside
    timedelta: st.integers(0, 10**7).map(lambda seconds: timedelta(seconds=seconds)),
    type(None): st.none(),
    Bag: BAGS,
    Dose: st.builds(Dose, NUMBERS, st.sampled_from(DoseUnit)),
}


def values(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any annotation of an event
    """Values of an annotated type."""
    inside = get_args(kind)
    by_origin: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
        Literal: lambda: st.sampled_from(inside),
        types.UnionType: lambda: st.one_of([values(part) for part in inside]),
        tuple: lambda: st.lists(values(inside[0]), max_size=3).map(tuple),
        dict: lambda: st.dictionaries(values(inside[0]), values(inside[1]), max_size=3),
    }
    if kind in PLAIN:
        return PLAIN[kind]
    if get_origin(kind) in by_origin:
        return by_origin[get_origin(kind)]()
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    if issubclass(kind, Measure):
        signed = st.decimals(-999, 999, places=2) if kind.signed else NUMBERS
        return st.builds(kind, signed)
    return dataclasses(kind)


def dataclasses(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Values of a class of the model; for anything else, `fields` will not have it."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(kind)})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_event_is_read_back_as_it_was_written(kind: str) -> None:
    @given(event=dataclasses(KINDS[kind]), recorded_at=PLAIN[datetime])
    def check(event: Any, recorded_at: datetime) -> None:  # noqa: ANN401 - any event
        entry = Recorded(1, recorded_at, event)
        (row,) = map(believe, seal(0, CHAIN_START, [encode(entry)]))
        assert decode([row]) == [entry]

    check()


EVENTS = st.one_of([dataclasses(kind) for kind in KINDS.values()])


@settings(max_examples=settings().max_examples // 4)  # each one waits for the disk
@given(events=st.lists(EVENTS, min_size=1, max_size=6))
def test_a_case_file_gives_back_what_it_took(
    tmp_path_factory: pytest.TempPathFactory, events: list[Any]
) -> None:
    path = tmp_path_factory.mktemp("case") / "ICU-12.case"
    entries = [Recorded(seq, NOON, event) for seq, event in enumerate(events, 1)]
    with CaseJournal.create(path) as journal:
        journal.append(entries[:1])
        journal.append(entries[1:])
    with CaseJournal.open(path) as journal:
        assert list(journal) == entries
