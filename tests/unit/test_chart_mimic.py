"""The MIMIC reader on tables made for one question each."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from core.chart.errors import ChartError
from core.chart.rows import Chart, ChartDose, ChartReading, ChartStop, ChartWeight
from core.chart.sniff import open_chart
from core.model.terms import Agent, Source

VITALS = "icustay_id,itemid,charttime,valuenum,valueuom,warning,error"
INFUSIONS = (
    "icustay_id,itemid,starttime,endtime,rate,rateuom,originalrate,patientweight,"
    "linkorderid,statusdescription"
)
DAY = "2150-03-01 "
Read = Callable[..., Chart]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_open(
        vitals: Sequence[str] = (),
        infusions: Sequence[str] = (),
        heads: tuple[str, ...] = (VITALS, INFUSIONS),
    ) -> Chart:
        quiet = [f"8,220045,{DAY}00:00:00,80,bpm,0,0"]
        rest = [infusion("00:00", "00:10", stay="8")]
        (tmp_path / "icustays.csv").write_text("row_id,ICUSTAY_ID\n1,7\n2,8\n")
        for name, head, rows in (
            ("CHARTEVENTS.csv", heads[0], [*quiet, *vitals]),
            ("inputevents_mv.csv", heads[1], [*rest, *infusions]),
        ):
            (tmp_path / name).write_text("\n".join([head, *rows]) + "\n")
        return open_chart(tmp_path, None, "7")[0]

    return write_and_open


def vital(item: int, time: str, value: str, unit: str = "mmHg", error: str = "0") -> str:
    return f"7,{item},{DAY}{time}:00,{value},{unit},1,{error}"


def infusion(
    start: str,
    end: str,
    rate: str = "0.1000370196",
    ordered: str = "0.10000001",
    *,
    item: int = 221906,
    unit: str = "mcg/kg/min",
    weight: str = "80",
    link: str = "5",
    status: str = "Changed",
    stay: str = "7",
) -> str:
    return (
        f"{stay},{item},{DAY}{start}:00,{DAY}{end}:00,{rate},{unit},{ordered},"
        f"{weight},{link},{status}"
    )


def told(chart: Chart) -> list[str]:
    return [
        f"{row.at:%H:%M} {row.dose if isinstance(row, ChartDose) else row.kind}"
        for row in chart.rows
        if isinstance(row, ChartDose | ChartStop)
    ]


def codes(chart: Chart) -> list[str]:
    return [row.code for row in chart.quarantined]


def reading(chart: Chart) -> ChartReading:
    (only,) = (row for row in chart.rows if isinstance(row, ChartReading))
    return only


def test_pressures_and_heart_rate_of_one_minute_and_source_join(read: Read) -> None:
    chart = read(
        [
            vital(220045, "14:00", "96", "bpm"),
            vital(220050, "14:00", "99"),
            vital(220051, "14:00", "52"),
            vital(220052, "14:00", "67"),
        ]
    )
    one = reading(chart)
    assert [str(part) for part in (one.map, one.systolic, one.diastolic, one.heart_rate)] == [
        "67 mmHg",
        "99 mmHg",
        "52 mmHg",
        "96 /min",
    ]
    assert (one.source, one.artefact) == (Source.ARTERIAL_LINE, False)
    assert (one.where.line, one.where.text, one.where.unit) == (6, "67", "mmHg")
    assert chart.counts == {"used": 4}


def test_sources_never_lend_each_other_a_pressure(read: Read) -> None:
    chart = read([vital(220052, "14:00", "67"), vital(220179, "14:00", "99")])
    assert reading(chart).systolic is None
    assert chart.counts == {"used": 1, "pressure_incomplete": 1}


def test_systolic_and_diastolic_without_mean_stay_without_mean(read: Read) -> None:
    chart = read([vital(220179, "14:00", "90"), vital(220180, "14:00", "60")])
    assert (reading(chart).map, str(reading(chart).systolic)) == (None, "90 mmHg")


@pytest.mark.parametrize("item", [220052, 220050])
def test_error_marks_the_reading_and_keeps_it(read: Read, item: int) -> None:
    rows = [vital(one, "14:00", "67", error=str(int(one == item))) for one in (220052, 220050)]
    assert reading(read(rows)).artefact


def test_warning_is_no_error(read: Read) -> None:
    assert not reading(read([vital(220052, "14:00", "67")])).artefact


def test_heart_rate_marked_as_error_is_left_out_of_the_reading(read: Read) -> None:
    chart = read([vital(220052, "14:00", "67"), vital(220045, "14:00", "9", "bpm", "1")])
    assert reading(chart).heart_rate is None
    assert codes(chart) == ["charted_error"]


def test_heart_rate_without_pressure_is_counted(read: Read) -> None:
    chart = read([vital(220045, "14:00", "90", "bpm")])
    assert (chart.rows, chart.counts) == ((), {"heart_rate_alone": 1})


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (vital(220052, "14:00", "8.9", "kPa"), "unit_not_known"),
        (vital(220052, "14:00", "67", ""), "unit_not_known"),
        (vital(220045, "14:00", "67", "Hz"), "unit_not_known"),
        (vital(220052, "14:00", ""), "value_not_a_number"),
        (vital(220052, "14:00", "ERROR"), "value_not_a_number"),
        (vital(220052, "14:00", "nan"), "value_not_a_number"),
        (vital(220052, "14:00", "1e99999999"), "value_not_a_number"),
        (vital(220052, "14:00", "11647"), "value_implausible"),
        (vital(220052, "14:00", "1e99"), "value_implausible"),
        (vital(220052, "25:00", "67"), "time_not_readable"),
        (vital(226531, "14:00", "168", ""), "weight_in_pounds"),
        (vital(226512, "14:00", "1", "kg"), "value_implausible"),
        (vital(226512, "14:00", "168", "lb"), "unit_not_known"),
    ],
)
def test_a_value_that_is_not_certain_is_quarantined(read: Read, row: str, code: str) -> None:
    chart = read([row])
    assert (chart.rows, codes(chart)) == ((), [code])
    assert chart.quarantined[0].where.line == 3


def test_second_value_of_the_same_minute_is_shown_as_left_out(read: Read) -> None:
    chart = read([vital(220052, "14:00", value) for value in ("67", "67", "50")])
    assert str(reading(chart).map) == "67 mmHg"
    assert codes(chart) == ["duplicate", "second_value"]


def test_fractions_of_a_mmhg_round_half_up_and_keep_their_text(read: Read) -> None:
    one = reading(read([vital(220052, "14:00", "64.5")]))
    assert (str(one.map), one.where.text) == ("65 mmHg", "64.5")


def test_weights_say_how_they_were_weighed(read: Read) -> None:
    chart = read([vital(226512, "14:00", "77.4", "kg"), vital(224639, "15:00", "80", "kg")])
    weights = [row for row in chart.rows if isinstance(row, ChartWeight)]
    assert [(str(row.weight), row.weighed_as) for row in weights] == [
        ("77.4 kg", "admission"),
        ("80 kg", "daily"),
    ]


def test_consecutive_rows_are_changes_and_the_last_end_is_a_stop(read: Read) -> None:
    chart = read(
        infusions=[
            infusion("14:00", "14:30"),
            infusion("14:30", "15:00", "0.12004", "0.11999999"),
            infusion("15:01", "15:30", "0.12004", "0.11999999", status="Stopped"),
        ]
    )
    assert told(chart) == [
        "14:00 0.1 mcg/kg/min",
        "14:30 0.12 mcg/kg/min",
        "15:01 0.12 mcg/kg/min",
        "15:30 stopped",
    ]


def test_a_gap_of_two_minutes_is_a_stop(read: Read) -> None:
    chart = read(infusions=[infusion("14:00", "14:30"), infusion("14:32", "15:00")])
    assert told(chart)[1] == "14:30 stopped"


@pytest.mark.parametrize(
    ("link", "status", "kind"),
    [
        ("5", "Paused", "paused"),
        ("6", "Paused", "stopped"),
        ("5", "Stopped", "stopped"),
    ],
)
def test_a_pause_is_followed_by_the_same_infusion(
    read: Read, link: str, status: str, kind: str
) -> None:
    chart = read(
        infusions=[
            infusion("14:00", "14:30", status=status),
            infusion("15:00", "15:30", link=link, status="Paused"),
        ]
    )
    assert [line.split()[1] for line in told(chart)] == ["0.1", kind, "0.1", "stopped"]


def test_superseded_rows_are_dropped_and_counted(read: Read) -> None:
    chart = read(
        infusions=[
            infusion("14:00", "20:00", "5.4", "5.4", status="Rewritten"),
            infusion("14:00", "15:00"),
        ]
    )
    assert told(chart) == ["14:00 0.1 mcg/kg/min", "15:00 stopped"]
    assert chart.counts == {"superseded": 1, "used": 1}


def test_the_order_of_a_bag_that_ran_dry_stands_on_its_superseded_row(read: Read) -> None:
    rows = [
        infusion("14:00", "15:00", "0.3014071143", "0.30000001", status="Rewritten"),
        infusion("14:00", "14:58", "0.3053926286", "0.30396688", status="FinishedRunning"),
    ]
    assert told(read(infusions=rows))[0] == "14:00 0.3 mcg/kg/min"
    assert told(read(infusions=rows[1:]))[0] == "14:00 0.304 mcg/kg/min"


def test_an_order_far_from_what_ran_is_not_believed(read: Read) -> None:
    rows = [infusion("14:00", "15:00", "0.1000370196", "0.30000001")]
    assert told(read(infusions=rows))[0] == "14:00 0.1 mcg/kg/min"


@pytest.mark.parametrize(
    ("item", "unit", "charted", "read_as"),
    [
        (221906, "mcg/kg/min", "0.096500002", "0.097 mcg/kg/min"),
        (221906, "mcg/kg/min", "0.0134999995", "0.014 mcg/kg/min"),
        (221289, "mcg/kg/min", "0.050000001", "0.05 mcg/kg/min"),
        (221749, "mcg/kg/min", "1.5050000001", "1.51 mcg/kg/min"),
        (221662, "mcg/kg/min", "4.0000005", "4 mcg/kg/min"),
        (222315, "units/hour", "2.4000001", "0.04 units/min"),
        (222315, "units/hour", "2.5", "0.042 units/min"),
    ],
)
def test_doses_stand_on_the_grid_of_their_agent(
    read: Read, item: int, unit: str, charted: str, read_as: str
) -> None:
    rows = [infusion("14:00", "15:00", charted, charted, item=item, unit=unit)]
    assert told(read(infusions=rows))[0] == f"14:00 {read_as}"


def test_delivered_dose_is_kept_beside_the_order_in_the_dosing_unit(read: Read) -> None:
    rows = [infusion("14:00", "15:00", "2.39999994", "2.4000001", item=222315, unit="units/hour")]
    dose = next(row for row in read(infusions=rows).rows if isinstance(row, ChartDose))
    assert (dose.agent, dose.delivered) == (Agent.VASOPRESSIN, Decimal("0.039999999"))
    assert dose.where.text == "rate 2.39999994, ordered 2.4000001"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (infusion("14:00", "15:00", unit="mg/kg/min"), "unit_not_known"),
        (infusion("14:00", "15:00", unit=""), "unit_not_known"),
        (infusion("14:00", "15:00", item=222315, unit="units/min"), "unit_not_known"),
        (infusion("14:00", "15:00", item=222315), "unit_not_known"),
        (infusion("14:00", "15:00", ""), "value_not_a_number"),
        (infusion("14:00", "15:00", weight="1"), "weight_implausible"),
        (infusion("14:00", "15:00", "5.4", "5.4"), "dose_implausible"),
        (infusion("14:00", "15:00", "0.0002", "0.0002"), "dose_implausible"),
        (infusion("14:00", "15:00", "-0.1", "-0.1"), "dose_implausible"),
        (infusion("15:00", "14:00"), "time_not_readable"),
        (infusion("14:00", "14:00"), "time_not_readable"),
    ],
)
def test_a_dose_that_is_not_certain_is_quarantined(read: Read, row: str, code: str) -> None:
    chart = read(infusions=[row])
    assert (chart.rows, codes(chart)) == ((), [code])


def test_a_stretch_that_overlaps_another_is_quarantined(read: Read) -> None:
    chart = read(infusions=[infusion("14:00", "15:00"), infusion("14:30", "16:00")])
    assert told(chart) == ["14:00 0.1 mcg/kg/min", "15:00 stopped"]
    assert codes(chart) == ["overlap"]


def test_a_reading_stands_before_the_change_of_the_same_minute(read: Read) -> None:
    chart = read([vital(220052, "14:00", "67")], [infusion("14:00", "15:00")])
    assert [type(row) for row in chart.rows] == [ChartReading, ChartDose, ChartStop]


def test_names_of_mimic_iv_are_understood(read: Read) -> None:
    heads = tuple(head.replace("icustay_id", "STAY_ID") for head in (VITALS, INFUSIONS))
    chart = read([vital(220052, "14:00", "67")], [infusion("14:00", "15:00")], heads)
    assert chart.counts == {"used": 2}


def test_a_missing_column_is_named(read: Read) -> None:
    with pytest.raises(ChartError, match=r'no column "valueuom"') as caught:
        read(heads=(VITALS.replace("valueuom", "unit"), INFUSIONS))
    assert (caught.value.code, caught.value.line) == ("column_missing", 1)


def test_an_unknown_stay_is_named_with_those_there_are(read: Read, tmp_path: Path) -> None:
    read()
    with pytest.raises(ChartError, match=r'no stay "9"; the first stays here are 7, 8'):
        open_chart(tmp_path, None, "9")


def test_all_stays_come_in_the_order_of_the_list(read: Read, tmp_path: Path) -> None:
    read([vital(220052, "14:00", "67")])
    assert [chart.stay for chart in open_chart(tmp_path, None, None)] == ["7", "8"]
