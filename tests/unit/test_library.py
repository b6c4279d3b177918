"""The protocols at hand: shipped and local files, and which files are refused unread."""

import hashlib
from pathlib import Path

import pytest

from core.library import (
    DEFAULT_PROTOCOL,
    LARGEST_FILE,
    protocol_from,
    read_protocol,
    shipped_names,
)
from core.rules.compile import ProtocolError

TEXT = read_protocol(DEFAULT_PROTOCOL).text


def local(folder: Path, name: str, data: bytes) -> Path:
    path = folder / "protocols" / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def test_the_default_protocol_ships_and_advises() -> None:
    assert DEFAULT_PROTOCOL in shipped_names()
    shelved = read_protocol(DEFAULT_PROTOCOL)
    assert shelved.id == DEFAULT_PROTOCOL
    assert shelved.place == f"shipped:{DEFAULT_PROTOCOL}"
    assert shelved.protocol is not None
    assert shelved.findings == ()


def test_the_hash_is_of_the_exact_text() -> None:
    assert read_protocol(DEFAULT_PROTOCOL).hash == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_file_is_found_by_its_path(tmp_path: Path) -> None:
    path = local(tmp_path, "copy", TEXT.encode())
    shelved = read_protocol(str(path))
    assert (shelved.text, shelved.place) == (TEXT, str(path))


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    assert read_protocol(str(local(tmp_path, "bom", b"\xef\xbb\xbf" + TEXT.encode()))).text == TEXT


def test_what_is_not_there_is_named_with_what_is() -> None:
    with pytest.raises(FileNotFoundError, match=f"no protocol nowhere.*{DEFAULT_PROTOCOL}"):
        read_protocol("nowhere")


@pytest.mark.parametrize("target", ["/dev/zero", "."])
def test_only_regular_files_are_read(tmp_path: Path, target: str) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(target)
    with pytest.raises(FileNotFoundError):
        read_protocol(str(link))


def test_a_file_too_long_for_a_protocol_is_not_read(tmp_path: Path) -> None:
    path = local(tmp_path, "long", TEXT.encode() + b"#" * LARGEST_FILE)
    with pytest.raises(ValueError, match="over 256 KiB"):
        read_protocol(str(path))
    filled = TEXT.encode() + b"#" * (LARGEST_FILE - len(TEXT.encode()))
    assert read_protocol(str(local(tmp_path, "full", filled))).protocol is not None


@pytest.mark.parametrize(
    ("data", "byte"), [(TEXT.encode("utf-16"), 0), (b"# caf\xe9\n", 5), (b"\xc3", 0)]
)
def test_only_utf_8_is_read(tmp_path: Path, data: bytes, byte: int) -> None:
    with pytest.raises(ValueError, match=f"not UTF-8 at byte {byte}"):
        read_protocol(str(local(tmp_path, "other", data)))


def test_one_text_is_compiled_once() -> None:
    assert protocol_from(TEXT) is protocol_from(TEXT)


def test_findings_say_what_was_found_where_all_at_once() -> None:
    text = TEXT.replace('low = "65 mmHg"', "low = 65").replace('floor = "0.01', 'flor = "0.01')
    with pytest.raises(ProtocolError) as caught:
        protocol_from(text)
    assert len(caught.value.findings) == 3
    assert any("target.0.low" in item and "(found 65)" in item for item in caught.value.findings)
    assert "limits.floor: this key is missing" in caught.value.findings
