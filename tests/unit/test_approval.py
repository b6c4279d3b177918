"""Approvals as lines in the data folder: the exact text, the latest, and what cannot be read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.approval import FILE_NAME, Approval, Approvals, approve, read_approvals

AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def approval(sha256: str = "a" * 64, initials: str = "AB") -> Approval:
    return Approval(
        sha256=sha256,
        protocol="norepinephrine-adult",
        version="1.1.0",
        program="0.1.0",
        cells=1000,
        initials=initials,
        at=AT,
    )


def test_without_a_file_nothing_is_approved(tmp_path: Path) -> None:
    assert read_approvals(tmp_path) == Approvals()
    assert Approvals().of("a" * 64) is None


def test_an_approval_is_read_back_and_holds_for_that_text_only(tmp_path: Path) -> None:
    approve(tmp_path / "new", approval())
    found = read_approvals(tmp_path / "new")
    assert found == Approvals((approval(),))
    assert found.of("a" * 64) == approval()
    assert found.of("b" * 64) is None


def test_the_latest_approval_of_a_text_is_shown(tmp_path: Path) -> None:
    approve(tmp_path, approval(initials="AB"))
    approve(tmp_path, approval(initials="CD"))
    latest = read_approvals(tmp_path).of("a" * 64)
    assert latest is not None
    assert latest.initials == "CD"


@pytest.mark.parametrize("line", ["no json", "{}", '{"sha256": 1}', '["a"]'])
def test_a_line_that_cannot_be_read_approves_nothing_and_is_counted(
    line: str, tmp_path: Path
) -> None:
    approve(tmp_path, approval())
    with (tmp_path / FILE_NAME).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n\n")
    assert read_approvals(tmp_path) == Approvals((approval(),), unreadable=1)


@pytest.mark.parametrize("initials", ["", "A", "ABCDE", "A1"])
def test_somebody_has_to_sign(initials: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="are no initials"):
        approve(tmp_path, approval(initials=initials))
    assert not (tmp_path / FILE_NAME).exists()
