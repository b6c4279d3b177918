"""How a chunk goes through its time: what was begun goes on, and samples know what pumps ran."""

import numpy as np

from core.library import read_protocol
from core.patient.cohort import Preset, drawn
from core.trial.engine import Engine, engine_for
from core.trial.history import Changes, History
from core.trial.plan import Arm, Plan
from core.trial.setting import setting

ARM = Arm("default", read_protocol("norepinephrine-adult").text)
SEVERE = Plan(arms=(ARM,), patients=20, hours=8, preset=Preset.SEVERE, second_agent=True)


def engine(plan: Plan) -> Engine:
    cohort = drawn(plan.preset, plan.seed, plan.patients)
    return engine_for(plan, setting(plan, ARM), cohort)


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def test_a_second_agent_runs_on_from_when_it_was_begun() -> None:
    going = engine(SEVERE)
    record = going.run()
    since = going._beds.truth.second.since_s
    assert np.isfinite(since).tolist() == (record.second_agents == 1).tolist()
    assert record.second_agents.any()
    assert 0 < since.min() < SEVERE.seconds / 2


def told(history: History, seconds: range) -> list[list[list[tuple[int, int, int]]]]:
    """Of each second the parts in which what became known is told."""
    return [
        [
            list(zip(part.who.tolist(), part.second.tolist(), part.steps.tolist(), strict=True))
            for part in parts
        ]
        for _, parts in history.by(seconds)
    ]


def test_samples_hear_of_each_change_when_it_is_known_and_in_its_sequence() -> None:
    history = History()
    runs = np.array([True, True])
    history.add(Changes(ints(3, 1), ints(10, 70), ints(5, 6), runs), ints(60, 120))
    history.add(Changes(ints(3, 1), ints(65, 400), ints(7, 0), runs), ints(120, 420))
    assert told(history, range(0, 600, 300)) == [[], [[(1, 70, 6), (3, 10, 5)], [(3, 65, 7)]]]


def test_without_changes_there_is_nothing_to_tell() -> None:
    assert told(History(), range(0, 120, 60)) == [[], []]
