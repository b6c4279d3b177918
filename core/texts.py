"""The words of the program, from resources/texts. Loads nothing clinical: home needs it first."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from pathlib import Path

import resources
from core.view.wording import Words

SHELL = "shell.toml"
"""The words of home, which is painted before any other file is read."""


def load_words(zone: tzinfo) -> Words:
    """Every text of the program, by dotted code, for one zone of local times."""
    # By path and not by importlib.resources, which loads zip files, URLs and addresses.
    return Words(Texts(Path(resources.__path__[0], "texts")), zone)


class Texts(Mapping[str, str]):
    """The texts of a folder: those of home at once, all others when one of them is wanted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = _read(folder / SHELL)
        self._is_whole = False

    def __getitem__(self, code: str) -> str:
        return self._known[code] if code in self._known else self._whole()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def contents(self) -> bytes:
        """What tells these texts from others, without reading them: the bytes of their files."""
        return b"\0".join(item.read_bytes() for item in sorted(self._folder.glob("*.toml")))

    def _whole(self) -> dict[str, str]:
        if not self._is_whole:
            for item in sorted(self._folder.glob("*.toml")):
                self._known |= _read(item)
            self._is_whole = True
        return self._known


def _read(place: Path) -> dict[str, str]:
    return dict(_flat("", tomllib.loads(place.read_text("utf-8"))))


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}", str(value)
