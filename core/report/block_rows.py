"""The block view in words: a row for each block, a column for each agent in its own unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.model.terms import Agent
from core.quantity.text import number_text
from core.report.blocks import Block, BlockDose
from core.view.wording import Words


@dataclass(frozen=True, slots=True)
class BlockTable:
    """The names of the columns, what is measured above its unit, and the cells of each row."""

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


_PRESSURES = ("lowest", "highest", "last")


def block_table(blocks: Sequence[Block], units: Mapping[Agent, str], words: Words) -> BlockTable:
    """The blocks as a table; `units` has each agent that was ever reported."""
    columns: list[tuple[str, ...]] = [(words.say("record.block.hours"),)]
    columns += [(words.say(f"record.block.{name}"), "mmHg") for name in _PRESSURES]
    columns.append((words.say("record.block.readings"),))
    columns += [(words.say(f"agent.{agent}"), unit) for agent, unit in units.items()]
    return BlockTable(tuple(columns), tuple(_row(block, units, words) for block in blocks))


def _row(block: Block, units: Mapping[Agent, str], words: Words) -> tuple[str, ...]:
    begins, ends = words.day_and_clock(block.begins), words.when(block.ends, block.begins)
    hours = words.say("record.block.span", {"begins": begins, "ends": ends})
    doses = (_dose(block.doses.get(agent), words) for agent in units)
    return hours, *_pressures(block.pressures, words), *doses


def _pressures(pressures: Sequence[int], words: Words) -> tuple[str, ...]:
    if not pressures:
        none = words.say("record.block.none")
        return none, none, none, "0"
    figures = (min(pressures), max(pressures), pressures[-1], len(pressures))
    return tuple(str(figure) for figure in figures)


def _dose(dose: BlockDose | None, words: Words) -> str:
    if dose is None:
        return words.say("record.block.unknown")
    least, most, last = (number_text(value) for value in (dose.least, dose.most, dose.last))
    if least == most:
        doses = words.say("record.block.steady", {"dose": last})
    else:
        doses = words.say("record.block.range", {"least": least, "most": most, "last": last})
    code = {0: "no-change", 1: "change"}.get(dose.changes, "changes")
    return words.say(f"record.block.{code}", {"doses": doses, "count": str(dose.changes)})
