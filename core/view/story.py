"""The story of a case: its facts told one by one as lanes to plot and rows to read."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from math import nan
from typing import assert_never

from core.model.case import Band
from core.model.events import (
    AdviceWithheld,
    Advised,
    Answered,
    BagHung,
    CaseEnded,
    CaseOpened,
    ClockStepped,
    EntryRefused,
    EntryStruck,
    FluidsAttested,
    NoteAdded,
    Prompted,
    PromptSeen,
    PumpReported,
    ReadingRecorded,
    Recorded,
    ShiftStarted,
    TargetChanged,
    TitrationPaused,
    TitrationResumed,
    VasopressinStated,
    WeightChanged,
)
from core.model.series import Series
from core.model.terms import Agent, Quality, Reply
from core.quantity.measures import Dose
from core.view import story_row
from core.view.lanes import Lanes
from core.view.points import (
    BandPoint,
    DosePoint,
    Marker,
    MarkerPoint,
    ReadingPoint,
)
from core.view.points import State as ReadingState
from core.view.rows import Rows, TimelineRow
from core.view.wording import Words


@dataclass(frozen=True, slots=True)
class Story:
    """Lanes and rows so far, and the little that the next fact needs to be told."""

    lanes: Lanes = field(default_factory=Lanes)
    rows: Rows = field(default_factory=Series)
    initials: str = ""
    given: Dose | None = None
    advised: tuple[int, Dose] | None = None


def told(story: Story, recorded: Recorded, words: Words) -> Story:
    """The story with one more fact."""
    row = story_row.row_of(recorded, words, story.initials)
    rows = story.rows if row is None else story.rows.insert_by(row, _row_at)
    return _drawn(replace(story, rows=rows), recorded)


def _row_at(row: TimelineRow) -> float:
    return row.t


def _drawn(story: Story, recorded: Recorded) -> Story:  # noqa: C901, PLR0911, PLR0912 - one arm a fact
    event, seq = recorded.event, recorded.seq
    match event:
        case CaseOpened():
            return _with_band(story, event.at, seq, event.setup.band)
        case TargetChanged():
            return _with_band(story, event.at, seq, event.band)
        case ShiftStarted():
            return replace(story, initials=event.initials)
        case ReadingRecorded():
            return replace(story, lanes=story.lanes.with_reading(_reading_point(event, seq)))
        case PumpReported():
            return _with_pump(story, event, seq)
        case Advised():
            return _with_advice(story, event, seq)
        case Answered():
            return _with_answer(story, event, seq)
        case TitrationPaused():
            paused = DosePoint(event.at.timestamp(), nan, "", seq)
            lanes = story.lanes.with_given(paused) if story.given is not None else story.lanes
            return _marked(replace(story, lanes=lanes), event.at, Marker.PAUSE, seq)
        case TitrationResumed():
            return _with_resumption(story, event.at, seq)
        case BagHung():
            return _marked(story, event.at, Marker.BAG_CHANGE, seq)
        case Prompted():
            return _marked(story, event.at, Marker.PROMPT, seq)
        case NoteAdded():
            return _marked(story, event.at, Marker.NOTE, seq)
        case EntryStruck():
            return _with_strike(story, event, seq)
        case (
            AdviceWithheld()
            | WeightChanged()
            | FluidsAttested()
            | VasopressinStated()
            | PromptSeen()
            | EntryRefused()
            | ClockStepped()
            | CaseEnded()
        ):
            return story
        case _:
            assert_never(event)


def _marked(story: Story, at: datetime, kind: Marker, seq: int) -> Story:
    point = MarkerPoint(at.timestamp(), kind, seq)
    return replace(story, lanes=story.lanes.with_marker(point))


def _with_band(story: Story, at: datetime, seq: int, band: Band) -> Story:
    point = BandPoint(
        at.timestamp(),
        float(band.low.value),
        float(band.high.value),
        f"{band.low.value}-{band.high.value}",
        seq,
    )
    return replace(story, lanes=story.lanes.with_band(point))


def _reading_point(event: ReadingRecorded, seq: int) -> ReadingPoint:
    usable = event.quality is Quality.USABLE
    return ReadingPoint(
        t=event.at.timestamp(),
        map_mmhg=float(event.map.value),
        text=str(event.map.value),
        source=event.source,
        seq=seq,
        state=ReadingState.USABLE if usable else ReadingState.ARTEFACT,
        calculated=event.calculated is not None,
    )


def _dose_point(at: datetime, dose: Dose, seq: int) -> DosePoint:
    return DosePoint(at.timestamp(), float(dose.value), story_row.number(dose), seq)


def _with_pump(story: Story, event: PumpReported, seq: int) -> Story:
    if event.agent is not Agent.NOREPINEPHRINE:
        return story
    lanes = story.lanes.with_given(_dose_point(event.at, event.dose, seq))
    changed = story.given is None or story.given != event.dose
    story = replace(story, lanes=lanes, given=event.dose)
    return _marked(story, event.at, Marker.PUMP_CHANGE, seq) if changed else story


def _with_resumption(story: Story, at: datetime, seq: int) -> Story:
    if story.given is not None:
        resumed = _dose_point(at, story.given, seq)
        story = replace(story, lanes=story.lanes.with_given(resumed))
    return _marked(story, at, Marker.PAUSE, seq)


def _with_advice(story: Story, event: Advised, seq: int) -> Story:
    story = replace(story, advised=(seq, event.dose))
    if event.dose == event.from_dose:
        return story
    lanes = story.lanes.with_advised(_dose_point(event.at, event.dose, seq))
    return _marked(replace(story, lanes=lanes), event.at, Marker.ADVICE, seq)


def _with_answer(story: Story, event: Answered, seq: int) -> Story:
    if event.reply in {Reply.DELAY, Reply.DECLINE}:
        return _marked(story, event.at, Marker.OVERRIDDEN, seq)
    dose = event.dose
    if dose is None and story.advised is not None and story.advised[0] == event.advice:
        dose = story.advised[1]
    if dose is not None:
        accepted = _dose_point(event.at, dose, seq)
        story = replace(story, lanes=story.lanes.with_accepted(accepted))
    kind = Marker.ACCEPTED if event.reply is Reply.ACCEPT else Marker.OVERRIDDEN
    return _marked(story, event.at, kind, seq)


def _with_strike(story: Story, event: EntryStruck, seq: int) -> Story:
    lanes = story.lanes.struck(event.refers_to)
    rows: Rows = Series()
    for row in story.rows:
        struck = row.seq == event.refers_to
        rows = rows.append(replace(row, struck=True) if struck else row)
    return _marked(replace(story, lanes=lanes, rows=rows), event.at, Marker.CORRECTION, seq)
