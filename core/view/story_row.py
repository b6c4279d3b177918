"""One fact as a row of the table twin: what, value, unit, detail."""

from decimal import Decimal
from typing import assert_never

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
    Event,
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
from core.model.terms import Agent, Quality, Reply, Source
from core.quantity.measures import Dose
from core.quantity.text import number_text
from core.view.points import Marker
from core.view.prompt_list import MISSED_AFTER
from core.view.rows import TimelineRow
from core.view.wording import Words


def number(dose: Dose) -> str:
    """A dose without its unit."""
    return number_text(dose.value)


@dataclass(frozen=True, slots=True)
class _Cells:
    kind: Source | Marker
    what: str
    value: str = ""
    unit: str = ""
    detail: str = ""


_SAID_BY_THE_PROGRAM = (Advised, AdviceWithheld, Prompted, ClockStepped)


Advice = tuple[int, Dose]
"""The number of a piece of advice and the dose it went to."""


def row_of(
    recorded: Recorded, words: Words, initials: str, advised: Advice | None = None
) -> TimelineRow:
    """The row of a fact; `initials` are those of its shift, `advised` is the latest advice."""
    event = recorded.event
    cells = _cells(event, words, advised)
    return TimelineRow(
        t=event.at.timestamp(),
        at_text=words.day_and_clock(event.at),
        kind=cells.kind,
        what=cells.what,
        value=cells.value,
        unit=cells.unit,
        detail=cells.detail,
        who=_who(event, initials),
        struck=False,
        seq=recorded.seq,
    )


def _who(event: Event, initials: str) -> str:
    if isinstance(event, ShiftStarted):
        return event.initials
    return "" if isinstance(event, _SAID_BY_THE_PROGRAM) else initials


def _cells(event: Event, words: Words, advised: Advice | None) -> _Cells:  # noqa: C901, PLR0911 - one arm a fact
    match event:
        case ReadingRecorded():
            return _reading(event, words)
        case PumpReported():
            return _pump(event, words, advised)
        case Advised():
            return _advice(event, words)
        case AdviceWithheld():
            return _withheld(event, words)
        case Answered():
            return _answer(event, words)
        case Prompted():
            return _Cells(Marker.PROMPT, words.say("row.prompt"), detail=_prompt(event, words))
        case TitrationPaused():
            why = words.say(f"pause.{event.reason}")
            return _Cells(Marker.PAUSE, words.say("row.paused"), detail=why)
        case TitrationResumed():
            return _Cells(Marker.PAUSE, words.say("row.resumed"))
        case BagHung():
            return _Cells(Marker.BAG_CHANGE, words.say("row.bag"), detail=_bag(event, words))
        case EntryStruck():
            return _Cells(Marker.CORRECTION, words.say("row.struck"), detail=_strike(event, words))
        case EntryRefused():
            return _Cells(
                Marker.CORRECTION, words.say("row.refused"), detail=_refusal(event, words)
            )
        case _:
            return _setting(event, words)


def _setting(  # noqa: PLR0911 - one arm a fact
    event: CaseOpened
    | ShiftStarted
    | WeightChanged
    | TargetChanged
    | FluidsAttested
    | VasopressinStated
    | ShockStated
    | ConditionStated
    | PerfusionChecked
    | PromptSeen
    | NoteAdded
    | ClockStepped
    | CaseEnded,
    words: Words,
) -> _Cells:
    say = words.say
    match event:
        case CaseOpened():
            return _Cells(Marker.NOTE, say("row.opened"), detail=event.setup.label)
        case ShiftStarted():
            return _Cells(Marker.NOTE, say("row.shift"), detail=event.initials)
        case PromptSeen():
            return _Cells(Marker.NOTE, say("row.prompt-seen"))
        case NoteAdded():
            return _Cells(Marker.NOTE, say("row.note"), detail=event.text)
        case ClockStepped():
            return _Cells(Marker.CORRECTION, say("row.clock"), str(event.seconds), "s")
        case CaseEnded():
            return _Cells(Marker.NOTE, say("row.ended"), detail=say(f"outcome.{event.outcome}"))
        case ShockStated() | ConditionStated() | PerfusionChecked():
            return _finding(event, words)
        case _:
            return _changed_setting(event, words)


def _finding(event: ShockStated | ConditionStated | PerfusionChecked, words: Words) -> _Cells:
    """What was said of the patient: the type of shock, a condition, or a look at perfusion."""
    say = words.say
    match event:
        case ShockStated():
            said = say("attested.unknown" if event.shock is None else f"word.{event.shock}")
            return _Cells(Marker.NOTE, say("row.shock"), detail=said)
        case ConditionStated():
            what = say(f"axis.{event.condition}")
            return _Cells(Marker.NOTE, what, detail=say(f"attested.{event.answer}"))
        case PerfusionChecked():
            signs = [say(f"perfusion.{sign}") for sign in event.concerns or event.looked_at]
            code = "row.perfusion-concern" if event.concerns else "row.perfusion-looked-at"
            return _Cells(
                Marker.NOTE, say("row.perfusion"), detail=say(code, {"signs": ", ".join(signs)})
            )
        case _:
            assert_never(event)


def _changed_setting(
    event: WeightChanged | TargetChanged | FluidsAttested | VasopressinStated, words: Words
) -> _Cells:
    say = words.say
    match event:
        case WeightChanged():
            detail = f"{say(f'basis.{event.weight.basis}')}, {say(f'keep.{event.keep}')}"
            value = number_text(event.weight.weight.value)
            return _Cells(Marker.CORRECTION, say("row.weight"), value, "kg", detail)
        case TargetChanged():
            why = event.band.reason
            detail = "" if why is None else say(f"band-reason.{why}")
            return _Cells(Marker.NOTE, say("row.target"), band_text(event.band), "mmHg", detail)
        case FluidsAttested():
            fluids, volume = say(f"attested.{event.fluids}"), f"attested.{event.volume_assessed}"
            detail = say("row.attested", {"fluids": fluids, "volume": say(volume)})
            return _Cells(Marker.NOTE, say("row.fluids"), detail=detail)
        case VasopressinStated():
            detail = say(f"attested.{event.running}")
            return _Cells(Marker.NOTE, say("row.vasopressin"), detail=detail)
        case _:
            assert_never(event)


def band_text(band: Band) -> str:
    """A target band without its unit: "65-75"."""
    return f"{number_text(band.low.value)}-{number_text(band.high.value)}"


def _reading(event: ReadingRecorded, words: Words) -> _Cells:
    parts = [words.say(f"source.{event.source}")]
    if event.systolic is not None and event.diastolic is not None:
        pair = number_text(event.systolic.value), number_text(event.diastolic.value)
        parts.append("/".join(pair))
    if event.calculated is not None:
        exact = number_text(Decimal(event.calculated))
        parts.append(words.say("row.calculated", {"exact": exact}))
    if event.heart_rate is not None:
        rate = number_text(event.heart_rate.value)
        parts.append(words.say("row.heart-rate", {"rate": rate}))
    if event.quality is not Quality.USABLE:
        parts.append(words.say("row.artefact"))
    value = number_text(event.map.value)
    return _Cells(event.source, words.say("row.map"), value, "mmHg", ", ".join(parts))


def _pump(event: PumpReported, words: Words, advised: Advice | None) -> _Cells:
    code = "row.pump-stopped" if event.dose.value == 0 else "row.pump"
    parts = [] if event.rate is None else [str(event.rate)]
    if event.delivered is not None and event.delivered.value != event.dose.value:
        parts.append(words.say("row.delivers", {"dose": str(event.delivered)}))
    if event.follows is not None:
        as_advised = advised == (event.follows, event.dose)
        parts.append(words.say("row.as-advised" if as_advised else "row.as-answered"))
    what = f"{words.say(code)}: {words.say(f'agent.{event.agent}')}"
    return _Cells(Marker.PUMP_CHANGE, what, number(event.dose), event.dose.unit, ", ".join(parts))


def _advice(event: Advised, words: Words) -> _Cells:
    what = words.say("row.advice", {"action": words.say(f"action-word.{event.action}")})
    parts = [*_named(event.agent, words), *([] if event.rate is None else [str(event.rate)])]
    return _Cells(Marker.ADVICE, what, number(event.dose), event.dose.unit, ", ".join(parts))


def _named(agent: Agent, words: Words) -> list[str]:
    """The name of any agent but norepinephrine, which a case is about unless it says otherwise."""
    return [] if agent is Agent.NOREPINEPHRINE else [words.say(f"agent.{agent}")]


def _withheld(event: AdviceWithheld, words: Words) -> _Cells:
    parts = [words.say(f"gate.{event.gate}")]
    if event.detail is not None:
        parts.append(words.reason(event.detail))
    return _Cells(Marker.ADVICE, words.say("row.withheld"), detail=": ".join(parts))


def _answer(event: Answered, words: Words) -> _Cells:
    reply = words.say(f"reply.{event.reply}")
    parts = [] if event.reason is None else [words.say(f"override.{event.reason}")]
    if event.until is not None:
        parts.append(words.say("view.until", {"at": words.when(event.until, event.at)}))
    value = "" if event.dose is None else number(event.dose)
    unit = "" if event.dose is None else str(event.dose.unit)
    kind = Marker.ACCEPTED if event.reply is Reply.ACCEPT else Marker.OVERRIDDEN
    what = words.say("row.answer", {"reply": reply})
    return _Cells(kind, what, value, unit, ", ".join(parts))


def _prompt(event: Prompted, words: Words) -> str:
    """The sentence of a prompt, and when it fell due where it was shown late."""
    text = words.prompt(event.code, event.args, event.at)
    if event.at - event.due_at <= MISSED_AFTER:
        return text
    return f"{text}, {words.say('row.due', {'at': words.when(event.due_at, event.at)})}"


def _bag(event: BagHung, words: Words) -> str:
    named = _named(event.agent, words)
    if named:
        return f"{', '.join(named)}, {event.bag.text}"
    return f"{event.bag.text}, {words.say(f'expressed.{event.bag.expressed_as}')}"


def _strike(event: EntryStruck, words: Words) -> str:
    entry = words.say("row.entry", {"seq": str(event.refers_to)})
    return f"{entry}, {words.say(f'strike.{event.reason}')}"


def _refusal(event: EntryRefused, words: Words) -> str:
    """What was typed, if anything was, and why it was not taken."""
    why = words.reason(event.reason)
    return f"{event.text}: {why}" if event.text else why
