"""The lock files fit pyproject.toml, hold hashes, and name no place to fetch from."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PYTHONS = ("3.11", "3.12", "3.13")
LOCKS = {
    "requirements.txt": [],
    "requirements-dev.txt": ["test", "dev"],
    "requirements-core.txt": ["test"],
    "requirements-tools.txt": ["tools"],
}
QT = {"pyside6-essentials", "shiboken6"}


def configuration() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def wanted_by(lock: str) -> list[Requirement]:
    """What pyproject.toml asks for, as far as this lock file answers it."""
    groups = configuration()["dependency-groups"]
    lines = [line for group in LOCKS[lock] for line in groups[group] if isinstance(line, str)]
    if lock != "requirements-tools.txt":
        lines += configuration()["project"]["dependencies"]
    wanted = [Requirement(line) for line in lines]
    return [one for one in wanted if lock != "requirements-core.txt" or one.name not in QT]


def pins(lock: str) -> list[Requirement]:
    text = (ROOT / lock).read_text("utf-8")
    return [Requirement(line) for line in re.findall(r"^([a-z][^\\\n]*?) *\\$", text, re.MULTILINE)]


def pinned_version(lock: str, name: str, python: str) -> Version | None:
    on = {"python_version": python, "python_full_version": f"{python}.0"}
    for pin in pins(lock):
        if pin.name == name and (pin.marker is None or pin.marker.evaluate(on)):
            return Version(str(pin.specifier).removeprefix("=="))
    return None


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_each_lock_answers_pyproject(lock: str, python: str) -> None:
    on = {"python_version": python, "python_full_version": f"{python}.0"}
    for wanted in wanted_by(lock):
        if wanted.marker is None or wanted.marker.evaluate(on):
            version = pinned_version(lock, wanted.name, python)
            assert version is not None, f"{lock} lacks {wanted}; run ./check --lock"
            assert version in wanted.specifier, f"{lock}: {wanted}; run ./check --lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_each_pin_has_its_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(lock)) > 0
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_the_locks_agree_with_each_other() -> None:
    versions: dict[tuple[str, str], set[str]] = {}
    for lock in LOCKS:
        for pin in pins(lock):
            versions.setdefault((pin.name, str(pin.marker)), set()).add(str(pin.specifier))
    assert {key: found for key, found in versions.items() if len(found) > 1} == {}


def test_qt_on_python_3_11_is_older_than_the_release_that_aborts_there() -> None:
    first_bad = Version("6.12")
    old = pinned_version("requirements.txt", "pyside6-essentials", "3.11")
    new = pinned_version("requirements.txt", "pyside6-essentials", "3.12")
    assert old is not None
    assert new is not None
    assert old < first_bad <= new


def test_the_core_environment_holds_no_qt() -> None:
    assert [pin for pin in pins("requirements-core.txt") if pin.name in {*QT, "pytest-qt"}] == []
