"""The words of the program, from resources/texts. Loads nothing clinical: home needs it first."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from pathlib import Path

import resources
from core.view.wording import Words


def load_words(zone: tzinfo) -> Words:
    """Every text of the program, by dotted code, for one zone of local times."""
    texts: dict[str, str] = {}
    # By path and not by importlib.resources, which loads zip files, URLs and addresses.
    for item in sorted(Path(resources.__path__[0], "texts").glob("*.toml")):
        texts |= dict(_flat("", tomllib.loads(item.read_text("utf-8"))))
    return Words(texts, zone)


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}", str(value)
