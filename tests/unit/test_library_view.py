"""What the library says of a protocol: the state by word, what it is for, who may approve it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from core.approval import Allowed
from core.cases.bookcase import Volume, approve_text, volume_at
from core.cases.library_view import Proved, VolumeView, volume_view
from core.cases.told import ToldFinding, ToldProof
from core.library import DEFAULT_PROTOCOL
from core.rules.protocol import WorkedGiven
from core.texts import load_words

WORDS = load_words(UTC)
AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
COURSE = WorkedGiven(course=("0 min: MAP 58 mmHg",))


def told_of(volume: Volume, *findings: ToldFinding) -> ToldProof:
    return ToldProof(
        ok=not findings, sha256=volume.sha256, cells=108_582, findings=findings, pending=()
    )


def default(data: Path) -> Volume:
    return volume_at(DEFAULT_PROTOCOL, data)


def shown(volume: Volume) -> VolumeView:
    return volume_view(volume, WORDS)


def test_an_unproved_text_says_so_and_cannot_be_approved(tmp_path: Path) -> None:
    view = shown(default(tmp_path))
    assert (view.state_text, view.proved) == ("simulation only, not proved here yet", Proved.NO)
    assert not view.approvable
    assert view.approval == "Nobody has approved this text here."


def test_it_tells_what_the_protocol_is_for(tmp_path: Path) -> None:
    view = shown(default(tmp_path))
    assert view.name == "norepinephrine-adult 1.2.1"
    assert view.targets[:2] == ("65 to 75 mmHg", "60 to 65 mmHg for 65 years or over")
    assert view.limits[0] == (
        "norepinephrine: start 0.05 mcg/kg/min, step up 0.04 mcg/kg/min, "
        "soft limit 0.5 mcg/kg/min, hard limit 1 mcg/kg/min"
    )
    assert len(view.limits) == 5


def test_a_proved_text_can_be_approved_once(tmp_path: Path) -> None:
    volume = default(tmp_path)
    proved = replace(volume, told=told_of(volume))
    view = shown(proved)
    assert (view.state_text, view.proved, view.approvable) == (
        "simulation only",
        Proved.SOUND,
        True,
    )
    assert view.proof == "No findings. Proved in 108,582 cells."
    approval = approve_text(tmp_path, proved, proved.told, "AB", AT)
    view = shown(replace(proved, approval=approval))
    assert (view.state_text, view.approvable) == ("approved", False)
    assert view.use == "Workstation and simulation."
    assert view.approval.startswith("Approved for the workstation by AB, 04-Mar-2026 12:00")


def test_what_simulated_patients_have_still_to_show_is_no_proof_yet(tmp_path: Path) -> None:
    volume = default(tmp_path)
    told = told_of(volume).model_copy(update={"pending": ("nominal-band",)})
    half = replace(volume, told=told)
    assert half.unproved
    assert (shown(half).proved, shown(half).approvable) == (Proved.NO, False)
    found = replace(volume, told=told.model_copy(update={"ok": False}))
    assert not found.unproved  # nobody need wait for more
    assert shown(found).proved is Proved.FINDINGS


def test_findings_come_with_row_and_course(tmp_path: Path) -> None:
    volume = default(tmp_path)
    bare = ToldFinding(id="bounds", row="up", message="Row up is not declared.")
    played = ToldFinding(id="due", row=None, message="It holds.", counterexample=COURSE)
    view = shown(replace(volume, told=told_of(volume, bare, played)))
    assert (view.state, view.state_text) == (Allowed.NOTHING, "findings")
    assert view.use == "Simulation only: a text with findings cannot be approved."
    assert [(line.text, line.row, line.told) for line in view.findings] == [
        ("Row up is not declared.", "up", None),
        ("It holds.", "", played),
    ]
    assert not view.approvable


def test_an_example_is_never_approvable(tmp_path: Path) -> None:
    volume = default(tmp_path)
    assert volume.file is not None
    file = replace(volume.file, example=True)
    view = shown(replace(volume, file=file, told=told_of(volume)))
    assert (view.example, view.approvable) == (True, False)
    assert view.use.startswith("Simulation only: it is an example")


def test_what_an_example_does_not_state_is_said_so(tmp_path: Path) -> None:
    volume = default(tmp_path)
    assert volume.file is not None
    limits = replace(volume.file.limits, hard="none")
    file = replace(volume.file, example=True, limits=limits)
    assert shown(replace(volume, file=file)).limits[0].endswith("hard limit none stated")


def test_a_broken_file_shows_its_faults(tmp_path: Path) -> None:
    place = tmp_path / "protocols" / "odd.toml"
    place.parent.mkdir()
    place.write_text("format = ", "utf-8")
    view = shown(volume_at("odd", tmp_path))
    assert (view.name, view.state_text, view.proved) == ("odd", "findings", Proved.BROKEN)
    assert view.use == "Nothing: it cannot be loaded."
    assert "not readable as TOML" in view.findings[0].text
