"""Whatever stands in a file, a chart comes out or one sentence that names the fault."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.chart.errors import ChartError
from core.chart.plain_entry import COLUMNS
from core.chart.rows import Chart, ChartDose, ChartReading
from core.chart.sniff import open_chart

SHARED_FOLDER = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

NUMBERS = [
    "",
    "0",
    "65",
    "-5",
    "0.1",
    "0.05",
    "0.0555",
    "paused",
    "82.5",
    "1e9",
    "065",
    "6 5",
    "=1+1",
]
TIMES = ["2026-03-01T14:05Z", "2026-03-01T14:05+01:00", "2026-03-01T14:05", "2026-02-30T14:05Z", ""]
WORDS = ["", "line", "cuff", "second line", "Changed", "Paused", "Rewritten", "mmHg", "mcg/kg/min"]

cells = st.sampled_from(NUMBERS + TIMES + WORDS) | st.text(max_size=8)
likely = st.tuples(
    st.integers(0, 23).map(lambda hour: f"2026-03-01T{hour:02}:00Z"),
    st.sampled_from(["", "65", "-5", "58", "300"]),
    st.sampled_from(["", "0", "0.05", "0.1", "paused"]),
    st.sampled_from(["", "80"]),
)


def outcome(path: Path) -> list[Chart]:
    try:
        return open_chart(path, None, None)
    except ChartError as fault:
        assert_one_sentence(fault)
        return []


def assert_one_sentence(fault: ChartError) -> None:
    assert str(fault).isprintable()
    assert fault.sentence
    assert fault.line is None or fault.line >= 1


def assert_sound(chart: Chart) -> None:
    assert all(before.at <= after.at for before, after in pairwise(chart.rows))
    assert sum(chart.counts.values()) >= len(chart.quarantined)
    aside = Counter(row.code for row in chart.quarantined)
    assert all(chart.counts[code] >= count for code, count in aside.items())
    for row in chart.rows:
        assert row.at.tzinfo is not None
        if isinstance(row, ChartDose):
            assert row.dose.value > 0
        if isinstance(row, ChartReading):
            assert row.map is not None or row.systolic is not None


@SHARED_FOLDER
@given(content=st.binary(max_size=400))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "chart.csv"
    file.write_bytes(content)
    for chart in outcome(file):
        assert_sound(chart)


@SHARED_FOLDER
@given(rows=st.lists(st.lists(cells, min_size=10, max_size=10), max_size=6))
def test_any_cells_under_the_right_header(tmp_path: Path, rows: list[list[str]]) -> None:
    file = tmp_path / "chart.csv"
    lines = [",".join(COLUMNS), *(",".join(row) for row in rows)]
    file.write_text("\n".join(lines), encoding="utf-8", errors="surrogatepass", newline="")
    for chart in outcome(file):
        assert_sound(chart)


@SHARED_FOLDER
@given(rows=st.lists(likely, min_size=1, max_size=12))
def test_likely_rows_are_all_accounted_for(
    tmp_path: Path, rows: list[tuple[str, str, str, str]]
) -> None:
    file = tmp_path / "chart.csv"
    head = "time,map_mmhg,norepinephrine_mcg_kg_min,dosing_weight_kg"
    file.write_text("\n".join([head, *(",".join(row) for row in rows)]))
    for chart in outcome(file):
        assert_sound(chart)
        assert sum(chart.counts.values()) == len(rows)


@SHARED_FOLDER
@given(rows=st.lists(likely, min_size=1, max_size=8, unique_by=lambda row: row[0]), data=st.data())
def test_the_order_of_rows_in_the_file_changes_nothing(
    tmp_path: Path, rows: list[tuple[str, str, str, str]], data: st.DataObject
) -> None:
    def read(order: list[tuple[str, str, str, str]]) -> list[tuple[object, ...]]:
        file = tmp_path / "chart.csv"
        head = "time,map_mmhg,norepinephrine_mcg_kg_min,dosing_weight_kg"
        file.write_text("\n".join([head, *(",".join(row) for row in order)]))
        return [
            (type(row).__name__, row.at, row.where.text)
            for chart in outcome(file)
            for row in chart.rows
        ]

    assert read(rows) == read(data.draw(st.permutations(rows)))


@SHARED_FOLDER
@given(
    vitals=st.lists(st.lists(cells, min_size=5, max_size=5), max_size=5),
    infusions=st.lists(st.lists(cells, min_size=8, max_size=8), max_size=5),
)
def test_any_cells_in_mimic_tables(
    tmp_path: Path, vitals: list[list[str]], infusions: list[list[str]]
) -> None:
    (tmp_path / "icustays.csv").write_text("icustay_id\n7\n")
    for name, item, head, rows in (
        ("chartevents", "220052", "charttime,valuenum,valueuom,error,more", vitals),
        (
            "inputevents_mv",
            "221906",
            "starttime,endtime,rate,rateuom,originalrate,patientweight,linkorderid,statusdescription",
            infusions,
        ),
    ):
        lines = [f"icustay_id,itemid,{head}", *(f"7,{item}," + ",".join(row) for row in rows)]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8", newline="")
    for chart in outcome(tmp_path):
        assert_sound(chart)
        assert sum(chart.counts.values()) == len(vitals) + len(infusions)
