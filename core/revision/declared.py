"""What both files declare besides their rows: limits, lines, bands, settings, and the wording."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from core.model.terms import Agent
from core.revision.change import Change, Group
from core.rules.compile import Protocol
from core.rules.protocol import ProtocolFile
from core.rules.rows import NotifyRow, Row

NONE = "-"
_LIMITS = ("limits", "reading", "wean", "policy")
_CALLS = ("prompts",)
_WORDING = ("id", "version", "title", "sources", "pump", "bounds", "case")
"""Listed bags, further bounds and worked cases are read by the proof, and change no advice."""
_ROW_WORDING = ("title", "source")


def limits_changed(before: Protocol, now: Protocol) -> Iterator[Change]:
    """Every declared limit that changes; those of a further agent without what all share."""
    sections = _LIMITS if now.agent is Agent.NOREPINEPHRINE else ("limits",)
    texts = [_flat(_part(each.file, sections)) for each in (before, now)]
    lines = "limits.lines."
    for name, was, now_is in _unlike(*texts):
        shared = now.agent is not Agent.NOREPINEPHRINE and name.startswith(lines)
        if not name.endswith("source") and not shared:
            args = {"name": _spoken(name), "before": was, "now": now_is}
            yield Change(Group.LIMITS, "limit", now.agent, args)


def reminders_changed(before: Protocol, now: Protocol) -> Iterator[Change]:
    """When reminders fall due."""
    texts = [_flat(_part(each.file, _CALLS)) for each in (before, now)]
    for name, was, now_is in _unlike(*texts):
        if not name.endswith("source"):
            args = {"name": _spoken(name), "before": was, "now": now_is}
            yield Change(Group.CALLS, "reminder", None, args)


def targets_changed(before: Protocol, now: Protocol) -> Iterator[Change]:
    """Bands that were added, taken away, or want another reason; and another default."""
    was, now_are = (_bands(each.file) for each in (before, now))
    for band, reason in was.items():
        if band not in now_are:
            yield Change(Group.TARGETS, "target-removed", None, {"band": band})
        elif now_are[band] != reason:
            args = {"band": band, "before": reason, "now": now_are[band]}
            yield Change(Group.TARGETS, "target-reason", None, args)
    for band in now_are:
        if band not in was:
            yield Change(Group.TARGETS, "target-added", None, {"band": band})
    first, other = next(iter(was)), next(iter(now_are))
    if first != other:
        yield Change(Group.TARGETS, "target-default", None, {"before": first, "now": other})


def agents_changed(before: Protocol, now: Protocol) -> Iterator[Change]:
    """Agents that were added or taken away, and those dosed in another unit or from another bag."""
    was, now_are = ({part.agent: part for part in each.parts} for each in (before, now))
    for agent in Agent:
        if agent in was and agent not in now_are:
            yield Change(Group.AGENTS, "agent-removed", agent)
        if agent in now_are and agent not in was:
            yield Change(Group.AGENTS, "agent-added", agent)
        if agent in was and agent in now_are:
            yield from _of_agent(was[agent], now_are[agent])


def _of_agent(before: Protocol, now: Protocol) -> Iterator[Change]:
    if before.unit is not now.unit:
        args = {"before": str(before.unit), "now": str(now.unit)}
        yield Change(Group.AGENTS, "agent-unit", now.agent, args)
    bags = [NONE if each.usual_bag is None else each.usual_bag.text for each in (before, now)]
    if bags[0] != bags[1]:
        yield Change(Group.AGENTS, "agent-bag", now.agent, {"before": bags[0], "now": bags[1]})


def wording_changed(before: Protocol, now: Protocol) -> Iterator[Change]:
    """Titles, sources, names of rows and what only the proof reads: the advice is the same."""
    texts = [
        {
            **_flat(_part(each.file, _WORDING)),
            **_sources(_flat(_part(each.file, (*_LIMITS, *_CALLS, "target")))),
        }
        for each in (before, now)
    ]
    for name, was, now_is in _unlike(*texts):
        args = {"name": _spoken(name), "before": was, "now": now_is}
        yield Change(Group.WORDING, "wording", None, args)
    for part in now.parts:
        other = before.part(part.agent)
        if other is not None:
            yield from _rows_reworded(other, part)


def _rows_reworded(before: Protocol, now: Protocol) -> Iterator[Change]:
    was = {row.id: row for row in _rows(before)}
    for row in _rows(now):
        other = was.get(row.id)
        for name in _ROW_WORDING:
            one, two = getattr(other, name, None), getattr(row, name, None)
            if other is not None and one != two:
                args = {"name": f"{row.id}, {name}", "before": str(one), "now": str(two)}
                yield Change(Group.WORDING, "wording", now.agent, args)


def _rows(part: Protocol) -> tuple[Row | NotifyRow, ...]:
    return (*part.file.rule, *part.file.notify)


def _bands(file: ProtocolFile) -> dict[str, str]:
    return {
        f"{band.low.partition(' ')[0]} to {band.high}": str(band.reason or NONE)
        for band in file.target
    }


def _part(file: ProtocolFile, names: tuple[str, ...]) -> Mapping[str, Any]:
    return {name: getattr(file, name) for name in names}


def _flat(value: object, place: str = "") -> dict[str, str]:
    """Every text of a part of a file by its place: "limits.steps.up"."""
    if is_dataclass(value):
        value = {item.name: getattr(value, item.name) for item in fields(value)}
    items: Iterator[tuple[object, object]] = iter(())
    if isinstance(value, Mapping):
        items = iter(value.items())
    elif isinstance(value, list | tuple):
        items = iter(enumerate(value, 1))
    else:
        return {place: NONE if value is None else str(value)}
    found: dict[str, str] = {}
    for key, item in items:
        found |= _flat(item, f"{place}.{key}" if place else str(key))
    return found


def _sources(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name.endswith("source")}


def _unlike(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys((*before, *now)):
        was, now_is = before.get(name, NONE), now.get(name, NONE)
        if was != now_is:
            yield name, was, now_is


def _spoken(name: str) -> str:
    return name.replace(".", " ").replace("_", " ")
