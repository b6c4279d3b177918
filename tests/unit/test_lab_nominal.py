"""The promises that the virtual patient judges: how courses count, what `check` says of them."""

import json
from dataclasses import replace
from datetime import UTC
from functools import partial
from typing import Any

import pytest

from core.cli import check, check_simulated
from core.cli.command import main
from core.lab import nominal as runs
from core.lab.nominal import Figures, Nominal, nominal
from core.lab.nominal_course import Patient
from core.library import DEFAULT_PROTOCOL, read_protocol
from core.proof.promises import PENDING, PROMISES
from core.proof.prove import Proof, prove, unheard
from core.texts import load_words

SHELVED = read_protocol(DEFAULT_PROTOCOL)
WELL = Patient(needed=True, unseen_s=60, refractory=False, reached_s=600, prompts=2)
NEVER = replace(WELL, reached_s=None)
HARD = replace(NEVER, refractory=True, prompts=12)
NO_NEED = replace(NEVER, needed=False, prompts=0)
PROVED = Proof(cells=1, findings=(), proved=("total",))


def made(monkeypatch: pytest.MonkeyPatch, *patients: Patient) -> Nominal:
    """The runs whose patients, of each preset, come to these courses."""
    courses = list(patients) * 3
    monkeypatch.setattr(runs, "course_of", lambda *_: courses.pop(0))
    return nominal(SHELVED, 1, len(patients))


def test_courses_are_counted_by_preset_with_the_refractory_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = made(monkeypatch, WELL, replace(WELL, reached_s=1200), HARD, NO_NEED)
    assert [row.preset for row in found.figures] == ["early", "default", "severe"]
    assert found.figures[0] == Figures(
        preset="early",
        patients=4,
        needed=3,
        nominal=2,
        reached=2,
        median_minutes=15,
        slowest_minutes=20,
        longest_unseen_minutes=1,
        most_prompts=2,
        refractory=1,
        refractory_reached=0,
        refractory_most_prompts=12,
    )
    assert (found.held, found.broken) == (PENDING, ())


def test_nine_in_ten_have_to_reach_the_band(monkeypatch: pytest.MonkeyPatch) -> None:
    assert made(monkeypatch, *[WELL] * 9, NEVER).held == PENDING
    assert made(monkeypatch, *[WELL] * 8, NEVER).broken == ("nominal-band",)


def test_six_prompts_in_an_hour_are_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert made(monkeypatch, replace(WELL, prompts=6)).held == PENDING
    assert made(monkeypatch, WELL, replace(WELL, prompts=7)).broken == ("prompts-per-hour",)
    assert made(monkeypatch, WELL, replace(NO_NEED, prompts=7)).broken == ("prompts-per-hour",)


def test_without_a_nominal_patient_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert made(monkeypatch, HARD, NO_NEED).held == ()


def test_a_broken_promise_is_a_finding_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    found = made(monkeypatch, WELL, NEVER)
    monkeypatch.setattr(check_simulated, "nominal", lambda *_: found)
    proof, _ = check_simulated.simulated(SHELVED, PROVED, 2, unheard)
    assert not proof.ok
    assert proof.pending == ()
    said = check.as_text(SHELVED, proof, load_words(UTC), found)
    assert "fewer than nine in ten nominal patients reach the band (2 of each preset" in said
    assert "early: 1 of 2, most prompts 2" in said


def test_a_promise_that_holds_is_pending_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    found = made(monkeypatch, WELL, HARD)
    monkeypatch.setattr(check_simulated, "nominal", lambda *_: found)
    proof, _ = check_simulated.simulated(SHELVED, PROVED, 2, unheard)
    earned = check.certificate(SHELVED, proof)
    assert earned is not None
    assert (proof.ok, earned.pending) == (True, ())
    said = check.as_text(SHELVED, proof, load_words(UTC), found)
    assert "Held in simulation: 2 patients of each preset, seed 1, 3 h" in said
    assert "1 more went beyond the soft limit and are not judged" in said
    assert "Still to be shown" not in said


def test_a_faulty_protocol_and_no_patients_leave_the_promises_pending() -> None:
    assert check_simulated.simulated(SHELVED, PROVED, 0, unheard) == (PROVED, None)
    faulty = replace(SHELVED, protocol=None)
    assert check_simulated.simulated(faulty, PROVED, 2, unheard) == (PROVED, None)
    with pytest.raises(ValueError, match="advises"):
        nominal(faulty, 1, 1)


@pytest.mark.parametrize("told", ["-1", "1.5", "", "1001", "\u0663"])
def test_patients_are_a_whole_number(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", DEFAULT_PROTOCOL, f"--patients={told}"]) == 2
    assert capsys.readouterr().err.startswith(f'pressor check: "{told}" is no number of patients')


def test_the_default_protocol_has_nothing_pending(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, nightly: bool
) -> None:
    if not nightly:  # by day the other promises are proved once, with all shipped protocols
        monkeypatch.setattr(check, "prove", partial(prove, promises=PROMISES[:5]))
    assert main(["check", DEFAULT_PROTOCOL, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (found["ok"], found["pending"]) == (True, [])
    assert found["simulated"]["held"] == list(PENDING)
    assert found["simulated"]["patients"] == check_simulated.PATIENTS
    assert sum(row["nominal"] for row in found["simulated"]["figures"]) >= 10


@pytest.mark.nightly
def test_thirty_patients_of_each_preset_keep_the_promises() -> None:
    assert nominal(SHELVED, 1, 30).held == PENDING
