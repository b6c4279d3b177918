"""A parameter file is whole and within its ranges, or it is refused with a sentence."""

from pathlib import Path

import pytest

import resources
from core.patient.cohort import NAMES, WANTED, Preset
from core.patient.parameters import Grade, Law, ParameterError, parameters_from, shipped

SHIPPED = Path(resources.__path__[0], "patient", "parameters.toml").read_text("utf-8")
ONE = """
[[parameter]]
symbol = "W"
name = "weight_kg"
meaning = "body weight"
unit = "kg"
typical = 78
spread = 16
law = "clipped normal"
grade = "assumed"
source = "usual"
low = 40
high = 150
"""


def test_every_value_of_a_patient_is_a_parameter_with_source_grade_and_range() -> None:
    table = shipped().table
    assert set(NAMES) <= set(table)
    for told in table.values():
        assert told.source
        assert told.grade in Grade
        assert told.low <= told.typical <= told.high
        assert not (told.low == told.high and told.law is not Law.FIXED)


def test_every_preset_has_its_table() -> None:
    assert set(shipped().presets) == set(Preset)


@pytest.mark.parametrize("name", ["drive", "clearance_l_min"])
def test_a_missing_parameter_is_named(name: str) -> None:
    with pytest.raises(ParameterError, match=rf"parameter file: .*{name}.* missing"):
        parameters_from(ONE).holding(frozenset({"weight_kg", name}))


@pytest.mark.parametrize("line", [line for line in ONE.splitlines() if " = " in line])
def test_an_incomplete_parameter_is_refused(line: str) -> None:
    key = line.partition(" = ")[0]
    with pytest.raises(ParameterError, match=f"{key} missing"):
        parameters_from(ONE.replace(line + "\n", ""))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("typical = 78", "typical = 151", "W: typical 151 kg is out of its range, 40 to 150"),
        ("typical = 78", "typical = 39", "out of its range"),
        ("typical = 78", "typical = nan", "typical nan: give a number"),
        ("typical = 78", 'typical = "78"', "give a number"),
        ("typical = 78", "typical = true", "give a number"),
        ("spread = 16", "spread = -1", "spread -1: give 0 or more"),
        ("clipped normal", "gamma", "'gamma' is not a valid Law; accepted: fixed"),
        ("assumed", "guessed", "'guessed' is not a valid Grade"),
        ('source = "usual"', 'source = " "', "source ' ': give a text"),
        ("high = 150", "high = 150\nhight = 3", "hight unknown"),
        ("high = 150", "high = 150\nshare = 1.2", "share 1.2: give 0 to 1"),
        ("clipped normal", "mixture", "other missing"),
        ("[[parameter]]", "[[parameter]", "not TOML"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_with_what_is_accepted(old: str, new: str, said: str) -> None:
    with pytest.raises(ParameterError, match=said.replace("[", r"\[")):
        parameters_from(ONE.replace(old, new))


def test_a_parameter_given_twice_is_refused() -> None:
    with pytest.raises(ParameterError, match="share a name"):
        parameters_from(ONE + ONE)


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        ("[preset.early]\ntypical = { W = 500 }", "preset early: W: typical 500 kg is out of"),
        ("[preset.early]\ntypical = { V = 500 }", "preset early: typical: .'V'. unknown"),
        ("preset = 3", "give tables"),
    ],
)  # fmt: skip
def test_a_bad_preset_is_refused(preset: str, said: str) -> None:
    text = ONE + preset if preset.startswith("[") else preset + ONE
    with pytest.raises(ParameterError, match=said):
        parameters_from(text)


def test_the_shipped_file_is_refused_without_any_one_of_its_parameters() -> None:
    tables = SHIPPED.split("[[parameter]]")
    assert set(shipped().table) == WANTED
    for at in range(1, len(tables)):
        left = "[[parameter]]".join(tables[:at] + tables[at + 1 :])
        left = left.partition("[preset.early]")[0]
        with pytest.raises(ParameterError, match=r"parameter file: \w+ missing"):
            parameters_from(left).holding(WANTED)
