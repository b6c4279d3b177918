"""The shipped stays under the default protocol: opportunities of real charts, and their verdicts.

The figures were read beside the charts: hourly charting misses advice that waits 2 to 15 min, the
units raised in the band where the protocol holds, and stopped agents outright that it would wean.
Bag, target and pump are assumed, so they say nothing of the people who wrote the charts.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from core.chart.assumed import Assumed
from core.chart.replay import Replay
from core.chart.sniff import MIMIC, open_chart
from core.library import read_protocol
from core.log.memory import MemoryLog
from core.model.events import Advised, Recorded
from core.model.terms import Action, Agent
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Milligram, Millilitre, PumpRate
from core.verdict.judge import judge
from core.verdict.opportunities import opportunities
from core.verdict.opportunity import Verdict
from core.verdict.totals import Weighed, summary

CHARTS = Path(str(files("resources").joinpath("charts", "mimic-iii-demo")))
RULES = {
    "205170": {
        "advised-step": 1,
        "change-away": 4,
        "early-change": 4,
        "end-of-chart": 1,
        "kept-dose": 56,
        "large-step": 3,
        "missed-step": 3,
        "no-advice": 14,
    },
    "217724": {
        "change-away": 4,
        "early-change": 1,
        "kept-dose": 13,
        "missed-step": 9,
        "no-advice": 4,
        "small-step": 1,
        "unasked-stop": 2,
    },
    "283181": {
        "advised-step": 2,
        "artefact": 8,
        "early-change": 2,
        "end-of-chart": 1,
        "kept-dose": 35,
        "large-step": 1,
        "missed-step": 12,
        "no-advice": 6,
        "wrong-way": 1,
    },
}


@dataclass(frozen=True)
class Stay:
    log: tuple[Recorded, ...]
    weighed: tuple[Weighed, ...]


@cache
def stays() -> dict[str, Stay]:
    shelved = read_protocol("early-wean")
    protocol = shelved.protocol
    assert protocol is not None
    assumed = Assumed(
        bag=Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE),
        resolution=PumpRate(Decimal("0.1")),
        band=protocol.bands[0],
        run_gap=timedelta(minutes=75),
    )
    found = {}
    for chart in open_chart(CHARTS, MIMIC, None):
        log = MemoryLog()
        for _ in Replay(chart, shelved, assumed, log).run():
            pass
        opened = opportunities(log, protocol, calls_charted=False)
        weighed = tuple((one, judge(one.opportunity)) for one in opened)
        found[chart.stay] = Stay(tuple(log), weighed)
    return found


def test_every_stay_is_judged() -> None:
    assert {stay: len(found.weighed) for stay, found in stays().items()} == {
        "205170": 86,
        "286072": 338,
        "213315": 73,
        "298685": 516,
        "221684": 302,
        "283181": 68,
        "217724": 45,
    }


@pytest.mark.parametrize("stay", RULES)
def test_the_rules_of_a_stay_are_those_that_were_read_beside_its_chart(stay: str) -> None:
    titrated = [judged.rule for opened, judged in stays()[stay].weighed if not opened.held]
    assert dict(Counter(titrated)) == RULES[stay]


def test_all_stays_together() -> None:
    found = summary(item for stay in stays().values() for item in stay.weighed)
    assert {verdict.value: count for verdict, count in found.titrated.counts.items()} == {
        "right": 4,
        "wrong_size": 42,
        "wrong_direction": 25,
        "late": 1,
        "not_done": 329,
        "not_indicated": 792,
        "unknown": 173,
    }
    assert found.titrated.share(Verdict.NOT_DONE) == Fraction(329, 401)
    assert found.titrated.right_with_not_indicated == Fraction(796, 1193)
    assert found.titrated.unasked == {Action.HOLD: 26, Action.LOOK_AGAIN: 3}
    assert (found.held.needed, found.held.counts[Verdict.NOT_INDICATED]) == (3, 59)
    assert next(iter(found.by_agent)) is Agent.NOREPINEPHRINE


def test_each_piece_of_advice_belongs_to_one_opportunity() -> None:
    for stay in stays().values():
        advice = [fact.seq for fact in stay.log if isinstance(fact.event, Advised)]
        told = [
            number
            for opened, _ in stay.weighed
            if not opened.held and opened.opportunity.action is not None
            for number in (opened.said, *opened.repeats)
        ]
        assert sorted(told) == advice


def test_opportunities_of_the_titrated_agent_follow_each_other() -> None:
    for stay in stays().values():
        open_ones = [one for one, _ in stay.weighed if not one.held and one.opportunity.action]
        for one, later in pairwise(open_ones):
            assert one.opportunity.next_reading == later.moment - one.moment
        assert open_ones[-1].opportunity.next_reading is None
