"""Walking the rows of a log: each is either believed or found wanting."""

import struct
from collections.abc import Iterable, Iterator

from core.frozen import dataclass
from core.log.errors import CaseDamaged, Damage
from core.log.row import CHAIN_START, LogRow, RawRow, believe, chain_of


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a case file. `seq` is the entry it concerns, if it concerns one."""

    damage: Damage
    detail: str
    seq: int | None = None


def walk(rows: Iterable[RawRow]) -> Iterator[LogRow | Finding]:
    """Each row as a LogRow, or what is wrong with it.

    After a broken link the walk goes on from what the row claims, so that one changed entry is
    one finding and not one for each entry behind it.
    """
    last_seq, last_chain = 0, CHAIN_START
    for row in rows:
        if row.seq != last_seq + 1:
            yield Finding(Damage.SEQUENCE_GAP, f"entry {row.seq} follows {last_seq}", row.seq)
        yield _judge(row, last_chain)
        last_seq, last_chain = row.seq, row.chain


def _judge(row: RawRow, last_chain: bytes) -> LogRow | Finding:
    try:
        if chain_of(last_chain, row) != row.chain:
            detail = f"entry {row.seq} does not fit the chain of the entries before it"
            return Finding(Damage.CHAIN_BROKEN, detail, row.seq)
        return believe(row)
    except (TypeError, ValueError, struct.error) as fault:  # a column of another type or text
        detail = f"entry {row.seq} cannot be read ({fault})"
        return Finding(Damage.UNREADABLE_ROW, detail, row.seq)


def trusted(rows: Iterable[RawRow]) -> Iterator[LogRow]:
    """The rows, as long as each is sound. CaseDamaged at the first that is not."""
    for item in walk(rows):
        if isinstance(item, Finding):
            raise CaseDamaged(item.damage, item.detail)
        yield item
