"""`pressor protocols`: what is on the shelf, faulty and unreadable files with what is wrong."""

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from core.library import DEFAULT_PROTOCOL, read_protocol, shipped_names
from gui.__main__ import main

CHARTS = str(files("resources") / "charts" / "mimic-iii-demo")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "protocols").mkdir(parents=True)
    return folder


def shelf(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, list[dict[str, Any]]]:
    status = main(["protocols", "--json", *options])
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    return status, json.loads(out)["protocols"]


def test_the_shipped_ones_are_there_the_default_first(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = shelf(capsys)
    assert status == 0
    assert [row["id"] for row in found] == list(shipped_names())
    assert found[0]["id"] == DEFAULT_PROTOCOL
    assert (found[0]["version"], found[0]["findings"]) == ("1.2.1", [])
    assert found[0]["place"] == f"shipped:{DEFAULT_PROTOCOL}"
    assert len(found[0]["sha256"]) == 64


def test_in_words_a_line_per_protocol(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == len(shipped_names())
    assert out.startswith(
        "norepinephrine-adult 1.2.1  Norepinephrine, adult vasodilatory shock, MAP-guided  "
        "[simulation only]\n"
    )


def test_local_ones_follow_with_their_findings(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = read_protocol(DEFAULT_PROTOCOL).text
    (data / "protocols" / "ours.toml").write_text(
        text.replace('id = "norepinephrine-adult"', 'id = "ours"'), "utf-8"
    )
    (data / "protocols" / "faulty.toml").write_text(text.replace('"65 mmHg"', "65"), "utf-8")
    status, found = shelf(capsys, "--data", str(data))
    assert status == 1
    assert [row["id"] for row in found] == [*shipped_names(), "faulty", "ours"]
    faulty, ours = found[-2:]
    assert (faulty["state"], ours["state"]) == ("findings", "simulation only")
    assert "65" in faulty["findings"][0]
    assert (faulty["version"], faulty["place"]) == (None, "faulty.toml")
    assert str(data) not in json.dumps(ours)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"#" * 300_000, "256 KiB"),
        (b"format =", "not readable as TOML"),
    ],
)
def test_one_that_cannot_be_read_is_a_finding_and_not_a_fault(
    data: Path, capsys: pytest.CaptureFixture[str], content: bytes, named: str
) -> None:
    (data / "protocols" / "odd.toml").write_bytes(content)
    status, found = shelf(capsys, "--data", str(data))
    assert status == 1
    assert (found[-1]["id"], found[-1]["state"]) == ("odd", "findings")
    assert named in found[-1]["findings"][0]
    assert main(["--data", str(data), "protocols"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "odd  [findings]"
    assert named in lines[-1]


def test_a_folder_named_like_a_protocol_is_a_finding(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "protocols" / "folder.toml").mkdir()
    status, found = shelf(capsys, "--data", str(data))
    assert (status, found[-1]["sha256"]) == (1, None)


def test_as_a_program_it_ends_with_its_status(data: Path) -> None:
    (data / "protocols" / "odd.toml").write_text("", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "gui", "protocols"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PRESSOR_DATA": str(data)},
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "odd  [findings]" in done.stdout


@pytest.mark.parametrize(
    "asked",
    [
        ["order", "ours"],
        ["diff", "ours", DEFAULT_PROTOCOL],
        ["replay", CHARTS, "--stay", "286072", "--protocol", "ours"],
    ],
    ids=lambda asked: str(asked[0]),
)
def test_a_local_id_is_known_to_every_function(
    data: Path, capsys: pytest.CaptureFixture[str], asked: list[str]
) -> None:
    text = read_protocol("low-start").text.replace('id = "low-start"', 'id = "ours"')
    assert main([*asked, "--data", str(data)]) == 2
    assert "ours" in capsys.readouterr().err
    (data / "protocols" / "ours.toml").write_text(text, "utf-8")
    assert main([*asked, "--data", str(data)]) in {0, 1}
    assert "ours" in capsys.readouterr().out
