"""Writes the twins of every protocol and site profile that comes with the program.

`python -m core.cases.twins`, when one of them or a class they are read into was changed.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from core.cases.site import site_names, site_text
from core.entry.profile import profile_of
from core.library import read_in_full, shipped_names, text_at
from core.twin import FOLDER, INDEX, index_text, twin_text


def shipped() -> Iterator[tuple[str, str, object]]:
    """The name of each twin, the text it is of, and what a full reading of that gives."""
    for name in shipped_names():
        _, text = text_at(name)
        yield f"protocol-{name}.json", text, read_in_full(text)
    for name in site_names():
        text = site_text(name)
        yield f"site-{name}.json", text, profile_of(tomllib.loads(text))


def twins() -> dict[str, str]:
    """What each file of the folder of twins is to hold."""
    found = tuple(shipped())
    texts = {name: twin_text(text, read) for name, text, read in found}
    return {**texts, INDEX: index_text((text, name) for name, text, _ in found)}


def write(folder: Path = FOLDER) -> None:
    """Write them all anew, and remove the twins of what is not there any more."""
    folder.mkdir(exist_ok=True)
    wanted = twins()
    for path in folder.glob("*.json"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write()
