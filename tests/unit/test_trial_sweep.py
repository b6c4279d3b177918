"""One field at several values: what changes together, what is refused, and whose curve it is."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from core.library import file_from, read_protocol, shipped_names
from core.model.terms import Agent
from core.rules.protocol import Policy, ProtocolFile
from core.trial.plan import Arm, Plan
from core.trial.protocol_text import text_of_tree, tree_of
from core.trial.record import Record
from core.trial.rewrite import Rewrite
from core.trial.run import run
from core.trial.sweep import Variant, swept, variants
from core.trial.sweep_values import BAND, FIELDS, SweepError, asked_for

UP = "limits.steps.up"


@cache
def alone() -> ProtocolFile:
    """The default protocol with norepinephrine alone: its proof takes a fifth of the time."""
    file = file_from(read_protocol("early-wean").text)
    return replace(file, agent=(), policy=Policy(), case=())


def records(plan: Plan) -> dict[str, Record]:
    told = run(plan, workers=1)
    return {arm.name: each for arm, each in zip(plan.arms, told, strict=True)}


def small() -> Plan:
    return Plan((Arm("base", text_of_tree(tree_of(alone()))),), 16, 3, 3)


def changed(name: str, value: str) -> dict[str, str]:
    told = Rewrite(alone())
    FIELDS[name].rewrite(told, value)
    return {each.place: each.after for each in told.changes}


def tried(asked: str) -> tuple[Variant, ...]:
    name, values = asked_for(asked, alone())
    return tuple(variants(alone(), name, values))


@pytest.mark.parametrize("name", shipped_names())
def test_a_file_written_as_text_reads_back_the_same(name: str) -> None:
    file = file_from(read_protocol(name).text)
    assert file_from(text_of_tree(tree_of(file))) == file


def test_a_file_with_odd_characters_reads_back_the_same() -> None:
    odd = replace(alone(), title='tab\t "quoted" \\ back \x7f line\nend \u00b1')
    assert file_from(text_of_tree(tree_of(odd))) == odd


def test_worked_cases_of_other_agents_are_kept() -> None:
    file = file_from(read_protocol("early-wean").text)
    told = file_from(Rewrite(file).text)
    others = tuple(case for case in file.case if case.expect.agent is not Agent.NOREPINEPHRINE)
    assert told.case == others != ()
    assert told.agent == file.agent


@pytest.mark.parametrize("name", FIELDS)
def test_its_own_value_changes_nothing(name: str) -> None:
    declared: object = alone()
    for key in name.partition("+")[0].split("."):
        declared = getattr(declared, key)
    assert changed(name, str(declared)) == {}


def test_a_step_changes_the_rows_that_take_it_and_where_it_fits() -> None:
    assert changed(UP, "0.03 mcg/kg/min") == {
        "row rescue-near-hard-limit: then.by": "0.03 mcg/kg/min",
        "row rescue-near-hard-limit: when.dose.at_most": "0.97 mcg/kg/min",
        "row undo-near-hard-limit: then.at_most": "0.03 mcg/kg/min",
        "row undo-near-hard-limit: when.dose.at_most": "0.97 mcg/kg/min",
        "row up: then.by": "0.03 mcg/kg/min",
        "row up: when.dose.at_most": "0.97 mcg/kg/min",
        UP: "0.03 mcg/kg/min",
    }


def test_a_wait_changes_its_rows_and_not_those_of_another_wait_as_long() -> None:
    assert changed("limits.intervals.up", "10 min") == {
        "row up: when.since_change.at_least": "10 min",
        "row up: then.recheck": "10 min",
        "row up-at-hard-limit: when.since_change.at_least": "10 min",
        "row up-at-hard-limit: then.recheck": "10 min",
        "limits.intervals.up": "10 min",
    }
    assert "row undo: when.since_change.at_least" in changed("limits.intervals.undo", "10 min")
    assert "row settle: when.since_change.below" not in changed("limits.intervals.wean", "15 min")


def test_a_larger_lowering_takes_the_low_dose_along() -> None:
    told = changed("limits.steps.down+wean", "0.04 mcg/kg/min")
    assert told["limits.steps.low_dose"] == "0.05 mcg/kg/min"
    assert told["row wean: when.dose.at_least"] == "0.05 mcg/kg/min"
    assert (told["row wean: then.by"], told["row down: then.by"]) == ("0.04 mcg/kg/min",) * 2


@pytest.mark.parametrize(
    ("asked", "name", "values"),
    [
        (f"{UP}=0.01,0.03", UP, ("0.01 mcg/kg/min", "0.03 mcg/kg/min")),
        (
            "limits.stable_for_wean=60, 4 h",
            "limits.stable_for_wean",
            ("60 min", "4 h"),
        ),
        ("band=60-70,65 to 75 mmHg", BAND, ("60 to 70 mmHg", "65 to 75 mmHg")),
    ],
)
def test_a_bare_number_has_the_unit_of_the_file(
    asked: str, name: str, values: tuple[str, ...]
) -> None:
    assert asked_for(asked, alone()) == (name, values)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("limits.hard=1,2", '"limits.hard" cannot be swept; give one of limits.steps.up, '),
        ("limits.hard=1,2", ", band"),
        (UP, "give 2 to 12 values, as in limits.steps.up=0.01,0.02,0.03"),
        (f"{UP}=0.01", "give 2 to 12 values"),
        ("limits.intervals.up=" + ",".join(map(str, range(2, 15))), "give 2 to 12 values"),
        (f"{UP}=0.01,0.02 mg", "limits.steps.up: "),
        (f"{UP}=0.01,many", "is no quantity"),
        ("limits.intervals.up=5 min,300 s", "a value stands twice in 5 min, 300 s"),
        ("band=60-70,75-65", '"75-65" is none'),
        ("band=60-70,60 to 70 mmHg", "a value stands twice"),
    ],
)
def test_what_cannot_be_swept_is_told(asked: str, sentence: str) -> None:
    with pytest.raises(SweepError) as fault:
        asked_for(asked, alone())
    assert sentence in str(fault.value)


def test_a_value_that_is_not_proved_or_does_not_load_is_told_and_not_run() -> None:
    one, other, fine = tried("limits.steps.down+wean=0.01,2,0.03")
    assert (one.sound, other.sound, fine.sound) == (False, False, True)
    assert any("wean-low-dose: it can never win" in fault for fault in one.faults)
    assert any("fits between floor and hard" in fault for fault in other.faults)
    (late,) = (each for each in tried("limits.stable_for_wean=30,120") if not each.sound)
    assert late.value == "30 min"
    assert "lockout" in {finding.id for finding in late.findings}
    found = swept(small(), "limits.steps.down+wean", (one, other, fine), records)
    assert [point.value for point in found.points] == ["0.03 mcg/kg/min"]
    assert [arm.name for arm in found.plan.arms] == ["down-wean 0.03 mcg per kg per min"]
    with pytest.raises(SweepError, match="no value gives a protocol that is proved"):
        swept(small(), "limits.steps.down+wean", (one, other), records)


def test_the_curve_is_that_of_the_same_patients_under_each_value() -> None:
    found = swept(small(), UP, tried(f"{UP}=0.02,0.04"), records)
    own, larger = found.points
    (alone_told,) = records(small()).values()
    kept = alone_told.picked(alone_told.usable)
    assert own.outcomes["given"].estimate.value == pytest.approx(kept.given_mcg_kg.mean())
    assert own.differences["given"].value == 0
    gap = larger.outcomes["given"].estimate.value - own.outcomes["given"].estimate.value
    assert larger.differences["given"].value == pytest.approx(gap)
    assert gap > 0
    assert found.counted == len(kept)


def test_only_who_counts_at_every_band_counts() -> None:
    found = swept(small(), BAND, tried("band=60-70,70-80"), records)
    told = records(found.plan)
    usable = [record.usable for record in told.values()]
    assert usable[0].sum() < usable[1].sum()
    assert found.counted == int(np.logical_and(*usable).sum())
    low, high = found.points
    assert low.outcomes["given"].estimate.value < high.outcomes["given"].estimate.value
