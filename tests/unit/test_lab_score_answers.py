"""Items about what was said: advice that the pump followed, prompts that were answered."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.lab.item_state import Outcome, State
from core.lab.measure import (
    AdviceFollowed,
    Measure,
    PromptAnswered,
)
from core.lab.played import Played, played_by
from core.lab.scenario import Item
from core.lab.score import checklist
from core.lab.shelf import read_scenario
from core.lab.simulation import START, Simulation
from core.lab.truth import TruthLog
from core.log.memory import MemoryLog
from core.model.events import (
    Advised,
    Answered,
    Event,
    Prompted,
    PromptSeen,
    PumpReported,
    ReadingRecorded,
    Recorded,
    TitrationPaused,
)
from core.model.terms import (
    Action,
    Agent,
    PauseReason,
    Quality,
    Reply,
    Source,
    Urgency,
)
from core.quantity.measures import Dose, DoseUnit, Mmhg

NOREPINEPHRINE = Agent.NOREPINEPHRINE
END = 3600
AFTER = "happened"
CALL = "fluids-not-attested"


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def instant(second: float) -> datetime:
    return START + timedelta(seconds=second)


def dose(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def course(*told: tuple[float, Event], until: int = END) -> Played:
    """The opening of the first hour, and then these facts, each entered at its second."""
    log = MemoryLog()
    simulation = Simulation(read_scenario("first-hour"), 1, log)
    opened = played_by(simulation, log)
    first = len(opened.facts) + 1
    facts = [Recorded(first + place, instant(at), event) for place, (at, event) in enumerate(told)]
    return replace(opened, facts=(*opened.facts, *facts), truth=TruthLog(), until=until)


def state(played: Played, measure: Measure) -> State:
    return outcome(played, measure).state


def outcome(played: Played, measure: Measure) -> Outcome:
    item = Item("item", "what is asked", "titrate", measure)
    scenario = replace(played.scenario, checklist=(item,))
    (found,) = checklist(replace(played, scenario=scenario), {})
    return found.outcome


def reading(second: float, mmhg: int = 60) -> tuple[float, Event]:
    return second, ReadingRecorded(
        at=instant(second),
        map=Mmhg(Decimal(mmhg)),
        source=Source.ARTERIAL_LINE,
        quality=Quality.USABLE,
    )


def pump(second: float, text: str, entered: float | None = None) -> tuple[float, Event]:
    event = PumpReported(at=instant(second), agent=NOREPINEPHRINE, dose=dose(text))
    return second if entered is None else entered, event


def advice(
    second: float, action: Action = Action.RAISE, before: str = "0.05", to: str = "0.07"
) -> tuple[float, Event]:
    return second, Advised(
        at=instant(second),
        agent=NOREPINEPHRINE,
        reading=1,
        rule="up",
        action=action,
        from_dose=dose(before),
        dose=dose(to),
        rate=None,
        delivered=None,
        recheck_at=instant(second + 300),
        expires_at=instant(second + 300),
        inputs={},
    )


FOLLOWED = AdviceFollowed(NOREPINEPHRINE, Action.RAISE, within=minutes(3))


@pytest.mark.parametrize(
    ("set_at", "wanted"), [(239, State.DONE), (240, State.DONE), (241, State.LATE)]
)
def test_advice_is_followed_up_to_the_second_it_is_due(set_at: int, wanted: State) -> None:
    assert state(course(advice(60), pump(set_at, "0.07")), FOLLOWED) is wanted


def test_advice_that_the_pump_did_not_follow_is_missed() -> None:
    assert state(course(advice(60)), FOLLOWED) is State.MISSED
    other_way = course(advice(60), pump(100, "0.03"))
    assert state(other_way, FOLLOWED) is State.MISSED
    part = course(advice(60), pump(100, "0.06"))
    assert state(part, FOLLOWED) is State.DONE


def test_one_late_makes_all_late_and_one_missed_makes_all_missed() -> None:
    told = (advice(60), pump(100, "0.07"), advice(600, before="0.07", to="0.09"))
    assert state(course(*told, pump(900, "0.09")), FOLLOWED) is State.LATE
    assert state(course(*told), FOLLOWED) is State.MISSED


def test_the_same_advice_again_goes_on_since_it_was_first_said() -> None:
    told = course(advice(60), advice(200), pump(300, "0.07"))
    assert state(told, FOLLOWED) is State.LATE


def test_advice_that_was_overtaken_before_its_time_was_up_is_not_asked() -> None:
    hold = advice(239, Action.HOLD, to="0.05")
    assert state(course(advice(60), hold), FOLLOWED) is State.NOT_ASKED
    assert state(course(advice(60), advice(240, Action.HOLD, to="0.05")), FOLLOWED) is (
        State.MISSED
    )
    paused = TitrationPaused(at=instant(200), reason=PauseReason.THEATRE)
    assert state(course(advice(60), (200, paused)), FOLLOWED) is State.NOT_ASKED
    assert state(course(advice(60), until=200), FOLLOWED) is State.NOT_ASKED
    assert state(course(), FOLLOWED) is State.NOT_ASKED


def test_advice_to_call_is_followed_by_an_answer() -> None:
    call = advice(60, Action.ESCALATE, to="0.05")
    measure = AdviceFollowed(NOREPINEPHRINE, Action.ESCALATE, within=minutes(3))
    played = course(call)
    answer = Answered(at=instant(100), advice=played.facts[-1].seq, reply=Reply.ACCEPT)
    answered = replace(
        played, facts=(*played.facts, Recorded(played.facts[-1].seq + 1, instant(100), answer))
    )
    assert state(played, measure) is State.MISSED
    assert state(answered, measure) is State.DONE


ANSWERED = PromptAnswered(CALL, within=minutes(10))


def prompt(second: float, number: int) -> tuple[float, Event]:
    return second, Prompted(
        at=instant(second),
        key=f"call:{CALL}:{number}",
        code=CALL,
        urgency=Urgency.SOON,
        due_at=instant(second),
    )


def aside(second: float, number: int) -> tuple[float, Event]:
    return second, PromptSeen(at=instant(second), key=f"call:{CALL}:{number}")


@pytest.mark.parametrize(
    ("second", "wanted"), [(659, State.DONE), (660, State.DONE), (661, State.LATE)]
)
def test_a_prompt_is_answered_up_to_the_second_it_is_due(second: int, wanted: State) -> None:
    number = len(course().facts) + 1
    told = (reading(60), prompt(60, number), aside(second, number))
    assert state(course(*told), ANSWERED) is wanted


def test_what_was_done_does_away_with_a_prompt() -> None:
    number = len(course().facts) + 1
    again = course(reading(60), prompt(60, number), reading(600), advice(600, Action.HOLD))
    found = outcome(again, ANSWERED)
    assert (found.state, found.at) == (State.DONE, minutes(10))
    assert state(course(reading(60), prompt(60, number)), ANSWERED) is State.MISSED
    short = course(reading(60), prompt(60, number), until=600)
    assert state(short, ANSWERED) is State.NOT_ASKED
    assert state(course(reading(60)), ANSWERED) is State.NOT_ASKED
