"""Pydantic demands of a dataclass what is written beside its fields, and is loaded only then."""

from typing import Annotated

import pytest
from pydantic import ValidationError

from core.checked import Checked, ReadBy, from_json, from_values
from core.frozen import dataclass


def read_word(given: object) -> str:
    if given == "no":
        raise ValueError("not that word")
    return str(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a file."""

    few: Annotated[tuple[str, ...], Checked(min_length=1)]
    word: Annotated[str, ReadBy(read_word)] = "yes"

    def __post_init__(self) -> None:
        if self.word in self.few:
            raise ValueError("said twice")


def test_what_satisfies_the_demands_is_made() -> None:
    assert from_json(Part, '{"few": ["a"]}') == Part(few=("a",))
    assert from_values(Part, {"few": ["a"], "word": "b"}) == Part(few=("a",), word="b")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('{"few": []}', (0, "few"), "at least 1 item"),
        ('{"few": [5]}', (0, "few", 0), "valid string"),
        ('{"few": ["a"], "more": 1}', (0, "more"), "Unexpected keyword"),
        ('{"few": ["a"], "word": "no"}', (0, "word"), "not that word"),
        ('{"few": ["yes"]}', (0,), "said twice"),
        ('{"few": ["a"]}, {"few": ["b"]}', (), "at most 1 item"),
        ("", (0,), "required"),
    ],
)
def test_what_does_not_is_refused_with_its_place(
    text: str, place: tuple[str | int, ...], words: str
) -> None:
    with pytest.raises(ValidationError, match=words) as caught:
        from_json(Part, text)
    assert caught.value.errors()[0]["loc"] == place
