"""The protocols of a site: at hand, brought in, proved, approved; each word about an exact text."""

import shutil
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from core.approval import Allowed, read_approvals
from core.cases import told as memory
from core.cases.bookcase import (
    NotApprovableError,
    TakenError,
    Volume,
    approve_text,
    bring_in,
    place_of,
    read_ahead,
    shelved,
    volume_at,
    volumes,
)
from core.cases.told import ToldFinding, ToldProof, recall_told, remember_told
from core.library import DEFAULT_PROTOCOL, LARGEST_FILE, read_protocol, shipped_names
from core.rules.compile import ProtocolError

AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
TEXT = read_protocol(DEFAULT_PROTOCOL).text
OURS = TEXT.replace('id = "norepinephrine-adult"', 'id = "ours"')


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def written(folder: Path, text: str | bytes, name: str = "file.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def told_of(volume: Volume, *findings: str) -> ToldProof:
    found = tuple(ToldFinding(id="no-raise", row=None, message=said) for said in findings)
    return ToldProof(ok=not found, sha256=volume.sha256, cells=7, findings=found, pending=())


def test_shipped_ones_come_first_then_local_ones_with_their_faults(data: Path) -> None:
    written(data / "protocols", OURS, "ours.toml")
    written(data / "protocols", "format = ", "broken.toml")
    written(data / "protocols", b"#" * (LARGEST_FILE + 1), "endless.toml")
    written(data / "protocols", "not a protocol", "notes.txt")
    found = volumes(data)
    assert [item.id for item in found] == [*shipped_names(), "broken", "endless", "ours"]
    broken, endless, ours = found[-3:]
    assert (broken.allowed, endless.allowed) == (Allowed.NOTHING, Allowed.NOTHING)
    assert "not readable as TOML" in broken.faults[0]
    assert "over 256 KiB" in endless.faults[0]
    assert ours.allowed is Allowed.SIMULATION
    assert shelved(ours).protocol is not None
    assert shelved(endless).findings == endless.faults


def test_the_default_comes_for_simulation_only(data: Path) -> None:
    default = volume_at(DEFAULT_PROTOCOL, data)
    assert (default.shipped, default.example) == (True, False)
    assert (default.allowed, default.approval) == (Allowed.SIMULATION, None)


def test_a_text_is_approved_only_once_simulated_patients_have_shown_the_rest(data: Path) -> None:
    default = volume_at(DEFAULT_PROTOCOL, data)
    whole = told_of(default)
    half = whole.model_copy(update={"pending": ("prompts-per-hour",)})
    with pytest.raises(NotApprovableError, match="simulated patients have to show first"):
        approve_text(data, default, half, "AB", AT)
    assert volume_at(DEFAULT_PROTOCOL, data).approval is None
    assert approve_text(data, default, whole, "AB", AT).initials == "AB"


def test_exact_bytes_are_brought_in(data: Path, tmp_path: Path) -> None:
    bytes_of = b"\xef\xbb\xbf" + OURS.replace("\n", "\r\n").encode()
    place = bring_in(data, written(tmp_path, bytes_of))
    assert place == data / "protocols" / "ours.toml"
    assert place.read_bytes() == bytes_of
    assert bring_in(data, tmp_path / "file.toml") == place
    assert [path.name for path in place.parent.iterdir()] == ["ours.toml"]


def test_a_taken_id_is_kept_unless_told_to_replace(data: Path, tmp_path: Path) -> None:
    place = bring_in(data, written(tmp_path, OURS))
    other = written(tmp_path, OURS + "\n# another text\n")
    with pytest.raises(TakenError, match="ours is there already with another text") as taken:
        bring_in(data, other)
    assert taken.value.replaceable
    assert place.read_text("utf-8") == OURS
    bring_in(data, other, replace=True)
    assert place.read_bytes() == other.read_bytes()
    with pytest.raises(TakenError, match="id of a shipped protocol") as shipped:
        bring_in(data, written(tmp_path, TEXT), replace=True)
    assert not shipped.value.replaceable


@pytest.mark.parametrize(
    ("content", "error", "why"),
    [
        (b"\xff", ValueError, "not UTF-8"),
        (b"#" * (LARGEST_FILE + 1), ValueError, "over 256 KiB"),
        (b"format = ", ProtocolError, "not readable as TOML"),
        (OURS.replace('"65 mmHg"', "65").encode(), ProtocolError, "quantity is text"),
    ],
)
def test_what_makes_no_protocol_is_not_brought_in(
    data: Path, tmp_path: Path, content: bytes, error: type[Exception], why: str
) -> None:
    with pytest.raises(error, match=why):
        bring_in(data, written(tmp_path, content))
    assert not (data / "protocols").exists()


def test_what_is_no_file_is_said_so(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such file"):
        bring_in(data, tmp_path / "absent.toml")
    with pytest.raises(ValueError, match="no regular file"):
        bring_in(data, tmp_path)


def test_a_name_means_a_shipped_one_then_a_local_one_then_a_path(data: Path) -> None:
    assert place_of("ours", data) == "ours"
    place = str(written(data / "protocols", OURS, "ours.toml"))
    written(data / "protocols", OURS, f"{DEFAULT_PROTOCOL}.toml")
    assert place_of("ours", data) == place
    assert place_of(DEFAULT_PROTOCOL, data) == DEFAULT_PROTOCOL
    assert place_of(place, data) == place


def test_an_approval_is_for_one_text_and_a_letter_more_is_another(data: Path) -> None:
    path = written(data / "protocols", OURS, "ours.toml")
    volume = volume_at("ours", data)
    approval = approve_text(data, volume, told_of(volume), "AB", AT)
    assert (approval.initials, approval.at, approval.cells) == ("AB", AT, 7)
    assert (approval.protocol, approval.version) == ("ours", "1.2.1")
    assert volume_at("ours", data).allowed is Allowed.WORKSTATION
    path.write_text(OURS + "# x\n", "utf-8")
    changed = volume_at("ours", data)
    assert (changed.allowed, changed.approval) == (Allowed.SIMULATION, None)


def test_only_a_proved_text_can_be_approved(data: Path) -> None:
    volume = volume_at(DEFAULT_PROTOCOL, data)
    other = told_of(volume).model_copy(update={"sha256": "0" * 64})
    for told in (told_of(volume, "it raises"), other):
        with pytest.raises(NotApprovableError, match="without findings"):
            approve_text(data, volume, told, "AB", AT)
    with pytest.raises(ValueError, match="no initials"):
        approve_text(data, volume, told_of(volume), "1", AT)
    assert read_approvals(data).given == ()


def test_an_approval_does_not_outlive_a_later_finding(data: Path) -> None:
    volume = volume_at(DEFAULT_PROTOCOL, data)
    approve_text(data, volume, told_of(volume), "AB", AT)
    remember_told(data, told_of(volume, "it raises"))
    found = volume_at(DEFAULT_PROTOCOL, data)
    assert (found.allowed, found.state) == (Allowed.SIMULATION, Allowed.NOTHING)


def test_a_proof_is_remembered_for_its_text_and_its_program(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = volume_at(DEFAULT_PROTOCOL, data)
    assert recall_told(data, volume.sha256) is None
    remember_told(data, told_of(volume))
    assert recall_told(data, volume.sha256) == told_of(volume)
    assert recall_told(data, "0" * 64) is None
    monkeypatch.setattr("core.cases.told._program", lambda: "another program")
    assert recall_told(data, volume.sha256) is None


@pytest.mark.parametrize("source", ["core/rules/gates.py", "resources/patient/parameters.toml"])
def test_a_proof_rests_on_the_rules_and_on_the_virtual_patient(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    roots = {name: Path(str(files(name))) for name in ("core", "resources")}
    for name, root in roots.items():
        shutil.copytree(root, tmp_path / name)
    volume = volume_at(DEFAULT_PROTOCOL, data)
    monkeypatch.setattr(memory, "files", lambda name: tmp_path / name)
    monkeypatch.setattr(memory, "_program", memory._program.__wrapped__)  # computed anew each time
    remember_told(data, told_of(volume))
    assert recall_told(data, volume.sha256) == told_of(volume)
    (tmp_path / source).write_bytes((tmp_path / source).read_bytes() + b"\n")
    assert recall_told(data, volume.sha256) is None


def test_a_damaged_memory_is_none(data: Path) -> None:
    volume = volume_at(DEFAULT_PROTOCOL, data)
    remember_told(data, told_of(volume))
    for damage in (b"", b"{}", b"\xff"):
        (data / "proofs" / f"{volume.sha256}.json").write_bytes(damage)
        assert recall_told(data, volume.sha256) is None


def test_reading_ahead_passes_by_what_cannot_be_read(data: Path) -> None:
    written(data / "protocols", b"\xff", "odd.toml")
    assert list(read_ahead(data)) == [*shipped_names(), str(data / "protocols" / "odd.toml")]
    assert "not UTF-8" in volumes(data)[-1].faults[0]
