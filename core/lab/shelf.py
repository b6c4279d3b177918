"""The scenarios at hand: those shipped by id, any other by path."""

from importlib.resources import files
from pathlib import Path

from core.lab.read import scenario_from
from core.lab.scenario import Scenario

LARGEST_FILE = 256 * 1024
"""A scenario file over 256 KiB is refused before it is read."""
_SUFFIX = ".toml"


def shipped_scenarios() -> tuple[str, ...]:
    """The ids of the scenarios that come with the program, by name."""
    names = (item.name for item in files("resources").joinpath("scenarios").iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def read_scenario(id_or_path: str) -> Scenario:
    """A shipped scenario by id, or a file by path.

    Raises:
        FileNotFoundError: there is no such id or file.
        ScenarioError: the file is no scenario; it names every fault with its place.
        ValueError: the file is too large or not UTF-8.
    """
    return scenario_from(*scenario_text(id_or_path))


def scenario_text(id_or_path: str) -> tuple[str, str]:
    """The exact text of a scenario, and what its faults call it. Raises as `read_scenario`."""
    if id_or_path in shipped_scenarios():
        shipped = files("resources").joinpath("scenarios", f"{id_or_path}{_SUFFIX}")
        return shipped.read_text("utf-8"), id_or_path
    path = Path(id_or_path)
    if not path.is_file():
        known = ", ".join(shipped_scenarios())
        raise FileNotFoundError(f"no scenario {id_or_path}: give a path or one of {known}")
    return _text_of(path), path.name


def _text_of(path: Path) -> str:
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"{path}: over 256 KiB, no scenario file is that long")
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8 at byte {error.start}") from error
