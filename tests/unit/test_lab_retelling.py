"""A simulation told again from its case and its hidden part: the very same, or refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.cases.opened import facts_of
from core.lab.act import GiveFluid, GoTo, Vital
from core.lab.counterfactual import Choice, other_course
from core.lab.debrief import Debrief, debrief_of
from core.lab.hidden_file import keep_hidden_part, read_hidden_part
from core.lab.hidden_part import Begun, HiddenPart
from core.lab.interrupted import end_interrupted
from core.lab.intervention import (
    Do,
    Fire,
    GoneBack,
    Intervention,
    Over,
    Override,
    Skip,
    TakeNote,
)
from core.lab.played import Played, played_by
from core.lab.read import scenario_from
from core.lab.retelling import Retold, ToldOtherwiseError, retelling, retold
from core.lab.script import ScriptError
from core.lab.shelf import scenario_text
from core.lab.simulation import Simulation
from core.lab.staff_profile import profile_of
from core.lab.trail import Trail
from core.log.errors import LogError
from core.log.journal import CaseJournal
from core.log.memory import MemoryLog
from core.model.commands import (
    AddNote,
    AnswerAdvice,
    EndCase,
    RecordReading,
    RefuseEntry,
    ReportPump,
    StartShift,
)
from core.model.events import CaseEnded, Reason, Recorded
from core.model.terms import Agent, Outcome, Reply, Source
from core.quantity.measures import Dose, DoseUnit, Millilitre, Mmhg

STEPS = (7, 60, 1, 180, 13)
"""Seconds between two looks of the window, which must not matter."""


@dataclass
class Lab:
    """A simulation as the window plays it, and what is kept of it."""

    scenario: str = "first-hour"
    seed: int = 5
    staff: str | None = None
    kept: list[tuple[Intervention, ...]] = field(default_factory=list)
    logs: list[MemoryLog] = field(default_factory=list)
    trail: Trail = field(default_factory=Trail)

    def __post_init__(self) -> None:
        text, name = scenario_text(self.scenario)
        self.begun = Begun("1.0.0", name, text, self.seed, self.staff)
        self.simulation = Simulation(
            scenario_from(text, name),
            self.seed,
            self.fresh(),
            staff=None if self.staff is None else profile_of(self.staff),
            fresh_log=self.fresh,
            keep=self.kept.append,
        )
        self.simulation.handle(StartShift(at=self.simulation.now, initials="AB"))

    def fresh(self) -> MemoryLog:
        self.logs.append(MemoryLog())
        return self.logs[-1]

    def pass_minutes(self, minutes: int) -> None:
        """In uneven steps, as a window lets time pass."""
        until = self.simulation.now + timedelta(minutes=minutes)
        at = 0
        while self.simulation.now < until and self.simulation.ended is None:
            step = timedelta(seconds=STEPS[at % len(STEPS)])
            self.simulation.pass_time(min(until, self.simulation.now + step))
            self.trail.mark(self.simulation)
            at += 1

    def read(self) -> None:
        now, shown = self.simulation.now, self.simulation.monitor().map
        assert shown is not None
        line, figure = Source.ARTERIAL_LINE, Mmhg(Decimal(shown))
        self.simulation.handle(RecordReading(at=now, observed_at=now, source=line, map=figure))

    def accept(self) -> None:
        standing, now = self.simulation.state.standing, self.simulation.now
        if standing is not None and standing.answered is None:
            self.simulation.handle(
                AnswerAdvice(at=now, advice=standing.seq, reply=Reply.ACCEPT, pump_set=True)
            )

    def report(self, dose: str) -> None:
        now = self.simulation.now
        given = Dose(Decimal(dose), DoseUnit.MCG_KG_MIN)
        agent = Agent.NOREPINEPHRINE
        self.simulation.handle(ReportPump(at=now, observed_at=now, agent=agent, dose=given))

    @property
    def facts(self) -> tuple[Recorded, ...]:
        return tuple(self.logs[-1])

    @property
    def part(self) -> HiddenPart:
        return HiddenPart(self.begun, self.kept[-1])

    @property
    def played(self) -> Played:
        return played_by(self.simulation, self.facts, self.staff)


def shift(lab: Lab, minutes: int) -> None:
    """A learner reads every four minutes, accepts a minute later, and now and then slips."""
    for minute in range(minutes):
        if minute % 4 == 1:
            lab.read()
        elif minute % 4 == 2:
            lab.accept()
        if minute == 9:
            now = lab.simulation.now
            lab.simulation.handle(
                RefuseEntry(at=now, field="map", text="6x", reason=Reason("unreadable"))
            )
            lab.report("0.30")
            lab.report("0.06")  # put right within the same second
        lab.pass_minutes(1)


def meddle(lab: Lab) -> None:
    """One of each, at a second that no clock announces."""
    lab.pass_minutes(0)
    lab.simulation.pass_time(lab.simulation.now + timedelta(seconds=11))
    for wished in (
        TakeNote("Asked aloud"),
        Do(GiveFluid(Millilitre(Decimal(250)), timedelta(minutes=10))),
        Override(Vital.MAP, Decimal(58)),
        Skip("nothing-runs"),
    ):
        lab.simulation.intervene(wished)
    lab.pass_minutes(2)
    lab.simulation.intervene(Override(Vital.MAP, None))
    lab.simulation.intervene(Fire(next(c.id for c in lab.simulation.coming() if not c.is_end)))


def told_again(lab: Lab) -> Retold:
    return retold(lab.facts, lab.part)


def figures(debrief: Debrief) -> dict[str, Any]:
    """Everything a person is told, without the course it was made of."""
    told = {name: getattr(debrief, name) for name in Debrief.__dataclass_fields__}
    del told["played"]
    told["given"] = [(agent, round(given, 6)) for agent, given in debrief.given]
    return told


def check_same(one: Played, other: Played) -> None:
    assert figures(debrief_of(one)) == figures(debrief_of(other))
    assert (one.until, one.ended_by, one.staff) == (other.until, other.ended_by, other.staff)
    assert one.facts == other.facts
    assert tuple(one.truth) == tuple(other.truth)
    pairs = zip(one.truth.samples, other.truth.samples, strict=True)
    assert all(abs(a.map_mmhg - b.map_mmhg) < 1e-6 and a.second == b.second for a, b in pairs)


def test_a_learners_hour_with_interventions_comes_to_the_same() -> None:
    lab = Lab()
    shift(lab, 14)
    meddle(lab)
    shift(lab, 20)
    lab.simulation.stop()
    again = told_again(lab)
    check_same(lab.played, again.played)
    assert again.over
    assert len(lab.part.interventions) == 7
    assert lab.part.interventions[-1].done == Over()
    assert len(debrief_of(again.played).weighed) >= 5
    assert [remark.text for remark in debrief_of(again.played).remarks] == ["Asked aloud"]


def test_staff_and_a_person_at_the_same_window_come_to_the_same() -> None:
    lab = Lab("tenfold-slip", 3, "usual")
    lab.pass_minutes(9)
    lab.simulation.handle(AddNote(at=lab.simulation.now, text="looked in"))
    lab.simulation.intervene(TakeNote("Nobody noticed"))
    lab.pass_minutes(80)
    assert lab.simulation.ended is not None
    again = told_again(lab)
    check_same(lab.played, again.played)
    assert debrief_of(again.played).slips


def test_after_going_back_each_file_tells_its_own_course() -> None:
    lab = Lab()
    shift(lab, 6)
    lab.simulation.intervene(TakeNote("before"))
    mark, early = lab.simulation.bookmark(), lab.simulation.now
    lab.simulation.intervene(TakeNote("undone"))
    shift(lab, 6)
    left, before = lab.played, lab.part
    session = lab.simulation.session
    lab.simulation.back_to(mark)
    session.handle(EndCase(at=early + timedelta(minutes=6), outcome=Outcome.SIMULATION_ENDED))
    shift(lab, 8)
    lab.simulation.stop()
    again = told_again(lab)
    check_same(lab.played, again.played)
    done = [one.done for one in lab.part.interventions]
    assert done == [TakeNote("before"), GoneBack(720), Over()]
    one = retold(tuple(lab.logs[0]), before)
    assert not one.over
    assert figures(debrief_of(left))["remarks"] == debrief_of(one.played).remarks
    assert tuple(left.truth) == tuple(one.played.truth)


def test_a_crash_is_told_up_to_where_it_came() -> None:
    """The last things entered are in the case; what was kept of the rest ends where it did."""
    lab = Lab()
    shift(lab, 7)
    lab.simulation.intervene(TakeNote("still going"))
    shift(lab, 3)
    whole = lab.facts
    for count in range(1, len(whole) + 1, 3):
        there = whole[:count]
        known = tuple(kept for kept in lab.part.interventions if kept.facts <= count)
        again = retold(there, HiddenPart(lab.begun, known))
        assert not again.over
        last = (there[-1].recorded_at - lab.simulation.start) // timedelta(seconds=1)
        assert again.played.facts == there
        assert again.played.until == max([last, *(kept.second for kept in known)])
        debrief_of(again.played)


def test_a_course_that_is_told_again_can_be_laid_over_others() -> None:
    lab = Lab()
    shift(lab, 12)
    lab.simulation.stop()
    again = told_again(lab)
    ours = other_course(again.played, again.trail, 420, Choice.NO_CHANGE)
    live = other_course(lab.played, lab.trail, 420, Choice.NO_CHANGE)
    assert abs(ours.begins - live.begins) < 60
    assert ours.played.until == live.played.until == 720


def test_a_case_that_was_ended_early_is_told_to_the_end_of_the_scenario() -> None:
    lab = Lab("tenfold-slip", 3)
    shift(lab, 3)
    outcome = Outcome.TRANSFERRED
    lab.simulation.handle(EndCase(at=lab.simulation.now, outcome=outcome))
    lab.pass_minutes(80)
    assert lab.simulation.ended is not None
    again = told_again(lab)
    check_same(lab.played, again.played)
    assert again.over


def test_how_far_it_is_goes_from_nothing_to_all() -> None:
    lab = Lab()
    shift(lab, 5)
    shares = list(retelling(lab.facts, lab.part))
    assert shares == sorted(shares)
    assert 0 < shares[0] <= 0.5 < shares[-1] <= 1


@pytest.mark.parametrize("wished", [Fire("nobody"), Skip("nobody"), Do(GoTo("recovery"))])
def test_what_cannot_be_done_is_not_kept(wished: Fire | Skip | Do) -> None:
    lab = Lab()
    with pytest.raises(ScriptError):
        lab.simulation.intervene(wished)
    assert lab.kept == [()]


def test_what_cannot_be_kept_is_not_done() -> None:
    lab = Lab()
    before = tuple(lab.simulation.truth)

    def full(_done: Sequence[Intervention]) -> None:
        raise OSError(28, "No space left on device")

    lab.simulation._keep = full
    with pytest.raises(OSError, match="No space"):
        lab.simulation.intervene(TakeNote("lost"))
    lab.simulation._keep = lab.kept.append
    lab.simulation.intervene(TakeNote("kept"))
    assert len(tuple(lab.simulation.truth)) == len(before) + 1
    assert [one.done for one in lab.kept[-1]] == [TakeNote("kept")]


def test_another_patient_is_refused() -> None:
    lab = Lab()
    shift(lab, 6)
    lab.simulation.intervene(TakeNote("here"))
    other = HiddenPart(replace(lab.begun, seed=6), lab.part.interventions)
    with pytest.raises(ToldOtherwiseError, match="another one after 360 s"):
        retold(lab.facts, other)


def test_a_case_that_comes_out_otherwise_is_refused() -> None:
    lab = Lab("tenfold-slip", 3, "usual")
    lab.pass_minutes(15)
    other = HiddenPart(replace(lab.begun, seed=4), ())
    with pytest.raises(ToldOtherwiseError, match=r"entry \d+ of the case comes out otherwise"):
        retold(lab.facts, other)


def test_a_case_without_an_opening_is_refused() -> None:
    lab = Lab()
    for facts in ((), lab.facts[1:]):
        with pytest.raises(ValueError, match="holds no opening"):
            retold(facts, lab.part)


def test_a_case_that_was_cut_off_is_ended_where_it_stood(tmp_path: Path) -> None:
    case, lab = tmp_path / "one.case", Lab()
    lab.pass_minutes(1)
    lab.read()
    with CaseJournal.create(case) as journal:
        journal.append(lab.facts)
        assert not end_interrupted(case)  # no case of the lab: nothing lies beside it
        keep_hidden_part(case, lab.part)
        with pytest.raises(LogError, match="already open"):
            end_interrupted(case)
    assert end_interrupted(case)
    assert not end_interrupted(case)
    facts = facts_of(case)
    assert facts[:-1] == lab.facts
    assert isinstance(facts[-1].event, CaseEnded)
    assert facts[-1].recorded_at == lab.facts[-1].recorded_at
    again = retold(facts, read_hidden_part(case))
    assert (again.over, again.played.until) == (False, 60)
