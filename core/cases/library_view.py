"""What the library shows of a protocol: what it is for, what was found, who approved it."""

from collections.abc import Iterator
from enum import StrEnum

from core.approval import Allowed
from core.cases.bookcase import Volume
from core.cases.told import ToldFinding
from core.frozen import dataclass
from core.rules.protocol import AgentLimits, ProtocolFile, Target
from core.view.wording import Words

NONE = "none"
"""What an example writes where what it is shaped on states no number."""


class Proved(StrEnum):
    """How far the proof of a text has come at this site."""

    NO = "no"
    SOUND = "sound"
    FINDINGS = "findings"
    BROKEN = "broken"
    """It cannot be loaded, so nothing is proved of it."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as shown; `told` is kept for who opens its course as a case, None without one."""

    text: str
    row: str
    told: ToldFinding | None


@dataclass(frozen=True, slots=True)
class VolumeView:
    """A protocol as the library shows it, every text written. `key` names it among the others."""

    key: str
    name: str
    title: str
    state: str
    state_text: str
    example: bool
    use: str
    targets: tuple[str, ...]
    limits: tuple[str, ...]
    proved: Proved
    proof: str
    findings: tuple[FindingLine, ...]
    approval: str
    approvable: bool


def volume_view(volume: Volume, words: Words) -> VolumeView:
    """A protocol at hand in the words of the library."""
    file, proved = volume.file, _proved(volume)
    return VolumeView(
        key=volume.place,
        name=volume.id if file is None else f"{file.id} {file.version}",
        title="" if file is None else file.title,
        state=volume.state,
        state_text=words.say(f"library.state.{_state(volume, proved)}"),
        example=volume.example,
        use=words.say(f"library.use.{_use(volume)}"),
        targets=() if file is None else _targets(file, words),
        limits=() if file is None else tuple(_limits(file, words)),
        proved=proved,
        proof=_proof(volume, proved, words),
        findings=_findings(volume),
        approval=_approval(volume, words),
        approvable=_is_approvable(volume, proved),
    )


def _code(state: str) -> str:
    return state.replace(" ", "-")


def _state(volume: Volume, proved: Proved) -> str:
    unproved = volume.state is Allowed.SIMULATION and proved is Proved.NO
    return "unproved" if unproved else _code(volume.state)


def _is_approvable(volume: Volume, proved: Proved) -> bool:
    """A sound text that is no example and not approved yet."""
    approved = volume.allowed is Allowed.WORKSTATION
    return proved is Proved.SOUND and not volume.example and not approved


def _use(volume: Volume) -> str:
    if volume.allowed is Allowed.SIMULATION and volume.state is Allowed.NOTHING:
        return "found"
    return "example" if volume.example else _code(volume.allowed)


def _proved(volume: Volume) -> Proved:
    if volume.told is None or volume.unproved:
        return Proved.BROKEN if volume.faults else Proved.NO
    if any(finding.id == "load" for finding in volume.told.findings):
        return Proved.BROKEN
    return Proved.SOUND if volume.told.ok else Proved.FINDINGS


def _proof(volume: Volume, proved: Proved, words: Words) -> str:
    told = volume.told
    args = {
        "cells": "" if told is None else f"{told.cells:,}",
        "count": "" if told is None else str(len(told.findings)),
    }
    return words.say(f"library.proof.{proved}", args)


def _findings(volume: Volume) -> tuple[FindingLine, ...]:
    if volume.told is None:
        return tuple(FindingLine(fault, "", None) for fault in volume.faults)
    return tuple(
        FindingLine(told.message, told.row or "", None if told.counterexample is None else told)
        for told in volume.told.findings
    )


def _approval(volume: Volume, words: Words) -> str:
    approval = volume.approval
    if approval is None:
        return words.say("library.nobody")
    args = {"initials": approval.initials, "at": words.day_and_clock(approval.at)}
    return words.say("library.approved-by", {**args, "program": approval.program})


def _targets(file: ProtocolFile, words: Words) -> tuple[str, ...]:
    return tuple(_target(target, words) for target in file.target)


def _target(target: Target, words: Words) -> str:
    code = "library.target" if target.reason is None else "library.target-for"
    why = "" if target.reason is None else words.say(f"band-reason.{target.reason}")
    low = target.low.partition(" ")[0]
    return words.say(code, {"low": low, "high": target.high, "why": why})


def _limits(file: ProtocolFile, words: Words) -> Iterator[str]:
    parts: list[tuple[str, AgentLimits]] = [(file.drug, file.limits)]
    parts += [(further.drug, further.limits) for further in file.agent]
    for drug, limits in parts:
        said = {
            "start": limits.start.default,
            "up": limits.steps.up,
            "soft": limits.soft,
            "hard": limits.hard,
        }
        none = words.say("library.none-stated")
        written = {name: none if text == NONE else text for name, text in said.items()}
        yield words.say("library.limits-of", {"agent": words.say(f"agent.{drug}"), **written})
