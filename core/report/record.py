"""The titration record of a case as values: head, blocks and entries, every text written."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.model.events import Prompted, Recorded
from core.report.block_rows import BlockTable, block_table
from core.report.blocks import blocks_of
from core.report.facts import opening_of, without_free_text
from core.report.head import head_of
from core.report.past import Past, past_of
from core.report.pinned import pinned
from core.report.row_details import Teller
from core.view.rows import TimelineRow
from core.view.story import Story, told
from core.view.wording import Words


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One entry as it is printed; `value` has its unit, `details` are read in their order."""

    number: str
    at: str
    what: str
    value: str
    details: tuple[str, ...]
    who: str
    struck: bool


@dataclass(frozen=True, slots=True)
class TitrationRecord:
    """A case on paper. `head` are names with one or more values, in order."""

    label: str
    mode: str
    head: tuple[tuple[str, tuple[str, ...]], ...]
    blocks: BlockTable
    rows: tuple[RecordRow, ...]
    notes: bool


def record_of(facts: Sequence[Recorded], words: Words, *, notes: bool) -> TitrationRecord:
    """The record of a case; without `notes` whatever was typed freely is left out.

    Raises:
        ValueError: the facts hold no opening of a case.
    """
    opened = opening_of(facts)
    kept = facts if notes else without_free_text(facts)
    past, protocol = past_of(kept), pinned(opened)
    shown = _prompts(kept, words)
    teller = Teller(past, protocol, words, shown)
    blocks = blocks_of(kept, past, words.zone)
    units = {agent: str(reports[-1][1].dose.unit) for agent, reports in past.reports.items()}
    return TitrationRecord(
        label=opened.setup.label,
        mode=words.say(f"case.mode.{opened.setup.mode}"),
        head=head_of(kept, protocol, words),
        blocks=block_table(blocks, units, words),
        rows=_rows(kept, past, teller, words),
        notes=notes,
    )


def _prompts(facts: Sequence[Recorded], words: Words) -> dict[str, str]:
    events = (fact.event for fact in facts)
    prompts = (event for event in events if isinstance(event, Prompted))
    return {event.key: words.prompt(event.code, event.args, event.at) for event in prompts}


def _rows(
    facts: Sequence[Recorded], past: Past, teller: Teller, words: Words
) -> tuple[RecordRow, ...]:
    story = Story()
    for fact in facts:
        story = told(story, fact, words)
    return tuple(_row(row, past.facts[row.seq], teller) for row in story.rows)


def _row(row: TimelineRow, fact: Recorded, teller: Teller) -> RecordRow:
    return RecordRow(
        number=str(row.seq),
        at=row.at_text,
        what=row.what,
        value=f"{row.value} {row.unit}".strip(),
        details=teller.details(fact, row),
        who=row.who,
        struck=row.struck,
    )
