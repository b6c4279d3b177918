"""What only an example may leave open, and doses in mcg/min: set, halved, limited, asked about."""

from decimal import Decimal

import numpy as np
import pytest

from core.library import file_from, protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import ReportPump
from core.model.events import AdviceWithheld, Advised, EntryRefused
from core.model.facts import Axis
from core.model.terms import Agent
from core.proof.prove import prove
from core.quantity.measures import PumpRate
from core.rules.audit import load_protocol
from core.rules.compile import Protocol, ProtocolError
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

DEFAULT = read_protocol("norepinephrine-adult").text
FLAT = read_protocol("shape-flat-5min").text
OPEN = read_protocol("shape-flat-to-effect").text
RANGE = read_protocol("shape-flat-range-100").text
VASOPRESSIN_RULES = '[[agent.rule]]\nid = "stay-off"'


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def findings(text: str) -> tuple[str, ...]:
    try:
        load_protocol(file_from(text))
    except ProtocolError as error:
        return error.findings
    return ()


def last_events(text: str, *course: str) -> list[object]:
    session = Session(MemoryLog(), protocol_from)
    facts: list[object] = []
    for request in requests_of(WorkedGiven(course=course), protocol_from(text), text):
        facts = [fact.event for fact in session.handle(request)]
    return facts


def advice(text: str, *course: str) -> tuple[str, str]:
    (advised,) = [event for event in last_events(text, *course) if isinstance(event, Advised)]
    return advised.rule, str(advised.dose)


@pytest.mark.parametrize(
    ("old", "place"),
    [
        ('hard = "1 mcg/kg/min"', "limits.hard"),
        ('most = "0.1 mcg/kg/min"', "limits.start.most"),
        ('wean = "0.04 mcg/kg/min"', "limits.steps.wean"),
        ('rescue = "2 min"', "limits.intervals.rescue"),
    ],
)
def test_only_an_example_may_leave_a_limit_open(old: str, place: str) -> None:
    text = changed(DEFAULT, old, f'{old.partition(" =")[0]} = "none"')
    assert f"{place}: it is left open, and only an example may do that" in findings(text)


def test_a_minute_between_changes_is_refused_but_in_an_example() -> None:
    soon = changed(DEFAULT, 'rescue = "2 min"', 'rescue = "1 min"')
    assert findings(soon) == ("limits.intervals.rescue: no change follows another within 2 min",)
    assert findings(changed(soon, "format = 1\n", "format = 1\nexample = true\n")) == ()


def test_a_file_without_a_stop_is_refused_but_as_an_example() -> None:
    assert findings(FLAT) == ()
    told = findings(changed(FLAT, "example = true\n", ""))
    assert told == ("phase running: no row stops, so that weaning never ends",)


def test_without_a_maximum_nothing_is_begun_or_raised() -> None:
    """The table would; the monitor knows no maximum that it stays under."""
    for course in (("0 min: MAP 54 mmHg",), ("0 min: runs 5 mcg/min", "5 min: MAP 60 mmHg")):
        (withheld,) = [e for e in last_events(OPEN, *course) if isinstance(e, AdviceWithheld)]
        assert withheld.detail is not None
        assert withheld.detail.code == "above_hard_limit"
    assert advice(OPEN, "0 min: runs 5 mcg/min", "15 min: MAP 70 mmHg") == ("hold", "5 mcg/min")


def test_a_maximum_mends_what_it_is_missed_for() -> None:
    text = changed(OPEN, 'hard = "none"', 'hard = "30 mcg/min"')
    broken = {finding.id for finding in prove(load_protocol(file_from(text))).findings}
    assert "hard-limit" in broken  # its rows ask for no dose: they would still pass it
    assert advice(text, "0 min: MAP 54 mmHg") == ("start-map", "2.5 mcg/min")


@pytest.mark.parametrize("place", ["limits.steps.sideways", "target.2.high", "agent.1", "limits.x"])
def test_a_place_that_is_not_there_cannot_be_filled_in(place: str) -> None:
    text = changed(FLAT, "filled = [", f'filled = ["{place}", ')
    assert findings(text) == (f"filled: there is no {place}",)


def test_what_is_filled_in_is_a_source_of_its_own() -> None:
    text = FLAT.replace('source = "filled"', 'source = "published"')
    text = changed(text, "filled = [", "filled = [ # the places\n")
    text = changed(text, '\nfilled = "Filled', '\nother = "Filled')
    assert findings(text) == ('filled: the source "filled" is not listed under [sources]',)


class TestInMcgPerMinute:
    def test_half_a_dose_is_one_that_can_be_set(self) -> None:
        high = ("0 min: runs 5.5 mcg/min", "2 min: MAP 110 mmHg")
        assert advice(FLAT, *high) == ("high-half", "2.8 mcg/min")

    @pytest.mark.parametrize("name", ["shape-flat-5min", "norepinephrine-adult"])
    def test_half_is_never_more_than_half_and_on_the_grid(self, name: str) -> None:
        for part in protocol_from(read_protocol(name).text).parts:
            doses = np.arange(1, part.numbers.hard + 1, dtype=np.int64)
            half = part.tables[0].half_of(doses)
            assert (half % part.tables[0].grid == 0).all()
            assert (2 * half >= doses).all()
            assert (2 * half - doses < 2 * part.tables[0].grid).all()

    def test_a_rate_is_told_to_a_tenth(self) -> None:
        """16 mg in 250 mL, as in every worked case: 4.7 mL/h is 5.0133 mcg/min."""
        session = Session(MemoryLog(), protocol_from)
        given = WorkedGiven(course=("0 min: MAP 70 mmHg",))
        for request in requests_of(given, protocol_from(FLAT), FLAT):
            session.handle(request)
        agent, rate = Agent.NOREPINEPHRINE, PumpRate(Decimal("4.7"))
        session.handle(ReportPump(at=BEGAN, observed_at=BEGAN, agent=agent, rate=rate))
        assert str(session.state.given[agent].dose) == "5 mcg/min"

    @pytest.mark.parametrize(("dose", "refused"), [("200 mcg/min", False), ("200.1 mcg/min", True)])
    def test_more_than_200_is_a_slip(self, dose: str, refused: bool) -> None:  # noqa: FBT001 - a table
        told = [e for e in last_events(RANGE, f"0 min: runs {dose}") if isinstance(e, EntryRefused)]
        assert bool(told) is refused
        for event in told:
            assert event.reason.code == "dose_beyond_entry_limit"
            assert event.reason.args == {"limit": "200 mcg/min"}

    def test_a_second_agent_is_asked_for_at_a_flat_dose(self) -> None:
        near = 'second_agent = "12 mcg/min"\nstop_from = "2 mcg/min"'
        call = (
            '[[notify]]\nid = "second-agent"\nphases = ["running"]\n'
            'when = { advice = ["raise", "undo", "escalate"], vasopressin = "off", '
            'ends_at = { at_least = "12 mcg/min" } }\nurgency = "soon"\nsource = "filled"\n\n'
        )
        text = changed(FLAT, 'stop_from = "2 mcg/min"', near)
        text = changed(text, '[[notify]]\nid = "high-map"', f'{call}[[notify]]\nid = "high-map"')
        broken = {f.id for f in prove(load_protocol(file_from(text)), examples=False).findings}
        assert "second-agent" not in broken
        for runs, asked in (("10 mcg/min", False), ("11 mcg/min", True)):
            events = last_events(text, f"0 min: runs {runs}", "5 min: MAP 60 mmHg")
            assert ("second-agent" in {getattr(e, "code", "") for e in events}) is asked

    def beside(self, dose: str) -> str:
        row = (
            '[[agent.rule]]\nid = "beside"\nphase = "running"\ntitle = "Beside norepinephrine"\n'
            f'when = {{ norepinephrine = {{ at_least = "{dose}" }} }}\n'
            'then = { action = "hold", recheck = "5 min" }\nsource = "filled"\n\n'
        )
        return changed(RANGE, VASOPRESSIN_RULES, row + VASOPRESSIN_RULES)

    def test_a_further_agent_asks_about_norepinephrine_in_its_unit(self) -> None:
        assert findings(self.beside("8 mcg/min")) == ()
        protocol = load_protocol(file_from(self.beside("8 mcg/min")))
        assert self.asked(protocol) == 8_000
        assert findings(self.beside("0.1 mcg/kg/min")) == (
            'row beside: norepinephrine is dosed in mcg/min, not as in "0.1 mcg/kg/min"',
        )

    @staticmethod
    def asked(protocol: Protocol) -> int:
        (part,) = protocol.others
        table = part.tables[0]
        place = [row.id for row in table.rows].index("beside")
        return int(table.low[place, Axis.NOREPINEPHRINE])
