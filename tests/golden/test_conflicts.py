"""One worked case for each conflict of the sources: how it was resolved, seen in behaviour."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from core.entry.bag import BagContext, read_bag
from core.entry.codes import EntryRefusal
from core.entry.dose import read_dose
from core.entry.guard import DoseContext
from core.entry.profile import SiteProfile
from core.entry.verdict import Refused
from core.evidence import register
from core.library import protocol_from, read_protocol, shipped_names
from core.model.commands import ChangeTarget
from core.model.events import EntryRefused
from core.model.terms import Route
from core.order.judge import judge
from core.order.of_protocol import order_of
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import DoseUnit, Kilogram
from core.rules.compile import Protocol
from core.rules.worked import BEGAN
from core.view.cards import card, card_of_prompt
from core.view.wording import Words

Play = Callable[..., Any]
Findings = Callable[..., list[str]]
STEADY = "10 min to 130 min every 60 min: MAP 70 mmHg"


def test_c1_the_start_is_local_policy_within_a_range(play: Play, early_wean: Protocol) -> None:
    limits = early_wean.file.limits
    start = (limits.start.least, limits.start.default, limits.start.most)
    assert start == ("0.02 mcg/kg/min", "0.05 mcg/kg/min", "0.1 mcg/kg/min")
    assert limits.source == "local"
    assert play("0 min: MAP 54 mmHg").answer[2] == start[1]


def test_c2_announced_at_02_and_suggested_at_025(play: Play) -> None:
    low = "5 min: MAP 60 mmHg"
    assert play("0 min: runs 0.12 mcg/kg/min", low).called == set()
    assert play("0 min: runs 0.2 mcg/kg/min", low).called == {"second-agent-near"}
    suggested = play("0 min: runs 0.23 mcg/kg/min", low)
    assert suggested.called == {"second-agent"}
    assert suggested.answer == ("up", "raise", "0.25 mcg/kg/min")


def test_c3_each_band_but_the_first_wants_its_reason(play: Play, early_wean: Protocol) -> None:
    bands = [(int(band.low.value), int(band.high.value)) for band in early_wean.bands]
    assert bands == [(65, 75), (60, 65), (80, 85), (85, 95)]
    for band in early_wean.bands:
        running = play("0 min: runs 0.1 mcg/kg/min", "15 min: MAP 70 mmHg")
        bare = replace(band, reason=None)
        asked = running.after(ChangeTarget(at=BEGAN + timedelta(minutes=16), band=bare))
        refused = [f.event.reason.code for f in asked.last if isinstance(f.event, EntryRefused)]
        assert refused == ([] if band.reason is None else ["band_wants_reason"])


def test_c4_refused_for_norepinephrine_and_fit_for_vasopressin(
    play: Play, order_findings: Findings
) -> None:
    garbled = "Lower by 0.02 mcg/kg/min once MAP 65 mmHg without vasopressor support for 8 h"
    assert order_findings(weaning=garbled) == ["impossible-precondition"]
    label = {
        "drug": "vasopressin",
        "start": "0.03 units/min",
        "increment": "0.005 units/min",
        "interval": "10 min",
        "maximum": "0.04 units/min",
        "weaning": "Lower by 0.005 units/min every 1 h after 8 h at target without catecholamines",
    }
    assert order_findings(**label) == []
    # Norepinephrine itself is weaned while it runs.
    assert play("0 min: runs 0.1 mcg/kg/min", STEADY).answer[1] == "wean"


def test_c5_a_wean_step_has_size_interval_and_hold(play: Play, early_wean: Protocol) -> None:
    limits = early_wean.file.limits
    assert (limits.steps.wean, limits.intervals.wean) == ("0.02 mcg/kg/min", "30 min")
    assert play("0 min: runs 0.1 mcg/kg/min", STEADY).answer[2] == "0.08 mcg/kg/min"
    fallen = ("0 min: runs 0.1 mcg/kg/min", "30 min: MAP 84 mmHg", "31 min: runs 0.08 mcg/kg/min")
    assert play(*fallen, "50 min: MAP 71 mmHg").answer[:2] == ("wean-hold-share", "hold")


def test_c6_a_low_diastolic_overrides_the_fluids(play: Play) -> None:
    low = play("0 min: MAP 60 mmHg, diastolic 40 mmHg", fluids="not attested")
    assert low.answer == ("start-diastolic", "start", "0.05 mcg/kg/min")
    assert low.called == {"fluids-not-attested"}


def test_c7_volume_is_named_only_after_a_failed_wean(play: Play, words: Words) -> None:
    weaned = ("0 min: runs 0.1 mcg/kg/min", "30 min: MAP 70 mmHg", "31 min: runs 0.08 mcg/kg/min")
    assert "failed-wean" not in play(*weaned, "60 min: MAP 70 mmHg").called
    failed = (*weaned, "40 min: MAP 62 mmHg", "45 min: MAP 63 mmHg", "46 min: runs 0.1 mcg/kg/min")
    assert "failed-wean" in play(*failed, "60 min: MAP 70 mmHg").called
    assert "volume" in words.say("prompt.failed-wean")
    first = card(card_of_prompt("failed-wean"), words).points[0]
    assert first.says.startswith("Volume:")
    assert "fluid only where that says so" in first.says


def test_c8_base_or_salt_is_never_assumed(site: SiteProfile, order_findings: Findings) -> None:
    unsaid = read_bag("8 mg in 250 mL", BagContext(None), site)
    assert isinstance(unsaid, Refused)
    assert unsaid.code is EntryRefusal.BASIS_UNSET
    read = read_bag("8 mg in 250 mL", BagContext(ExpressedAs.TARTRATE), site)
    assert not isinstance(read, Refused)
    assert read.value.concentration == Fraction(16)  # half of what the same label holds as base
    assert order_findings(expressed_as="") == ["salt-not-said"]


def test_c9_a_peripheral_line_gets_the_same_advice(play: Play, words: Words) -> None:
    lines = ("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
    peripheral = play(*lines, route=Route.PERIPHERAL)
    assert peripheral.answer == play(*lines).answer == ("up", "raise", "0.12 mcg/kg/min")
    assert "site-check" in peripheral.at(60).called
    assert card(card_of_prompt("site-check"), words).title.startswith("Extravasation")


def test_c10_the_diluent_is_no_part_of_a_bag(site: SiteProfile) -> None:
    assert {field.name for field in fields(Bag)} == {"amount", "volume", "expressed_as"}
    read = read_bag("4 mg in 250 mL", BagContext(ExpressedAs.BASE), site)
    assert not isinstance(read, Refused)


def test_c12_three_intervals_for_three_purposes(play: Play) -> None:
    change = "0 min: runs 0.1 mcg/kg/min"
    assert play(change, "2 min: MAP 54 mmHg").answer == ("rescue", "raise", "0.15 mcg/kg/min")
    assert play(change, "2 min: MAP 64 mmHg").answer[:2] == ("up-wait", "hold")
    assert play(change, "5 min: MAP 64 mmHg").answer == ("up", "raise", "0.12 mcg/kg/min")
    above = ("0 min: runs 0.1 mcg/kg/min", "1 min: MAP 80 mmHg", "29 min: MAP 80 mmHg")
    assert play(*above).answer[1] == "hold"
    assert play(*above, "31 min: MAP 80 mmHg").answer[:2] == ("down", "lower")


def test_c14_one_unit_and_the_other_is_refused(site: SiteProfile, order_findings: Findings) -> None:
    context = DoseContext(weight=Kilogram.parse("70 kg"))
    read = read_dose("7 mcg/min", DoseUnit.MCG_KG_MIN, context, site)
    assert isinstance(read, Refused)
    assert read.code is EntryRefusal.UNIT_CONVERTED
    assert dict(read.args)["converted"] == "0.1 mcg/kg/min"
    assert order_findings(start="7 mcg/min") == ["mixed-units"]
    assert order_findings(start="0.03 units/min") == ["foreign-unit"]


def test_c16_neither_claim_is_made() -> None:
    for name in ("A20", "A21", "C16"):
        rests = [where for where in register().entry(name).where if where.startswith("row:")]
        assert rests == []


def test_c17_wording_of_2012_is_marked() -> None:
    marked = {one.id for one in register().statements if one.superseded}
    assert {"A12", "A13", "A14"} <= marked
    assert register().entry("A12").source[0].text.endswith("2012 (superseded 2021)")
    of_2012 = [s for e in register().entries for s in e.source if s.year == 2012]
    assert all(source.superseded_by == 2021 for source in of_2012)


def test_c18_hepatorenal_dosing_is_refused_in_shock(order_findings: Findings, words: Words) -> None:
    schedule = {"start": "0.5 mg/h", "increment": "0.5 mg/h", "maximum": "3 mg/h"}
    assert order_findings(**schedule, interval="4 h") == ["hepatorenal-dosing"]
    for name in shipped_names():
        file = protocol_from(read_protocol(name).text).file
        assert "hepatorenal-dosing" not in {one.id for one in judge(order_of(file, words))}
