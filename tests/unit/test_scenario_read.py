"""A scenario file is read as it is meant, or refused with file, place, what and accepted form."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.lab.read import ScenarioError, scenario_from
from core.lab.scenario import Changed, Running, Scenario
from core.lab.shelf import LARGEST_FILE, read_scenario, shipped_scenarios
from core.model.case import Band
from core.model.terms import Agent, BandReason, Mode
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Millilitre, Mmhg
from core.quantity.measures import Milligram as Mg

NE = Agent.NOREPINEPHRINE
PLAIN = (Path(__file__).parents[1] / "data" / "scenarios" / "plain.toml").read_text("utf-8")


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def dose(value: str) -> Dose:
    return Dose(Decimal(value), DoseUnit.MCG_KG_MIN)


def read(old: str = "", new: str = "") -> Scenario:
    assert old in PLAIN
    return scenario_from(PLAIN.replace(old, new, 1), "plain.toml")


def faults(old: str, new: str) -> tuple[str, ...]:
    with pytest.raises(ScenarioError) as caught:
        read(old, new)
    return caught.value.faults


def test_a_plain_file_is_read_as_it_is_meant() -> None:
    scenario = read()
    setup = scenario.opening.setup
    assert scenario.longest == minutes(60)
    assert setup.mode is Mode.SIMULATION
    assert setup.bag == Bag(Mg(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)
    reason = BandReason.CHRONIC_HYPERTENSION
    assert setup.band == Band(Mmhg(Decimal(80)), Mmhg(Decimal(85)), reason)
    assert scenario.opening.running == (Running(NE, dose("0.12"), timedelta(hours=3)),)
    assert scenario.patient.changed == (
        Changed("S0", Decimal("0.7"), "-"),
        Changed("EC0", Decimal("15.7"), "nmol/L"),
        Changed("eS", Decimal("-0.67"), "-"),
    )
    assert scenario.prebrief.paragraphs == ("s", "r", "x", "y", "z", "o")
    assert [item.id for item in scenario.happenings] == ["it"]
    assert (scenario.checklist[0].points, scenario.checklist[0].late_points) == (2, 1)


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ('"80 kg"', '"80"', "opening.weight", "82 kg"),
        ('"80 kg"', "80", "opening.weight", "82 kg"),
        ('"80 kg"', '"80,5 kg"', "opening.weight", "82 kg"),
        ('"8 mg in 250 mL"', '"8 mg/250 mL"', "opening.bag", "8 mg in 250 mL"),
        ('"8 mg in 250 mL"', '"0 mg in 250 mL"', "opening.bag", "above zero"),
        ('as = "base"\n', "", "opening.as", "missing"),
        ('as = "base"', 'as = "salt"', "opening.as", "tartrate"),
        ('"80 to 85 mmHg"', '"80 mmHg"', "opening.target", "65 to 75 mmHg"),
        ('"80 to 85 mmHg"', '"85 to 80 mmHg"', "opening.target", "65 to 75 mmHg"),
        ('"0.05 mcg/kg/min"', '".05 mcg/kg/min"', "opening.start", "mcg/kg/min"),
        ('already = "3 h"', 'already = "3"', "opening.running[1].already", "5 min"),
        ('longest = "60 min"', "longest = 60", "scenario.longest", "5 min"),
        ('version = "1.0.0"', 'version = "1"', "scenario.version", "1.0.0"),
        ('preset = "default"', 'preset = "septic"', "patient.preset", "'severe'"),
        ('EC0 = "15.7 nmol/L"', "EC0 = 15.7", "patient.changed.EC0", "15.7 nmol/L"),
        ('EC0 = "15.7 nmol/L"', 'EC0 = "much"', "patient.changed.EC0", "15.7 nmol/L"),
        ("artefacts = false", 'artefacts = "no"', "bedside.artefacts", "true or false"),
        ("artefacts = false", "artefact = false", "bedside", "cuff_interval"),
        ('{ at = "5 min" }', '{ at = "5" }', "stage[only].happening[it].when.at", "5 min"),
        ('{ at = "5 min" }', "{}", "stage[only].happening[it].when", "exactly one of at"),
        (
            '{ at = "5 min" }',
            '{ at = "5 min", in_stage = "5 min" }',
            "stage[only].happening[it].when",
            "exactly one of at",
        ),
        ('{ at = "5 min" }', '{ at = "5 min", stage = "only" }', "when", '"stage" is not known'),
        ('{ at = "5 min" }', '{ all = [{ at = "5 min" }] }', "when.all", "at least 2"),
        ('{ at = "5 min" }', '{ true_map = { below = "55" } }', "when.true_map.below", "mmHg"),
        ('{ at = "5 min" }', '{ done = "prayed" }', "when.done", "'perfusion_checked'"),
        ('{ note = "n" }', '{ alert = "n" }', "then[1]", "exactly one of message"),
        ('{ note = "n" }', '{ sedation = "1.5" }', "then[1].sedation", "from 0 to 1"),
        ('{ note = "n" }', '{ second_hit = "2" }', "then[1].second_hit", "from 0 to 1.2"),
        ('{ note = "n" }', '{ keying_slip = { times = "0" } }', "keying_slip.times", '"10"'),
        (
            '{ note = "n" }',
            '{ extravasation = { lost = "120 %" } }',
            "extravasation.lost",
            "0 % to 100 %",
        ),
        ('{ note = "n" }', '{ line_height = "15 mm" }', "line_height", "15 cm"),
        ('{ note = "n" }', '{ override = { map = "45" } }', "override.map", "mmHg"),
        ('[{ note = "n" }]', "[]", "happening[it].then", "at least 1"),
        ('[{ note = "n" }]', '{ note = "n" }', "happening[it].then", "list of tables"),
        ('{ fact = "reading_recorded" }', '{ fact = "seen" }', "item[reads].measure.fact", "'"),
        ('{ fact = "reading_recorded" }', "{ ticked = false }", "measure.ticked", "True"),
        ('by = "5 min"', "points = 3", "item[reads].points", "0, 1 or 2"),
        ("[[objective]]", "[objective]", "objective", "list of tables"),
        ("format = 1", "format = 2", "format", "1"),
        ('id = "plain"', 'id = "Plain one"', "scenario.id", "small letters"),
        ('objective = "learn"', 'objectiv = "learn"', "item[reads]", "measure"),
    ],
)
def test_a_fault_is_told_with_file_place_and_accepted_form(
    old: str, new: str, place: str, said: str
) -> None:
    found = [fault for fault in faults(old, new) if place in fault and said in fault]
    assert len(found) == 1, faults(old, new)
    assert found[0].startswith("plain.toml: ")


def test_every_fault_is_told_at_once() -> None:
    text = PLAIN.replace('"80 kg"', '"80"').replace('"0.1 mL/h"', '"0.1"')
    with pytest.raises(ScenarioError) as caught:
        scenario_from(text, "plain.toml")
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "it"', 'id = "longest"', "happening or end[longest]"),
        (
            "[[item]]",
            '[[end]]\nid = "it"\ntext = "t"\nwhen = { at = "9 min" }\noutcome = "other"\n[[item]]',
            "happening or end[it]",
        ),
        ("[[stage]]", '[[stage]]\nid = "only"\ntext = "t"\n[[stage]]', "stage[only]"),
        ("[opening]", '[[objective]]\nid = "learn"\ntext = "t"\n[opening]', "objective[learn]"),
    ],
)
def test_a_name_means_one_thing(old: str, new: str, said: str) -> None:
    found = faults(old, new)
    assert len(found) == 1
    assert found[0].startswith(f"plain.toml: {said}")
    assert "its own" in found[0]


def test_what_is_no_toml_and_what_holds_a_date_is_refused() -> None:
    for text in ("format = ", "format = 2026-01-05", "a = " + "[" * 4000 + "]" * 4000):
        with pytest.raises(ScenarioError, match=r"plain\.toml: "):
            scenario_from(text, "plain.toml")


def test_a_scenario_of_ones_own_is_read_by_its_path(tmp_path: Path) -> None:
    place = tmp_path / "mine.toml"
    place.write_text(PLAIN, "utf-8")
    assert read_scenario(str(place)).id == "plain"
    assert set(shipped_scenarios()) & {"plain"} == set()


def test_a_file_that_is_not_there_too_large_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="first-hour"):
        read_scenario(str(tmp_path / "nothing.toml"))
    large, odd = tmp_path / "large.toml", tmp_path / "odd.toml"
    large.write_text("#" * (LARGEST_FILE + 1), "utf-8")
    odd.write_bytes(b"format = 1 # \xff")
    with pytest.raises(ValueError, match="256 KiB"):
        read_scenario(str(large))
    with pytest.raises(ValueError, match="byte 13"):
        read_scenario(str(odd))
