"""One fact as a row of the table twin: what, value, unit, detail."""

from dataclasses import dataclass
from typing import assert_never

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
    Event,
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
from core.model.terms import Quality, Source
from core.quantity.measures import Dose
from core.quantity.text import number_text
from core.view.points import Marker
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


def row_of(recorded: Recorded, words: Words, initials: str) -> TimelineRow | None:
    """The row of a fact; None for the few that the table leaves out."""
    cells = _cells(recorded.event, words)
    if cells is None:
        return None
    at = recorded.event.at
    return TimelineRow(
        t=at.timestamp(),
        at_text=words.day_and_clock(at),
        kind=cells.kind,
        what=cells.what,
        value=cells.value,
        unit=cells.unit,
        detail=cells.detail,
        who=initials,
        struck=False,
        seq=recorded.seq,
    )


def _cells(event: Event, words: Words) -> _Cells | None:  # noqa: C901, PLR0911, PLR0912 - one arm a fact
    say = words.say
    match event:
        case ReadingRecorded():
            return _reading(event, words)
        case PumpReported():
            return _pump(event, words)
        case Advised():
            return _advice(event, words)
        case AdviceWithheld():
            detail = say(f"gate.{event.gate}")
            return _Cells(Marker.ADVICE, say("row.withheld"), detail=detail)
        case Answered():
            return _answer(event, words)
        case Prompted():
            return _Cells(Marker.PROMPT, say("row.prompt"), detail=prompt_text(event, words))
        case CaseOpened():
            return _Cells(Marker.NOTE, say("row.opened"), detail=event.setup.label)
        case ShiftStarted():
            return _Cells(Marker.NOTE, say("row.shift"), detail=event.initials)
        case EntryStruck():
            detail = f"{say('row.entry', {'seq': str(event.refers_to)})}, " + say(
                f"strike.{event.reason}"
            )
            return _Cells(Marker.CORRECTION, say("row.struck"), detail=detail)
        case TitrationPaused():
            return _Cells(Marker.PAUSE, say("row.paused"), detail=say(f"pause.{event.reason}"))
        case TitrationResumed():
            return _Cells(Marker.PAUSE, say("row.resumed"))
        case BagHung():
            detail = f"{event.bag.text}, {say(f'expressed.{event.bag.expressed_as}')}"
            return _Cells(Marker.BAG_CHANGE, say("row.bag"), detail=detail)
        case _:
            return _setting(event, words)


def _setting(  # noqa: PLR0911 - one arm a fact
    event: WeightChanged
    | TargetChanged
    | FluidsAttested
    | VasopressinStated
    | PromptSeen
    | NoteAdded
    | EntryRefused
    | ClockStepped
    | CaseEnded,
    words: Words,
) -> _Cells | None:
    say = words.say
    match event:
        case WeightChanged():
            detail = f"{say(f'basis.{event.weight.basis}')}, {say(f'keep.{event.keep}')}"
            value = number_text(event.weight.weight.value)
            return _Cells(Marker.CORRECTION, say("row.weight"), value, "kg", detail)
        case TargetChanged():
            value = f"{event.band.low.value}-{event.band.high.value}"
            why = event.band.reason
            detail = "" if why is None else say(f"band-reason.{why}")
            return _Cells(Marker.NOTE, say("row.target"), value, "mmHg", detail)
        case FluidsAttested():
            return _Cells(Marker.NOTE, say("row.fluids"), detail=say(f"attested.{event.fluids}"))
        case VasopressinStated():
            detail = say(f"attested.{event.running}")
            return _Cells(Marker.NOTE, say("row.vasopressin"), detail=detail)
        case PromptSeen():
            return None
        case NoteAdded():
            return _Cells(Marker.NOTE, say("row.note"), detail=event.text)
        case EntryRefused():
            return _Cells(Marker.CORRECTION, say("row.refused"), detail=event.text)
        case ClockStepped():
            value = str(event.seconds)
            return _Cells(Marker.CORRECTION, say("row.clock"), value, "s")
        case CaseEnded():
            return _Cells(Marker.NOTE, say("row.ended"), detail=say(f"outcome.{event.outcome}"))
        case _:
            assert_never(event)


def _reading(event: ReadingRecorded, words: Words) -> _Cells:
    parts = [words.say(f"source.{event.source}")]
    if event.calculated is not None:
        parts.append(words.say("row.calculated"))
    if event.quality is not Quality.USABLE:
        parts.append(words.say("row.artefact"))
    value = number_text(event.map.value)
    return _Cells(event.source, words.say("row.map"), value, "mmHg", ", ".join(parts))


def _pump(event: PumpReported, words: Words) -> _Cells:
    code = "row.pump-stopped" if event.dose.value == 0 else "row.pump"
    parts = [] if event.rate is None else [str(event.rate)]
    if event.delivered is not None and event.delivered.value != event.dose.value:
        parts.append(words.say("row.delivers", {"dose": str(event.delivered)}))
    if event.follows is not None:
        parts.append(words.say("row.follows"))
    what = f"{words.say(code)}: {words.say(f'agent.{event.agent}')}"
    return _Cells(Marker.PUMP_CHANGE, what, number(event.dose), event.dose.unit, ", ".join(parts))


def _advice(event: Advised, words: Words) -> _Cells:
    what = words.say("row.advice", {"action": words.say(f"action-word.{event.action}")})
    detail = "" if event.rate is None else str(event.rate)
    return _Cells(Marker.ADVICE, what, number(event.dose), event.dose.unit, detail)


def _answer(event: Answered, words: Words) -> _Cells:
    reply = words.say(f"reply.{event.reply}")
    detail = "" if event.reason is None else words.say(f"override.{event.reason}")
    value = "" if event.dose is None else number(event.dose)
    unit = "" if event.dose is None else str(event.dose.unit)
    kind = Marker.ACCEPTED if event.reason is None else Marker.OVERRIDDEN
    return _Cells(kind, words.say("row.answer", {"reply": reply}), value, unit, detail)


def prompt_text(event: Prompted, words: Words) -> str:
    """The sentence of a prompt; its instants as local times."""
    return words.say(f"prompt.{event.code}", prompt_args(event.args, event, words))


def prompt_args(args: dict[str, str], event: Prompted, words: Words) -> dict[str, str]:
    """The arguments of a prompt with instants written as local clock times."""
    written = {name: words.instant(text) for name, text in args.items()}
    return {"at": words.clock(event.due_at), **written}
