"""What changes between two versions of a protocol: mutated copies of the default."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.checked import from_json
from core.cli.command import main
from core.library import read_protocol
from core.model.course import UNKNOWN
from core.model.facts import Axis
from core.model.terms import Agent
from core.proof.partition import TooManyCellsError
from core.revision.advice import advice_changed
from core.revision.change import DOSE_RELEVANT, Change, Group
from core.revision.compare import compare, dose_relevant
from core.revision.moment import time_text
from core.revision.telling import example_text, sentence
from core.rules.compile import Protocol, compile_protocol
from core.rules.protocol import ProtocolFile
from core.view.wording import Words

Made = Callable[..., Protocol]
TEXT = read_protocol("early-wean").text
POINTS = 4_000
UP = 'by = "0.02 mcg/kg/min", interval = "up"'


def made(text: str) -> Protocol:
    """A text compiled without its audit: a mutant may be unsafe and is compared all the same."""
    return compile_protocol(from_json(ProtocolFile, json.dumps(tomllib.loads(text))))


def mutant(*changes: tuple[str, str]) -> Protocol:
    text = TEXT
    for before, now in changes:
        assert before in text, before
        text = text.replace(before, now, 1)
    return made(text)


@pytest.fixture(scope="module")
def default() -> Protocol:
    return made(TEXT)


def of(changes: tuple[Change, ...], group: Group) -> list[Change]:
    return [change for change in changes if change.group is group]


def test_the_same_text_changes_nothing(default: Protocol) -> None:
    assert compare(default, made(TEXT)) == ()
    assert not dose_relevant(())


def test_a_larger_step_is_a_change_of_dose_with_its_size_and_example(
    default: Protocol, words: Words
) -> None:
    changes = compare(default, mutant((UP, UP.replace("0.02", "0.05"))))
    assert dose_relevant(changes)
    (change,) = changes
    assert (change.group, change.agent) == (Group.DOSE, Agent.NOREPINEPHRINE)
    assert sentence(change, words) == (
        "norepinephrine: while running: raise (row up) gives up to 0.03 mcg/kg/min more, "
        "with every target that both allow."
    )
    assert example_text(change, words) == (
        "For example target 65 to 75 mmHg, MAP 64 mmHg, dose 0.1 mcg/kg/min, "
        "time since the last change 5 min: 0.12 mcg/kg/min before, 0.15 mcg/kg/min now."
    )


def test_the_direction_is_that_of_the_present_version(default: Protocol, words: Words) -> None:
    larger = mutant((UP, UP.replace("0.02", "0.05")))
    (change,) = compare(larger, default)
    assert "up to 0.03 mcg/kg/min less" in sentence(change, words)


def test_a_longer_interval_is_a_change_of_action(default: Protocol, words: Words) -> None:
    asks = 'since_change = { at_least = "5 min" }, dose = { at_most = "0.98 mcg/kg/min" } }'
    before = f'{asks}\nthen = {{ action = "raise"'
    (change,) = compare(default, mutant((before, before.replace("5 min", "10 min"))))
    assert change.group is Group.ACTION
    said = sentence(change, words)
    assert "raise becomes escalate (row up before, row up-at-hard-limit now)" in said
    assert "time since the last change 5 min" in example_text(change, words)


@pytest.mark.parametrize(
    ("agent", "row", "unit"),
    [
        (Agent.EPINEPHRINE, ('by = "0.05 mcg/kg/min"', 'by = "0.1 mcg/kg/min"'), "mcg/kg/min"),
        (Agent.PHENYLEPHRINE, ('by = "0.5 mcg/kg/min"', 'by = "1 mcg/kg/min"'), "mcg/kg/min"),
        (Agent.DOPAMINE, ('by = "2.5 mcg/kg/min"', 'by = "5 mcg/kg/min"'), "mcg/kg/min"),
        (Agent.VASOPRESSIN, ('by = "0.005 units/min"', 'by = "0.01 units/min"'), "units/min"),
    ],
)
def test_a_change_of_a_further_agent_is_its_own(
    default: Protocol, agent: Agent, row: tuple[str, str], unit: str
) -> None:
    above, policy, below = TEXT.partition("\n[policy]")
    begins = below.index(f'drug = "{agent}"')
    text = above + policy + below[:begins] + below[begins:].replace(*row, 1)
    changes = compare(default, made(text))
    assert {change.agent for change in changes} == {agent}
    assert of(changes, Group.DOSE)
    for change in of(changes, Group.DOSE):
        assert change.example is not None
        assert change.example.now["dose"].endswith(unit)


def test_a_deleted_row_hands_its_cells_to_the_next(default: Protocol, words: Words) -> None:
    begins = TEXT.index('[[rule]]\nid = "up"\n')
    text = TEXT[:begins] + TEXT[TEXT.index("[[rule]]", begins + 1) :]
    changes = compare(default, made(text))
    said = [sentence(change, words) for change in of(changes, Group.ACTION)]
    assert any("raise becomes escalate" in one for one in said)


def test_rows_changed_in_order_are_seen_where_both_match(default: Protocol) -> None:
    first, second = (TEXT.index(f'[[rule]]\nid = "{name}"\n') for name in ("up", "up-wait"))
    between = TEXT.index('[[rule]]\nid = "up-at-hard-limit"')
    after = TEXT.index("[[rule]]", second + 1)
    swapped = (
        TEXT[:first]
        + TEXT[second:after]
        + TEXT[between:second]
        + TEXT[first:between]
        + TEXT[after:]
    )
    changes = compare(default, made(swapped.replace("# ----", "# ----")))
    assert {change.args["row_before"] for change in of(changes, Group.ACTION)} >= {"up"}


def test_a_plain_look_at_each_example_finds_the_two_rows_and_doses_told(default: Protocol) -> None:
    other = mutant(
        (UP, UP.replace("0.02", "0.03")),
        ('action = "undo", at_most = "0.05', 'action = "undo", at_most = "0.03'),
        ('halve = true, by = "0.02', 'halve = true, by = "0.03'),
        ('at_target_for = { at_least = "120 min" }', 'at_target_for = { at_least = "180 min" }'),
    )
    found = advice_changed(default, other)
    assert len(found) > 5
    for one in found:
        moment = one.moment
        facts = np.full((1, len(Axis)), UNKNOWN, dtype=np.int64)
        facts[0, Axis.PHASE] = one.phase
        for axis, (first, _) in moment.region.items():
            facts[0, axis] = first
        facts[0, Axis.DOSE], facts[0, Axis.STEP_SIZE] = moment.dose.dose, moment.dose.step
        each = (default, one.before, moment.dose.before), (other, one.now, moment.dose.now)
        for protocol, row, dose in each:
            table = protocol.tables[moment.band]
            first_row = table.first(facts)
            assert table.rows[int(first_row[0])].id == row.id
            ends = table.new_dose(first_row, facts, chosen=np.array([50]), last=np.array([1]))
            assert int(ends[0]) == dose
    sizes = [max(one.most, -one.least) for one in found]
    assert sizes == sorted(sizes, reverse=True)


def test_another_time_of_the_next_reading_is_told_by_itself(
    default: Protocol, words: Words
) -> None:
    changes = compare(
        default,
        mutant(
            (
                'then = { action = "hold", recheck = "60 min" }',
                'then = { action = "hold", recheck = "30 min" }',
            )
        ),
    )
    (change,) = changes
    assert change.group is Group.RECHECK
    assert dose_relevant(changes)
    said = sentence(change, words)
    assert "next reading after 1 h before, 30 min now" in said


def test_a_limit_is_told_as_declared(default: Protocol, words: Words) -> None:
    changes = compare(default, mutant(('soft = "0.5 mcg/kg/min"', 'soft = "0.6 mcg/kg/min"')))
    (change,) = changes
    assert change.group is Group.LIMITS
    assert sentence(change, words) == (
        "norepinephrine: limits soft is 0.5 mcg/kg/min before, 0.6 mcg/kg/min now."
    )
    assert example_text(change, words) == ""


def test_a_line_that_moves_is_a_limit_an_action_and_a_call(default: Protocol) -> None:
    changes = compare(default, mutant(('critical = "50 mmHg"', 'critical = "55 mmHg"')))
    assert [change.args["name"] for change in of(changes, Group.LIMITS)] == [
        "limits lines critical"
    ]
    called = of(changes, Group.CALLS)
    assert {change.args["before"] for change in called} == {"at most 49 mmHg"}


def test_targets_are_added_and_taken_away(default: Protocol, words: Words) -> None:
    changes = compare(default, mutant(('low = "60 mmHg"', 'low = "62 mmHg"')))
    said = [sentence(change, words) for change in of(changes, Group.TARGETS)]
    assert said == ["Target 60 to 65 mmHg taken away.", "Target 62 to 65 mmHg added."]
    assert dose_relevant(changes)


def test_calls_alone_are_not_dose_relevant(default: Protocol, words: Words) -> None:
    text = (
        'when = { map = { below = "line.critical" } }\nurgency = "now"',
        'when = { map = { below = "55 mmHg" } }\nurgency = "soon"',
    )
    changes = compare(default, mutant(text))
    assert {change.group for change in changes} == {Group.CALLS}
    assert not dose_relevant(changes)
    told = [
        f"{sentence(change, words)} {example_text(change, words)}".strip() for change in changes
    ]
    assert told == [
        "norepinephrine: call critical-map, urgency: now before, soon now.",
        (
            "norepinephrine: call critical-map asks for MAP at most 49 mmHg before, "
            "at most 54 mmHg now. For example MAP 50 mmHg: not called before, called now."
        ),
    ]


def test_a_call_taken_away_is_told_for_each_phase(default: Protocol, words: Words) -> None:
    changes = compare(
        default, mutant(('phases = ["off", "running", "watch", "paused"]', 'phases = ["running"]'))
    )
    said = [sentence(change, words) for change in changes]
    assert "norepinephrine: call critical-map taken away (while paused)." in said
    assert len(said) == 3


def test_an_agent_taken_away_or_in_another_unit_is_told(default: Protocol, words: Words) -> None:
    alone = made(TEXT.partition("\n[policy]")[0])
    said = [
        sentence(change, words)
        for change in compare(default, alone)
        if change.group is Group.AGENTS
    ]
    assert "DOPamine: taken away. The present version does not know it." in said
    assert len(said) == 4
    back = [change.code for change in compare(alone, default) if change.group is Group.AGENTS]
    assert back == ["agent-added"] * 4


def test_wording_alone_changes_no_advice(default: Protocol, words: Words) -> None:
    title = ('title = "Below target: one step up"', 'title = "Below target: raise"')
    changes = compare(default, mutant(title, ('id = "early-wean"', 'id = "site-adult"')))
    assert {change.group for change in changes} == {Group.WORDING}
    assert not dose_relevant(changes)
    assert sentence(changes[0], words) == 'id: "early-wean" before, "site-adult" now.'


def test_a_row_with_another_name_is_the_same_advice(default: Protocol) -> None:
    changes = compare(default, mutant(('[[rule]]\nid = "up"\n', '[[rule]]\nid = "one-up"\n')))
    assert not dose_relevant(changes)


def test_what_cannot_be_compared_is_never_said_to_be_the_same(
    default: Protocol, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_many(*_: object) -> None:
        raise TooManyCellsError("running")

    monkeypatch.setattr("core.revision.compare.advice_changed", too_many)
    changes = compare(default, made(TEXT))
    assert {change.group for change in changes} == {Group.NOT_COMPARED}
    assert dose_relevant(changes)
    assert "read both" in sentence(changes[0], words)


def test_dose_relevant_groups_stand_first() -> None:
    relevant = [group in DOSE_RELEVANT for group in Group]
    assert relevant == sorted(relevant, reverse=True)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (90, "90 s"), (300, "5 min"), (7200, "2 h"), (5400, "90 min")]
)
def test_times_are_told_in_the_largest_whole_unit(seconds: int, text: str) -> None:
    assert time_text(seconds) == text


def random_facts(rng: np.random.Generator, protocol: Protocol) -> np.ndarray:
    """A running infusion that was never lowered: pressure, dose, change and run, else unknown."""
    facts = np.full((1, len(Axis)), UNKNOWN, dtype=np.int64)
    low = int(protocol.bands[0].low.value)
    pressure, since = int(rng.integers(20, 200)), int(rng.integers(0, 20_000))
    known = {
        Axis.PHASE: 1,
        Axis.MAP: pressure,
        Axis.DOSE: int(rng.integers(1, 1_200)),
        Axis.SINCE_CHANGE: since,
        Axis.READINGS_SINCE_RAISE: int(rng.integers(0, 9)),
        Axis.FAILED_WEANS: 0,
        Axis.FLUIDS: 0,
        Axis.TARGET: low,
    }
    run = Axis.BELOW_TARGET_FOR if pressure < low else Axis.AT_TARGET_FOR
    known[run] = int(rng.integers(0, 20_000))
    if pressure > int(protocol.bands[0].high.value):
        known[Axis.ABOVE_TARGET_FOR] = int(rng.integers(0, known[run] + 1))
    for axis, value in known.items():
        facts[0, axis] = value
    return facts


def test_a_naive_look_at_random_points_finds_no_change_that_is_not_told(default: Protocol) -> None:
    other = mutant(
        (UP, UP.replace("0.02", "0.03")),
        ('since_change = { below = "15 min" }', 'since_change = { below = "20 min" }'),
    )
    told = {
        (change.args["row_before"], change.args["row_now"])
        for change in compare(default, other)
        if change.group in {Group.ACTION, Group.DOSE, Group.RECHECK}
    }
    rng = np.random.default_rng(7)
    tables = default.tables[0], other.tables[0]
    found = set()
    for _ in range(POINTS):
        facts = random_facts(rng, default)
        rows = [table.rows[int(table.first(facts)[0])] for table in tables]
        doses = [
            int(
                table.new_dose(
                    table.first(facts), facts, chosen=np.array([50]), last=np.array([1])
                )[0]
            )
            for table in tables
        ]
        answers = [(row.action, dose, row.recheck) for row, dose in zip(rows, doses, strict=True)]
        if answers[0] != answers[1]:
            found.add((rows[0].id, rows[1].id))
    assert found
    assert found <= told


def test_the_command_ends_with_1_where_a_dose_changes_and_0_where_none_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soft, title = tmp_path / "soft.toml", tmp_path / "title.toml"
    soft.write_text(
        TEXT.replace('soft = "0.5', 'soft = "0.6', 1).replace(
            'above = "0.5 mcg', 'above = "0.6 mcg', 1
        ),
        "utf-8",
    )
    title.write_text(TEXT.replace("one step up", "raise", 1), "utf-8")
    assert main(["diff", "early-wean", str(soft)]) == 1
    out = capsys.readouterr().out
    assert "Dose-relevant: yes" in out
    assert out.index("Limits changed") < out.index("Calls changed")
    assert main(["diff", "early-wean", str(title)]) == 0
    assert "Dose-relevant: no" in capsys.readouterr().out
    assert main(["diff", "early-wean", "early-wean"]) == 0
    assert "Both texts are the same." in capsys.readouterr().out


def test_as_json_each_change_has_its_message_and_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.toml"
    other.write_text(TEXT.replace('recheck = "60 min"', 'recheck = "30 min"'), "utf-8")
    assert main(["diff", "early-wean", str(other), "--json"]) == 1
    whole = json.loads(capsys.readouterr().out)
    assert whole["dose_relevant"] is True
    assert whole["before"]["sha256"] != whole["now"]["sha256"]
    first = whole["changes"][0]
    assert (first["group"], first["dose_relevant"]) == ("recheck", True)
    assert first["example"]["facts"]["map"] == "65 mmHg"
    assert first["example"]["before"]["recheck"] == "1 h"


@pytest.mark.parametrize("places", [("no-such", "early-wean"), ("early-wean", "bad.toml")])
def test_what_cannot_be_read_is_one_line(
    places: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "bad.toml").write_text("format = 2", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["diff", *places]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("pressor diff: ")
