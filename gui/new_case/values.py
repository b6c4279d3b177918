"""The settled values of the form, each asked for by its kind."""

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


class Values:
    """What each field in sight settled to, by its name."""

    def __init__(self, settled: Mapping[str, object]) -> None:
        self._settled = settled

    def of(self, kind: type[T], name: str) -> T:
        """The value of a field. TypeError where it is of another kind: a fault of the form."""
        value = self._settled[name]
        if not isinstance(value, kind):
            raise TypeError(f"the field {name} settled to {value!r}, not to a {kind.__name__}")
        return value

    def maybe(self, kind: type[T], name: str) -> T | None:
        """The same for a field that may be empty or out of sight."""
        return None if self._settled.get(name) is None else self.of(kind, name)

    def all_of(self, kind: type[T], name: str) -> tuple[T, ...]:
        """The values of a field that takes many."""
        found = self.of(tuple, name)
        return tuple(value for value in found if isinstance(value, kind))
