"""The twins of what comes with the program say what a full reading says, and of that text alone."""

import tomllib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from core import library
from core.cases import site, twins
from core.cases.site import read_site, site_names
from core.entry.profile import profile_of
from core.library import file_from, read_in_full, shipped_names, text_at
from core.model import terms
from core.model.terms import Agent
from core.quantity import measures
from core.quantity.measures import Dose, DoseUnit, Kilogram
from core.rules import protocol, rows
from core.rules.compile import ProtocolError
from core.rules.protocol import ProtocolFile
from core.twin import FOLDER, INDEX, index_text, twin_of, twin_text

KINDS: tuple[ModuleType, ...] = (terms, measures, rows, protocol)
HOW = "run `python -m core.cases.twins`"
DEFAULT = text_at("norepinephrine-adult")[1]


def put(folder: Path, text: str, read: object) -> Path:
    """A folder with the twin of one text."""
    (folder / "one.json").write_text(twin_text(text, read), "utf-8")
    (folder / INDEX).write_text(index_text([(text, "one.json")]), "utf-8")
    return folder


@pytest.mark.parametrize("name", shipped_names())
def test_the_twin_of_a_shipped_protocol_is_what_a_full_reading_gives(name: str) -> None:
    text = text_at(name)[1]
    twin = twin_of(text, (terms, rows, protocol))
    assert twin is not None, HOW
    assert twin == read_in_full(text), HOW
    assert repr(twin) == repr(read_in_full(text)), HOW


@pytest.mark.parametrize("name", site_names())
def test_the_twin_of_a_shipped_profile_is_what_a_full_reading_gives(name: str) -> None:
    full = profile_of(tomllib.loads(site.site_text(name)))
    assert repr(read_site(name)) == repr(full), HOW
    assert read_site(name) == full, HOW


def test_the_twins_are_written_as_they_would_be_now() -> None:
    there = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.json")}
    assert there.keys() == twins.twins().keys(), HOW
    assert there == twins.twins(), HOW


def test_a_start_reads_no_shipped_text_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "read_in_full", None)
    monkeypatch.setattr(site, "profile_of", None)
    assert file_from(DEFAULT).id == "norepinephrine-adult"
    assert read_site().id == "us"


def test_any_other_text_is_read_in_full() -> None:
    text = DEFAULT.replace("hard = ", "hard  = ")
    assert text != DEFAULT
    assert twin_of(text, KINDS) is None
    assert file_from(text) == file_from(DEFAULT)
    with pytest.raises(ProtocolError, match="not readable as TOML"):
        file_from(DEFAULT + "[")


def test_a_twin_that_was_read_from_another_text_is_not_used(tmp_path: Path) -> None:
    file = file_from(DEFAULT)
    folder = put(tmp_path, DEFAULT, file)
    assert twin_of(DEFAULT, KINDS, folder) == file
    (folder / "one.json").write_text(twin_text("another", file), "utf-8")
    assert twin_of(DEFAULT, KINDS, folder) is None


def test_without_a_folder_of_twins_everything_is_read_in_full(tmp_path: Path) -> None:
    assert twin_of(DEFAULT, KINDS, tmp_path / "none") is None


@pytest.mark.parametrize(
    "value",
    [
        {"a": ("x", ("y", "z")), "b": (), "is": True},
        {DoseUnit.MCG_MIN: Dose(Decimal("0.05"), DoseUnit.MCG_MIN)},
        {"at": timedelta(minutes=5), "who": Agent.DOPAMINE, "none": None},
        {"weight": Kilogram(Decimal("80.5"))},
    ],
)
def test_every_value_comes_back_as_it_was(tmp_path: Path, value: object) -> None:
    folder = put(tmp_path, "text", protocol.Dosing(unit=value))  # type: ignore[arg-type]  # any value
    back: ProtocolFile | None = twin_of("text", KINDS, folder)
    assert repr(back) == repr(protocol.Dosing(unit=value))  # type: ignore[arg-type]  # the same


def test_what_no_file_says_has_no_twin() -> None:
    with pytest.raises(TypeError, match="no file says"):
        twin_text("text", protocol.Dosing(unit=1.5))  # type: ignore[arg-type]  # what is refused


def test_twins_of_what_is_gone_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twins, "twins", lambda: {INDEX: "{}"})
    folder = tmp_path / "twins"
    twins.write(folder)
    (folder / "old.json").write_text("[]", "utf-8")
    twins.write(folder)
    assert [path.name for path in folder.iterdir()] == [INDEX]
    assert (folder / INDEX).read_text("utf-8") == "{}"
