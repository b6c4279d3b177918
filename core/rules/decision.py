"""What the table makes of a live case at one moment: the deciding row and where its dose ends."""

from datetime import datetime

from core.frozen import dataclass
from core.model.case import Band
from core.model.facts import Axis, Facts
from core.model.state import State
from core.rules.compile import Protocol
from core.rules.look import chosen_start, facts_of
from core.rules.table import Table, TableRow


@dataclass(frozen=True, slots=True)
class Answer:
    """What the table makes of the facts: the deciding row and the dose it ends at (thousandths)."""

    band: Band
    table: Table
    facts: Facts
    row: int
    ends_at: int

    @property
    def decided(self) -> TableRow:
        """The deciding row."""
        return self.table.rows[self.row]

    @property
    def before(self) -> int:
        """The set dose it starts from, in thousandths."""
        return int(self.facts[0, Axis.DOSE])


def answer_at(state: State, protocol: Protocol, read_at: datetime) -> Answer:
    """What the table says, before any gate or rounding, at the moment of the deciding reading.

    The state is the case as the protocol's agent sees it.

    That moment, not the typing, is what times are counted to: a reading older than the last
    change says nothing about it, and then since_change is zero.

    Raises:
        ValueError: the case is not open.
    """
    if state.band is None:
        raise ValueError("the case is not open: it has no target band")
    table, facts = protocol.table(state.band), facts_of(state, read_at, protocol.agent)
    row = table.first(facts)
    ends_at = table.new_dose(
        row, facts, chosen=chosen_start(state, protocol), last=state.history.course.last_dose
    )
    return Answer(state.band, table, facts, int(row[0]), int(ends_at[0]))
