"""What pydantic is to demand of a field, kept until pydantic is wanted.

The classes of protocol files and site profiles are frozen dataclasses. What comes from a person is
read into them by pydantic, with the demands written beside each field; what comes with the program
was read so before (`core.twin`), and a start then need not load pydantic at all.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import CoreSchema

T = TypeVar("T")


class Checked:
    """In `Annotated`, what `pydantic.Field` would be given: `Checked(min_length=1)`."""

    __slots__ = ("_demands",)

    def __init__(self, **demands: object) -> None:
        self._demands: dict[str, Any] = demands

    def __get_pydantic_core_schema__(
        self, source: object, handler: "Callable[[object], CoreSchema]"
    ) -> "CoreSchema":
        """Called by pydantic, which is loaded then."""
        from pydantic import Field  # noqa: PLC0415 - only what is read in full needs it

        return handler(Annotated[source, Field(**self._demands)])


class ReadBy:
    """In `Annotated`, a function that makes the value of what was written.

    It raises ValueError where it cannot, and takes a value that is made already.
    """

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[object], object]) -> None:
        self._read = read

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> "CoreSchema":
        """Called by pydantic, which is loaded then."""
        from pydantic_core import core_schema  # noqa: PLC0415 - only what is read in full needs it

        return core_schema.no_info_plain_validator_function(self._read)


@cache
def _adapter(kind: Any, *, strict: bool) -> "TypeAdapter[Any]":  # noqa: ANN401 - a dataclass
    from pydantic import ConfigDict, TypeAdapter  # noqa: PLC0415 - only what is read in full

    # Within a tuple, because a dataclass by itself would have to carry its configuration.
    return TypeAdapter(tuple[kind], config=ConfigDict(extra="forbid", strict=strict))


def from_json(kind: Callable[..., T], text: str) -> T:
    """What a text of JSON says, with nothing in it that is not known. ValueError with every place.

    The places in the error begin with 0, that of the one thing read.
    """
    made: tuple[T] = _adapter(kind, strict=True).validate_json(f"[{text}]")
    return made[0]


def from_values(kind: Callable[..., T], given: object) -> T:
    """The same of values that were read already; a list may stand for a tuple."""
    made: tuple[T] = _adapter(kind, strict=False).validate_python([given])
    return made[0]
