"""The story of a case on the timeline and in rows: late entries in place, struck ones kept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import isnan

import pytest

from core.model.case import Band
from core.model.commands import (
    AddNote,
    AnswerAdvice,
    ChangeTarget,
    PauseTitration,
    RecordReading,
    RefuseEntry,
    ResumeTitration,
    SeePrompt,
    StrikeEntry,
    Tick,
)
from core.model.events import (
    Answered,
    Event,
    Reason,
    Recorded,
)
from core.model.terms import (
    Agent,
    BandReason,
    OverrideReason,
    PauseReason,
    Reply,
    Source,
    StrikeReason,
)
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Mmhg,
)
from core.session import Session
from core.view.points import Marker
from core.view.retelling import retold
from core.view.story import Story, told
from core.view.track import Track
from core.view.wording import Words

Minute = Callable[[float], datetime]
Open = Callable[..., Session]
Do = Callable[..., tuple[Event, ...]]
Tell = Callable[[Session], Story]
OPENED = datetime(2027, 3, 2, 14, 0, tzinfo=UTC)
HIGHER = Band(Mmhg(Decimal(80)), Mmhg(Decimal(85)), BandReason.CHRONIC_HYPERTENSION)


def mcg(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


@pytest.fixture
def tell(words: Words) -> Tell:
    """The story of the whole log of a case; told at once it is the same."""

    def whole(session: Session) -> Story:
        story = Story()
        for fact in session._log:
            story = told(story, fact, words)
        assert retold(session._log, words) == story
        return story

    return whole


def lane(track: Track, *names: str) -> list[tuple[object, ...]]:
    columns = [track[name].tolist() for name in ("t", *names)]
    return [((t - track["t"][0]) / 60, *rest) for t, *rest in zip(*columns, strict=True)]


def marks(story: Story) -> list[Marker]:
    return [Marker(kind) for kind in story.lanes.markers["kind"]]


def test_what_the_program_says_is_entered_by_nobody(open_case: Open, read: Do, tell: Tell) -> None:
    session = open_case()
    read(session, 1, 45)
    read(session, 2, -5)
    by = {row.what: row.who for row in tell(session).rows}
    assert by["MAP"] == "AB"
    assert by["Advice: start"] == by["No advice"] == by["Prompt"] == ""


def test_a_typed_entry_that_was_refused_says_why(
    open_case: Open, tell: Tell, minute: Minute
) -> None:
    session = open_case()
    reason = Reason("naked_point", {"seen": ".5"})
    session.handle(RefuseEntry(at=minute(1), field="dose", text=".5", reason=reason))
    session.handle(ResumeTitration(at=minute(2), observed_at=minute(2)))
    typed, decided = list(tell(session).rows)[-2:]
    assert typed.detail.startswith(".5: .5 has no digit before its point")
    assert decided.detail == "Titration is not paused."


def test_the_three_lanes_stay_apart(
    open_case: Open, read: Do, report: Do, tell: Tell, minute: Minute
) -> None:
    session = open_case()
    report(session, 0, "0.1")
    read(session, 10, 60)
    standing = session.state.standing
    assert standing is not None
    accept = AnswerAdvice(at=minute(11), advice=standing.seq, reply=Reply.ACCEPT)
    session.handle(accept)
    report(session, 12, "0.12", follows=standing.seq)
    lanes = tell(session).lanes
    assert lane(lanes.given, "text") == [(0, "0.1"), (12, "0.12")]
    assert lanes.advised["text"].tolist() == ["0.12"]
    assert lanes.accepted["text"].tolist() == ["0.12"]
    assert lanes.accepted["t"][0] - lanes.advised["t"][0] == 60
    assert marks(tell(session)) == [
        Marker.PUMP_CHANGE,
        Marker.PROMPT,
        Marker.ADVICE,
        Marker.ACCEPTED,
        Marker.PUMP_CHANGE,
    ]


def test_a_modified_dose_is_the_accepted_one(
    open_case: Open, read: Do, report: Do, tell: Tell, minute: Minute
) -> None:
    session = open_case()
    report(session, 0, "0.1")
    read(session, 10, 60)
    standing = session.state.standing
    assert standing is not None
    session.handle(
        AnswerAdvice(
            at=minute(11),
            advice=standing.seq,
            reply=Reply.MODIFY,
            reason=OverrideReason.STEP_TOO_LARGE,
            dose=mcg("0.11"),
        )
    )
    story = tell(session)
    assert story.lanes.accepted["text"].tolist() == ["0.11"]
    assert marks(story)[-1] is Marker.OVERRIDDEN


def test_an_answer_to_advice_that_was_replaced_has_no_dose(words: Words, minute: Minute) -> None:
    accept = Answered(at=minute(1), advice=5, reply=Reply.ACCEPT)
    story = told(Story(), Recorded(9, minute(1), accept), words)
    assert len(story.lanes.accepted) == 0
    assert marks(story) == [Marker.ACCEPTED]


def test_a_declined_step_is_accepted_at_no_dose(
    open_case: Open, read: Do, tell: Tell, minute: Minute
) -> None:
    session = open_case()
    read(session, 10, 45)
    standing = session.state.standing
    assert standing is not None
    session.handle(
        AnswerAdvice(
            at=minute(11),
            advice=standing.seq,
            reply=Reply.DECLINE,
            reason=OverrideReason.GOALS_OF_CARE,
        )
    )
    story = tell(session)
    assert len(story.lanes.accepted) == 0
    assert marks(story)[-1] is Marker.OVERRIDDEN


def test_advice_to_hold_marks_nothing(open_case: Open, read: Do, tell: Tell) -> None:
    session = open_case()
    read(session, 1, 70)
    story = tell(session)
    assert len(story.lanes.advised) == 0
    assert marks(story) == []
    assert "Advice: hold" in [row.what for row in story.rows]


def test_the_same_dose_again_is_no_change(open_case: Open, report: Do, tell: Tell) -> None:
    session = open_case()
    report(session, 0, "0.1")
    report(session, 5, "0.1")
    story = tell(session)
    assert marks(story) == [Marker.PUMP_CHANGE]
    assert len(story.lanes.given) == 2


def test_other_agents_have_rows_and_no_lane(open_case: Open, report: Do, tell: Tell) -> None:
    session = open_case()
    report(session, 1, "0.03", Agent.VASOPRESSIN)
    story = tell(session)
    assert len(story.lanes.given) == 0
    assert list(story.rows)[-1].what == "Pump: vasopressin"


def test_a_pause_breaks_the_dose_and_a_resumption_takes_it_up(
    open_case: Open, report: Do, tell: Tell, minute: Minute
) -> None:
    session = open_case()
    report(session, 0, "0.1")
    reason = PauseReason.ARREST
    session.handle(PauseTitration(at=minute(5), observed_at=minute(5), reason=reason))
    session.handle(ResumeTitration(at=minute(9), observed_at=minute(9)))
    story = tell(session)
    doses = story.lanes.given["dose"]
    assert (doses[0], isnan(doses[1]), doses[2]) == (0.1, True, 0.1)
    assert marks(story)[-2:] == [Marker.PAUSE, Marker.PAUSE]


def test_a_pause_of_nothing_is_only_a_mark(open_case: Open, tell: Tell, minute: Minute) -> None:
    session = open_case()
    reason = PauseReason.ARREST
    session.handle(PauseTitration(at=minute(5), observed_at=minute(5), reason=reason))
    session.handle(ResumeTitration(at=minute(9), observed_at=minute(9)))
    story = tell(session)
    assert len(story.lanes.given) == 0
    assert marks(story) == [Marker.PAUSE, Marker.PAUSE]


def test_late_entries_stand_in_their_place(
    open_case: Open, read: Do, report: Do, tell: Tell, minute: Minute
) -> None:
    session = open_case()
    report(session, 0, "0.1")
    report(session, 20, "0.2")
    read(session, 25, 70)
    report(session, 10, "0.15", entered=30)
    read(session, 15, 60, entered=31)
    reason = PauseReason.OTHER
    session.handle(PauseTitration(at=minute(40), observed_at=minute(40), reason=reason))
    session.handle(ResumeTitration(at=minute(45), observed_at=minute(45)))
    story = tell(session)
    texts = story.lanes.given["text"].tolist()
    assert texts == ["0.1", "0.15", "0.2", "", "0.2"]
    assert story.lanes.readings["text"].tolist() == ["60", "70"]
    times = [row.t for row in story.rows]
    assert times == sorted(times)


def test_a_struck_entry_is_kept_and_marked(
    open_case: Open, read: Do, tell: Tell, minute: Minute
) -> None:
    session = open_case()
    read(session, 1, 160)
    reading = session.state.last_reading
    assert reading is not None
    slip = StrikeEntry(at=minute(2), refers_to=reading[0], reason=StrikeReason.TYPING_SLIP)
    session.handle(slip)
    story = tell(session)
    struck = [row for row in story.rows if row.struck]
    assert [(row.what, row.value) for row in struck] == [("MAP", "160")]
    assert marks(story)[-1] is Marker.CORRECTION
    assert len(story.lanes.traces[0]) == 0
    strike = next(row for row in story.rows if row.what == "Entry struck through")
    assert strike.detail == "MAP 160 mmHg of 14:01, Typing slip"


def test_after_a_strike_the_infusion_goes_on_at_the_dose_reported_before(
    open_case: Open, report: Do, tell: Tell, minute: Minute
) -> None:
    session = open_case()
    report(session, 0, "0.1")
    report(session, 5, "0.9")
    slip = session.state.count
    reason = PauseReason.OTHER
    session.handle(PauseTitration(at=minute(6), observed_at=minute(6), reason=reason))
    session.handle(ResumeTitration(at=minute(7), observed_at=minute(7)))
    assert tell(session).lanes.given["text"].tolist()[-1] == "0.9"
    struck = StrikeEntry(at=minute(8), refers_to=slip, reason=StrikeReason.TYPING_SLIP)
    session.handle(struck)
    given = tell(session).lanes.given
    assert (given["text"].tolist()[-1], given["dose"][-1]) == ("0.1", 0.1)


def test_when_the_only_report_is_struck_nothing_goes_on(
    open_case: Open, report: Do, tell: Tell, minute: Minute
) -> None:
    session = open_case()
    report(session, 5, "0.9")
    slip = session.state.count
    reason = PauseReason.OTHER
    session.handle(PauseTitration(at=minute(6), observed_at=minute(6), reason=reason))
    session.handle(ResumeTitration(at=minute(7), observed_at=minute(7)))
    struck = StrikeEntry(at=minute(8), refers_to=slip, reason=StrikeReason.TYPING_SLIP)
    session.handle(struck)
    given = tell(session).lanes.given
    assert given["struck"].tolist() == [True, False, True]


def test_the_band_is_drawn_from_the_opening_and_from_each_change(
    open_case: Open, tell: Tell, minute: Minute
) -> None:
    session = open_case()
    session.handle(ChangeTarget(at=minute(5), band=HIGHER))
    bands = tell(session).lanes.bands
    assert lane(bands, "text", "low", "high") == [(0, "65-75", 65, 75), (5, "80-85", 80, 85)]


def test_told_as_it_happens_or_from_the_log_the_story_is_the_same(
    open_case: Open, read: Do, report: Do, tell: Tell, words: Words
) -> None:
    session = open_case()
    live = tell(session)

    def on_facts(new: tuple[Recorded, ...]) -> None:
        nonlocal live
        for fact in new:
            live = told(live, fact, words)

    def minute(minutes: int) -> datetime:
        return OPENED + timedelta(minutes=minutes)

    session.listen(on_facts)
    report(session, 1, "0.1")
    read(session, 10, 60)
    read(session, 5, 64, entered=12)
    session.handle(AddNote(at=minute(13), text="line flushed"))
    session.handle(StrikeEntry(at=minute(14), refers_to=4, reason=StrikeReason.OTHER))
    session.handle(Tick(at=minute(90)))
    session.handle(SeePrompt(at=minute(91), key="overdue:1:0"))
    session.handle(
        RecordReading(
            at=minute(92), observed_at=minute(92), source=Source.CUFF, map=Mmhg(Decimal(2))
        )
    )
    again = tell(session)
    assert live.rows == again.rows
    assert live.lanes == again.lanes
    assert len(live.rows) == session.state.count
