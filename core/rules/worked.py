"""The worked cases of a protocol file as requests to an ordinary case.

A line of the course says when and what: "5 min: MAP 58 mmHg". A time is minutes, hours or seconds
from the opening; "0 min to 120 min every 40 min: MAP 70 mmHg" repeats a line. What happens is
one of

- a reading: "MAP 58 mmHg", and after commas "diastolic 38 mmHg", "heart rate 120 /min", "by cuff",
  "by second line", "artefact";
- "runs 0.1 mcg/kg/min": what the pump was found to run from then on; of another agent
  "vasopressin runs 0.03 units/min", whose usual bag hangs from then on;
- "arrhythmia yes" (any condition, yes, no or unknown) and "shock septic";
- "pause" and "go on".
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from core.model.case import Band, DosingWeight, Setup
from core.model.commands import (
    Command,
    HangBag,
    OpenCase,
    PauseTitration,
    RecordReading,
    ReportPump,
    ResumeTitration,
    StateCondition,
    StateShock,
)
from core.model.state import dose_of
from core.model.terms import (
    Agent,
    Attested,
    Condition,
    Mode,
    PauseReason,
    Route,
    Shock,
    Source,
    Use,
    WeightBasis,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import HeartRate, Kilogram, Milligram, Millilitre, Mmhg, PumpRate, Years
from core.rules.bounds import BoundError, Grid, count
from core.rules.compile import Protocol
from core.rules.infusion import RESTRICTED
from core.rules.protocol import WorkedGiven

BEGAN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""When every worked case opens; any time would do."""
_WEIGHT = DosingWeight(Kilogram(Decimal(80)), WeightBasis.ACTUAL)
_BAG = Bag(Milligram(Decimal(16)), Millilitre(Decimal(250)), ExpressedAs.BASE)
_RESOLUTION = PumpRate(Decimal("0.1"))
_LINE = re.compile(
    r"(?P<at>[^:]+?)(?: to (?P<until>[^:]+?) every (?P<every>[^:]+?))?: (?P<what>.+)"
)
_RUNS = re.compile(rf"(?:(?P<agent>{'|'.join(Agent)}) )?runs (?P<dose>.+)")
_SOURCES = {"by cuff": Source.CUFF, "by second line": Source.SECOND_LINE}
_ATTESTED = {
    "attested": Attested.YES,
    "not attested": Attested.UNKNOWN,
    "on": Attested.YES,
    "off": Attested.NO,
    "unknown": Attested.UNKNOWN,
}


def requests_of(given: WorkedGiven, protocol: Protocol, text: str) -> tuple[Command, ...]:
    """The opening of the case under the protocol's text, and its course in the order written.

    Raises:
        BoundError: a line, a quantity or the band cannot be read, or time runs backwards.
    """
    requests: list[Command] = [_opening(given, protocol, text)]
    for line in given.course:
        requests += _requests(line, protocol)
    times = [request.at for request in requests]
    if times != sorted(times):
        raise BoundError("the lines of its course are not in order of time")
    return tuple(requests)


def _opening(given: WorkedGiven, protocol: Protocol, text: str) -> OpenCase:
    start = protocol.numbers.start_default
    if given.start is not None:
        start = count(given.start, "dose", protocol.unit)
    setup = Setup(
        label="WORKED",
        mode=Mode.SIMULATION,
        weight=_WEIGHT,
        bag=_BAG,
        route=Route.CENTRAL,
        resolution=_RESOLUTION,
        band=_band(given.band, protocol),
        start_dose=dose_of(start, protocol.unit),
        fluids=_ATTESTED[given.fluids],
        vasopressin=_ATTESTED[given.vasopressin],
        age=None if given.age is None else Years(Decimal(count(given.age, "years", ""))),
    )
    return OpenCase(
        at=BEGAN,
        setup=setup,
        counting=protocol.counting,
        countings=protocol.countings,
        protocol=protocol.file.id,
        protocol_version=protocol.file.version,
        protocol_text=text,
        initials="WC",
    )


def _band(text: str | None, protocol: Protocol) -> Band:
    known = {f"{band.low.value} to {band.high}": band for band in protocol.bands}
    if text is None:
        return protocol.bands[0]
    if text not in known:
        raise BoundError(f'"{text}" is no band of this protocol: write one of {", ".join(known)}')
    return known[text]


def _requests(line: str, protocol: Protocol) -> Iterator[Command]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise BoundError(f'"{line}" is no line of a course: write it as "5 min: MAP 58 mmHg"')
    first = count(found["at"], "time", "")
    last, every = first, 1
    if found["until"] is not None:
        last, every = count(found["until"], "time", ""), count(found["every"], "time", "")
    if every == 0 or last < first:
        raise BoundError(f'"{line}" never comes to its end')
    for second in range(first, last + 1, every):
        yield from _request(found["what"], BEGAN + timedelta(seconds=second), protocol)


def _request(what: str, at: datetime, protocol: Protocol) -> tuple[Command, ...]:
    if what == "pause":
        return (PauseTitration(at=at, observed_at=at, reason=PauseReason.OTHER),)
    if what == "go on":
        return (ResumeTitration(at=at, observed_at=at),)
    stated = _stated(what, at)
    if stated is not None:
        return (stated,)
    runs = _RUNS.fullmatch(what)
    return (_reading(what, at),) if runs is None else _runs(runs, at, protocol)


def _stated(what: str, at: datetime) -> StateCondition | StateShock | None:
    """What is said of the patient, if that is what the line says."""
    name, _, said = what.rpartition(" ")
    code = name.replace(" ", "_")
    if code in set(Condition) and said in set(Attested):
        return StateCondition(at=at, condition=Condition(code), answer=Attested(said))
    if name == "shock" and said in set(Shock):
        return StateShock(at=at, shock=Shock(said))
    return None


def _runs(runs: re.Match[str], at: datetime, protocol: Protocol) -> tuple[Command, ...]:
    """What a pump was found to run; another agent's usual bag is hung with it."""
    agent = Agent(runs["agent"]) if runs["agent"] else protocol.agent
    part = protocol.part(agent)
    if part is None:
        raise BoundError(f"this protocol has no rows for {agent}")
    dose = dose_of(count(runs["dose"], "dose", part.unit), part.unit)
    use = Use.CHARTED if agent in RESTRICTED else None
    report = ReportPump(at=at, observed_at=at, agent=agent, dose=dose, use=use)
    if part.usual_bag is None:
        return (report,)
    hung = HangBag(at=at, observed_at=at, agent=agent, bag=part.usual_bag, use=use)
    return (hung, report)


def _reading(what: str, at: datetime) -> RecordReading:
    mean, *parts = what.split(", ")
    reading = RecordReading(
        at=at, observed_at=at, source=Source.ARTERIAL_LINE, map=Mmhg(_number(mean, "MAP", "mmHg"))
    )
    for part in parts:
        if part == "artefact":
            reading = replace(reading, artefact=True)
        elif part in _SOURCES:
            reading = replace(reading, source=_SOURCES[part])
        elif part.startswith("diastolic "):
            reading = replace(reading, diastolic=Mmhg(_number(part, "diastolic", "mmHg")))
        else:
            reading = replace(reading, heart_rate=HeartRate(_number(part, "heart rate", "/min")))
    return reading


def _number(part: str, name: str, grid: Grid) -> Decimal:
    if not part.startswith(f"{name} "):
        raise BoundError(f'"{part}" says nothing known: write as "{name} 58 {grid}"')
    return Decimal(count(part.removeprefix(f"{name} "), grid, ""))
