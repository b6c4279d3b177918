"""The words of the program, from resources/texts. Loads nothing clinical: home needs it first."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from importlib.resources import files
from importlib.resources.abc import Traversable

from core.view.wording import Words


def load_words(zone: tzinfo) -> Words:
    """Every text of the program, by dotted code, for one zone of local times."""
    texts: dict[str, str] = {}
    for item in sorted(files("resources").joinpath("texts").iterdir(), key=_name):
        if item.name.endswith(".toml"):
            texts |= dict(_flat("", tomllib.loads(item.read_text("utf-8"))))
    return Words(texts, zone)


def _name(item: Traversable) -> str:
    return item.name


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}", str(value)
