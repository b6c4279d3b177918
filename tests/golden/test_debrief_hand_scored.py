"""A recorded course of the first hour: the debrief says what a person made of it line by line.

The course and its scenario are kept as they were, so that a change of the virtual patient does not
change what was scored. The protocol's text is today's: it is asked for limits alone.
"""

import json
import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from core.lab.act import Note
from core.lab.debrief import Debrief, debrief_of
from core.lab.played import Played
from core.lab.read import scenario_from
from core.lab.truth import Happened, Noted, PumpKeyed, Sample, TruthLog
from core.library import read_protocol
from core.model.events import CaseOpened, Event, Recorded
from core.model.terms import Agent
from core.quantity.measures import PumpRate

FOLDER = Path(__file__).parent / "debrief"
TICKED = {"says-it-aloud": timedelta(minutes=54)}


@cache
def hand() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "hand_scored.toml").read_text("utf-8"))


@cache
def debrief() -> Debrief:
    return debrief_of(played(), TICKED)


def played() -> Played:
    course = json.loads((FOLDER / "course.json").read_text("utf-8"))
    facts = tuple(recorded(row) for row in course["facts"])
    opening = facts[0].event
    assert isinstance(opening, CaseOpened)
    return Played(
        scenario=scenario_from((FOLDER / "first-hour.toml").read_text("utf-8"), "first-hour"),
        seed=course["seed"],
        staff=course["staff"],
        opening=opening,
        facts=facts,
        truth=truth(course),
        until=course["until"],
        ended_by=course["ended_by"],
    )


def recorded(row: dict[str, Any]) -> Recorded:
    event = row["event"]
    if event["kind"] == "case_opened":
        event = {**event, "protocol_text": read_protocol("early-wean").text}
    read: Event = TypeAdapter(Event).validate_json(json.dumps(event))
    return Recorded(row["seq"], datetime.fromisoformat(row["recorded_at"]), read)


def truth(course: dict[str, Any]) -> TruthLog:
    entries: list[Happened | PumpKeyed | Noted] = [
        Happened(row["second"], Note(""), row["happening"]) for row in course["fired"]
    ]
    entries += [
        PumpKeyed(
            row["second"],
            Agent(row["agent"]),
            PumpRate.parse(row["rate"]),
            None if row["charted"] is None else PumpRate.parse(row["charted"]),
        )
        for row in course["keyed"]
    ]
    entries += [Noted(row["second"], row["text"]) for row in course["notes"]]
    return TruthLog(entries, [sample(row) for row in course["samples"]])


def sample(row: dict[str, Any]) -> Sample:
    return Sample(
        second=row["second"],
        map_mmhg=row["map_mmhg"],
        heart_rate_bpm=90.0,
        shown_map=None,
        reaching=tuple((Agent(name), flow) for name, flow in row["reaching"].items()),
        given=tuple((Agent(name), amount) for name, amount in row["given"].items()),
        set_ml_h=(),
        vasoplegia=0.0,
        drive=0.0,
    )


def clock(since: timedelta | None) -> str:
    if since is None:
        return "never"
    minutes, seconds = divmod(since // timedelta(seconds=1), 60)
    return f"{minutes}:{seconds:02}"


def test_every_opportunity_has_the_verdict_and_the_rule_that_a_person_gave_it() -> None:
    found = [
        (item.opened.reading, clock(item.since), str(item.judged.verdict), item.judged.rule)
        for item in debrief().weighed
    ]
    wanted = [(row["reading"], row["at"], row["verdict"], row["rule"]) for row in opportunities()]
    assert found == wanted


def opportunities() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = hand()["opportunity"]
    return rows


def test_the_verdicts_are_counted_with_and_without_not_indicated() -> None:
    totals = debrief().totals.titrated
    assert {str(verdict): count for verdict, count in totals.counts.items()} == hand()["counts"]
    shares = hand()["shares"]
    right = Fraction(totals.arellano.right, totals.needed)
    assert right == Fraction(shares["right"])
    assert totals.right_with_not_indicated == Fraction(shares["right_with_not_indicated"])
    assert not any(debrief().totals.held.counts.values())


def test_every_item_of_the_checklist_stands_as_a_person_scored_it() -> None:
    found = [
        (
            scored.item.id,
            str(scored.outcome.state),
            clock(scored.outcome.at),
            [scored.earned, scored.possible],
        )
        for scored in debrief().checklist
    ]
    rows = hand()["item"]
    assert found == [
        (row["id"], row["state"], row.get("at", "never"), row["points"]) for row in rows
    ]


def test_the_score_of_each_objective_is_the_sum_of_its_items() -> None:
    *each, whole = debrief().scores
    found = [
        {"id": score.objective.id, "points": [score.earned, score.possible]}
        for score in each
        if score.objective is not None
    ]
    assert found == hand()["objective"]
    assert (whole.earned, whole.possible, whole.open) == (6, 17, 0)


def test_an_item_waits_for_its_tick() -> None:
    unticked = debrief_of(played())
    assert str(unticked.checklist[-1].outcome.state) == "open"
    whole = unticked.scores[-1]
    assert (whole.earned, whole.possible, whole.open) == (5, 16, 1)


def test_the_time_in_the_band_is_the_same_to_the_second() -> None:
    for name, time in (("true", debrief().true_time), ("charted", debrief().charted_time)):
        wanted = hand()[f"{name}_seconds"]
        found = {part: getattr(time, part) for part in wanted}
        assert found == wanted
        assert time.span == debrief().played.until


def test_the_dose_given_is_what_the_settings_add_up_to() -> None:
    ((agent, amount),) = debrief().given
    wanted = Decimal(hand()["given_mcg"][str(agent)])
    assert abs(Decimal(amount) - wanted) < wanted / 500


def test_every_answer_stands_with_its_reason() -> None:
    found = [
        {
            "at": clock(answer.at),
            "reply": str(answer.said.reply),
            **({} if answer.said.reason is None else {"reason": str(answer.said.reason)}),
        }
        for answer in debrief().answers
    ]
    assert found == hand()["answer"]


def test_a_slip_is_told_with_when_it_was_found() -> None:
    found = [
        {
            "since": clock(slip.since),
            "charted": str(slip.charted),
            "ran": str(slip.ran),
            "ended": clock(slip.ended),
        }
        for slip in debrief().slips
    ]
    assert found == hand()["slip"]


def test_every_prompt_stands_with_when_it_was_answered() -> None:
    found = [
        {
            "at": clock(shown.at),
            "code": shown.prompt.code,
            "answered": clock(shown.answered),
        }
        for shown in debrief().prompts
    ]
    assert found == hand()["prompt"]


def test_the_notes_of_the_instructor_and_the_questions_are_there() -> None:
    found = [{"at": clock(note.at), "text": note.text} for note in debrief().remarks]
    assert found == hand()["note"]
    assert len(debrief().questions) == 3
