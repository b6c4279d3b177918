"""The hidden part of a simulated case: there and back, cut at every byte, of a newer format."""

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.cases.folder import has_hidden_part, hidden_path
from core.lab.act import (
    Act,
    Artefact,
    ChangeBag,
    Extravasate,
    GiveFluid,
    GoTo,
    Hydrocortisone,
    KeyingSlip,
    LineArtefact,
    LineHeight,
    LineOn,
    Message,
    Note,
    OverrideVital,
    Role,
    SecondHit,
    Sedation,
    Vital,
)
from core.lab.hidden_file import (
    HiddenPartUnfit,
    keep_hidden_part,
    read_hidden_part,
)
from core.lab.hidden_part import (
    LARGEST,
    Begun,
    HiddenPart,
    HiddenPartError,
    packed,
    unpacked,
)
from core.lab.intervention import (
    Do,
    Done,
    Fire,
    GoneBack,
    Intervention,
    Over,
    Override,
    Skip,
    TakeNote,
)
from core.lab.shelf import scenario_text
from core.log.errors import LogUnavailable, Trouble
from core.model.terms import Agent
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Milligram, Millilitre, Mmhg, Percent, Units

BAG = Bag(Milligram(Decimal(16)), Millilitre(Decimal(250)), ExpressedAs.TARTRATE)
UNITS = Bag(Units(Decimal(20)), Millilitre(Decimal(50)), ExpressedAs.BASE)
ACTS: tuple[Act, ...] = (
    SecondHit(Decimal("0.25")),
    GiveFluid(Millilitre(Decimal(500)), timedelta(seconds=95)),
    GiveFluid(Millilitre(Decimal(250)), timedelta(minutes=10), lost=True),
    Hydrocortisone(on=True),
    Hydrocortisone(on=False),
    Sedation(Decimal("0.5")),
    LineArtefact(Artefact.DAMPING, timedelta(minutes=5)),
    LineHeight(Decimal("-7.5")),
    LineOn(on=False),
    ChangeBag(Agent.NOREPINEPHRINE, BAG),
    ChangeBag(Agent.VASOPRESSIN, UNITS),
    Extravasate(Agent.NOREPINEPHRINE, Percent(Decimal(60))),
    KeyingSlip(Agent.EPINEPHRINE, Decimal(10)),
    OverrideVital(Vital.MAP, Decimal(45)),
    OverrideVital(Vital.HEART_RATE, None),
    Message(Role.PRESCRIBER, 'She said: "not yet"'),
    Note("a hint"),
    GoTo("recovery"),
)
DONE: tuple[Done, ...] = (
    *(Do(act) for act in ACTS),
    *(Override(vital, Decimal(58)) for vital in Vital),
    Override(Vital.SYSTOLIC, None),
    Fire("handover"),
    Skip("nothing-runs"),
    TakeNote("Asked aloud, élan\nand a second line"),
    GoneBack(961),
    Over(),
)
BEGUN = Begun("1.2.3", "first-hour", scenario_text("first-hour")[0], 7, "usual")


def intervention(done: Done, second: int = 61) -> Intervention:
    return Intervention(second, 12, Mmhg(Decimal("63.412")), done)


def part(*done: Done) -> HiddenPart:
    return HiddenPart(BEGUN, tuple(intervention(one, 60 + at) for at, one in enumerate(done)))


def record(**changed: object) -> bytes:
    """A file with one intervention, some of its fields changed."""
    plain = json.loads(gzip.decompress(packed(part(Fire("handover")))))
    return gzip.compress(json.dumps({**plain, **changed}).encode(), mtime=0)


def kept(**changed: object) -> list[dict[str, object]]:
    return [{"second": 60, "facts": 12, "true_map": "63.4 mmHg", "fire": "handover", **changed}]


def same(one: HiddenPart, other: HiddenPart) -> bool:
    """Bags are the same by what is in them, not as objects."""
    return repr(one) == repr(other)


@pytest.mark.parametrize("done", DONE, ids=repr)
def test_every_intervention_comes_back_as_it_was(done: Done) -> None:
    assert same(unpacked(packed(part(done))), part(done))


def test_the_whole_record_comes_back_and_has_the_same_bytes_again() -> None:
    whole = part(*DONE)
    assert same(unpacked(packed(whole)), whole)
    assert packed(unpacked(packed(whole))) == packed(whole)
    assert unpacked(packed(HiddenPart(BEGUN, ()))).begun == BEGUN


def test_nothing_of_it_is_read_by_looking_at_the_file() -> None:
    content = packed(part(TakeNote("vasoplegia in plain sight")))
    assert b"vasoplegia" not in content
    assert b"vasoplegia" in gzip.decompress(content)


def cuts(content: bytes) -> Iterator[bytes]:
    yield from (content[:length] for length in range(len(content)))


def test_a_file_cut_at_any_byte_says_what_is_wrong_and_raises_nothing_else(tmp_path: Path) -> None:
    case = tmp_path / "one.case"
    content, lengths = packed(part(*DONE)), 0
    for cut in cuts(content):
        with pytest.raises(HiddenPartError, match=r"^it is cut short$"):
            unpacked(cut)
        lengths += 1
    assert lengths == len(content) > 3000
    hidden_path(case).write_bytes(content[:100])
    with pytest.raises(HiddenPartUnfit, match=r"^one\.case\.debrief is no sound .*: it is cut"):
        read_hidden_part(case)


def test_a_file_changed_at_any_byte_is_refused_or_the_same() -> None:
    """The head of gzip has bytes that mean nothing; everything else is under a check sum."""
    whole = part(TakeNote("a note"))
    content = packed(whole)
    for at in range(len(content)):
        changed = bytearray(content)
        changed[at] ^= 0x41
        try:
            assert same(unpacked(bytes(changed)), whole)
            assert at < 10
        except HiddenPartError:
            continue


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cut short"),
        (b"SQLite format 3", "damaged"),
        (packed(part()) + b"x", "behind its end"),
        (gzip.compress(b"", mtime=0), "no record"),
        (gzip.compress(b"[1]", mtime=0), "no record"),
        (gzip.compress(b"[" * 100_000, mtime=0), "no record"),
        (gzip.compress(b" " * (LARGEST + 1), mtime=0), "larger than"),
        (record(format=2), "format 2, this Pressor reads format 1"),
        (record(format=True), "no record"),
        (record(format="1"), "no record"),
        (record(seed="7"), "not known here: seed"),
        (record(mood="good"), "not known here: mood"),
        (record(interventions=kept(second=-1)), r"interventions\.0\.second"),
        (record(interventions=kept(true_map="63")), r"interventions\.0\.true_map"),
        (record(interventions=kept(do={"note": "x"})), "exactly one thing"),
        (record(interventions=kept(fire=None, over=False)), r"interventions\.0\.over"),
        (record(interventions=kept(fire=None)), "exactly one thing"),
        (record(interventions=kept(fire=None, do={"dance": "on"})), r"interventions\.0\.do"),
        (record(interventions=kept(fire=None, override={"note": "x"})), "figure of the monitor"),
    ],
)
def test_what_is_no_hidden_part_is_refused_by_name(content: bytes, why: str) -> None:
    with pytest.raises(HiddenPartError, match=why):
        unpacked(content)


def test_it_lies_beside_the_case_and_says_when_it_is_missing(tmp_path: Path) -> None:
    case = tmp_path / "one.case"
    assert not has_hidden_part(case)
    with pytest.raises(LogUnavailable, match=r"one\.case\.debrief is missing") as missing:
        read_hidden_part(case)
    assert missing.value.trouble is Trouble.MISSING
    for whole in (part(), part(Fire("handover"))):
        keep_hidden_part(case, whole)
        assert has_hidden_part(case)
        assert same(read_hidden_part(case), whole)
    assert [path.name for path in tmp_path.glob("*.case*")] == ["one.case.debrief"]


def test_what_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    case = tmp_path / "one.case"
    with pytest.raises(LogUnavailable, match="cannot be written"):
        keep_hidden_part(tmp_path / "nowhere" / "one.case", part())
    hidden_path(case).mkdir()
    assert not has_hidden_part(case)
    with pytest.raises(LogUnavailable, match="cannot be read"):
        read_hidden_part(case)


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "one.case"
    keep_hidden_part(case, part())

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.log.publish._sync", full)
    with pytest.raises(LogUnavailable, match="No space left") as told:
        keep_hidden_part(case, part(Fire("handover")))
    assert told.value.trouble is Trouble.DISK_FULL
    assert same(read_hidden_part(case), part())
    assert [path.name for path in tmp_path.glob("*.case*")] == ["one.case.debrief"]
