"""The texts are read when they are wanted, and told apart without being read."""

from datetime import UTC
from pathlib import Path

import pytest

from core import texts
from core.texts import Texts, load_words


def folder_of(place: Path, said: str) -> Path:
    place.mkdir()
    (place / "shell.toml").write_text('[home]\ntitle = "Home"\n', "utf-8")
    (place / "case.toml").write_text(f'[case]\ntitle = "{said}"\n', "utf-8")
    return place


def test_only_the_words_of_home_are_read_at_first(tmp_path: Path) -> None:
    found = Texts(folder_of(tmp_path / "a", "Case"))
    (tmp_path / "a" / "case.toml").write_text('[case]\ntitle = "Later"\n', "utf-8")
    assert found["home.title"] == "Home"
    assert found["case.title"] == "Later"
    assert dict(found) == {"home.title": "Home", "case.title": "Later"}


def test_contents_tell_texts_apart_without_reading_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, same, other = (
        Texts(folder_of(tmp_path / name, said))
        for name, said in (("b", "Case"), ("c", "Case"), ("d", "Chart"))
    )
    shipped = load_words(UTC).texts
    monkeypatch.setattr(texts, "tomllib", None)
    assert one.contents() == same.contents()
    assert one.contents() != other.contents()
    assert isinstance(shipped, Texts)
    assert shipped.contents() != one.contents()
