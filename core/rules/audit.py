"""What a protocol file must satisfy before it is loaded at all.

Per phase the last row matches everything, every row wins somewhere in every band, ids are unique,
sources exist, and the declared limits do not contradict each other. The full proof is a room of
its own; this is the part without which the table has no meaning.
"""

from collections import Counter
from collections.abc import Iterator

from core.model.case import Band
from core.model.commands import RecordReading
from core.model.facts import Axis, Phase
from core.model.terms import Agent
from core.rules.bounds import NONE, BoundError, count
from core.rules.boxes import Box, row_box
from core.rules.compile import Protocol, ProtocolError, compile_protocol
from core.rules.honest import beside, filled, left_open
from core.rules.monitor import LEAST_INTERVAL
from core.rules.protocol import ProtocolFile
from core.rules.rows import NotifyRow, Row, When
from core.rules.table import ANY, LEAST
from core.rules.worked import requests_of

_ACTIONS: dict[str, frozenset[str]] = {
    "off": frozenset({"hold", "look_again", "start"}),
    "running": frozenset(
        {"hold", "look_again", "raise", "undo", "lower", "wean", "stop", "escalate"}
    ),
    "watch": frozenset({"hold", "look_again", "restart"}),
    "paused": frozenset({"hold"}),
}
Cuboid = tuple[tuple[int, int], ...]
MOST_PIECES = 20_000


def load_protocol(file: ProtocolFile, *, proven: bool = False) -> Protocol:
    """The compiled protocol of a file that passes.

    A `proven` file is not asked again, and its tables are made when they are wanted: of each file
    that comes with the program the tests ask all of this, and a start has no time for it.

    Raises:
        ProtocolError: with every finding, each naming the place.
    """
    if proven:
        return compile_protocol(file, proven=True)
    files = (file, *(file.of(further) for further in file.agent))
    findings = (*_agents(file), *(found for one in files for found in _whole(one, file.drug)))
    if findings:
        raise ProtocolError(findings)
    protocol = compile_protocol(file)
    try:
        dead = [found for part in protocol.parts for found in _unreachable(part)]
        limits = [found for part in protocol.parts for found in _limits(part)]
        findings = (*limits, *dead, *_cases(protocol))
    except BoundError as error:
        raise ProtocolError((str(error),)) from error
    if findings:
        raise ProtocolError(findings)
    return protocol


def _whole(file: ProtocolFile, main: Agent) -> Iterator[str]:
    """What one agent's rows lack by themselves; a further agent is named."""
    if file.drug is main:
        return iter((*_names(file), *_shared(file), *_phases(file)))
    return (f"agent {file.drug}, {found}" for found in (*_names(file), *_phases(file)))


def _agents(file: ProtocolFile) -> Iterator[str]:
    """Each agent stands once, norepinephrine first, and the policy names none but these.

    Calls of two agents may have one id: it is the same call, made once.
    """
    drugs = [file.drug, *(further.drug for further in file.agent)]
    if file.drug is not Agent.NOREPINEPHRINE:
        yield f"drug: a protocol is about norepinephrine first, not {file.drug}"
    for drug, times in Counter(drugs).items():
        if times > 1:
            yield f"agent {drug}: it stands {times} times"
    for agent in (*file.policy.up, *file.policy.down):
        if agent not in drugs:
            yield f"policy: it names {agent}, and the file has no rows for it"
    if file.policy.source not in file.sources:
        yield f'policy: the source "{file.policy.source}" is not listed under [sources]'
    yield from beside(file)


def _names(file: ProtocolFile) -> tuple[str, ...]:
    """Ids that stand twice, and what the rows and limits of one agent cite."""
    ids = Counter([*(row.id for row in file.rule), *(row.id for row in file.notify)])
    twice = [f"row {name}: the id stands {times} times" for name, times in ids.items() if times > 1]
    rows: tuple[Row | NotifyRow, ...] = (*file.rule, *file.notify)
    cited = [(f"row {row.id}", row.source) for row in rows]
    return (*twice, *_uncited(file, [*cited, ("limits", file.limits.source)]))


def _shared(file: ProtocolFile) -> tuple[str, ...]:
    """The same of the parts that all agents share."""
    cited = [(f"target {number}", item.source) for number, item in enumerate(file.target, 1)]
    sections = (("reading", file.reading), ("wean", file.wean), ("prompts", file.prompts))
    cited += [(place, section.source) for place, section in sections]
    unexplained = [
        f"target {number}: every band but the first wants a reason"
        for number, item in enumerate(file.target, 1)
        if number > 1 and item.reason is None
    ]
    return (*_uncited(file, cited), *unexplained, *filled(file))


def _uncited(file: ProtocolFile, cited: list[tuple[str, str]]) -> list[str]:
    return [
        f'{place}: the source "{name}" is not listed under [sources]'
        for place, name in cited
        if name not in file.sources
    ]


def _phases(file: ProtocolFile) -> tuple[str, ...]:
    findings = []
    for phase in Phase:
        rows = [row for row in file.rule if row.phase == phase.name.lower()]
        if not rows:
            findings.append(f"phase {phase.name.lower()}: it has no row")
        elif _asks(rows[-1]):
            findings.append(
                f"phase {phase.name.lower()}: its last row {rows[-1].id} must match everything"
            )
        findings += [finding for row in rows for finding in _shape(row)]
    if not file.example and not any(row.then.action == "stop" for row in file.rule):
        findings.append("phase running: no row stops, so that weaning never ends")
    return tuple(findings)


def _shape(row: Row) -> Iterator[str]:
    """What the action of a row takes for granted, whatever its thresholds."""
    if row.then.action not in _ACTIONS[row.phase]:
        yield f"row {row.id}: {row.then.action} has no place in the phase {row.phase}"
    if row.then.action == "undo" and row.when.since_step is None:
        yield f"row {row.id}: an undo must ask about since_step, there may be nothing to undo"


def _asks(row: Row) -> bool:
    return row.when != When()


def _limits(protocol: Protocol) -> tuple[str, ...]:
    n, limits = protocol.numbers, protocol.file.limits
    room, hard, least = n.highest - n.floor, f"hard {limits.hard}", n.start_least or n.floor
    ladder = (
        (n.floor, f"floor {limits.floor}", least, f"start least {limits.start.least}"),
        (n.start_least, f"start least {limits.start.least}", n.start_default, "start default"),
        (n.start_default, "start default", n.start_most, f"start most {limits.start.most}"),
        (n.start_most, f"start most {limits.start.most}", n.highest, hard),
        (n.floor, f"floor {limits.floor}", n.stop_from, f"stop_from {limits.stop_from}"),
        (n.soft, f"soft {limits.soft}", n.highest, hard),
        *_second_agent(protocol),
        (n.plausible[0], "reading.plausible_from", n.plausible[1], "reading.plausible_to"),
    )
    return (
        *left_open(protocol.file),
        *(
            f"limits: {low_name} is above {high_name}"
            for low, low_name, high, high_name in ladder
            if low > high
        ),
        *(
            f"limits.steps.{name}: a step is more than 0 and fits between floor and hard"
            for name, step in n.steps.items()
            if not 0 < step <= room and getattr(limits.steps, name) != NONE
        ),
        *(
            f"limits.intervals.{name}: no change follows another within 2 min"
            for name, seconds in n.intervals.items()
            if seconds < (1 if protocol.file.example else LEAST_INTERVAL)
        ),
    )


def _second_agent(protocol: Protocol) -> Iterator[tuple[int, str, int, str]]:
    """The notice stands under the threshold, and that under the hard limit."""
    n = protocol.numbers
    if n.second_agent is not None:
        yield n.second_agent, "second_agent", n.highest, f"hard {protocol.file.limits.hard}"
        if n.second_agent_notice is not None:
            yield n.second_agent_notice, "second_agent_notice", n.second_agent, "second_agent"


def _cases(protocol: Protocol) -> Iterator[str]:
    calls = {row.id for part in protocol.parts for row in part.file.notify}
    for case in protocol.file.case:
        place, expect = f'case "{case.name}"', case.expect
        part = protocol.part(expect.agent)
        if part is None or expect.rule not in {row.id for row in part.file.rule}:
            yield f"{place}: it expects the row {expect.rule}, and {expect.agent} has none of it"
            continue
        for name in sorted(set(expect.notify) - calls):
            yield f"{place}: it expects the call {name}, and there is none"
        try:
            count(expect.dose, "dose", part.unit)
            last = requests_of(case.given, protocol, "")[-1]
        except BoundError as error:
            yield f"{place}: {error}"
        else:
            if not isinstance(last, RecordReading):
                yield f"{place}: its course must end in a reading"


def _unreachable(protocol: Protocol) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            f"row {name}: it can never win, the rows above it take every case "
            f"(band {band.low.value} to {band.high})"
            for band in protocol.bands
            for name in dead_rows(protocol.file, band)
        )
    )


def dead_rows(file: ProtocolFile, band: Band) -> tuple[str, ...]:
    """The rows whose every point is taken by rows above them in their phase, for one band."""
    above: dict[str, list[Cuboid]] = {phase.name.lower(): [] for phase in Phase}
    dead = []
    for row in file.rule:
        cuboid = _cuboid(row_box(file, band, row))
        if not _left_over(cuboid, above[row.phase], row.id):
            dead.append(row.id)
        above[row.phase].append(cuboid)
    return tuple(dead)


def _cuboid(box: Box) -> Cuboid:
    return tuple(_domain(axis, box.get(axis)) for axis in Axis)


def _domain(axis: Axis, interval: tuple[int, int] | None) -> tuple[int, int]:
    """MAP, dose and the counts are always known when a row is asked; the rest may be unknown."""
    if interval is None:
        return (LEAST, ANY[1]) if axis in _ALWAYS_KNOWN else ANY
    return interval


_ALWAYS_KNOWN = frozenset({Axis.PHASE, Axis.MAP, Axis.DOSE, Axis.FLUIDS, Axis.FAILED_WEANS})


def _left_over(cuboid: Cuboid, taken: list[Cuboid], row: str) -> bool:
    pieces = [cuboid]
    for other in taken:
        pieces = [rest for piece in pieces for rest in _minus(piece, other)]
        if len(pieces) > MOST_PIECES:
            raise BoundError(f"row {row}: the rows above it cut the table into too many pieces")
        if not pieces:
            return False
    return True


def _minus(piece: Cuboid, other: Cuboid) -> list[Cuboid]:
    """What is left of `piece` outside `other`, as disjoint cuboids."""
    if any(
        a_low >= b_high or b_low >= a_high
        for (a_low, a_high), (b_low, b_high) in zip(piece, other, strict=True)
    ):
        return [piece]
    rest, core = [], list(piece)
    for axis, (low, high) in enumerate(other):
        begin, end = core[axis]
        if begin < low:
            rest.append((*core[:axis], (begin, low), *core[axis + 1 :]))
        if high < end:
            rest.append((*core[:axis], (high, end), *core[axis + 1 :]))
        core[axis] = (max(begin, low), min(end, high))
    return rest
