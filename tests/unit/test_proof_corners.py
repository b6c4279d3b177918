"""The corners of the proof: missing parts, undeclared numbers, states that lead nowhere."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.checked import from_json
from core.library import protocol_from, read_protocol
from core.model.facts import Axis, Phase
from core.proof.finding import Finding
from core.proof.promises import PROMISES
from core.proof.prove import prove
from core.proof.same import differences, same_advice
from core.rules.bounds import BoundError
from core.rules.compile import Protocol, ProtocolError, compile_protocol
from core.rules.further import pump_pairs
from core.rules.protocol import ProtocolFile
from core.trial.protocol_text import tree_of

PROTOCOL = protocol_from(read_protocol("early-wean").text)
Data = dict[str, Any]


def file_with(change: Callable[[Data], object]) -> ProtocolFile:
    file = replace(PROTOCOL.file, agent=(), case=())
    data = tree_of(file)
    change(data)
    return from_json(ProtocolFile, json.dumps(data))


def changed(change: Callable[[Data], object]) -> Protocol:
    return compile_protocol(file_with(change))


def row(data: Data, name: str) -> Data:
    rows: list[Data] = data["rule"] + data["notify"]
    return next(item for item in rows if item["id"] == name)


def found(protocol: Protocol, *names: str) -> tuple[Finding, ...]:
    wanted = [promise for promise in PROMISES if promise.id in names]
    return prove(protocol, promises=wanted, examples=False).findings


def test_without_a_listed_bag_nothing_is_shown_about_the_pump() -> None:
    (finding,) = found(changed(lambda data: data.update(pump=[])), "pump")
    assert finding.args["bag"] == "none"


def test_a_flat_dosing_unit_needs_no_weight() -> None:
    vasopressin = next(part for part in PROTOCOL.others if str(part.unit) == "units/min")
    assert found(vasopressin, "pump") == ()


def test_the_class_of_an_interval_is_that_of_the_action() -> None:
    protocol = changed(lambda data: row(data, "stop")["then"].update(interval="up"))
    (finding,) = found(protocol, "bounds")
    assert (finding.row, finding.args["number"]) == ("stop", "up")


@pytest.mark.parametrize(
    ("name", "key", "size"),
    [
        ("up", "by", "0.03 mcg/kg/min"),
        ("undo", "at_most", "0.04 mcg/kg/min"),
        ("wean-low-dose", "to", "0.02 mcg/kg/min"),
    ],
)
def test_a_step_is_one_of_its_declared_sizes(name: str, key: str, size: str) -> None:
    protocol = changed(lambda data: row(data, name)["then"].update({key: size}))
    (finding,) = found(protocol, "bounds")
    assert (finding.row, finding.args["number"]) == (name, size)


def test_a_line_is_taken_as_declared() -> None:
    protocol = changed(
        lambda data: row(data, "up")["when"].update(map={"below": "target.low + 2 mmHg"})
    )
    assert [finding.row for finding in found(protocol, "bounds")] == ["up"]


def test_without_a_threshold_no_second_agent_is_asked_for() -> None:
    def change(data: Data) -> None:
        for name in ("second_agent", "second_agent_notice"):
            del data["limits"][name]

    named = {finding.row for finding in found(changed(change), "second-agent")}
    assert named == {"second-agent", "second-agent-near"}


def test_a_dose_at_which_nothing_ever_acts_is_a_dead_end() -> None:
    def change(data: Data) -> None:
        data["rule"].insert(
            0,
            {
                **row(data, "hold"),
                "id": "stuck",
                "when": {"dose": {"above": "0.5 mcg/kg/min"}},
            },
        )

    (finding,) = found(changed(change), "answers")
    assert finding.row is None
    assert finding.args["facts"].startswith("dose 0.501 to ")


def test_a_change_on_nothing_known_is_found() -> None:
    def change(data: Data) -> None:
        row(data, "hold")["then"] = {
            "action": "raise",
            "by": "0.02 mcg/kg/min",
            "interval": "up",
            "recheck": "5 min",
        }

    findings = found(changed(change), "unusable")
    assert {finding.row for finding in findings} == {"hold"}
    assert findings[0].args["facts"] == "nothing known"


@pytest.mark.parametrize(
    ("course", "said"),
    [(["5 min: nonsense"], "the course is refused"), (["0 min: MAP 10 mmHg"], "artefact")],
)
def test_a_worked_case_without_advice_is_told_so(course: list[str], said: str) -> None:
    case = tree_of(PROTOCOL.file.case[0])
    case["given"]["course"] = course
    (finding,) = found(changed(lambda data: data.update(case=[case])), "worked")
    assert finding.args["found"] == said


def test_a_worked_case_that_ends_in_no_reading_is_told_so() -> None:
    case = tree_of(PROTOCOL.file.case[0])
    case["given"]["course"] = ["0 min: pause"]
    (finding,) = found(changed(lambda data: data.update(case=[case])), "worked")
    assert finding.args["found"] == "no advice"


def test_a_row_for_some_bands_decides_in_those_only() -> None:
    def change(data: Data) -> None:
        data["bounds"]["target"] = ["75 mmHg"]
        data["rule"].insert(
            0,
            {**row(data, "hold"), "id": "high-bands", "when": {"target": {"at_least": "75 mmHg"}}},
        )

    findings = [item for item in found(changed(change), "reachable") if item.row == "high-bands"]
    assert [finding.args["band"] for finding in findings] == ["65 to 75 mmHg"]


def test_two_protocols_are_compared_by_what_they_advise() -> None:
    """Rows that hold alike may go; a row that lowers may not."""

    def without(name: str) -> Protocol:
        return changed(
            lambda data: data.update(rule=[item for item in data["rule"] if item["id"] != name])
        )

    base = changed(lambda _: None)
    assert same_advice(base, base)
    assert same_advice(base, without("settle"))
    assert not same_advice(base, without("down-low-dose"))
    places = list(differences(base, without("down-low-dose")))
    assert {(band, phase, name) for band, phase, name in places} == {
        (band, Phase.RUNNING, "down-low-dose") for band in range(len(base.bands))
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data["pump"][0].update(bag="8 mg"), "is no bag: write it as"),
        (lambda data: data["pump"][0].update(bag="8 ml in 250 mL"), "pump 1"),
        (lambda data: data["pump"][0].update(least_weight="200 kg"), "least_weight is not above"),
        (lambda data: data["pump"][0].update(resolution="0 mL/h"), "the resolution is not above"),
        (lambda data: data.update(bounds={"mood": ["5 min"]}), "mood is no fact"),
        (lambda data: data.update(bounds={"age": ["5 min"]}), "has the unit min"),
    ],
)
def test_what_cannot_be_read_is_refused(change: Callable[[Data], object], said: str) -> None:
    with pytest.raises(ProtocolError, match=said):
        changed(change)


def test_a_bag_in_units_is_read_too() -> None:
    file = file_with(lambda data: data["pump"][0].update(bag="20 units in 100 mL"))
    assert pump_pairs(file)[0].bag.text == "20 units in 100 mL"
    with pytest.raises(BoundError):
        pump_pairs(file_with(lambda data: data["pump"][0].update(bag="20 in 100")))


def test_further_bounds_are_numbers_of_their_fact() -> None:
    protocol = changed(
        lambda data: data.update(bounds={"high_dose_for": ["4 h"], "age": ["65 years"]})
    )
    assert protocol.numbers.bounds == {Axis.HIGH_DOSE_FOR: (14_400,), Axis.AGE: (65,)}
