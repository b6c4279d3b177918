"""The courses that show a broken promise: built, played, and kept only where they land."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.checked import from_json
from core.library import protocol_from, read_protocol
from core.model.course import UNKNOWN
from core.model.facts import SATURATION, SHOCK_CODE, Axis, Phase
from core.model.terms import Shock
from core.proof import examples
from core.proof.certificate import certificate_of, sha256_of
from core.proof.examples import lands, shown
from core.proof.finding import Breach, Finding, Spot
from core.proof.play import play
from core.proof.promises import PROMISES
from core.proof.prove import Proof, prove
from core.proof.telling import dose_text, facts_text, minutes_text
from core.rules.compile import Protocol, compile_protocol
from core.rules.protocol import ProtocolFile, WorkedGiven
from core.trial.protocol_text import tree_of

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
QUICK = [promise for promise in PROMISES if promise.id not in {"pump", "reachable", "unusable"}]
Change = Callable[[dict[str, Any]], None]


def faulty(name: str, change: Change) -> Protocol:
    """Norepinephrine's part alone, with one row changed and without worked cases."""
    file = replace(PROTOCOL.file, agent=(), case=())
    data = tree_of(file)
    change(next(row for row in data["rule"] + data["notify"] if row["id"] == name))
    return compile_protocol(from_json(ProtocolFile, json.dumps(data)))


def asks(**parts: object) -> Change:
    def change(row: dict[str, Any]) -> None:
        for fact, span in parts.items():
            row["when"][fact] = span
            if span is None:
                del row["when"][fact]

    return change


FAULTS: dict[str, tuple[str, Change]] = {
    "a raise at target": ("up", asks(map={"at_most": "target.low"})),
    "a stop too early": ("stop", asks(at_target_for={"at_least": "5 min"})),
    "a wean after one reading": ("wean", asks(readings_since_raise=None)),
    "a lockout too short": ("lockout", asks(since_failed_wean={"below": "30 min"})),
    "an undo too soon": ("undo", asks(since_change={"at_least": "2 min"})),
    "an undo at the first low reading": ("low-after-step", asks(map={"below": "line.rescue"})),
    "a restart too late": ("restart", asks(since_stop={"at_least": "5 min"})),
    "a restart too soon": ("restart", asks(since_stop=None)),
    "a start on a fair diastolic": ("start-diastolic", asks(diastolic={"at_most": "50 mmHg"})),
    "a start on a fair index": (
        "start-shock-index",
        asks(shock_index={"at_least": "2 beats/min per mmHg"}),
    ),
    "a start on one reading": ("start", asks(below_target_for=None)),
    "a half without its share": ("high-half", lambda row: row["then"].pop("halve")),
    "a rescue past the hard limit": ("rescue", asks(dose={"at_most": "0.99 mcg/kg/min"})),
    "a wean from low doses": ("wean", asks(dose={"at_least": "0.021 mcg/kg/min"})),
    "a step down too soon": ("down", asks(above_target_for={"at_least": "5 min"})),
    "a call too late": ("critical-map", asks(map={"below": "45 mmHg"})),
    "a call although vasopressin runs": ("second-agent", asks(vasopressin=None)),
    "a call although fluids are attested": ("fluids-not-attested", asks(fluids=None)),
    "a card for one failed wean": ("failed-weans", asks(failed_weans=None)),
    "a reading of the watch passed over": (
        "watch-5",
        lambda row: row["then"].update(recheck="9 min"),
    ),
    "a wean although another agent changed": ("other-agent-changed", asks(map=None)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_cell_is_shown_by_a_course_that_plays(fault: str) -> None:
    protocol = faulty(*FAULTS[fault])
    findings = prove(protocol, promises=QUICK).findings
    assert findings
    shown_by = [finding.counterexample for finding in findings]
    assert any(given is not None for given in shown_by) or fault in UNSHOWN
    for given in shown_by:
        assert given is None or play(given, protocol) is not None


UNSHOWN = {"a wean although another agent changed"}
"""The course would have to change another agent's dose, and the file has no other."""


def test_the_course_of_a_stop_too_early_ends_in_that_stop() -> None:
    protocol = faulty(*FAULTS["a stop too early"])
    (finding,) = [item for item in prove(protocol, promises=QUICK).findings if item.id == "stop"]
    assert finding.counterexample is not None
    played = play(finding.counterexample, protocol)
    assert played is not None
    assert played.answer.decided.id == finding.row == "stop"
    assert 300 <= played.facts[Axis.AT_TARGET_FOR] < 7200
    assert played.withheld is not None, "at run time the monitor withholds it"


def test_a_course_that_does_not_land_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "lands", lambda *_: False)
    findings = prove(faulty(*FAULTS["a raise at target"]), promises=QUICK[:5]).findings
    assert [item.counterexample for item in findings] == [None] * len(findings)


def spot(phase: Phase, **region: tuple[int, int]) -> Spot:
    return Spot(0, phase, {Axis[name]: ends for name, ends in region.items()})


@pytest.mark.parametrize(
    "place",
    [
        spot(Phase.PAUSED, MAP=(20, 49)),
        spot(Phase.PAUSED, MAP=(20, 49), DOSE=(1, 9)),
        spot(Phase.OFF, MAP=(65, 74), CHRONIC_HYPERTENSION=(1, 1)),
        spot(Phase.OFF, MAP=(65, 74), SHOCK=(SHOCK_CODE[Shock.SEPTIC],) * 2),
        spot(Phase.OFF, MAP=(65, 74), VASOPRESSIN=(UNKNOWN, UNKNOWN), FLUIDS=(0, 0)),
        spot(Phase.RUNNING, MAP=(65, 74), HEART_RATE_RISE_SHARE=(2001, 9000)),
        spot(Phase.RUNNING, MAP=(65, 74), MAP_FALL=(11, 180), MAP_FALL_SHARE=(-1, 1500)),
        spot(Phase.RUNNING, MAP=(65, 74), MAP_FALL=(-20, 0), SINCE_CHANGE=(300, 899)),
        spot(Phase.RUNNING, MAP=(65, 74), SINCE_FAILED_WEAN=(3600, 86399), SINCE_CHANGE=(0, 119)),
        spot(Phase.RUNNING, MAP=(65, 74), SINCE_FAILED_WEAN=(0, 3599), FAILED_WEANS=(2, 2)),
        spot(Phase.RUNNING, MAP=(50, 54), DOSE=(951, 980), SINCE_CHANGE=(120, 299)),
        spot(Phase.WATCH, MAP=(20, 49), SINCE_STOP=(3600, SATURATION)),
    ],
)
def test_a_course_is_built_for_a_cell_of_each_kind(place: Spot) -> None:
    given = shown(PROTOCOL, PROTOCOL, Breach(spots=(place,)))
    assert given is not None
    played = play(given, PROTOCOL)
    assert played is not None
    assert lands(played, place)


def test_a_call_that_no_dose_leads_to_is_not_shown() -> None:
    ends = {Axis.MAP: (65, 74), Axis.ACTION: (7, 7), Axis.ENDS_AT: (10, 30)}
    assert shown(PROTOCOL, PROTOCOL, Breach(spots=(Spot(0, Phase.RUNNING, ends),))) is None


def test_a_cell_without_a_map_is_not_tried() -> None:
    place = Spot(0, Phase.OFF, {Axis.MAP: (UNKNOWN, UNKNOWN)})
    assert shown(PROTOCOL, PROTOCOL, Breach(spots=(place,))) is None


def test_a_course_that_the_rules_refuse_is_not_played() -> None:
    assert play(WorkedGiven(course=("5 min: nonsense",)), PROTOCOL) is None


def test_a_reading_without_advice_says_why() -> None:
    played = play(WorkedGiven(course=("0 min: MAP 10 mmHg",)), PROTOCOL)
    assert played is not None
    assert played.advised is None
    assert played.withheld is not None


def test_facts_are_told_with_units_and_words() -> None:
    region = {
        Axis.PHASE: (1, 1),
        Axis.MAP: (65, 74),
        Axis.DOSE: (21, 21),
        Axis.SINCE_CHANGE: (1800, SATURATION),
        Axis.SINCE_STEP: (0, 299),
        Axis.SINCE_STOP: (300, 300),
        Axis.VASOPRESSIN: (0, 1),
        Axis.FLUIDS: (1, 1),
        Axis.AT_TARGET_FOR: (UNKNOWN, UNKNOWN),
    }
    assert facts_text(PROTOCOL, region) == (
        "MAP 65 to 74 mmHg, dose 0.021 mcg/kg/min, since change 30 min or more, "
        "since step 0 min to under 5 min, since stop 5 min, vasopressin off to on, "
        "fluids attested, at target for unknown"
    )
    assert dose_text(PROTOCOL, 1000) == "1 mcg/kg/min"
    assert minutes_text(90) == "90 s"


def test_a_certificate_is_of_one_exact_text() -> None:
    earned = certificate_of(TEXT, Proof(7, (), ("total",)), "0.1.0")
    assert earned is not None
    assert (earned.sha256, earned.cells, earned.proved) == (sha256_of(TEXT), 7, ("total",))
    assert earned.covers(TEXT)
    assert not earned.covers(TEXT + "\n")
    assert certificate_of(TEXT, Proof(7, (Finding("total", None, {}),), ()), "0.1.0") is None
