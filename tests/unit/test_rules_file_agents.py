"""Faults of [[agent]], [policy], bags and bounds in a file: each is named with its place."""

import pytest

from core.library import protocol_from, read_protocol
from core.model.facts import Axis
from core.quantity.measures import Units
from core.rules.bounds import BoundError, count, unit_of
from core.rules.compile import ProtocolError
from core.rules.protocol import WorkedGiven
from core.rules.worked import requests_of

TEXT = read_protocol("early-wean").text
FURTHER = TEXT.index("[[agent]]")
PUMP = """[[pump]]
bag = "{bag}"
least_weight = "{least}"
most_weight = "{most}"
resolution = "{resolution}"

"""


def findings(text: str) -> tuple[str, ...]:
    try:
        protocol_from(text)
    except ProtocolError as error:
        return error.findings
    return ()


def changed(old: str, new: str) -> str:
    assert old in TEXT, old
    return TEXT.replace(old, new, 1)


def further(old: str, new: str) -> str:
    """The first such place among the further agents changed."""
    assert old in TEXT[FURTHER:], old
    return TEXT[:FURTHER] + TEXT[FURTHER:].replace(old, new, 1)


def alone() -> str:
    """The file with norepinephrine only."""
    return TEXT[: TEXT.index("[policy]")]


def pumps(**changes: str) -> str:
    said = {
        "bag": "8 mg in 250 mL",
        "least": "40 kg",
        "most": "160 kg",
        "resolution": "0.1 mL/h",
    } | changes
    start = TEXT.index("[[pump]]")
    return TEXT[:start] + PUMP.format(**said) + TEXT[start:]


def bounds(line: str) -> str:
    return changed("\n[bounds]\n", f"\n[bounds]\n{line}\n")


FAULTS: dict[str, tuple[str, str]] = {
    "an agent twice": (
        further('drug = "epinephrine"', 'drug = "vasopressin"'),
        "agent vasopressin: it stands 2 times",
    ),
    "an agent that is norepinephrine again": (
        further('drug = "epinephrine"', 'drug = "norepinephrine"'),
        "agent norepinephrine: it stands 2 times",
    ),
    "another drug first": (
        changed('drug = "norepinephrine"', 'drug = "epinephrine"'),
        "drug: a protocol is about norepinephrine first, not epinephrine",
    ),
    "a policy for an agent without rows": (
        further('drug = "dopamine"', 'drug = "vasopressin"'),
        "policy: it names dopamine, and the file has no rows for it",
    ),
    "a policy without its source": (
        changed('source = "norepinephrine-first"', 'source = "rumour"'),
        'policy: the source "rumour" is not listed',
    ),
    "a bag that is none": (
        changed('bag = "20 units in 100 mL"', 'bag = "a full bag"'),
        "agent vasopressin, bag:",
    ),
    "a bag of milligrams for vasopressin": (
        changed('bag = "20 units in 100 mL"', 'bag = "20 mg in 100 mL"'),
        "agent vasopressin, bag:",
    ),
    "limits of an agent without a source": (
        further('source = "vasopressin-label"', 'source = "rumour"'),
        'agent vasopressin, limits: the source "rumour"',
    ),
    "a row of an agent that never wins": (
        further('when = { map = { at_least = "line.high" } }\nthen', "then"),
        "it can never win",
    ),
    "a floor above the start of an agent": (
        further('floor = "0.005 units/min"', 'floor = "0.02 units/min"'),
        "limits: floor 0.02 units/min is above start least",
    ),
    "a unit of another agent": (
        further('up = "0.005 units/min"', 'up = "0.005 mcg/kg/min"'),
        "has the unit mcg/kg/min: units/min is needed",
    ),
    "no stop": (
        further('action = "stop", interval = "wean"', 'action = "hold"'),
        "agent vasopressin, phase running: no row stops",
    ),
    "shocks that are no neighbours": (
        changed('shock = ["hypovolaemic", "obstructive"]', 'shock = ["septic", "obstructive"]'),
        "row shock-type: the shock it lists must be neighbours",
    ),
    "a notice above its prompt": (
        changed('second_agent_notice = "0.2 ', 'second_agent_notice = "0.3 '),
        "limits: second_agent_notice is above second_agent",
    ),
    "a listed bag that is none": (pumps(bag="eight"), 'pump 1: "eight" is no bag'),
    "a listed bag in another unit": (pumps(bag="8 g in 250 mL"), "pump 1:"),
    "weights upside down": (
        pumps(least="160 kg", most="40 kg"),
        "pump 1: least_weight is not above zero up to most_weight",
    ),
    "a resolution of nothing": (pumps(resolution="0 mL/h"), "pump 1: the resolution is not above"),
    "a bound of no fact": (
        bounds('mood = ["3 min"]'),
        "bounds: mood is no fact that is measured",
    ),
    "a bound in another unit": (bounds('map = ["3 min"]'), "has the unit min: mmHg is needed"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place(name: str) -> None:
    text, said = FAULTS[name]
    assert any(said in finding for finding in findings(text)), findings(text)


def test_a_finding_of_a_shared_part_is_told_once() -> None:
    text = changed('source = "sepsispam"', 'source = "unheard"')
    assert findings(text) == ('target 3: the source "unheard" is not listed under [sources]',)


def test_two_agents_may_make_the_same_call() -> None:
    protocol = protocol_from(TEXT)
    making = [
        part.agent for part in protocol.parts for row in part.file.notify if row.id == "high-map"
    ]
    assert len(making) == len(protocol.parts)


def test_a_listed_bag_may_be_in_units() -> None:
    protocol = protocol_from(pumps(bag="20 units in 100 mL"))
    assert isinstance(protocol.numbers.pumps[0].bag.amount, Units)
    assert str(protocol.numbers.pumps[0].most_weight) == "160 kg"


def test_further_bounds_are_read_by_fact() -> None:
    protocol = protocol_from(bounds('below_target_for = ["5 min", "20 min"]'))
    assert protocol.numbers.bounds[Axis.BELOW_TARGET_FOR] == (300, 1200)


def test_a_file_may_do_without_further_agents_and_calls_for_them() -> None:
    text = "\n".join(line for line in alone().splitlines() if not line.startswith("second_agent"))
    protocol = protocol_from(text)
    assert protocol.others == ()
    assert protocol.countings == {}
    assert protocol.numbers.second_agent is None
    assert protocol.counting.high_dose is None


def test_tables_made_when_wanted_are_a_sequence_like_any_other() -> None:
    tables = protocol_from(TEXT).tables
    assert len(tables) == len(protocol_from(TEXT).bands)
    assert all(one is tables[index] for index, one in enumerate(tables[1:], 1))


def test_a_second_agent_without_a_notice_before_it() -> None:
    text = "\n".join(
        line for line in TEXT.splitlines() if not line.startswith("second_agent_notice")
    )
    assert protocol_from(text).numbers.second_agent_notice is None


def test_a_course_of_an_agent_without_rows_is_refused() -> None:
    protocol = protocol_from(alone())
    given = WorkedGiven(course=("0 min: vasopressin runs 0.03 units/min",))
    with pytest.raises(BoundError, match="this protocol has no rows for vasopressin"):
        requests_of(given, protocol, "")


@pytest.mark.parametrize(("text", "number"), [("0.3 mcg/kg/min", 300), ("20 mcg/min", 20_000)])
def test_norepinephrine_is_asked_about_in_either_of_its_units(text: str, number: int) -> None:
    assert count(text, "norepinephrine", "units/min") == number
    assert unit_of("norepinephrine", "units/min") == "mcg/kg/min"
    with pytest.raises(BoundError, match="has the unit units/min: mcg/kg/min"):
        count("0.3 units/min", "norepinephrine", "units/min")
