"""Is a case file intact? Looks at a private copy, so the case itself is never changed.

What it sees: pages that SQLite finds damaged, another schema, a gap, any changed, added or
exchanged entry. What it cannot see: entries cut off the end, or a log computed anew as a whole;
that takes a keyed chain.
"""

from contextlib import closing
from pathlib import Path

from core.frozen import dataclass
from core.log.chain import Finding, walk
from core.log.engine import CaseFile
from core.log.errors import CaseUnfit, Damage
from core.log.row import LogRow
from core.log.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found.

    `rows` counts the entries that could be read; `head` is the chain of the last of them in
    hexadecimal, empty if there is none.
    """

    rows: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(path: Path) -> Verdict:
    """Everything that is wrong with the case at `path`.

    LogUnavailable if it cannot be read at all, CaseBusy if this process has it open or if it is
    being written all the while.
    """
    copy = Snapshot(path)
    try:
        return _examine(copy.path, path)
    finally:
        copy.discard()


def _examine(copy: Path, path: Path) -> Verdict:
    try:
        with closing(CaseFile(copy, called=path)) as file:
            file.refuse_foreign()
            return _read(file)
    except CaseUnfit as unfit:
        return Verdict(0, "", (_finding(unfit),))


def _read(file: CaseFile) -> Verdict:
    findings: list[Finding] = []
    rows, head = 0, b""
    try:
        findings += [Finding(Damage.CORRUPT, words) for words in file.complaints()]
        for item in walk(file.rows()):
            if isinstance(item, LogRow):
                rows, head = rows + 1, item.chain
            else:
                findings.append(item)
    except CaseUnfit as unfit:
        findings.append(_finding(unfit))
    if not rows and not findings:
        findings.append(Finding(Damage.EMPTY, "it holds no entry"))
    return Verdict(rows, head.hex(), tuple(findings))


def _finding(unfit: CaseUnfit) -> Finding:
    return Finding(unfit.damage, unfit.detail)
