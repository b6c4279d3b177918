"""The eight shipped scenarios: sound, complete, in the house's words, and true to their names."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.lab.act import (
    ChangeBag,
    Extravasate,
    GoTo,
    Hydrocortisone,
    KeyingSlip,
    LineHeight,
    Message,
    Note,
    Sedation,
)
from core.lab.lint import findings
from core.lab.measure import Ticked
from core.lab.scenario import Scenario
from core.lab.shelf import read_scenario, shipped_scenarios
from core.lab.trigger import Fact
from core.model.terms import Agent, Attested, Route

FOLDER = Path(__file__).parents[2] / "resources" / "scenarios"
ABOUT = {
    "first-hour": Sedation,
    "occult-hypovolaemia": GoTo,
    "forgotten-weaning": GoTo,
    "failed-wean-adrenal": Hydrocortisone,
    "line-artefact": LineHeight,
    "bag-change": ChangeBag,
    "extravasation": Extravasate,
    "tenfold-slip": KeyingSlip,
}
HOURS = dict.fromkeys(ABOUT, (0.75, 12.0)) | {"forgotten-weaning": (12.0, 24.0)}
FORBIDDEN = re.compile(r"\b(alarm|order)(s|ed|ing)?\b", re.IGNORECASE)
UNSAFE = re.compile(
    r"[\u00b5\u03bc]g|\bug/|\bIU\b|\d\s?U\b|(?<![\d.])\d+\.\d*0 (mcg|mg|mL)|(?<!\d)\.\d"
)


@pytest.fixture(params=sorted(ABOUT))
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return read_scenario(request.param)


def test_the_eight_are_shipped() -> None:
    assert set(shipped_scenarios()) == set(ABOUT)


def test_none_has_a_finding(scenario: Scenario) -> None:
    assert findings(scenario) == ()


def test_each_is_complete(scenario: Scenario) -> None:
    assert scenario.protocol == "early-wean"
    assert all(scenario.prebrief.paragraphs)
    assert len(scenario.objectives) >= 3
    assert len(scenario.checklist) >= 5
    assert len(scenario.debrief) >= 2
    assert scenario.ends
    assert scenario.stages[0].happenings


def test_each_is_about_what_it_is_called(scenario: Scenario) -> None:
    acts = [act for happening in scenario.happenings for act in happening.then]
    assert any(isinstance(act, ABOUT[scenario.id]) for act in acts)


def test_each_branches(scenario: Scenario) -> None:
    """Some stage leads to another in two ways at least, or to two others."""
    ways = [
        [act for happening in stage.happenings for act in happening.then if isinstance(act, GoTo)]
        for stage in scenario.stages
    ]
    assert max(len(found) for found in ways) >= 2 or len(scenario.ends) >= 2


def test_each_lasts_as_long_as_it_should(scenario: Scenario) -> None:
    least, most = HOURS[scenario.id]
    assert timedelta(hours=least) <= scenario.longest <= timedelta(hours=most)


def test_the_learner_is_told_of_roles_safety_and_scope(scenario: Scenario) -> None:
    prebrief = scenario.prebrief
    assert "instructor" in prebrief.roles
    assert "wrong" in prebrief.safety
    assert "drives no pump" in prebrief.scope
    assert "model" in prebrief.scope


def test_no_text_says_alarm_or_order_or_writes_a_unit_that_can_be_misread(
    scenario: Scenario,
) -> None:
    text = (FOLDER / f"{scenario.id}.toml").read_text("utf-8")
    said = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in said if FORBIDDEN.search(line) or UNSAFE.search(line)] == []


def test_what_the_learner_reads_before_does_not_give_the_point_away(scenario: Scenario) -> None:
    hidden = {
        "occult-hypovolaemia": "hypovol|dry|volume is missing",
        "failed-wean-adrenal": "adrenal|hydrocortisone only|cortisol is low",
        "bag-change": "twice|8 mg",
        "extravasation": "extravas|lets go",
        "tenfold-slip": "ten times|slip|decimal",
        "line-artefact": "transducer",
    }.get(scenario.id)
    told = f"{scenario.prebrief.situation} {scenario.prebrief.roles}"
    assert hidden is None or not re.search(hidden, told, re.IGNORECASE)


def test_messages_and_notes_are_for_different_people(scenario: Scenario) -> None:
    """A note is never said to the learner: no message repeats one."""
    acts = [act for happening in scenario.happenings for act in happening.then]
    notes = {act.text for act in acts if isinstance(act, Note)}
    messages = {act.text for act in acts if isinstance(act, Message)}
    assert messages
    assert not notes & messages


def test_most_items_need_no_instructor(scenario: Scenario) -> None:
    by_hand = [item for item in scenario.checklist if isinstance(item.measure, Ticked)]
    assert len(by_hand) * 2 < len(scenario.checklist)


def test_set_ups_fit_their_stories() -> None:
    opened = {name: read_scenario(name).opening for name in ABOUT}
    assert opened["first-hour"].running == ()
    assert all(opened[name].running for name in ABOUT if name != "first-hour")
    assert opened["extravasation"].setup.route is Route.PERIPHERAL
    assert opened["occult-hypovolaemia"].setup.fluids is Attested.YES
    assert opened["occult-hypovolaemia"].setup.volume_assessed is Attested.UNKNOWN


def test_the_other_bag_is_twice_as_strong_and_the_slip_ten_fold() -> None:
    scenario = read_scenario("bag-change")
    bags = [
        act.bag for one in scenario.happenings for act in one.then if isinstance(act, ChangeBag)
    ]
    hanging = scenario.opening.setup.bag
    assert hanging is not None
    assert [bag.concentration / hanging.concentration for bag in bags] == [2]
    slips = [
        act
        for one in read_scenario("tenfold-slip").happenings
        for act in one.then
        if isinstance(act, KeyingSlip)
    ]
    assert [(slip.agent, slip.times) for slip in slips] == [
        (Agent.NOREPINEPHRINE, Decimal(10)),
        (Agent.NOREPINEPHRINE, Decimal(1)),
    ]
    assert Fact.PUMP_CORRECTED in {
        getattr(item.measure, "fact", None) for item in read_scenario("tenfold-slip").checklist
    }
