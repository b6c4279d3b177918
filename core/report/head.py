"""The head of the printed record: whose it is, by which protocol, with which bags, by whom."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from core.model.case import Band, DosingWeight, Setup
from core.model.events import (
    BagHung,
    CaseEnded,
    Recorded,
    ShiftStarted,
    TargetChanged,
    WeightChanged,
)
from core.model.terms import Agent
from core.quantity.bag import Bag
from core.report.facts import opening_of
from core.report.hung import bag_said
from core.report.pinned import Pinned
from core.view.wording import Words

Head = tuple[tuple[str, tuple[str, ...]], ...]


def head_of(facts: Sequence[Recorded], protocol: Pinned, words: Words) -> Head:
    """Names with their values; what changed during the case has a value for each time."""
    opened = opening_of(facts)
    setup = opened.setup
    last = max(fact.event.at for fact in facts)
    fields = {
        "label": (setup.label,),
        "mode": (words.say(f"case.mode.{setup.mode}"),),
        "patient": (_patient(setup, words),),
        "weight": tuple(_weights(facts, words)),
        "target": tuple(_targets(facts, words)),
        "route": (words.say(f"route.{setup.route}"),),
        "pump": (words.say("record.value.resolution", {"resolution": str(setup.resolution)}),),
        "bags": tuple(_bags(facts, words)) or (words.say("record.value.no-bag"),),
        "protocol": (f"{protocol.id} {protocol.version}",),
        "sha256": (protocol.sha256,),
        "initials": tuple(_shifts(facts, words)),
        "began": (words.day_and_clock(opened.at),),
        "ended": (_ended(facts, words),),
        "count": (_count(facts, last, words),),
    }
    return tuple((words.say(f"record.field.{name}"), said) for name, said in fields.items())


def zone_text(facts: Sequence[Recorded], words: Words) -> str:
    """The zone that times are written in, with its distance from UTC."""
    instants = [fact.event.at for fact in facts]
    begun, ended = (_offset(at, words) for at in (min(instants), max(instants)))
    zone = getattr(words.zone, "key", None) or str(words.zone)
    code = "offset" if begun == ended else "offsets"
    return words.say(f"record.{code}", {"zone": zone, "offset": begun, "later": ended})


def _offset(at: datetime, words: Words) -> str:
    minutes = (at.astimezone(words.zone).utcoffset() or timedelta(0)) // timedelta(minutes=1)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _patient(setup: Setup, words: Words) -> str:
    none = words.say("record.value.not-told")
    sex = none if setup.sex is None else words.say(f"sex.{setup.sex}")
    age = none if setup.age is None else words.say("view.years", {"age": str(setup.age.value)})
    both_unknown = setup.sex is None and setup.age is None
    return none if both_unknown else words.say("record.value.patient", {"sex": sex, "age": age})


def _weights(facts: Sequence[Recorded], words: Words) -> Iterator[str]:
    opened = opening_of(facts)
    yield _weight(opened.setup.weight, opened.at, words)
    for fact in facts:
        if isinstance(fact.event, WeightChanged):
            yield _weight(fact.event.weight, fact.event.at, words)


def _weight(weight: DosingWeight, at: datetime, words: Words) -> str:
    basis = words.say(f"basis.{weight.basis}")
    args = {"weight": str(weight.weight), "basis": basis, "at": words.day_and_clock(at)}
    return words.say("record.value.weight", args)


def _targets(facts: Sequence[Recorded], words: Words) -> Iterator[str]:
    opened = opening_of(facts)
    yield _target(opened.setup.band, opened.at, words)
    for fact in facts:
        if isinstance(fact.event, TargetChanged):
            yield _target(fact.event.band, fact.event.at, words)


def _target(band: Band, at: datetime, words: Words) -> str:
    why = "" if band.reason is None else words.say(f"band-reason.{band.reason}")
    args = {
        "low": str(band.low.value),
        "high": str(band.high.value),
        "why": why,
        "at": words.day_and_clock(at),
    }
    return words.say("record.value.band-why" if why else "record.value.band", args)


def _bags(facts: Sequence[Recorded], words: Words) -> Iterator[str]:
    opened = opening_of(facts)
    if opened.setup.bag is not None:
        yield _bag(Agent.NOREPINEPHRINE, opened.setup.bag, opened.at, words)
    for fact in facts:
        if isinstance(fact.event, BagHung):
            yield _bag(fact.event.agent, fact.event.bag, fact.event.at, words)


def _bag(agent: Agent, bag: Bag, at: datetime, words: Words) -> str:
    args = {**bag_said(agent, bag, words), "at": words.day_and_clock(at)}
    return words.say("record.value.bag", args)


def _shifts(facts: Sequence[Recorded], words: Words) -> Iterator[str]:
    for fact in facts:
        event = fact.event
        if isinstance(event, ShiftStarted):
            args = {"initials": event.initials, "at": words.day_and_clock(event.at)}
            yield words.say("record.value.shift", args)


def _ended(facts: Sequence[Recorded], words: Words) -> str:
    ended = next((f.event for f in facts if isinstance(f.event, CaseEnded)), None)
    if ended is None:
        return words.say("record.value.still-open")
    return f"{words.day_and_clock(ended.at)}, {words.say(f'outcome.{ended.outcome}')}"


def _count(facts: Sequence[Recorded], last: datetime, words: Words) -> str:
    args = {"count": str(len(facts)), "at": words.day_and_clock(last)}
    return words.say("record.value.count", args)
