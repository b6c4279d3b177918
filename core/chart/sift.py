"""Sorting table rows into what is used and what is not, with nothing lost from the count."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.chart.rows import Chart, ChartRow, Quarantined, in_time_order


@dataclass(slots=True)
class Sieve:
    """Gathers the rows of one stay; each table row is counted once, under what became of it."""

    rows: list[ChartRow] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def use(self, *rows: ChartRow, table_rows: int = 1) -> None:
        """Keep neutral rows made of so many table rows."""
        self.rows.extend(rows)
        self.counts["used"] += table_rows

    def leave_out(self, code: str, table_rows: int = 1) -> None:
        """Count table rows that nobody asked for: another item, a superseded row."""
        self.counts[code] += table_rows

    def quarantine(self, row: Quarantined) -> None:
        """Set a table row aside with its reason."""
        self.quarantined.append(row)
        self.counts[row.code] += 1

    def chart(self, stay: str, assumed: Mapping[str, str]) -> Chart:
        """What was gathered, as the chart of one stay."""
        counts = {code: count for code, count in sorted(self.counts.items()) if count}
        aside = sorted(self.quarantined, key=lambda row: (row.where.file, row.where.line))
        return Chart(
            stay=stay,
            rows=in_time_order(self.rows),
            quarantined=tuple(aside),
            counts=MappingProxyType(counts),
            assumed=MappingProxyType(dict(assumed)),
        )
