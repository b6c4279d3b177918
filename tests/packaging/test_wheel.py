"""The built wheel holds the files of the rooms, no other, and runs where the tree is not."""

import json
import os
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("core", "gui", "resources")
UV = ROOT / ".tools" / "bin" / "uv"
CALC = ["calc", "--weight", "80 kg", "--bag", "8 mg in 250 mL", "--as", "base"]


def run(*words: str | Path, folder: Path) -> str:
    done = subprocess.run(  # noqa: S603  programs of the checkout's own environments
        [str(word) for word in words], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment outside the tree that holds the wheel and its locks."""
    folder = tmp_path_factory.mktemp("installed")
    python = folder / "bin" / "python"
    run(UV, "venv", "--clear", "--python", sys.executable, folder, folder=folder)
    install: list[str | Path] = [UV, "pip", "install", "--python", python]
    run(*install, "--require-hashes", "-r", ROOT / "requirements.txt", folder=folder)
    run(*install, "--no-deps", wheel, folder=folder)
    return python.parent


def test_the_wheel_holds_each_file_of_the_rooms_and_no_other(wheel: Path) -> None:
    in_tree = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    names = set(zipfile.ZipFile(wheel).namelist())
    packed = {name for name in names if ".dist-info/" not in name}
    assert packed == in_tree
    assert {name.split("/")[0] for name in packed} == set(ROOMS)


def test_the_wheel_carries_its_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith("dist-info/licenses/LICENSE")] != []


def test_the_installed_program_calculates_outside_the_tree(installed: Path, tmp_path: Path) -> None:
    answer = run(
        installed / "pressor", *CALC, "--dose", "0.1 mcg/kg/min", "--json", folder=tmp_path
    )
    assert Decimal(json.loads(answer)["rate_ml_h"]) == Decimal(15)


def test_the_installed_program_finds_its_protocols(installed: Path, tmp_path: Path) -> None:
    assert "norepinephrine-adult" in run(installed / "pressor", "protocols", folder=tmp_path)


def test_a_folder_called_core_does_not_get_in_the_way(installed: Path, tmp_path: Path) -> None:
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text(
            "raise SystemExit('the wrong folder')", "utf-8"
        )
    answer = run(installed / "pressor", *CALC, "--rate", "15 mL/h", folder=tmp_path)
    assert "0.1" in answer


def test_the_installed_modules_come_from_the_environment(installed: Path, tmp_path: Path) -> None:
    """No file of the checkout answers for one that the wheel lacks."""
    asked = "import core, gui, resources; print(core.__file__, gui.__file__, resources.__file__)"
    paths = run(installed / "python", "-P", "-c", asked, folder=tmp_path).split()
    assert all(Path(path).is_relative_to(installed.parent) for path in paths)
    assert str(ROOT) not in os.pathsep.join(paths)
