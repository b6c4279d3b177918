"""A trial beside the window: its child, its end, its being stopped, and the files written."""

import csv
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.clock import SimulatedClock
from core.report.trial_html import trial_html
from core.trial.left import left, left_text, progress_text
from core.trial.plan import Arm, Plan
from core.trial.result import Result
from core.trial.result_json import as_text, result_from
from core.view.wording import Words
from gui.app.trial import TrialDesk
from gui.trial.task import chunk_of, tried, workers_of
from gui.trial.window import TrialWindow

Press = Callable[..., None]
Enter = Callable[[str], None]
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
COMPUTED = 60_000
"""Milliseconds that a child may take to start and compute, on a machine with other work."""
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(words: Words, tmp_path: Path, bring: Callable[[TrialWindow], None]) -> Iterator[TrialDesk]:
    found = TrialDesk(
        words, SimulatedClock(datetime(2027, 3, 4, 8, 0, tzinfo=UTC)), tmp_path, lambda _path: ""
    )
    found.show()
    bring(found.window)
    yield found
    found.close()


def wish(desk: TrialDesk, hands: tuple[Press, Enter], patients: str, hours: str) -> None:
    """The first protocol against usual care, by keys."""
    press, enter = hands
    for _ in range(3):
        press(Qt.Key.Key_Return)
    for typed in (patients, hours):
        press(Qt.Key.Key_A, CONTROL)
        enter(typed)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert desk.child.running


def test_a_trial_runs_beside_the_window_and_is_what_it_is_without_one(
    desk: TrialDesk, press: Press, enter: Enter, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.child.told, timeout=COMPUTED):
        wish(desk, (press, enter), "8", "6")
        assert desk.window.running
    assert not desk.window.running
    assert desk.window.views.page == "outcomes"
    assert desk.result is not None
    alone = tried(desk.result.plan, lambda _done, _whole: None)
    assert as_text(desk.result, "") == as_text(alone, "")
    assert [arm.name for arm in alone.plan.arms] == ["norepinephrine-adult", "usual-care"]


LISTED = Path("/proc/self/task").is_dir()
"""Whether this system lists what runs on it; elsewhere only the child itself is looked at."""


def alive(pid: int) -> bool:
    """Whether a process still runs; one that has ended and waits to be counted does not."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children(pid: int) -> list[int]:
    """The processes that a process has begun, on a system that tells."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text("ascii").split()]
    return found


def test_esc_stops_a_trial_with_all_its_workers(
    desk: TrialDesk, press: Press, enter: Enter, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.child.counted, timeout=COMPUTED):
        wish(desk, (press, enter), "20000", "72")
    child = desk.child._child
    assert child is not None
    pid = child.processId()
    qtbot.waitUntil(lambda: not LISTED or len(children(pid)) > 1, timeout=COMPUTED)
    begun = [pid, *children(pid)]
    press(Qt.Key.Key_Escape)
    assert not desk.child.running
    assert "was stopped" in desk.window.notice.text
    qtbot.waitUntil(lambda: not any(alive(each) for each in begun), timeout=COMPUTED)


def test_closing_the_window_stops_the_trial(
    desk: TrialDesk, press: Press, enter: Enter, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.child.counted, timeout=COMPUTED):
        wish(desk, (press, enter), "5000", "72")
    press(Qt.Key.Key_W, CONTROL)
    assert not desk.window.isVisible()
    assert not desk.child.running


def test_an_arm_that_cannot_be_run_is_told(desk: TrialDesk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.child.failed, timeout=COMPUTED) as failed:
        desk.child.begin(Plan((Arm("odd", "no protocol at all"),), patients=1, hours=1))
    assert "odd" in failed.args[0]
    assert "did not come to its end" in desk.window.notice.text
    assert not desk.window.running


def test_both_files_are_written_and_none_is_replaced_unasked(
    desk: TrialDesk, press: Press, trial_result: Result, tmp_path: Path
) -> None:
    desk.show_result(trial_result)
    for key in (Qt.Key.Key_S, Qt.Key.Key_E):
        press(key, CONTROL)
        press(Qt.Key.Key_Return)
    stem = tmp_path / "trials" / "trial-norepinephrine-adult-8-6h-2"
    written = stem.with_suffix(".json").read_text("utf-8")
    assert result_from(written).plan == trial_result.plan
    figures = stem.with_suffix(".csv")
    rows = list(csv.DictReader(figures.read_text("utf-8").splitlines()))
    assert {row["arm"] for row in rows} == {arm.name for arm in trial_result.plan.arms}
    figures.write_text("mine", "utf-8")
    press(Qt.Key.Key_E, CONTROL)
    press(Qt.Key.Key_Return)
    assert "is there already" in desk.window.saving.message.text
    assert figures.read_text("utf-8") == "mine"
    press(Qt.Key.Key_Space)
    assert figures.read_text("utf-8").startswith("arm,versus")


def test_the_report_is_written_as_html_and_as_pdf(
    desk: TrialDesk, press: Press, trial_result: Result, words: Words, tmp_path: Path
) -> None:
    desk.show_result(trial_result)
    for key, held in ((Qt.Key.Key_E, CONTROL | SHIFT), (Qt.Key.Key_P, CONTROL)):
        press(key, held)
        press(Qt.Key.Key_Return)
    stem = tmp_path / "trials" / "trial-norepinephrine-adult-8-6h-2"
    assert stem.with_suffix(".html").read_text("utf-8") == trial_html(trial_result, words)
    assert stem.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


def test_a_place_that_cannot_be_written_is_told(
    desk: TrialDesk, press: Press, trial_result: Result, tmp_path: Path
) -> None:
    desk.show_result(trial_result)
    (tmp_path / "trials").write_text("in the way", "utf-8")
    press(Qt.Key.Key_S, CONTROL)
    press(Qt.Key.Key_Return)
    assert "It was not written" in desk.window.saving.message.text


# --- time left, and what is sent ---------------------------------------------------------------


def test_the_time_left_goes_on_as_before(words: Words) -> None:
    assert left(MINUTE, 0, 8) is None
    assert left(2 * MINUTE, 2, 8) == 6 * MINUTE
    said = progress_text(2 * MINUTE, 2, 8, words)
    assert said == "25 % of the trial, about 6 min left"
    assert progress_text(MINUTE, 0, 8, words) == "0 % of the trial"


@pytest.mark.parametrize(
    ("seconds", "said"), [(5, "less than 1 min"), (61, "2 min"), (3600, "1 h 0 min")]
)
def test_the_time_left_is_rounded_up(seconds: int, said: str, words: Words) -> None:
    assert left_text(timedelta(seconds=seconds), words) == said


def test_small_work_needs_no_other_process() -> None:
    arm = Arm("a", "text")
    assert workers_of(Plan((arm,), patients=8, hours=6)) == 1
    assert workers_of(Plan((arm,), patients=10_000, hours=72)) == os.cpu_count()
    assert chunk_of(Plan((arm,), patients=8)) == 250
    assert chunk_of(Plan((arm,), patients=100_000)) == 5_000
