"""Our own chart CSV: what its rows say, and which cells are refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from core.chart.errors import ChartError
from core.chart.plain_csv import read_plain
from core.chart.plain_entry import COLUMNS
from core.chart.rows import Chart, ChartDose, ChartNote, ChartReading, ChartStop, ChartWeight
from core.model.terms import Source

Read = Callable[..., Chart]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_read(*rows: str, head: str = ",".join(COLUMNS)) -> Chart:
        file = tmp_path / "bed 7.csv"
        file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return read_plain(file)

    return write_and_read


def told(chart: Chart) -> list[str]:
    lines = []
    for row in chart.rows:
        match row:
            case ChartReading():
                word = f"{row.map or row.systolic} {row.source}"
            case ChartDose():
                word = f"{row.agent} {row.dose}"
            case ChartStop():
                word = f"{row.agent} {row.kind}"
            case ChartWeight():
                word = f"{row.weight} {row.weighed_as}"
            case ChartNote():
                word = row.text
        lines.append(f"{row.at:%H:%M} {word}")
    return lines


def test_example_of_the_help_page_is_read() -> None:
    page = (files("resources") / "help" / "chart-csv.md").read_text(encoding="utf-8")
    example = page.split("```csv\n")[1].split("```")[0]
    assert example.splitlines()[0] == ",".join(COLUMNS)


def test_example_of_the_help_page_says_what_the_page_says(read: Read) -> None:
    page = (files("resources") / "help" / "chart-csv.md").read_text(encoding="utf-8")
    head, *rows = page.split("```csv\n")[1].split("```")[0].splitlines()
    assert told(read(*rows, head=head)) == [
        "13:00 61 mmHg arterial_line",
        "13:00 82 kg dosing",
        "13:05 58 mmHg arterial_line",
        "13:05 norepinephrine 0.05 mcg/kg/min",
        "13:10 63 mmHg cuff",
        "13:10 norepinephrine 0.07 mcg/kg/min",
        "13:10 second cuff",
        "15:00 104 mmHg arterial_line",
        "15:00 norepinephrine 0.07 mcg/kg/min",
        "16:30 70 mmHg arterial_line",
        "16:30 norepinephrine paused",
        "16:30 to theatre",
        "17:10 66 mmHg arterial_line",
        "17:10 norepinephrine 0.05 mcg/kg/min",
        "17:10 vasopressin 0.03 units/min",
        "01:00 74 mmHg arterial_line",
        "01:00 norepinephrine stopped",
        "01:00 vasopressin 0.03 units/min",
    ]


def test_the_stay_is_named_after_the_file_and_rows_keep_their_lines(read: Read) -> None:
    chart = read("2026-03-01T14:05Z,65,,,,cuff,,,,")
    (row,) = chart.rows
    assert (chart.stay, row.where.file, row.where.line, row.where.text) == (
        "bed 7",
        "bed 7.csv",
        2,
        "65",
    )
    assert (chart.counts, chart.assumed, chart.quarantined) == ({"used": 1}, {}, ())


def test_doses_carry_the_weight_that_holds(read: Read) -> None:
    head = "time,map_mmhg,norepinephrine_mcg_kg_min,dosing_weight_kg"
    chart = read(
        "2026-03-01T14:00Z,,0.1,",
        "2026-03-01T15:00Z,,0.1,80",
        "2026-03-01T16:00Z,,0.1,80",
        head=head,
    )
    doses = [row for row in chart.rows if isinstance(row, ChartDose)]
    assert [str(row.dosing_weight) for row in doses] == ["None", "80 kg", "80 kg"]
    assert sum(isinstance(row, ChartWeight) for row in chart.rows) == 1


def test_repeated_zeros_and_pauses_are_one_stop(read: Read) -> None:
    head = "time,map_mmhg,norepinephrine_mcg_kg_min"
    cells = ["0", "0.1", "paused", "paused", "0", "0", "0.1", "0"]
    chart = read(*(f"2026-03-01T{at:02}:00Z,,{one}" for at, one in enumerate(cells)), head=head)
    assert [line[6:] for line in told(chart)] == [
        "norepinephrine 0.1 mcg/kg/min",
        "norepinephrine paused",
        "norepinephrine stopped",
        "norepinephrine 0.1 mcg/kg/min",
        "norepinephrine stopped",
    ]
    assert chart.counts == {"used": 5, "nothing_new": 3}


def test_sources_are_told_apart_and_a_missing_one_is_assumed_aloud(read: Read) -> None:
    chart = read(
        "2026-03-01T14:00Z,65,,,,second line,,,,",
        "2026-03-01T14:00Z,66,,,,cuff,,,,",
        "2026-03-01T14:00Z,67,,,,,,,,",
    )
    sources = [row.source for row in chart.rows if isinstance(row, ChartReading)]
    assert sources == [Source.ARTERIAL_LINE, Source.SECOND_LINE, Source.CUFF]
    assert chart.assumed == {"source": "arterial line where no source is written"}


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-03-29T01:59+01:00", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-03-29T03:00+02:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("2026-03-29 01:00:30Z", datetime(2026, 3, 29, 1, 0, 30, tzinfo=UTC)),
        ("2026-03-28T20:00-05:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_times_are_instants(read: Read, written: str, instant: datetime) -> None:
    assert read(f"{written},65", head="time,map_mmhg").rows[0].at == instant


@pytest.mark.parametrize(
    ("column", "cell", "accepted"),
    [
        ("time", "2026-02-30T14:05Z", "write it as 2026-03-01T14:05+01:00"),
        ("time", "2026-03-01T24:05Z", "write it as"),
        ("time", "01.03.2026 14:05", "write it as"),
        ("time", "2026-W01-1T14:05Z", "write it as"),
        ("time", "0001-01-01T00:00+14:00", "write it as"),
        ("time", "2999-12-31T23:59-25:00", "write it as"),
        ("time", "", "write it as"),
        ("map_mmhg", "6 5", "whole number"),
        ("map_mmhg", "65.0", "whole number"),
        ("map_mmhg", "065", "whole number"),
        ("map_mmhg", "+65", "whole number"),
        ("map_mmhg", "65 mmHg", "whole number"),
        ("map_mmhg", "8,7", "whole number"),
        ("map_mmhg", "\uff16\uff15", "whole number"),
        ("map_mmhg", "401", "-50 to 400 mmHg"),
        ("map_mmhg", "-51", "-50 to 400 mmHg"),
        ("map_mmhg", "-0", "whole number"),
        ("map_mmhg", "1e1", "whole number"),
        ("systolic_mmhg", "90", "both or neither"),
        ("heart_rate_per_min", "1000", "0 to 400 per min"),
        ("source", "arterial", "line, second line or cuff"),
        ("norepinephrine_mcg_kg_min", ".05", "at most 3 decimals"),
        ("norepinephrine_mcg_kg_min", "0.0555", "at most 3 decimals"),
        ("norepinephrine_mcg_kg_min", "5", "0 to 3 mcg/kg/min"),
        ("norepinephrine_mcg_kg_min", "-0.05", "0 to 3 mcg/kg/min"),
        ("norepinephrine_mcg_kg_min", "Paused", "or paused"),
        ("norepinephrine_mcg_kg_min", "paused", "no earlier row has it running"),
        ("vasopressin_units_min", "2.4", "0 to 0.2 units/min"),
        ("dosing_weight_kg", "24.9", "25 to 350 kg"),
        ("dosing_weight_kg", "154 lb", "25 to 350 kg"),
        ("dosing_weight_kg", "82.25", "at most one decimal"),
        ("note", "a\u202eb", "invisible"),
        ("note", "a\u200bb", "invisible"),
    ],
)
def test_a_bad_cell_names_its_row_and_the_accepted_form(
    read: Read, column: str, cell: str, accepted: str
) -> None:
    cells = dict.fromkeys(COLUMNS, "") | {"time": "2026-03-01T14:10Z", "map_mmhg": "65"}
    row = ",".join(f'"{text}"' for text in (cells | {column: cell}).values())
    with pytest.raises(ChartError, match=r"bed 7\.csv line 3: ") as caught:
        read("2026-03-01T14:05Z,65,,,,line,,,,", row)
    assert accepted in caught.value.sentence
    assert (caught.value.line, caught.value.code) == (3, "cell_not_accepted")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2026-03-01T14:05Z,,,,,,,,,", "nothing but a time"),
        ("2026-03-01T14:05Z,,,,80,,,,,", "heart rate without a pressure"),
        ("2026-03-01T14:05Z,,60,90,,line,,,,", "systolic 60 mmHg is below diastolic 90 mmHg"),
        ("2026-03-01T14:00Z,,,,,,0.2,,,", "another dose stands at the same instant"),
    ],
)
def test_a_row_that_says_too_little_or_contradicts_is_refused(
    read: Read, row: str, sentence: str
) -> None:
    with pytest.raises(ChartError, match=sentence):
        read("2026-03-01T14:00Z,61,,,,line,0.1,,,", row)
