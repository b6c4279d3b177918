"""A trial's bytes hang on its plan alone: not on chunks, processes, or the sequence of parts."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from core.library import read_protocol
from core.trial.plan import Arm, Plan, PlanError
from core.trial.record import Record
from core.trial.run import CancelledError, Piece, Progress, pieces, run

ARMS = tuple(Arm(name, read_protocol(name).text) for name in ("early-wean", "low-start"))
PLAN = Plan(arms=ARMS, patients=40, hours=4, seed=5, missed_share=0.1, second_agent=True)
ONE = replace(PLAN, arms=ARMS[:1], patients=6, hours=2)


def same(one: tuple[Record, ...], other: tuple[Record, ...]) -> bool:
    return all(mine.same_as(theirs) for mine, theirs in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def whole() -> tuple[Record, ...]:
    return run(PLAN, workers=1, chunk=40)


@pytest.mark.parametrize("chunk", [1, 7, 39])
def test_no_chunk_size_changes_a_byte(chunk: int, whole: tuple[Record, ...]) -> None:
    plan = replace(PLAN, patients=8) if chunk == 1 else PLAN
    some = tuple(record.picked(record.ids < plan.patients) for record in whole)
    assert same(run(plan, workers=1, chunk=chunk), some)


def test_processes_change_no_byte(whole: tuple[Record, ...]) -> None:
    assert same(run(PLAN, workers=2, chunk=13), whole)


class Backwards(Executor):
    """Runs what it is given at once, and hands it back; the last piece comes first."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def test_another_executor_and_its_sequence_change_no_byte(whole: tuple[Record, ...]) -> None:
    assert same(run(PLAN, chunk=9, executor=Backwards()), whole)
    with ThreadPoolExecutor(1) as pool:
        assert same(run(PLAN, chunk=21, workers=1, executor=pool), whole)


def test_a_later_first_patient_is_the_same_patient(whole: tuple[Record, ...]) -> None:
    later = run(replace(PLAN, first=30, patients=10), workers=1)
    assert same(later, tuple(record.picked(record.ids >= 30) for record in whole))


def test_arms_meet_the_same_patients_and_exclude_the_same(whole: tuple[Record, ...]) -> None:
    first, second = whole
    assert first.ids.tolist() == second.ids.tolist()
    assert first.excluded.tolist() == second.excluded.tolist()
    assert not first.same_as(second)


def test_two_arms_of_one_text_come_out_alike() -> None:
    twins = replace(ONE, arms=(ARMS[0], replace(ARMS[0], name="twin")))
    mine, theirs = run(twins, workers=1)
    assert mine.same_as(theirs)


def test_another_seed_is_another_trial() -> None:
    (one,), (other,) = run(ONE, workers=1), run(replace(ONE, seed=6), workers=1)
    assert not one.same_as(other)


def test_every_patient_of_every_arm_is_in_one_piece() -> None:
    told = list(pieces(replace(PLAN, patients=10, first=100), 4))
    assert told == [
        Piece(arm, first, count)
        for first, count in ((100, 4), (104, 4), (108, 2))
        for arm in (0, 1)
    ]
    with pytest.raises(ValueError, match="at least one patient"):
        list(pieces(PLAN, 0))


def test_progress_is_told_after_each_piece_up_to_the_whole() -> None:
    told: list[Progress] = []
    run(ONE, told.append, workers=1, chunk=4)
    assert told == [Progress(4, 6), Progress(6, 6)]


def test_a_cancelled_trial_ends_before_its_next_piece() -> None:
    told: list[Progress] = []
    with pytest.raises(CancelledError, match="was cancelled"):
        run(ONE, told.append, lambda: bool(told), workers=1, chunk=2)
    assert told == [Progress(2, 6)]
    with pytest.raises(CancelledError):
        run(ONE, cancel=lambda: True, executor=Backwards())


def test_an_arm_that_does_not_fit_is_refused_before_anything_runs() -> None:
    told: list[Progress] = []
    with pytest.raises(PlanError, match="none of its"):
        run(replace(ONE, band=(40, 50)), told.append, workers=1)
    assert told == []
