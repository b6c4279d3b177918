"""Lines of home: their sequence, their outlook, and the copy that makes home quick."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.cases.line import CaseLine, Outlook, PromptLine, sorted_lines
from core.cases.remembered import recall, remember, sign_of
from core.model.terms import Mode, Urgency

NOW = datetime(2027, 3, 4, 14, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def line(label: str, due: float | None = None, **changes: object) -> CaseLine:
    fields = {
        "id": label,
        "label": label,
        "mode": Mode.SIMULATION,
        "next_due_at": None if due is None else at(due),
        "overdue": due is not None and due < 0,
    }
    return CaseLine(**{**fields, **changes})  # type: ignore[arg-type]


def test_calls_then_the_longest_overdue_stand_on_top_and_ended_cases_below() -> None:
    lines = [
        line("ended", ended=True),
        line("soon", 3),
        line("broken", broken="no case"),
        line("just over", -1),
        line("nothing due"),
        line("later", 40),
        line("long over", -90),
        line("called", 2, prompts=(PromptLine("MAP 44", Urgency.NOW, NOW),)),
        line("Also soon", 3),
    ]
    assert [each.label for each in sorted_lines(lines)] == [
        "called",
        "long over",
        "just over",
        "Also soon",
        "soon",
        "later",
        "nothing due",
        "broken",
        "ended",
    ]


def test_an_outlook_is_compared_with_the_clock() -> None:
    outlook = Outlook(((at(0), line("now", 5)), (at(5), line("due", 5)), (at(60), line("late", 5))))
    shown = [outlook.at(at(m)).label for m in (-10, 0, 4.99, 5, 59, 60, 9999)]
    assert shown == ["now", "now", "now", "due", "due", "late", "late"]
    assert outlook.next_change(at(0)) == at(5)
    assert outlook.next_change(at(60)) is None


def test_a_call_is_told_from_other_prompts() -> None:
    soon = PromptLine("Next reading overdue", Urgency.SOON, NOW)
    now = PromptLine("MAP 44: call the prescriber now", Urgency.NOW, NOW)
    assert not line("a", prompts=(soon,)).calls
    assert line("a", prompts=(soon, now)).calls


def full_outlook() -> Outlook:
    prompt = PromptLine("Wean eligible: steady at target", Urgency.SOON, at(-5))
    rich = line("ICU-12", -3, state="Running", map="66 mmHg", map_at=at(-8), prompts=(prompt,))
    return Outlook(((at(-2), rich), (at(10), line("ICU-12", 10, mode=None, ended=True))))


def test_what_is_remembered_comes_back_the_same(tmp_path: Path) -> None:
    entries = {"one": ((17, 4711), "words", full_outlook())}
    remember(tmp_path / "home.json", entries)
    recalled = recall(tmp_path / "home.json")
    assert recalled["one"][:2] == ((17, 4711), "words")
    # The id comes from the file's name, whatever the copy says.
    assert [each.label for _, each in recalled["one"][2].lines] == ["ICU-12", "ICU-12"]
    assert recalled["one"][2].lines[0][1].prompts == full_outlook().lines[0][1].prompts
    assert {each.id for _, each in recalled["one"][2].lines} == {"one"}
    assert [path.name for path in tmp_path.glob("*home.json*")] == ["home.json"]


SPOILT = [
    ("{", ""),
    ('"format": 2', '"format": 1'),
    ("simulation", "banana"),
    ("+00:00", ""),
    ('"due_at"', '"due"'),
    ('"lines": [', '"lines": [], "more": ['),
    ('"cases": {', '"more": {}, "cases": 7, "rest": {'),
    ('"made_with"', '"made"'),
]


@pytest.mark.parametrize(("part", "other"), SPOILT)
def test_a_spoilt_copy_is_as_good_as_none(tmp_path: Path, part: str, other: str) -> None:
    place = tmp_path / "home.json"
    remember(place, {"one": ((1, 2), "words", full_outlook())})
    assert recall(place)
    text = place.read_text("utf-8")
    assert part in text
    place.write_text(text.replace(part, other, 1), "utf-8")
    assert recall(place) == {}


def test_a_copy_cut_short_anywhere_is_as_good_as_none(tmp_path: Path) -> None:
    place = tmp_path / "home.json"
    remember(place, {"one": ((1, 2), "words", full_outlook())})
    text = place.read_text("utf-8")
    for length in range(len(text)):
        place.write_text(text[:length], "utf-8")
        assert recall(place) == {}


def test_no_copy_is_no_copy(tmp_path: Path) -> None:
    assert recall(tmp_path / "nothing.json") == {}


def test_a_sign_changes_with_the_file_and_with_what_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    path.write_bytes(b"one")
    first = sign_of(path)
    assert sign_of(path) == first
    (tmp_path / "a.case-wal").write_bytes(b"entries not carried over")
    second = sign_of(path)
    path.write_bytes(b"more")
    assert len({first, second, sign_of(path)}) == 3
    path.unlink()
    with pytest.raises(FileNotFoundError):
        sign_of(path)
