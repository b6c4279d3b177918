"""An append-only sequence that shares its storage, so that a fold over a long case stays linear."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any, Generic, TypeVar, overload

from core.frozen import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Series(Generic[T]):
    """The first `length` items of a shared list.

    Appending to the newest Series extends the shared list; older Series keep seeing only their
    own items. Anything else copies.
    """

    length: int = 0
    shared: list[T] = field(default_factory=list)

    def append(self, item: T) -> "Series[T]":
        """This series and one item more."""
        if self.length == len(self.shared):
            self.shared.append(item)
            return Series(self.length + 1, self.shared)
        return Series(self.length + 1, [*self.shared[: self.length], item])

    def insert_by(self, item: T, key: Callable[[T], Any]) -> "Series[T]":
        """This series with the item after all that sort before or with it by `key`."""
        if not self.length or key(self.shared[self.length - 1]) <= key(item):
            return self.append(item)
        items = self.shared[: self.length]
        items.insert(bisect_right(items, key(item), key=key), item)
        return Series(len(items), items)

    def without(self, drop: Callable[[T], bool]) -> "Series[T]":
        """This series less the items that `drop` says yes to."""
        items = [item for item in self if not drop(item)]
        return self if len(items) == self.length else Series(len(items), items)

    @property
    def last(self) -> T | None:
        """The newest item, or None."""
        return self.shared[self.length - 1] if self.length else None

    def from_key(self, start: Any, key: Callable[[T], Any]) -> list[T]:  # noqa: ANN401 - any sortable
        """The items whose key is at or after `start`, by bisection."""
        low, high = 0, self.length
        while low < high:
            middle = (low + high) // 2
            if key(self.shared[middle]) < start:
                low = middle + 1
            else:
                high = middle
        return self.shared[low : self.length]

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[T]:
        return iter(self.shared[: self.length])

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        return self.shared[: self.length][index] if isinstance(index, slice) else self._at(index)

    def _at(self, index: int) -> T:
        position = index + self.length if index < 0 else index
        if not 0 <= position < self.length:
            raise IndexError(index)
        return self.shared[position]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Series) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))
