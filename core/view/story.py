"""The story of a case: its facts told one by one as lanes to plot and rows to read."""

from dataclasses import field, replace
from datetime import datetime
from math import nan
from typing import assert_never

import numpy as np

from core.frozen import dataclass
from core.model.case import Band
from core.model.events import (
    AdviceWithheld,
    Advised,
    Answered,
    BagHung,
    CaseEnded,
    CaseOpened,
    ClockStepped,
    ConditionStated,
    EntryRefused,
    EntryStruck,
    FluidsAttested,
    NoteAdded,
    PerfusionChecked,
    Prompted,
    PromptSeen,
    PumpReported,
    ReadingRecorded,
    Recorded,
    ShiftStarted,
    ShockStated,
    TargetChanged,
    TitrationPaused,
    TitrationResumed,
    VasopressinStated,
    WeightChanged,
)
from core.model.series import Series
from core.model.terms import Agent, Quality, Reply
from core.quantity.bag import Bag
from core.quantity.measures import Dose
from core.quantity.text import number_text
from core.view import story_row
from core.view.lanes import Lanes
from core.view.notices import Mixed
from core.view.points import (
    BandPoint,
    DosePoint,
    Marker,
    MarkerPoint,
    ReadingPoint,
)
from core.view.points import State as ReadingState
from core.view.rows import Rows, TimelineRow
from core.view.struck_row import naming_the_entry
from core.view.track import Track
from core.view.wording import Words


@dataclass(frozen=True, slots=True)
class Story:
    """Lanes and rows so far, and the little that the next fact needs to be told.

    `lanes` are norepinephrine's, with the readings and the marks; `beside` has the doses of every
    other agent. `asked` is the agent that the latest advice is about. `bags` are those that hang,
    `mixed` the last change of each agent's concentration.
    """

    lanes: Lanes = field(default_factory=Lanes)
    rows: Rows = field(default_factory=Series)
    initials: str = ""
    advised: story_row.Advice | None = None
    resumed: tuple[int, ...] = ()
    beside: dict[Agent, Lanes] = field(default_factory=dict)
    asked: Agent = Agent.NOREPINEPHRINE
    bags: dict[Agent, Bag] = field(default_factory=dict)
    mixed: dict[Agent, Mixed] = field(default_factory=dict)

    def lanes_of(self, agent: Agent) -> Lanes:
        """The doses of one agent as lanes; empty for one that never ran."""
        if agent is Agent.NOREPINEPHRINE:
            return self.lanes
        return self.beside.get(agent, Lanes())


_MARKS = {
    "bag_hung": Marker.BAG_CHANGE,
    "prompted": Marker.PROMPT,
    "note_added": Marker.NOTE,
}


def told(story: Story, recorded: Recorded, words: Words) -> Story:
    """The story with one more fact."""
    event = recorded.event
    row = story_row.row_of(recorded, words, story.initials, story.advised)
    if isinstance(event, EntryStruck):
        row = naming_the_entry(row, event, story.rows, words)
    return drawn(replace(story, rows=story.rows.insert_by(row, row_at)), recorded)


def row_at(row: TimelineRow) -> float:
    """Where a row stands among the others; of one instant, in the order of entry."""
    return row.t


def drawn(story: Story, recorded: Recorded) -> Story:  # noqa: PLR0911 - one arm a fact
    """The story with what a fact puts on the timeline; its row is there already."""
    event, seq = recorded.event, recorded.seq
    match event:
        case ReadingRecorded():
            return _relaned(story, story.lanes.with_reading(reading_point(event, seq)))
        case PumpReported():
            return _with_pump(story, event, seq)
        case Advised():
            return _with_advice(story, event, seq)
        case Answered():
            return _with_answer(story, event, seq)
        case TitrationPaused():
            return _with_pause(story, event.at, seq)
        case TitrationResumed():
            return _with_resumption(story, event.at, seq)
        case BagHung():
            story = _with_bag(story, event.agent, event.bag, event.at)
            return _marked(story, event.at, _MARKS[event.kind], seq)
        case Prompted() | NoteAdded():
            return _marked(story, event.at, _MARKS[event.kind], seq)
        case EntryStruck():
            return _with_strike(story, event, seq)
        case _:
            return _with_setting(story, event, seq)


_Setting = (
    CaseOpened
    | TargetChanged
    | ShiftStarted
    | AdviceWithheld
    | WeightChanged
    | FluidsAttested
    | VasopressinStated
    | ShockStated
    | ConditionStated
    | PerfusionChecked
    | PromptSeen
    | EntryRefused
    | ClockStepped
    | CaseEnded
)


def _with_setting(story: Story, event: _Setting, seq: int) -> Story:
    match event:
        case CaseOpened():
            if event.setup.bag is not None:
                story = replace(story, bags={Agent.NOREPINEPHRINE: event.setup.bag})
            return _with_band(story, event.at, seq, event.setup.band)
        case TargetChanged():
            return _with_band(story, event.at, seq, event.band)
        case ShiftStarted():
            return replace(story, initials=event.initials)
        case (
            AdviceWithheld()
            | WeightChanged()
            | FluidsAttested()
            | VasopressinStated()
            | ShockStated()
            | ConditionStated()
            | PerfusionChecked()
            | PromptSeen()
            | EntryRefused()
            | ClockStepped()
            | CaseEnded()
        ):
            return story
        case _:
            assert_never(event)


def _relaned(story: Story, lanes: Lanes) -> Story:
    return Story(
        lanes,
        story.rows,
        story.initials,
        story.advised,
        story.resumed,
        story.beside,
        story.asked,
        story.bags,
        story.mixed,
    )


def _with_bag(story: Story, agent: Agent, bag: Bag, at: datetime) -> Story:
    """Which bag hangs; a bag of the concentration before takes no notice away."""
    before, mixed = story.bags.get(agent), story.mixed
    if before is not None and before.concentration != bag.concentration:
        change = Mixed(at, before.concentration_text, bag.concentration_text)
        mixed = {**mixed, agent: change}
    return replace(story, bags={**story.bags, agent: bag}, mixed=mixed)


def _relaned_of(story: Story, agent: Agent, lanes: Lanes) -> Story:
    if agent is Agent.NOREPINEPHRINE:
        return _relaned(story, lanes)
    return replace(story, beside={**story.beside, agent: lanes})


def _marked(story: Story, at: datetime, kind: Marker, seq: int) -> Story:
    point = MarkerPoint(at.timestamp(), kind, seq)
    return _relaned(story, story.lanes.with_marker(point))


def _with_band(story: Story, at: datetime, seq: int, band: Band) -> Story:
    point = BandPoint(
        at.timestamp(),
        float(band.low.value),
        float(band.high.value),
        story_row.band_text(band),
        seq,
    )
    return _relaned(story, story.lanes.with_band(point))


def reading_point(event: ReadingRecorded, seq: int) -> ReadingPoint:
    """A reading as it is plotted."""
    usable = event.quality is Quality.USABLE
    return ReadingPoint(
        t=event.at.timestamp(),
        map_mmhg=float(event.map.value),
        text=number_text(event.map.value),
        source=event.source,
        seq=seq,
        state=ReadingState.USABLE if usable else ReadingState.ARTEFACT,
        calculated=event.calculated is not None,
    )


def _dose_point(at: datetime, dose: Dose, seq: int) -> DosePoint:
    return DosePoint(at.timestamp(), float(dose.value), story_row.number(dose), seq)


def _with_pump(story: Story, event: PumpReported, seq: int) -> Story:
    rate = nan if event.rate is None else float(event.rate.value)
    own = story.lanes_of(event.agent)
    point = replace(_dose_point(event.at, event.dose, seq), rate=rate)
    before = _reported(own.given, point.t)
    story = _relaned_of(story, event.agent, own.with_given(point))
    same = before is not None and before.text == point.text
    return story if same else _marked(story, event.at, Marker.PUMP_CHANGE, seq)


def _reported(given: Track, t: float, besides: tuple[int, ...] = ()) -> DosePoint | None:
    """The dose last reported up to `t` and not struck; a pause reports none."""
    times, doses, texts, seqs, struck = (
        given[name] for name in ("t", "dose", "text", "seq", "struck")
    )
    row = int(np.searchsorted(times, t, side="right")) - 1
    while row >= 0 and (struck[row] or np.isnan(doses[row]) or int(seqs[row]) in besides):
        row -= 1
    if row < 0:
        return None
    return DosePoint(float(times[row]), float(doses[row]), str(texts[row]), int(seqs[row]))


def _with_pause(story: Story, at: datetime, seq: int) -> Story:
    if _reported(story.lanes.given, at.timestamp()) is not None:
        paused = DosePoint(at.timestamp(), nan, "", seq)
        story = _relaned(story, story.lanes.with_given(paused))
    return _marked(story, at, Marker.PAUSE, seq)


def _with_resumption(story: Story, at: datetime, seq: int) -> Story:
    before = _reported(story.lanes.given, at.timestamp())
    if before is not None:
        resumed = replace(before, t=at.timestamp(), seq=seq)
        lanes = story.lanes.with_given(resumed)
        story = replace(story, lanes=lanes, resumed=(*story.resumed, seq))
    return _marked(story, at, Marker.PAUSE, seq)


def _with_advice(story: Story, event: Advised, seq: int) -> Story:
    story = replace(story, advised=(seq, event.dose), asked=event.agent)
    if event.dose == event.from_dose:
        return story
    lanes = story.lanes_of(event.agent).with_advised(_dose_point(event.at, event.dose, seq))
    return _marked(_relaned_of(story, event.agent, lanes), event.at, Marker.ADVICE, seq)


def _with_answer(story: Story, event: Answered, seq: int) -> Story:
    if event.reply in {Reply.DELAY, Reply.DECLINE}:
        return _marked(story, event.at, Marker.OVERRIDDEN, seq)
    dose = event.dose
    if dose is None and story.advised is not None and story.advised[0] == event.advice:
        dose = story.advised[1]
    if dose is not None:
        accepted = _dose_point(event.at, dose, seq)
        own = story.lanes_of(story.asked)
        story = _relaned_of(story, story.asked, own.with_accepted(accepted))
    kind = Marker.ACCEPTED if event.reply is Reply.ACCEPT else Marker.OVERRIDDEN
    return _marked(story, event.at, kind, seq)


def _with_strike(story: Story, event: EntryStruck, seq: int) -> Story:
    lanes = story.lanes.struck(event.refers_to)
    rows: Rows = Series()
    for row in story.rows:
        struck = row.seq == event.refers_to
        rows = rows.append(replace(row, struck=True) if struck else row)
    lanes = replace(lanes, given=_resumed_afresh(lanes.given, story.resumed))
    beside = {agent: own.struck(event.refers_to) for agent, own in story.beside.items()}
    story = replace(story, lanes=lanes, rows=rows, beside=beside)
    return _marked(story, event.at, Marker.CORRECTION, seq)


def _resumed_afresh(given: Track, resumed: tuple[int, ...]) -> Track:
    """After a strike an infusion goes on at the dose that was then last reported, if any was."""
    for seq in resumed:
        where = given["seq"] == seq
        before = _reported(given, float(given["t"][where][0]), besides=resumed)
        if before is None:
            given = given.replaced("struck", where, value=True)
        else:
            given = given.replaced("dose", where, before.dose)
            given = given.replaced("text", where, before.text)
    return given
