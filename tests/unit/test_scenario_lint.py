"""The linter: each faulty scenario has its own finding and no other; a sound one has none."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from core.lab.finding import Finding, sentence
from core.lab.lint import findings, findings_under
from core.lab.lint_names import REMINDERS
from core.lab.read import scenario_from
from core.library import read_protocol
from core.texts import load_words

PLAIN = (Path(__file__).parents[1] / "data" / "scenarios" / "plain.toml").read_text("utf-8")
WHEN, THEN, MEASURE = '{ at = "5 min" }', '{ note = "n" }', '{ fact = "reading_recorded" }'
SECOND = """
[[stage]]
id = "second"
text = "Second"
[[stage.happening]]
id = "later"
text = "Later"
when = { in_stage = "5 min" }
then = [{ note = "n" }]
"""
TO_SECOND = ('[{ note = "n" }]', '[{ go_to = "second" }]')
Changes = tuple[tuple[str, str], ...]


def found(*changes: tuple[str, str], further: str = "") -> list[tuple[str, str]]:
    text = PLAIN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return [(item.code, item.place) for item in findings(scenario_from(text + further, "x.toml"))]


def when(text: str) -> Changes:
    return ((WHEN, text),)


def then(text: str) -> Changes:
    return ((THEN, text),)


def measured(text: str) -> Changes:
    return ((MEASURE, text),)


IT, ITEM = "stage[only].happening[it]", "item[reads]"
FAULTY: dict[str, tuple[Changes, tuple[str, str]]] = {
    "protocol": ((("early-wean", "my-own"),), ("protocol-unknown", "scenario.protocol")),
    "staff": ((('"follows"', '"angels"'),), ("staff-unknown", "scenario.staff")),
    "pre-brief": (
        (('situation = "s"', 'situation = "  "'),),
        ("prebrief-empty", "prebrief.situation"),
    ),
    "safety": ((('safety = "z"', 'safety = ""'),), ("prebrief-empty", "prebrief.safety")),
    "map": (
        when(
            '{ all = [{ true_map = { below = "50 mmHg" } }, { true_map = { above = "60 mmHg" } }] }'
        ),
        ("contradiction", IT),
    ),
    "map at the line": (
        when(
            '{ all = [{ true_map = { below = "60 mmHg" } }, { true_map = { above = "60 mmHg" } }] }'
        ),
        ("contradiction", IT),
    ),
    "dose": (
        when(
            '{ all = [{ dose = { below = "0.1 mcg/kg/min" } },'
            ' { dose = { at_least = "0.1 mcg/kg/min" } }] }'
        ),
        ("contradiction", IT),
    ),
    "fact": (
        when('{ all = [{ done = "bag_hung" }, { not_done = "bag_hung" }] }'),
        ("contradiction", IT),
    ),
    "two actions": (
        when(
            '{ all = [{ missed = { action = "raise", within = "5 min" } },'
            ' { missed = { action = "wean", within = "5 min" } }] }'
        ),
        ("contradiction", IT),
    ),
    "each way": (
        when(
            '{ all = [{ any = [{ done = "bag_hung" }, { true_map = { below = "50 mmHg" } }] },'
            ' { not_done = "bag_hung" }, { true_map = { above = "60 mmHg" } }] }'
        ),
        ("contradiction", IT),
    ),
    "time": (when('{ at = "61 min" }'), ("too-late", IT)),
    "time in a stage": (when('{ in_stage = "61 min" }'), ("too-late", IT)),
    "lasting": (
        when('{ shown_map = { below = "60 mmHg", for = "61 min" } }'),
        ("too-late", IT),
    ),
    "missed": (
        when('{ missed = { action = "raise", within = "61 min" } }'),
        ("too-late", IT),
    ),
    "all late": (
        when('{ all = [{ at = "61 min" }, { at = "5 min" }] }'),
        ("too-late", IT),
    ),
    "repeat": (((f"when = {WHEN}", f"repeat = true\nwhen = {WHEN}"),), ("repeat-once", IT)),
    "stage": (then('{ go_to = "nowhere" }'), ("stage-unknown", "happening[it]")),
    "action": (
        measured('{ followed = { action = "start", within = "5 min", agent = "vasopressin" } }'),
        ("action-never", ITEM),
    ),
    "prompt": (when('{ prompt = "wean-eligable" }'), ("prompt-unknown", "happening[it]")),
    "measured prompt": (
        measured('{ prompt = { code = "site-chek", within = "5 min" } }'),
        ("prompt-unknown", ITEM),
    ),
    "unit": (
        when('{ dose = { below = "8 mcg/min" } }'),
        ("dose-unit", "happening[it]"),
    ),
    "measured unit": (
        measured('{ dose = { reached = "0.03 mcg/kg/min", agent = "vasopressin" } }'),
        ("dose-unit", ITEM),
    ),
    "running unit": (
        (('dose = "0.12 mcg/kg/min"', 'dose = "0.12 mcg/min"'),),
        ("dose-unit", "opening.running"),
    ),
    "objective": ((('objective = "learn"', 'objective = "lern"'),), ("objective-unknown", ITEM)),
    "happening": (
        (('by = "5 min"', 'after = "that"'),),
        ("happening-unknown", ITEM),
    ),
    "item": ((('by = "5 min"', 'by = "61 min"'),), ("item-late", ITEM)),
    "item after": (
        (('by = "5 min"', 'after = "it"\nby = "56 min"'),),
        ("item-late", ITEM),
    ),
    "symbol": ((('S0 = "0.7"', 'S1 = "0.7"'),), ("parameter-unknown", "patient.changed.S1")),
    "range": ((('S0 = "0.7"', 'S0 = "7"'),), ("parameter-range", "patient.changed.S0")),
    "parameter unit": (
        (('"15.7 nmol/L"', '"15.7 mcg/L"'),),
        ("parameter-range", "patient.changed.EC0"),
    ),
    "line": (
        (
            ("arterial_line = true", "arterial_line = false"),
            (THEN, '{ artefact = { kind = "flush", for = "9 s" } }'),
        ),
        ("no-line", "happening[it]"),
    ),
    "route": (then('{ extravasation = { lost = "60 %" } }'), ("central", "happening[it]")),
    "target": ((('"80 to 85 mmHg"', '"70 to 75 mmHg"'),), ("target-unknown", "opening.target")),
    "reason": (
        (('reason = "chronic_hypertension"\n', ""),),
        ("target-unknown", "opening.target"),
    ),
    "start": ((('start = "0.05', 'start = "0.2'),), ("start-range", "opening.start")),
}


def test_a_sound_scenario_has_no_finding() -> None:
    assert found() == []


@pytest.mark.parametrize("name", sorted(FAULTY))
def test_each_fault_has_its_finding_and_no_other(name: str) -> None:
    changes, expected = FAULTY[name]
    hides = {"objective": [("objective-unmeasured", "objective[learn]")]}
    assert sorted(found(*changes)) == sorted([expected, *hides.get(name, [])])


def test_an_objective_without_an_item_is_found() -> None:
    text = PLAIN[: PLAIN.index("[[item]]")]
    codes = [item.code for item in findings(scenario_from(text, "x.toml"))]
    assert codes == ["objective-unmeasured"]


def test_a_stage_that_nothing_leads_to_is_found_and_what_stands_in_it_is_not_told_of() -> None:
    late = SECOND.replace('"5 min"', '"99 min"')
    assert found(further=SECOND) == [("stage-unreached", "stage[second]")]
    assert found(further=late) == [("stage-unreached", "stage[second]")]
    assert found(TO_SECOND, further=SECOND) == []


def test_a_stage_behind_what_can_never_come_is_not_reached() -> None:
    never = '{ all = [{ done = "bag_hung" }, { not_done = "bag_hung" }] }'
    assert found((WHEN, never), TO_SECOND, further=SECOND) == [
        ("stage-unreached", "stage[second]"),
        ("contradiction", IT),
    ]


def test_times_add_up_along_the_stages() -> None:
    near = SECOND.replace('"5 min"', '"55 min"')
    far = SECOND.replace('"5 min"', '"56 min"')
    assert found(TO_SECOND, further=near) == []
    assert found(TO_SECOND, further=far) == [("too-late", "stage[second].happening[later]")]


def test_the_time_of_another_stage_is_never_that_of_ones_own() -> None:
    other = SECOND.replace('{ in_stage = "5 min" }', '{ in_stage = "5 min", stage = "only" }')
    assert found(TO_SECOND, further=other) == [("contradiction", "stage[second].happening[later]")]


def test_an_end_that_waits_for_a_stage_nobody_reaches_is_found() -> None:
    end = '[[end]]\nid = "end"\ntext = "E"\nwhen = { in_stage = "1 min", stage = "second" }\n'
    end += 'outcome = "other"\n'
    assert found(further=SECOND + end) == [
        ("stage-unreached", "stage[second]"),
        ("never", "end[end]"),
    ]
    assert found(TO_SECOND, further=SECOND + end) == []
    unknown = end.replace("second", "third")
    assert ("stage-unknown", "end[end]") in found(further=unknown)


def test_what_happens_in_any_stage_is_judged_too() -> None:
    always = f'[[always]]\nid = "any"\ntext = "A"\nwhen = {WHEN}\nthen = [{THEN}]\n'
    assert found(further=always) == []
    assert found(further=always.replace("5 min", "61 min")) == [("too-late", "always[any]")]


def test_a_line_that_comes_later_is_a_line() -> None:
    changes = (
        ("arterial_line = true", "arterial_line = false"),
        (THEN, '{ arterial_line = "on" }, { line_height = "9 cm" }'),
    )
    assert found(*changes) == []


def test_one_that_repeats_on_a_state_is_sound() -> None:
    low = '{ all = [{ at = "5 min" }, { true_map = { below = "50 mmHg" } }] }'
    assert found((f"when = {WHEN}", f"repeat = true\nwhen = {low}")) == []


def test_an_agent_without_rows_is_found() -> None:
    scenario = scenario_from(PLAIN, "x.toml")
    protocol = read_protocol("early-wean").protocol
    assert protocol is not None
    assert findings_under(scenario, protocol) == ()
    other = PLAIN.replace(
        'agent = "norepinephrine"\ndose = "0.12 mcg/kg/min"',
        'agent = "phenylephrine"\ndose = "1 mcg/kg/min"',
    )
    told = findings_under(scenario_from(other, "x.toml"), replace(protocol, others=()))
    assert [(item.code, item.place) for item in told] == [("agent-unknown", "opening.running")]


def test_every_finding_has_its_sentence() -> None:
    words = load_words(UTC)
    for changes, _ in FAULTY.values():
        text = PLAIN
        for old, new in changes:
            text = text.replace(old, new, 1)
        for item in findings(scenario_from(text, "x.toml")):
            said = sentence(item, words)
            assert said.startswith(f"{item.place}: ")
            assert said.endswith(".")
    with pytest.raises(KeyError):
        sentence(Finding("unheard-of", "nowhere"), words)


def test_the_reminders_are_those_the_rules_have() -> None:
    """Whatever has a sentence as a prompt is a reminder or a notify row of the protocol."""
    protocol = read_protocol("early-wean").protocol
    assert protocol is not None
    rows = {row.id for part in protocol.parts for row in part.file.notify}
    said = {
        code.removeprefix("prompt.") for code in load_words(UTC).texts if code.startswith("prompt.")
    }
    assert said - rows - {"of-protocol"} == REMINDERS
