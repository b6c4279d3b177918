"""A growing table of typed columns that is never changed under its reader."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

Column = NDArray[Any]
T = TypeVar("T")
_FIRST_CAPACITY = 16
_MOST_NOTES = 16
"""How many summaries of its rows a table remembers."""


@dataclass(slots=True)
class _Store:
    """The columns that Tracks of different ages share, and how many rows are taken.

    `notes` are summaries of the first so many rows, which never change.
    """

    columns: dict[str, Column]
    taken: int
    capacity: int
    notes: dict[Hashable, tuple[int, Any]] = field(default_factory=dict)


class Track:
    """The first rows of a shared table; appending returns a new Track in constant time.

    The newest Track writes its row behind the rows of all older ones, so those stay as they
    were. Appending to an older Track, inserting and replacing copy the table.
    """

    __slots__ = ("_length", "_store", "_views")

    def __init__(self, store: _Store, length: int) -> None:
        """Wrap a store; use `empty` or `of` instead."""
        self._store = store
        self._length = length
        self._views: dict[str, Column] = {}

    @classmethod
    def empty(cls, **kinds: DTypeLike) -> "Track":
        """No rows yet, with one column per name and numpy type."""
        columns = {name: np.empty(_FIRST_CAPACITY, kind) for name, kind in kinds.items()}
        return cls(_Store(columns, 0, _FIRST_CAPACITY), 0)

    @classmethod
    def of(cls, **columns: Column) -> "Track":
        """The rows of equally long columns, copied. Raises ValueError where lengths differ."""
        lengths = {len(column) for column in columns.values()}
        if len(lengths) != 1:
            raise ValueError(f"columns of one track must be equally long, not {sorted(lengths)}")
        (length,) = lengths
        return cls(_roomy(columns, length), length)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, name: str) -> Column:
        """One column, read-only. Raises KeyError for a name the track does not have."""
        view = self._views.get(name)
        if view is None:
            view = self._store.columns[name][: self._length]
            view.flags.writeable = False
            self._views[name] = view
        return view

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Track):
            return NotImplemented
        if self._store is other._store and self._length == other._length:
            return True
        names = self.names
        return names == other.names and all(_alike(self[name], other[name]) for name in names)

    def __hash__(self) -> int:
        return hash((self.names, self._length))

    def __repr__(self) -> str:
        return f"Track({', '.join(self.names)}: {self._length} rows)"

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in their order."""
        return tuple(self._store.columns)

    def append(self, **row: object) -> "Track":
        """This track and one row more. Raises KeyError unless every column gets a value."""
        store = self._store
        if row.keys() != store.columns.keys():
            raise KeyError(f"a row of this track has exactly {', '.join(self.names)}")
        if store.taken != self._length or self._length == store.capacity:
            columns = {name: self[name] for name in store.columns}
            notes = {key: note for key, note in store.notes.items() if note[0] <= self._length}
            store = _roomy(columns, self._length)
            store.notes.update(notes)
        for name, column in store.columns.items():
            column[self._length] = row[name]
        store.taken += 1
        return Track(store, self._length + 1)

    def summed(self, key: Hashable, add: Callable[["Track", int, T | None], T]) -> T:
        """A summary of all rows, carried on from the one that was made of fewer.

        `add` is given the track, the first row that the summary before does not know, and that
        summary: None for the first, which is of no row. One `key` always means the same `add`.
        """
        notes = self._store.notes
        known, summary = notes.get(key, (0, None))
        if known > self._length:  # a summary of rows that came later
            return add(self, 0, None)
        if key not in notes or known < self._length:
            summary = add(self, known, summary)
            if key not in notes and len(notes) >= _MOST_NOTES:
                del notes[next(iter(notes))]
            notes[key] = (self._length, summary)
        found: T = summary
        return found

    def insert(self, index: int, **row: object) -> "Track":
        """A copy with one row before `index`. Raises KeyError unless every column gets a value."""
        if index == self._length:
            return self.append(**row)
        columns = {name: _with_gap(self[name], index, row[name]) for name in self.names}
        return Track.of(**columns)

    def replaced(self, name: str, where: Column, value: object) -> "Track":
        """A copy in which column `name` holds `value` at the rows that `where` selects."""
        columns = {each: self[each] for each in self.names}
        columns[name] = columns[name].copy()
        columns[name][where] = value
        return Track.of(**columns)


def _roomy(columns: dict[str, Column], length: int) -> _Store:
    """A store of its own with these rows and room for as many again."""
    capacity = max(_FIRST_CAPACITY, 2 * length)
    grown = {name: np.empty(capacity, column.dtype) for name, column in columns.items()}
    for name, column in columns.items():
        grown[name][:length] = column
    return _Store(grown, length, capacity)


def _with_gap(column: Column, index: int, value: object) -> Column:
    wider = np.empty(len(column) + 1, column.dtype)
    wider[:index] = column[:index]
    wider[index] = value
    wider[index + 1 :] = column[index:]
    return wider


def _alike(one: Column, other: Column) -> bool:
    if one.dtype != other.dtype:
        return False
    return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
