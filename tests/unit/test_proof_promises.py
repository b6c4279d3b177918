"""For each promise a faulty protocol that only it finds: switched off, the fault goes unseen."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.checked import from_json
from core.library import protocol_from, read_protocol
from core.model.terms import Agent
from core.proof.promises import PENDING, PROMISES
from core.proof.prove import prove
from core.rules.compile import Protocol, compile_protocol
from core.rules.protocol import ProtocolFile
from core.rules.table import Effect, Table
from core.trial.protocol_text import tree_of

WHOLE = protocol_from(read_protocol("early-wean").text)
Change = Callable[[dict[str, Any]], None]


def alone(*, cases: bool = False) -> ProtocolFile:
    """The default protocol for norepinephrine only; worked cases only where they are the point."""
    kept = [one for one in WHOLE.file.case if one.name.startswith("Off:")] if cases else []
    return replace(WHOLE.file, agent=(), case=tuple(kept))


def changed(change: Change, *, cases: bool = False) -> Protocol:
    data = tree_of(alone(cases=cases))
    change(data)
    return compile_protocol(from_json(ProtocolFile, json.dumps(data)))


def row(data: dict[str, Any], name: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = data["rule"] + data["notify"]
    return next(item for item in rows if item["id"] == name)


def when(name: str, **parts: object) -> Change:
    """Other conditions of a row; None takes one out."""

    def change(data: dict[str, Any]) -> None:
        asked = row(data, name)["when"]
        for fact, span in parts.items():
            asked[fact] = span
            if span is None:
                del asked[fact]

    return change


def then(name: str, **parts: object) -> Change:
    return lambda data: row(data, name)["then"].update(parts)


def without(name: str) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["rule"] = [item for item in data["rule"] if item["id"] != name]
        data["notify"] = [item for item in data["notify"] if item["id"] != name]

    return change


def before(name: str, asks: dict[str, Any], does: dict[str, Any]) -> Change:
    """One more row above another."""

    def change(data: dict[str, Any]) -> None:
        at = next(number for number, item in enumerate(data["rule"]) if item["id"] == name)
        new = {"id": "extra", "phase": data["rule"][at]["phase"], "title": "One more"}
        does_too = {"recheck": "5 min", **does}
        data["rule"].insert(at, {**new, "when": asks, "then": does_too, "source": "local"})

    return change


def everywhere(protocol: Protocol, change: Callable[[Table], Table]) -> Protocol:
    return replace(protocol, tables=tuple(change(table) for table in protocol.tables))


def planted(name: str, part: str, number: int) -> Callable[[Table], Table]:
    """Another effect or amount in the compiled table, while the file says what it said."""

    def change(table: Table) -> Table:
        numbers = getattr(table, part).copy()
        numbers[[item.id for item in table.rows].index(name)] = number
        return replace(table, **{part: numbers})

    return change


LOW, ON = {"below": "target.low"}, "on"
RAISE = {"action": "raise", "by": "0.02 mcg/kg/min", "interval": "up"}
LOWER = {"action": "lower", "by": "0.02 mcg/kg/min", "interval": "above_band"}


def twice_the_limit(data: dict[str, Any]) -> None:
    """A hard limit of 2, with every row and limit in step: weaning takes too long."""
    data["limits"]["hard"] = "2 mcg/kg/min"
    data["bounds"]["dose"] = ["1.95 mcg/kg/min"]
    for item in data["rule"]:
        dose = item["when"].get("dose", {})
        if dose.get("at_most") in {"0.95 mcg/kg/min", "0.98 mcg/kg/min"}:
            dose["at_most"] = "1" + dose["at_most"][1:]


def larger_undo(data: dict[str, Any]) -> None:
    """An undo of 0.06 while the rescue step is 0.05."""
    data["limits"]["steps"]["undo"] = "0.06 mcg/kg/min"
    undo = row(data, "undo")
    undo["then"]["at_most"] = "0.06 mcg/kg/min"
    undo["when"]["dose"] = {"at_most": "0.94 mcg/kg/min"}


def milder_from_the_soft_limit_up(data: dict[str, Any]) -> None:
    """Two declared sizes of step, and where both are due the larger one up to 0.5 only."""
    data["limits"]["steps"].update(down="0.03 mcg/kg/min", low_dose="0.04 mcg/kg/min")
    for name in ("high-half", "wean", "down"):
        row(data, name)["when"]["dose"] = {"at_least": "0.04 mcg/kg/min"}
    lower = {**LOWER, "by": "0.03 mcg/kg/min"}
    for name in ("high-half", "down"):
        row(data, name)["then"]["by"] = lower["by"]
    asks = {
        "above_target_for": {"at_least": "30 min"},
        "since_change": {"at_least": "30 min"},
        "dose": {"at_least": "0.04 mcg/kg/min", "at_most": "0.5 mcg/kg/min"},
    }
    before("wean", asks, lower)(data)


FAULTS: dict[str, Protocol] = {
    "total": changed(when("hold", dose={"at_least": "0.01 mcg/kg/min"})),
    "reachable": changed(before("hold", {"since_change": {"below": "15 min"}}, {"action": "hold"})),
    "bounds": changed(when("settle", since_change={"below": "16 min"})),
    "as-said": everywhere(changed(lambda _: None), planted("rest", "effect", Effect.SET)),
    "no-raise": changed(
        before("hold", {"dose": {"at_most": "0.98 mcg/kg/min"}, "vasopressin": ON}, RAISE)
    ),
    "no-lowering": changed(
        before(
            "up-wait",
            {
                "map": LOW,
                "since_change": {"at_least": "2 min"},
                "dose": {"at_least": "0.03 mcg/kg/min"},
                "vasopressin": ON,
            },
            LOWER,
        )
    ),
    "hard-limit": changed(
        before(
            "rescue-at-hard-limit",
            {
                "map": {"below": "line.rescue"},
                "since_change": {"at_least": "2 min"},
                "dose": {"above": "1 mcg/kg/min"},
            },
            {**RAISE, "interval": "rescue"},
        )
    ),
    "floor": everywhere(changed(lambda _: None), planted("high-low-dose", "amount", 5)),
    "size": changed(
        before(
            "up",
            {
                "map": LOW,
                "since_change": {"at_least": "5 min"},
                "dose": {"at_most": "0.5 mcg/kg/min"},
                "vasopressin": ON,
            },
            {**RAISE, "by": "0.05 mcg/kg/min"},
        )
    ),
    "full-step": changed(
        before(
            "up",
            {
                "map": LOW,
                "since_change": {"at_least": "5 min"},
                "dose": {"above": "0.5 mcg/kg/min"},
                "vasopressin": ON,
            },
            {"action": "escalate"},
        )
    ),
    "acts": changed(
        before(
            "up",
            {"map": LOW, "since_change": {"at_least": "5 min"}, "vasopressin": ON},
            {"action": "hold"},
        )
    ),
    "starts": changed(without("start")),
    "after-step": changed(without("undo-wait")),
    "far-below": changed(without("rescue-wait")),
    "quiet": changed(when("watch-low", map={"at_most": "target.low"})),
    "too-soon": changed(when("up", since_change={"at_least": "2 min"})),
    "stop": changed(when("stop", readings_since_raise=None)),
    "earned": changed(when("wean", readings_since_raise=None)),
    "due": changed(without("down-low-dose")),
    "lockout": changed(without("lockout")),
    "held": changed(without("other-agent-changed")),
    "critical": changed(lambda data: row(data, "critical-map").update(phases=["off", "running"])),
    "second-agent": changed(when("second-agent", vasopressin=None)),
    "calls": changed(without("soft-limit")),
    "paused": changed(lambda data: row(data, "high-map")["phases"].append("paused")),
    "lower-map": changed(larger_undo),
    "higher-dose": changed(milder_from_the_soft_limit_up),
    "watch-readings": changed(without("watch-5")),
    "wean-ends": changed(twice_the_limit),
    "answers": changed(then("stay-off", recheck="80 min")),
    "pump": changed(lambda data: data["pump"][3].update(least_weight="8 kg")),
    "unusable": changed(lambda data: data["reading"].update(plausible_to="250 mmHg")),
    "worked": changed(lambda data: data["case"][0]["expect"].update(action="hold"), cases=True),
}


def test_every_promise_has_a_fault_of_its_own() -> None:
    assert list(FAULTS) == [promise.id for promise in PROMISES]


@pytest.mark.parametrize("promise", FAULTS)
def test_only_the_promise_itself_finds_its_fault(promise: str) -> None:
    """Every other promise holds: with this one switched off the fault would go unseen."""
    proof = prove(FAULTS[promise], examples=False)
    assert {finding.id for finding in proof.findings} == {promise}
    assert set(proof.proved) == set(FAULTS) - {promise}


def test_the_default_protocol_keeps_every_promise() -> None:
    """Its worked cases are played beside the findings of every shipped protocol."""
    seen: list[tuple[int, int]] = []
    played = compile_protocol(replace(WHOLE.file, case=()))
    proof = prove(played, progress=lambda done, total: seen.append((done, total)))
    assert proof.findings == ()
    assert proof.ok
    assert proof.proved == tuple(promise.id for promise in PROMISES)
    assert proof.pending == PENDING
    assert proof.cells > 50_000
    total = len(PROMISES) * len(WHOLE.parts)
    assert seen == [(done, total) for done in range(1, total + 1)]


def test_a_fault_of_each_further_agent_is_found_and_named() -> None:
    data = tree_of(replace(WHOLE.file, case=()))
    for own in data["agent"]:
        stop = next(item for item in own["rule"] if item["id"] == "stop")
        del stop["when"]["readings_since_raise"]
    proof = prove(compile_protocol(from_json(ProtocolFile, json.dumps(data))))
    assert {agent for agent in Agent if agent is not Agent.NOREPINEPHRINE} == {
        finding.args["agent"] for finding in proof.findings
    }
    assert {(finding.id, finding.row) for finding in proof.findings} == {("stop", "stop")}


def test_a_protocol_that_asks_about_too_much_is_not_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.proof.partition.MOST_CELLS", 10)
    proof = prove(changed(lambda _: None))
    assert [finding.id for finding in proof.findings] == ["cells"]
    assert (proof.proved, proof.cells) == ((), 0)


def test_a_point_in_which_no_row_answers_is_told_without_a_row() -> None:
    (finding,) = prove(FAULTS["total"], examples=False).findings
    assert finding.row is None
    assert "dose 0.001 to 0.009 mcg/kg/min" in finding.args["facts"]
