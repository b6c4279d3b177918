"""The world at the bedside: time in any parts, hands on pumps and line, what the screen shows."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest

from core.lab.act import (
    Artefact,
    AtBedside,
    ChangeBag,
    Extravasate,
    GiveFluid,
    Hydrocortisone,
    LineArtefact,
    LineHeight,
    LineOn,
    OverrideVital,
    SecondHit,
    Sedation,
    Vital,
)
from core.lab.bedside import Bedside, passed
from core.lab.bedside_hands import display, displays, done_to, keyed
from core.lab.bedside_made import at_bedside
from core.lab.bedside_view import monitor, sampled, true_map
from core.lab.monitor import Pressures, doubtful
from core.lab.patient_made import PatientError, patient_of
from core.lab.scenario import Changed, PatientSpec, Preset, Running, Scenario
from core.lab.shelf import read_scenario
from core.library import protocol_from, read_protocol
from core.model.terms import Agent, Route
from core.patient.body import Row
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Milligram, Millilitre, Percent, PumpRate

PROTOCOL = protocol_from(read_protocol("early-wean").text)
NE = Agent.NOREPINEPHRINE
QUIET = (Changed("sigF", Decimal(0), "mmHg"), Changed("sigS", Decimal(0), "mmHg"))


def rate(text: str) -> PumpRate:
    return PumpRate(Decimal(text))


def scenario(*running: Running, line: bool = True, drawn: bool = False) -> Scenario:
    """A patient in shock without restlessness, with nothing that comes by chance."""
    shipped = read_scenario("first-hour")
    return replace(
        shipped,
        opening=replace(shipped.opening, running=running),
        patient=PatientSpec(
            Preset.DEFAULT,
            drawn=drawn,
            changed=(*QUIET, Changed("ev", Decimal(0), "1/h")),
            source_control=timedelta(hours=500),
        ),
        bedside=replace(
            shipped.bedside,
            arterial_line=line,
            artefacts=False,
            cuff_interval=timedelta(minutes=5),
        ),
    )


def bedside(*running: Running, line: bool = True) -> Bedside:
    return at_bedside(scenario(*running, line=line), 1, PROTOCOL)


def on_drug(dose: str = "0.2") -> Bedside:
    given = Dose(Decimal(dose), DoseUnit.MCG_KG_MIN)
    return bedside(Running(NE, given, timedelta(hours=6)))


def after(start: Bedside, act: AtBedside, minutes: int) -> float:
    """True MAP so many minutes after an act."""
    return true_map(passed(done_to(start, act), 60 * minutes))


def test_a_running_drug_has_reached_its_steady_effect_and_its_pump_shows_its_rate() -> None:
    start = on_drug()
    later = passed(start, 3600)
    assert true_map(later) == pytest.approx(true_map(start), abs=0.3)
    assert true_map(start) > true_map(bedside()) + 1
    assert displays(start)[NE] == rate(str(displays(later)[NE].value))


def test_what_is_given_is_what_the_pump_was_set_to() -> None:
    start = on_drug()
    later = passed(start, 3600)
    mcg_h = float(displays(start)[NE].value) * float(start.bags[NE].concentration)
    assert sampled(later).given_of(NE) == pytest.approx(mcg_h, rel=1e-9)
    assert sampled(later).given_of(Agent.EPINEPHRINE) == 0


@pytest.mark.parametrize("parts", [(600,), (13, 587), (1,) * 600, (30, 270, 299, 1)])
def test_time_in_any_parts_leads_to_the_same_moment(parts: tuple[int, ...]) -> None:
    start = keyed(bedside(), NE, rate("12.5"), None)
    there = start
    for part in parts:
        there = passed(there, part)
    whole = passed(start, 600)
    assert there.second == whole.second == 600
    assert true_map(there) == pytest.approx(true_map(whole), abs=1e-6)
    assert np.allclose(there.body.amounts, whole.body.amounts, rtol=1e-7, atol=1e-9)


def test_time_never_passes_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        passed(bedside(), -1)


def test_a_pump_without_a_bag_gives_nothing() -> None:
    start = bedside()
    assert keyed(start, Agent.EPINEPHRINE, rate("5"), None) is start
    assert display(start, NE) is None


def test_a_faster_pump_raises_the_pressure_and_a_stop_lowers_it() -> None:
    start = on_drug()
    faster = keyed(start, NE, rate("60"), None)
    assert true_map(passed(faster, 1800)) > true_map(passed(start, 1800)) + 5
    assert true_map(passed(keyed(start, NE, rate("0"), None), 1800)) < true_map(start) - 3


def test_drug_lost_beside_the_vein_lowers_the_pressure_also_of_a_pump_put_up_later() -> None:
    start = on_drug("0.3")
    lost = Extravasate(NE, Percent(Decimal(80)))
    assert after(start, lost, 30) < true_map(start) - 3
    late = keyed(done_to(bedside(), lost), NE, rate("30"), None)
    plain = keyed(bedside(), NE, rate("30"), None)
    assert true_map(passed(late, 1800)) < true_map(passed(plain, 1800)) - 1


def test_another_bag_at_the_same_rate_gives_another_dose() -> None:
    strong = Bag(Milligram(Decimal(16)), Millilitre(Decimal(250)), ExpressedAs.BASE)
    start = on_drug()
    changed = done_to(start, ChangeBag(NE, strong))
    assert displays(changed)[NE] == displays(start)[NE]
    assert changed.bags[NE] == strong
    before, later = sampled(passed(start, 3600)), sampled(passed(changed, 3600))
    assert later.given_of(NE) == pytest.approx(2 * before.given_of(NE), rel=0.1)


def test_fluid_hydrocortisone_sedation_and_a_second_hit_act() -> None:
    start, plain = on_drug(), true_map(passed(on_drug(), 1800))
    litre = GiveFluid(Millilitre(Decimal(1000)), timedelta(minutes=20))
    assert after(start, litre, 30) > plain + 3
    assert after(start, replace(litre, lost=True), 30) < plain - 3
    assert after(start, replace(litre, over=timedelta(0)), 1) > true_map(passed(start, 60)) + 3
    assert after(start, Hydrocortisone(on=True), 240) > true_map(passed(start, 14400)) + 1
    assert after(start, Sedation(Decimal(1)), 1) < true_map(start) - 5
    assert after(start, SecondHit(Decimal("0.2")), 240) < true_map(passed(start, 14400)) - 3


def test_the_drive_never_passes_its_range() -> None:
    hit = done_to(done_to(bedside(), SecondHit(Decimal(1))), SecondHit(Decimal(1)))
    assert float(hit.body.row(Row.DRIVE)[0]) == 1.2


def test_without_a_line_the_latest_cuff_pressure_stands() -> None:
    seen = monitor(bedside(line=False))
    assert seen.line is None
    assert seen.cuff is not None
    assert (seen.cuff.second, seen.cuff_due, seen.map) == (0, 300, seen.cuff.pressures.map)
    later = monitor(passed(bedside(line=False), 301))
    assert later.cuff is not None
    assert (later.cuff.second, later.cuff_due) == (300, 600)


def test_a_line_that_is_taken_out_or_hangs_low_shows_so() -> None:
    start = bedside()
    shown = monitor(start).line
    assert shown is not None
    assert monitor(done_to(start, LineOn(on=False))).line is None
    low = monitor(done_to(start, LineHeight(Decimal(20)))).line
    assert low is not None
    assert 14 <= low.map - shown.map <= 16


@pytest.mark.parametrize("kind", [Artefact.FLUSH, Artefact.ZEROING, Artefact.DISCONNECTION])
def test_an_artefact_can_be_seen_and_passes(kind: Artefact) -> None:
    spoilt = done_to(bedside(), LineArtefact(kind, timedelta(seconds=60)))
    seen = monitor(passed(spoilt, 10)).line
    assert seen is not None
    assert doubtful(seen)
    clean = monitor(passed(spoilt, 120)).line
    assert clean is not None
    assert not doubtful(clean)


def test_an_override_is_what_the_screen_shows_and_moves_the_pair_with_it() -> None:
    start = bedside()
    plain = monitor(start).line
    assert plain is not None
    forced = done_to(start, OverrideVital(Vital.MAP, Decimal(40)))
    seen = monitor(forced)
    assert seen.line is not None
    assert plain.systolic is not None
    assert (seen.map, seen.line.systolic) == (40, plain.systolic + 40 - plain.map)
    assert true_map(forced) == true_map(start)
    rated = monitor(done_to(forced, OverrideVital(Vital.HEART_RATE, Decimal(150))))
    assert rated.heart_rate == 150
    assert monitor(done_to(forced, OverrideVital(Vital.MAP, None))) == monitor(start)


def test_an_override_shows_on_the_cuff_where_there_is_no_line() -> None:
    forced = done_to(bedside(line=False), OverrideVital(Vital.MAP, Decimal(41)))
    assert monitor(forced).map == 41


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (Pressures(65, 100, 48), False),
        (Pressures(65), False),
        (Pressures(0, 0, 0), True),
        (Pressures(65, 70, 63), True),
        (Pressures(240, 240, 240), True),
    ],
)
def test_a_trained_eye_sees_what_is_no_pressure(shown: Pressures, *, said: bool) -> None:
    assert doubtful(shown) is said


def test_the_patient_has_the_weight_of_the_case_and_what_the_scenario_changes() -> None:
    made = scenario()
    heavy = replace(
        made, patient=replace(made.patient, changed=(Changed("W", Decimal(120), "kg"),))
    )
    own, other = patient_of(made, 1), patient_of(heavy, 1)
    kg = float(made.opening.setup.weight.weight.value)
    assert float(own.weight_kg[0]) == kg
    assert float(other.central_l[0] / own.central_l[0]) == pytest.approx(120 / kg)
    assert float(other.clearance_l_min[0] / own.clearance_l_min[0]) == pytest.approx(
        (120 / kg) ** 0.75
    )
    severe = replace(
        made, patient=replace(made.patient, changed=(Changed("SAPS", Decimal(80), "points"),))
    )
    assert float(patient_of(severe, 1).clearance_l_min[0]) < float(own.clearance_l_min[0])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Changed("nix", Decimal(1), "-"), "nix"),
        (Changed("Em0", Decimal(80), "kPa"), "mmHg"),
        (Changed("aCL", Decimal(1), "-"), "clearance_exponent"),
    ],
)
def test_a_symbol_that_no_patient_has_is_refused(change: Changed, said: str) -> None:
    made = scenario()
    wrong = replace(made, patient=replace(made.patient, changed=(change,)))
    with pytest.raises(PatientError, match=said):
        patient_of(wrong, 1)


def test_a_drawn_patient_is_the_same_for_the_same_seed_alone() -> None:
    made = scenario(drawn=True)
    first, again, other = (patient_of(made, seed) for seed in (1, 1, 2))
    assert float(first.emax_mmhg[0]) == float(again.emax_mmhg[0])
    assert float(first.emax_mmhg[0]) != float(other.emax_mmhg[0])


def test_a_peripheral_line_takes_the_drug_longer() -> None:
    made = scenario()
    setup = replace(made.opening.setup, route=Route.PERIPHERAL)
    outer = at_bedside(replace(made, opening=replace(made.opening, setup=setup)), 1, PROTOCOL)
    assert float(outer.tubing.vein_s[0]) > float(at_bedside(made, 1, PROTOCOL).tubing.vein_s[0])
