"""Events as canonical JSON, against samples that are never changed.

`tests/data/formats/events/KIND.VERSION.json` is an entry as that version wrote it. When a field
is added with a default, the old sample stays and a second one joins it (`KIND.1b.json`); when a
version is added, so is its sample, and the step between them has to make one of the other.
"""

import json
import re
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from core.log.codec import KINDS, decode, encode
from core.log.errors import CaseDamaged, Damage, NewerFormat
from core.log.row import LogRow
from core.log.upgrades import UPGRADES, Body, Steps, present_version, upgrade
from core.model.case import Counting
from core.model.events import Event, NoteAdded, PumpReported, Recorded
from core.model.terms import Agent
from core.quantity.measures import Dose, DoseUnit, PumpRate

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[1] / "data" / "formats" / "events"


def row(body: bytes, kind: str = "note_added", version: int = 1, seq: int = 1) -> LogRow:
    return LogRow(seq, NOON, kind, version, body, b"")


def samples(kind: str, version: int) -> list[bytes]:
    """The samples of a version, oldest first."""
    wanted = re.compile(rf"{kind}\.{version}[a-z]?\.json")
    found = sorted(path for path in SAMPLES.iterdir() if wanted.fullmatch(path.name))
    return [path.read_bytes() for path in found]


def event_of(kind: str) -> Any:  # noqa: ANN401 - any event
    version = present_version(kind)
    return decode([row(samples(kind, version)[-1], kind, version)])[0].event


def unsampled(steps: Steps) -> list[str]:
    """Which versions of which kind have no sample, and which step does not make the next one."""
    found = [
        f"{kind}.{version} has no sample"
        for kind in sorted(KINDS)
        for version in range(1, present_version(kind, steps) + 1)
        if not samples(kind, version)
    ]
    for (kind, version), step in sorted(steps.items()):
        before, after = samples(kind, version), samples(kind, version + 1)
        if before and after and step(json.loads(before[-1])) != json.loads(after[0]):
            found.append(f"the step from {kind}.{version} does not make its next sample")
    return found


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_newest_sample_of_every_event_round_trips_byte_for_byte(kind: str) -> None:
    version = present_version(kind)
    (entry,) = decode([row(samples(kind, version)[-1], kind, version, seq=7)])
    assert (entry.seq, entry.recorded_at) == (7, NOON)
    assert isinstance(entry.event, KINDS[kind])
    again = encode(entry)
    assert (again.kind, again.version, again.recorded_at) == (kind, version, NOON)
    assert again.body == samples(kind, version)[-1]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_older_sample_can_still_be_read(kind: str) -> None:
    for version in range(1, present_version(kind) + 1):
        for body in samples(kind, version):
            (entry,) = decode([row(body, kind, version)])
            assert entry.event.kind == kind


def test_every_event_class_has_a_kind_of_its_own_and_a_sample() -> None:
    assert len(KINDS) == len(get_args(Event))
    assert unsampled(UPGRADES) == []


def test_a_sample_fills_every_field_that_may_be_empty() -> None:
    for kind in KINDS:
        event = event_of(kind)
        empty = [field.name for field in fields(event) if getattr(event, field.name) is None]
        assert empty == [], f"the sample of {kind} says nothing about {empty}"


def test_no_sample_is_of_an_unknown_kind() -> None:
    assert {path.name.split(".")[0] for path in SAMPLES.iterdir()} == set(KINDS)


class TestCanonicalText:
    def test_keys_are_sorted_without_blanks_in_utf_8(self) -> None:
        body = encode(Recorded(1, NOON, NoteAdded(at=NOON, text="Größe → 5"))).body
        expected = '{"at":"2026-03-04T12:00:00.000000Z","kind":"note_added","text":"Größe → 5"}'
        assert body.decode() == expected

    def test_quantities_are_strings_with_their_unit(self) -> None:
        body = json.loads(samples("pump_reported", 1)[-1])
        assert (body["dose"], body["rate"]) == ("0.12 mcg/kg/min", "18.5 mL/h")

    def test_equal_doses_have_equal_bytes(self) -> None:
        def said(text: str) -> bytes:
            dose = Dose.parse(text)
            event = PumpReported(at=NOON, agent=Agent.NOREPINEPHRINE, dose=dose)
            return encode(Recorded(1, NOON, event)).body

        assert said("0.10 mcg/kg/min") == said("0.1 mcg/kg/min")

    @pytest.mark.parametrize(
        "at",
        [NOON.replace(tzinfo=None), NOON.astimezone(timezone(timedelta(hours=2)))],
        ids=["naive", "another zone"],
    )
    def test_a_time_that_is_not_utc_is_refused(self, at: datetime) -> None:
        with pytest.raises(ValueError, match="not aware UTC"):
            encode(Recorded(1, NOON, NoteAdded(at=at, text="x")))

    def test_a_part_of_a_second_in_a_duration_is_refused(self) -> None:
        opened = event_of("case_opened")
        gap = timedelta(seconds=1.5)
        counting = Counting(gap, gap, opened.counting.stop_from, gap)
        values = {field.name: getattr(opened, field.name) for field in fields(opened)}
        changed = type(opened)(**{**values, "counting": counting})
        with pytest.raises(ValueError, match="has no canonical text"):
            encode(Recorded(1, NOON, changed))

    @pytest.mark.parametrize(
        "rate",
        [PumpRate(Decimal("0.1234567891")), PumpRate(Decimal(-1)), PumpRate(Decimal(10**9))],
        ids=["too fine", "negative", "too large"],
    )
    def test_what_could_not_be_read_back_never_gets_into_the_log(self, rate: PumpRate) -> None:
        dose = Dose.parse("0.1 mcg/kg/min")
        event = PumpReported(at=NOON, agent=Agent.NOREPINEPHRINE, dose=dose, rate=rate)
        with pytest.raises(ValueError, match=r"mL/h"):
            encode(Recorded(1, NOON, event))

    def test_what_would_be_read_back_as_something_else_does_not_either(self) -> None:
        class Rounded(Dose):
            __slots__ = ()

            def __str__(self) -> str:
                return "0.1 mcg/kg/min"

        dose = Rounded(Decimal("0.14"), DoseUnit.MCG_KG_MIN)
        event = PumpReported(at=NOON, agent=Agent.NOREPINEPHRINE, dose=dose)
        with pytest.raises(ValueError, match="would be read back as another event"):
            encode(Recorded(1, NOON, event))

    def test_a_value_of_another_type_does_not_either(self) -> None:
        event = NoteAdded(at=NOON, text=5)  # type: ignore[arg-type]  # what a slip in the code would do
        with pytest.raises(ValueError, match=r"note_added\.text is 5, no text"):
            encode(Recorded(1, NOON, event))


class TestRefusing:
    NOTE = b'{"at":"2026-03-04T12:00:00.000000Z","kind":"note_added","text":"x"}'

    def test_an_unknown_kind_is_of_a_newer_program(self) -> None:
        words = "it has entry 4 of kind dialysis_started, version 1, this one reads no such kind"
        with pytest.raises(NewerFormat, match=words):
            decode([row(b"{}", kind="dialysis_started", seq=4)])

    def test_an_unknown_version_is_of_a_newer_program(self) -> None:
        words = "entry 4 of kind note_added, version 2, this one reads 1 at most"
        with pytest.raises(NewerFormat, match=words) as refused:
            decode([row(self.NOTE, version=2, seq=4)])
        assert refused.value.damage is Damage.NEWER_FORMAT

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (b"{", "cannot be read"),
            (b"", "entry 1 cannot be read"),
            (b"{}", "entry 1 cannot be read"),
            (NOTE.replace(b'"x"', b"5"), "entry 1 cannot be read: note_added.text"),
            (NOTE.replace(b'"x"', b'"x","y":1'), "entry 1 cannot be read: note_added.y"),
            (NOTE.replace(b"2026-03-04T", b"noon "), "entry 1 cannot be read: note_added.at"),
            (NOTE.replace(b"note_added", b"prompt_seen"), "entry 1 cannot be read: prompt_seen"),
            (b'{"at":"2026-03-04T12:00:00Z","key":"k","kind":"prompt_seen"}', "does not hold"),
            (NOTE + b"," + NOTE, "entry 1 cannot be read: Extra data"),
        ],
    )
    def test_a_body_that_is_not_what_it_should_be(self, body: bytes, words: str) -> None:
        with pytest.raises(CaseDamaged, match=words) as refused:
            decode([row(body)])
        assert refused.value.damage is Damage.UNREADABLE_ROW

    def test_the_entry_that_cannot_be_read_is_named(self) -> None:
        rows = [row(self.NOTE, seq=1), row(self.NOTE.replace(b'"x"', b"null"), seq=2)]
        with pytest.raises(CaseDamaged, match="entry 2 cannot be read"):
            decode(rows)

    def test_no_rows_are_no_entries(self) -> None:
        assert decode([]) == []


class TestUpgrades:
    def renamed(self, body: Body) -> Body:
        return {("text" if key == "words" else key): value for key, value in body.items()}

    @pytest.fixture
    def steps(self) -> Steps:
        return {("note_added", 1): self.renamed}

    def test_an_older_entry_is_read_as_its_present_version(self, steps: Steps) -> None:
        body = b'{"at":"2026-03-04T12:00:00.000000Z","kind":"note_added","words":"x"}'
        newer = b'{"at":"2026-03-04T12:00:00.000000Z","kind":"note_added","text":"y"}'
        entries = decode([row(body), row(newer, version=2, seq=2)], steps)
        assert [entry.event for entry in entries] == [
            NoteAdded(at=NOON, text="x"),
            NoteAdded(at=NOON, text="y"),
        ]

    def test_steps_follow_each_other(self) -> None:
        steps = {("a", 1): lambda body: {**body, "b": 1}, ("a", 2): lambda body: {**body, "c": 2}}
        first = {"a": 0}
        assert upgrade("a", 1, first, steps) == {"a": 0, "b": 1, "c": 2}
        assert upgrade("a", 2, first, steps) == {"a": 0, "c": 2}
        assert first == {"a": 0}
        assert (present_version("a", steps), present_version("b", steps)) == (3, 1)

    def test_a_step_without_its_samples_is_noticed(self, steps: Steps) -> None:
        assert unsampled(steps) == ["note_added.2 has no sample"]

    def test_a_step_that_does_not_make_the_next_sample_is_noticed(
        self, steps: Steps, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for path in SAMPLES.iterdir():
            (tmp_path / path.name).write_bytes(path.read_bytes())
        (tmp_path / "note_added.2.json").write_bytes(b'{"other":1}')
        monkeypatch.setitem(globals(), "SAMPLES", tmp_path)
        assert unsampled(steps) == ["the step from note_added.1 does not make its next sample"]


def test_every_event_is_a_frozen_dataclass() -> None:
    for event in KINDS.values():
        assert is_dataclass(event)
        with pytest.raises(FrozenInstanceError):
            event.__new__(event).at = NOON  # type: ignore[attr-defined]  # every event has it
