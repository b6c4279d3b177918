"""A quantity is exact, carries its unit, and refuses everything that could mix units."""

import pickle
from datetime import timedelta
from decimal import Decimal

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from core.quantity.measures import (
    Concentration,
    Dose,
    DoseUnit,
    HeartRate,
    Kilogram,
    Measure,
    Milligram,
    Millilitre,
    Mmhg,
    Percent,
    PumpRate,
    UnitError,
    Units,
    Years,
    duration_text,
    parse_duration,
)

UNITS: dict[type[Measure], str] = {
    Mmhg: "mmHg",
    Kilogram: "kg",
    Milligram: "mg",
    Units: "units",
    Millilitre: "mL",
    Concentration: "mcg/mL",
    PumpRate: "mL/h",
    HeartRate: "/min",
    Percent: "%",
    Years: "years",
}
MCG_KG_MIN = DoseUnit.MCG_KG_MIN


class Sheet(BaseModel):
    weight: Kilogram
    start: Dose
    low: Mmhg | None = None


@pytest.mark.parametrize(("measure", "unit"), UNITS.items())
def test_each_measure_writes_and_reads_its_one_unit(measure: type[Measure], unit: str) -> None:
    value = measure(Decimal("7.50"))
    assert str(value) == f"7.5 {unit}"
    assert measure.parse(f"7.5 {unit}") == value
    with pytest.raises(UnitError, match=unit):
        measure.parse("7.5 stone")


@pytest.mark.parametrize(
    ("value", "text"),
    [("0.050", "0.05 kg"), ("70.0", "70 kg"), ("1E+3", "1000 kg"), ("-0", "0 kg"), ("0.0", "0 kg")],
)
def test_house_form_has_a_leading_and_no_trailing_zero(value: str, text: str) -> None:
    assert str(Kilogram(Decimal(value))) == text


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity")])
def test_nothing_infinite_becomes_a_quantity(value: Decimal) -> None:
    with pytest.raises(UnitError, match="finite"):
        Kilogram(value)
    with pytest.raises(UnitError, match="finite"):
        Dose(value, MCG_KG_MIN)


@pytest.mark.parametrize("value", [70, 70.5, True, "70"])
def test_only_a_decimal_becomes_a_quantity(value: object) -> None:
    with pytest.raises(UnitError, match="decimal"):
        Kilogram(value)  # type: ignore[arg-type]  # the mistake under test


def test_within_a_class_values_compare() -> None:
    light, heavy = Kilogram(Decimal(70)), Kilogram(Decimal(80))
    assert light == Kilogram(Decimal("70.0"))
    assert hash(light) == hash(Kilogram(Decimal("70.0")))
    assert light != heavy
    assert light < heavy
    assert light <= heavy
    assert heavy > light
    assert heavy >= light
    assert light is not None
    assert light != "70 kg"
    assert max(light, heavy) is heavy


@pytest.mark.parametrize("other", [Milligram(Decimal(70)), 70, Decimal(70), 70.0])
def test_across_units_nothing_compares(other: object) -> None:
    weight = Kilogram(Decimal(70))
    with pytest.raises(UnitError, match="70 kg cannot be compared"):
        assert weight == other
    with pytest.raises(UnitError):
        assert weight < other  # type: ignore[operator]  # the mistake under test
    with pytest.raises(UnitError):
        assert weight >= other  # type: ignore[operator]  # the mistake under test


def test_doses_compare_within_a_unit_only() -> None:
    low, high = Dose.parse("0.05 mcg/kg/min"), Dose.parse("0.1 mcg/kg/min")
    flat = Dose.parse("0.05 mcg/min")
    assert low < high
    assert low <= high
    assert high > low
    assert high >= low
    assert low == Dose(Decimal("0.050"), MCG_KG_MIN)
    assert low != flat
    with pytest.raises(UnitError, match="units differ"):
        assert low < flat
    with pytest.raises(UnitError, match="units differ"):
        assert low >= flat


def test_a_pressure_below_zero_is_read_back() -> None:
    assert Mmhg.parse("-5 mmHg") == Mmhg(Decimal(-5))
    assert str(Mmhg(Decimal(-5))) == "-5 mmHg"
    with pytest.raises(UnitError):
        Kilogram.parse("-70 kg")


@pytest.mark.parametrize(
    "text",
    ["70", "70kg", "70  kg", " 70 kg", "070 kg", ".5 kg", "7e1 kg", "70 KG", "70,5 kg", "70. kg"],
)
def test_data_is_read_by_the_strict_grammar(text: str) -> None:
    with pytest.raises(UnitError, match="is not a quantity in kg"):
        Kilogram.parse(text)


@pytest.mark.parametrize("text", ["0.05", "0.05 mg/kg/min", "0.05 mcg/kg/h", ".05 mcg/kg/min"])
def test_a_dose_needs_one_of_the_dosing_units(text: str) -> None:
    with pytest.raises(UnitError, match="mcg/kg/min, mcg/min, units/min"):
        Dose.parse(text)


def test_a_model_reads_and_writes_text_with_units() -> None:
    sheet = Sheet.model_validate({"weight": "82 kg", "start": "0.05 mcg/kg/min"})
    assert sheet.weight == Kilogram(Decimal(82))
    assert sheet.model_dump() == {"weight": "82 kg", "start": "0.05 mcg/kg/min", "low": None}
    assert Sheet.model_validate_json(sheet.model_dump_json()) == sheet
    assert Sheet(weight=sheet.weight, start=sheet.start, low=Mmhg(Decimal(65))).low is not None
    assert Sheet.model_json_schema()["properties"]["weight"]["type"] == "string"


@pytest.mark.parametrize("weight", [82, 82.5, True, None, ["82 kg"], Milligram(Decimal(82))])
def test_a_model_refuses_a_bare_number(weight: object) -> None:
    with pytest.raises(ValidationError, match="carries no unit"):
        Sheet.model_validate({"weight": weight, "start": "0.05 mcg/kg/min"})


def test_a_model_names_the_field_of_a_wrong_unit() -> None:
    with pytest.raises(ValidationError, match=r"weight\n.*154 lb.*is not a quantity in kg"):
        Sheet.model_validate({"weight": "154 lb", "start": "0.05 mcg/kg/min"})


def test_quantities_travel_between_processes() -> None:
    values = (Kilogram(Decimal("70.5")), Dose(Decimal("0.05"), MCG_KG_MIN))
    assert pickle.loads(pickle.dumps(values)) == values  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30 s", timedelta(seconds=30)),
        ("5 min", timedelta(minutes=5)),
        ("8 h", timedelta(hours=8)),
        ("1 day", timedelta(days=1)),
        ("2 days", timedelta(days=2)),
        ("0 min", timedelta(0)),
    ],
)
def test_durations_are_read(text: str, span: timedelta) -> None:
    assert parse_duration(text) == span


@pytest.mark.parametrize("text", ["5", "5min", "1.5 h", "-5 min", "5 minutes", "05 min", "x min"])
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(UnitError, match="is not a duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(hours=2, minutes=5), "2h 5min"),
        (timedelta(minutes=5), "5min"),
        (timedelta(hours=24), "1d"),
        (timedelta(days=1, seconds=30), "1d 30s"),
        (timedelta(0), "0min"),
        (timedelta(milliseconds=-900), "0min"),
        (timedelta(minutes=-5), "-5min"),
    ],
)
def test_durations_are_written_short(span: timedelta, text: str) -> None:
    assert duration_text(span) == text


def test_a_text_said_again_and_again_is_read_once_and_a_wrong_one_each_time() -> None:
    adapter = TypeAdapter(Dose)
    once, again = (adapter.validate_python("0.05 mcg/kg/min") for _ in range(2))
    assert once is again
    for _ in range(2):
        with pytest.raises(ValidationError, match="is not a dose"):
            adapter.validate_python("0.05 kg")
