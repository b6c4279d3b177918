"""`pressor check`: proved, findings or unreadable; for people and as JSON."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from core.cases.told import read_told
from core.cli import check
from core.library import DEFAULT_PROTOCOL, read_protocol
from core.proof import prove as proving
from core.proof.promises import PENDING, PROMISES
from gui.__main__ import main

TEXT = read_protocol(DEFAULT_PROTOCOL).text


@pytest.fixture(autouse=True)
def _few_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is judged here, not the protocol: what is slow is left to other tests."""
    monkeypatch.setattr(proving, "PROMISES", PROMISES[:5])
    monkeypatch.setattr(check, "prove", _quickly)
    monkeypatch.setattr(check, "PATIENTS", 0)


def _quickly(protocol: Any, *, progress: proving.Progress) -> proving.Proof:  # noqa: ANN401 - handed on
    return proving.prove(protocol, promises=PROMISES[:5], progress=progress)


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    status = main(["check", "--json", *arguments])
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    return status, json.loads(out)


def written(tmp_path: Path, old: str, new: str) -> str:
    path = tmp_path / "ours.toml"
    assert old in TEXT
    path.write_text(TEXT.replace(old, new, 1), "utf-8")
    return str(path)


def test_the_shipped_protocol_is_proved(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = checked(capsys, DEFAULT_PROTOCOL)
    assert (status, found["ok"], found["findings"]) == (0, True, [])
    assert found["protocol"] == DEFAULT_PROTOCOL
    assert found["sha256"] == read_protocol(DEFAULT_PROTOCOL).hash
    assert found["cells"] > 50_000
    assert found["pending"] == list(PENDING)
    assert found["version"] in TEXT


def test_a_window_is_told_what_the_command_says_and_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "PATIENTS", 1)  # of each preset; the command has four
    assert main(["check", "--json", "--progress", DEFAULT_PROTOCOL]) == 0
    out, err = capsys.readouterr()
    counted: list[tuple[int, int]] = []
    told = check.told_of(DEFAULT_PROTOCOL, lambda done, total: counted.append((done, total)))
    assert told == read_told(out)
    assert told.whole
    assert told.pending == ()
    assert counted[-1][0] == counted[-1][1]
    assert sum(done == 1 for done, _ in counted) == 2  # the exact proof, then the patients
    assert [f"{done} of {total}" in err for done, total in counted] == [True] * len(counted)
    with pytest.raises(ValueError, match="no protocol absent: give a path or one of"):
        check.told_of("absent")


def test_a_proof_without_findings_earns_a_certificate_of_that_text() -> None:
    shelved = read_protocol(DEFAULT_PROTOCOL)
    earned = check.certificate(shelved, check.proof_of(shelved))
    assert earned is not None
    assert earned.sha256 == shelved.hash
    assert earned.pending == PENDING


def test_in_words_it_says_what_is_proved_and_what_is_taken_for_granted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", DEFAULT_PROTOCOL]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{DEFAULT_PROTOCOL}: proved in ")
    assert "Nothing raises at or above target low." in out
    assert "A run above the band is no longer" in out
    assert "Still to be shown with the virtual patient:" in out


def faulty(tmp_path: Path) -> str:
    """A raise at target, and a number that is nowhere declared."""
    start = TEXT.index('id = "up"')
    place = TEXT.index('below = "target.low"', start)
    text = f"{TEXT[:place]}at_most{TEXT[place + 5 :]}"
    path = tmp_path / "ours.toml"
    path.write_text(text.replace('below = "15 min" } }', 'below = "16 min" } }', 1), "utf-8")
    return str(path)


def test_a_finding_comes_with_its_row_a_sentence_and_a_course(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = checked(capsys, faulty(tmp_path))
    assert (status, found["ok"]) == (1, False)
    by_id = {item["id"]: item for item in found["findings"]}
    assert set(by_id) == {"no-raise", "bounds"}
    assert by_id["no-raise"]["row"] == "up"
    assert by_id["no-raise"]["message"].startswith("Row up of norepinephrine raises at or above")
    assert by_id["no-raise"]["counterexample"]["course"][-1].endswith("MAP 65 mmHg")
    assert by_id["bounds"]["counterexample"] is None
    assert "no-raise" not in found["proved"]


def test_findings_in_words_show_the_course_or_say_that_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", faulty(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "2 findings" in out
    assert "  no-raise: Row up" in out
    assert "    Shown by this course: 65 to 75 mmHg, attested, vasopressin off" in out
    assert "    No course is shown" in out


def test_a_file_that_does_not_load_has_findings_of_the_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = written(tmp_path, 'id = "up-wait"', 'id = "up"')
    status, found = checked(capsys, place)
    assert status == 1
    assert found["findings"][0]["id"] == "load"
    assert found["findings"][0]["row"] == "up"
    assert "the id stands 2 times" in found["findings"][0]["message"]
    assert (found["version"], found["cells"]) == (None, 0)
    assert main(["check", place]) == 1
    out = capsys.readouterr().out
    assert "1 finding\n" in out
    assert "No course" not in out


def test_a_fault_of_the_whole_file_names_no_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = checked(capsys, written(tmp_path, 'low = "65 mmHg"', "low = 65"))
    assert (status, found["findings"][0]["row"]) == (1, None)


def test_what_cannot_be_read_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "no-such"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("pressor check: no protocol no-such")


def test_progress_is_drawn_for_somebody_who_watches(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["check", "--json", DEFAULT_PROTOCOL]) == 0
    err = capsys.readouterr().err
    assert "\r1 of " in err
    assert err.endswith("\r\x1b[K")
