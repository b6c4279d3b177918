"""The proof of a protocol: every promise, for every agent, with courses that show breaches."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core.proof.examples import shown
from core.proof.finding import Breach, Finding
from core.proof.partition import TooManyCellsError
from core.proof.promises import PENDING, PROMISES, Promise
from core.proof.subject import Subject, subject_of
from core.rules.compile import Protocol

MOST_BREACHES = 3
"""So many breaches of one promise are told for one agent; the rest are of the same kind."""
Progress = Callable[[int, int], None]
"""Called with how many promises have been judged, and of how many."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of it: the cells judged, the findings, what was shown, and what is pending."""

    cells: int
    findings: tuple[Finding, ...]
    proved: tuple[str, ...]
    pending: tuple[str, ...] = PENDING

    @property
    def ok(self) -> bool:
        """Whether every promise holds."""
        return not self.findings


def unheard(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def prove(
    protocol: Protocol,
    *,
    promises: Iterable[Promise] = PROMISES,
    progress: Progress = unheard,
    examples: bool = True,
) -> Proof:
    """Judge the promises for each agent of a protocol; without `examples` no course is built."""
    wanted = tuple(promises)
    total = len(wanted) * len(protocol.parts)
    findings: list[Finding] = []
    cells = done = 0
    for part in protocol.parts:
        try:
            subject = subject_of(part, {})
        except TooManyCellsError as error:
            findings.append(Finding("cells", None, {"agent": part.agent, "phase": str(error)}))
            done += len(wanted)
            continue
        cells += subject.cells
        for promise in wanted:
            findings += _found(protocol, subject, promise, examples=examples)
            done += 1
            progress(done, total)
    broken = {finding.id for finding in findings}
    proved = tuple(
        item.id for item in wanted if item.id not in broken | _unjudged(findings, wanted)
    )
    return Proof(cells, tuple(findings), proved)


def _unjudged(findings: list[Finding], wanted: tuple[Promise, ...]) -> set[str]:
    """An agent with too many cells leaves every promise open."""
    return {item.id for item in wanted} if any(f.id == "cells" for f in findings) else set()


def _found(
    protocol: Protocol, subject: Subject, promise: Promise, *, examples: bool
) -> Iterator[Finding]:
    kept: dict[str | None, Breach] = {}
    for breach in promise.find(subject):
        kept.setdefault(breach.row, breach)
        if len(kept) > MOST_BREACHES:
            break
    for breach in list(kept.values())[:MOST_BREACHES]:
        given = shown(protocol, subject.part, breach) if examples else None
        args = {"agent": subject.part.agent, "row": breach.row or "", **breach.args}
        yield Finding(promise.id, breach.row, args, given)
