"""500 mutants of the default protocol: each is found, or its advice is the same in every cell.

A mutant is found by what refuses the file or by a promise it breaks. Those that are neither found
nor equivalent would be faults that could advise.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from unittest import mock

from pydantic import ValidationError

from core.checked import from_json
from core.library import protocol_from, read_protocol
from core.proof.promises import PROMISES
from core.proof.same import same_advice
from core.proof.subject import subject_of
from core.rules import audit
from core.rules.audit import load_protocol
from core.rules.compile import Protocol, ProtocolError
from core.rules.protocol import ProtocolFile
from core.trial.protocol_text import tree_of

Data = dict[str, Any]
SEED = 20_260_105
ALL, BY_DAY = 500, 40
DEFAULT = protocol_from(read_protocol("early-wean").text).file
OWN_CALLS = {row.id for row in DEFAULT.notify}


def alone() -> ProtocolFile:
    """Norepinephrine's part by itself, with the worked cases that need no other agent."""
    cases = [
        case
        for case in DEFAULT.case
        if case.expect.agent == DEFAULT.drug
        and set(case.expect.notify) <= OWN_CALLS
        and not any(" runs " in line.replace(": runs ", ":runs ") for line in case.given.course)
    ]
    return replace(DEFAULT, agent=(), policy=type(DEFAULT.policy)(), case=tuple(cases))


BASE = alone()
SOUND: Protocol = load_protocol(BASE)
PLAIN: Data = tree_of(BASE)


def shifted(rng: random.Random, text: str) -> str:
    """The same quantity a little or a lot away, at times by one step of its grid."""
    number, unit = text.split(" ", 1)
    places = len(number.partition(".")[2])
    step = {"mcg/kg/min": 0.001, "%": 0.01, "beats/min per mmHg": 0.01}.get(unit, 1)
    if unit in {"min", "h"}:
        number, unit, step = str(int(float(number) * (60 if unit == "min" else 3600))), "s", 1
    wanted = float(number) + step * rng.choice([-20, -10, -2, -1, 1, 2, 10, 20])
    return f"{max(wanted, 0):.{max(places, 3)}f}".rstrip("0").rstrip(".") + f" {unit}"


def bound(rng: random.Random, data: Data) -> str:
    """A bound of a row a little elsewhere, or its other relation."""
    row = rng.choice([row for row in data["rule"] + data["notify"] if spans(row)])
    fact, span = rng.choice(spans(row))
    side = rng.choice(sorted(span))
    text = span[side]
    other = {"below": "at_most", "at_most": "below", "above": "at_least", "at_least": "above"}
    if rng.random() < 0.3:
        span[other[side]] = span.pop(side)
    elif text[0].isdigit():
        span[side] = shifted(rng, text)
    else:
        span[side] = f"{text} {rng.choice('+-')} {rng.choice([1, 2, 5, 10])} mmHg"
    return f"{row['id']}: {fact} {span}"


def spans(row: Data) -> list[tuple[str, Data]]:
    return [(fact, span) for fact, span in row["when"].items() if isinstance(span, dict)]


def deleted(rng: random.Random, data: Data) -> str:
    rows = data[rng.choice(["rule", "rule", "rule", "notify"])]
    return f"without {rows.pop(rng.randrange(len(rows)))['id']}"


def duplicated(rng: random.Random, data: Data) -> str:
    """A row once more under another name, somewhere in its phase."""
    rows = data["rule"]
    at = rng.randrange(len(rows))
    copy = {**json.loads(json.dumps(rows[at])), "id": "copied"}
    to = rng.choice([n for n, row in enumerate(rows) if row["phase"] == copy["phase"]])
    rows.insert(to, copy)
    return f"{rows[at]['id']} again above {to}"


def swapped(rng: random.Random, data: Data) -> str:
    rows = data["rule"]
    one = rng.randrange(len(rows))
    other = rng.choice([n for n, row in enumerate(rows) if row["phase"] == rows[one]["phase"]])
    rows[one], rows[other] = rows[other], rows[one]
    return f"{rows[one]['id']} and {rows[other]['id']} swapped"


def wrong_sign(rng: random.Random, data: Data) -> str:
    row = rng.choice([row for row in data["rule"] if row["then"]["action"] in TURNED])
    action, interval = TURNED[row["then"]["action"]]
    size = row["then"].get("by") or row["then"].get("at_most") or "0.02 mcg/kg/min"
    row["then"] = {"action": action, "by": size, "interval": interval, "recheck": "5 min"}
    return f"{row['id']} turned to {action}"


TURNED = {
    "raise": ("lower", "above_band"),
    "undo": ("wean", "wean"),
    "lower": ("raise", "up"),
    "wean": ("raise", "up"),
}


def wrong_size(rng: random.Random, data: Data) -> str:
    sized = [row for row in data["rule"] if {"by", "to", "at_most"} & set(row["then"])]
    row = rng.choice(sized)
    key = rng.choice(sorted({"by", "to", "at_most"} & set(row["then"])))
    row["then"][key] = shifted(rng, row["then"][key])
    return f"{row['id']}: {key} {row['then'][key]}"


def widened_stop(rng: random.Random, data: Data) -> str:
    row = next(row for row in data["rule"] if row["id"] == "stop")
    fact = rng.choice(sorted(row["when"]))
    if rng.random() < 0.3:
        del row["when"][fact]
        return f"stop without {fact}"
    (side,) = row["when"][fact]
    row["when"][fact][side] = shifted(rng, row["when"][fact][side])
    return f"stop: {fact} {row['when'][fact]}"


def dropped_flag(rng: random.Random, data: Data) -> str:
    row = rng.choice([row for row in data["rule"] + data["notify"] if row["when"]])
    fact = rng.choice(sorted(row["when"]))
    del row["when"][fact]
    return f"{row['id']} without {fact}"


RESTATED = (
    *(("limits", name) for name in ("hard", "floor", "soft", "stop_from")),
    *(("limits", name) for name in ("second_agent", "second_agent_notice")),
    *(("limits", name) for name in ("stable_for_wean", "readings_for_wean")),
    *(("limits.steps", name) for name in ("up", "rescue", "undo", "low_dose")),
    *(("limits.intervals", name) for name in ("up", "rescue", "undo", "wean", "above_band")),
    *(("limits.intervals", name) for name in ("high_line", "start")),
    *(("limits.lines", name) for name in ("diastolic", "shock_index", "map_fall")),
    *(("limits.lines", name) for name in ("map_fall_share", "heart_rate_rise_share")),
    *(("wean", name) for name in ("settle", "lockout", "lows_for_undo")),
    ("reading", "low_for_start"),
)
"""Limits whose numbers the rows say again."""


def limit_apart(rng: random.Random, data: Data) -> str:
    section, name = rng.choice(RESTATED)
    place = data
    for part in section.split("."):
        place = place[part]
    place[name] = shifted(rng, place[name])
    return f"{section}.{name} = {place[name]}"


WAYS: tuple[Callable[[random.Random, Data], str], ...] = (
    *(bound, bound, deleted, duplicated, swapped),
    *(wrong_sign, wrong_size, widened_stop, dropped_flag, limit_apart),
)


def mutants(count: int) -> Iterator[tuple[str, Data]]:
    rng = random.Random(SEED)
    for number in range(count):
        way = WAYS[number % len(WAYS)]
        data = json.loads(json.dumps(PLAIN))
        told = way(rng, data)
        yield f"{way.__name__}: {told}", data


def judged(data: Data) -> str:
    """What finds a mutant: the load, a promise by its name, nothing, or that it is equivalent."""
    if data == PLAIN:
        return "equivalent"
    try:
        file = from_json(ProtocolFile, json.dumps(data))
        protocol = load_protocol(file)
    except (ProtocolError, ValidationError):
        return "load"
    subject = subject_of(protocol, {})
    for promise in PROMISES:
        if next(promise.find(subject), None) is not None:
            return promise.id
    return "equivalent" if same_advice(SOUND, protocol) else "missed"


def verdicts(count: int) -> dict[str, str]:
    """Each mutant with what finds it; that rows are reachable is the proof's own promise here."""
    with mock.patch.object(audit, "_unreachable", return_value=()):
        drawn = enumerate(list(mutants(ALL))[:count])
        return {f"{number} {told}": judged(data) for number, (told, data) in drawn}


def test_every_mutant_is_found_by_some_promise_or_equivalent(*, nightly: bool) -> None:
    found = verdicts(ALL if nightly else BY_DAY)
    counted = Counter(found.values())
    print(f"{len(found)} mutants: {dict(counted)}")  # noqa: T201 - the count is the result
    assert [told for told, verdict in found.items() if verdict == "missed"] == []
    assert counted["equivalent"] <= len(found) // 4
    assert len(counted.keys() - {"equivalent"}) >= 10


def test_nothing_is_found_in_the_sound_file() -> None:
    subject = subject_of(SOUND, {})
    assert [promise.id for promise in PROMISES for _ in promise.find(subject)] == []
    assert judged(json.loads(json.dumps(PLAIN))) == "equivalent"
