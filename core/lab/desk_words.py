"""The script in words, for the instructor: what a happening waits for, and what is done."""

from datetime import timedelta
from typing import assert_never

from core.lab.act import (
    Act,
    ChangeBag,
    Extravasate,
    GiveFluid,
    GoTo,
    Hydrocortisone,
    KeyingSlip,
    LineArtefact,
    LineHeight,
    LineOn,
    Message,
    Note,
    OverrideVital,
    SecondHit,
    Sedation,
)
from core.lab.trigger import (
    ActionMissed,
    AllOf,
    AnyOf,
    AtTime,
    Done,
    DoseAtLeast,
    DoseBelow,
    InStage,
    Level,
    MapAbove,
    MapBelow,
    NotDone,
    PromptShown,
    Trigger,
)
from core.quantity.measures import duration_text
from core.quantity.text import number_text
from core.view.wording import Words

_NOTHING = timedelta(0)


def trigger_text(trigger: Trigger, words: Words) -> str:
    """What is waited for: "true MAP below 55 mmHg for 2min"."""
    match trigger:
        case AllOf(parts):
            return words.say("lab.when.and").join(trigger_text(part, words) for part in parts)
        case AnyOf(parts):
            return words.say("lab.when.or").join(trigger_text(part, words) for part in parts)
        case MapBelow() | MapAbove() | DoseAtLeast() | DoseBelow():
            return _lasting(trigger, words)
        case _:
            return _plain(trigger, words)


def _lasting(trigger: Level, words: Words) -> str:
    match trigger:
        case MapBelow(mmhg, which) | MapAbove(mmhg, which):
            side = "below" if isinstance(trigger, MapBelow) else "above"
            said = words.say(f"lab.when.map-{side}-{which}", {"mmhg": str(mmhg)})
        case DoseAtLeast(agent, dose) | DoseBelow(agent, dose):
            side = "at-least" if isinstance(trigger, DoseAtLeast) else "below"
            args = {"agent": words.say(f"agent.{agent}"), "dose": str(dose)}
            said = words.say(f"lab.when.dose-{side}", args)
        case _:
            assert_never(trigger)
    if trigger.lasting == _NOTHING:
        return said
    return words.say("lab.when.for", {"what": said, "long": duration_text(trigger.lasting)})


def _plain(
    trigger: AtTime | InStage | ActionMissed | Done | NotDone | PromptShown, words: Words
) -> str:
    match trigger:
        case AtTime(at):
            return words.say("lab.when.at", {"at": duration_text(at)})
        case InStage(after):
            return words.say("lab.when.in-stage", {"after": duration_text(after)})
        case ActionMissed(_, action, within):
            args = {"action": words.say(f"action-word.{action}"), "within": duration_text(within)}
            return words.say("lab.when.missed", args)
        case Done(fact):
            return words.say("lab.when.done", {"fact": words.say(f"lab.fact.{fact}")})
        case NotDone(fact):
            return words.say("lab.when.not-done", {"fact": words.say(f"lab.fact.{fact}")})
        case PromptShown(code):
            return words.say("lab.when.prompt", {"code": code})
        case _:
            assert_never(trigger)


def act_text(act: Act, words: Words) -> str:  # noqa: PLR0911 - one arm an act
    """What is done: "500 mL of fluid over 30min"."""
    match act:
        case GiveFluid(volume, over, lost):
            code = "lost" if lost else "fluid"
            args = {"volume": str(volume), "over": duration_text(over)}
            return words.say(f"lab.act.{code}", args)
        case Hydrocortisone(on) | LineOn(on):
            name = "hydrocortisone" if isinstance(act, Hydrocortisone) else "line"
            return words.say(f"lab.act.{name}-{'on' if on else 'off'}")
        case Sedation(depth) | SecondHit(depth):
            name = "sedation" if isinstance(act, Sedation) else "second-hit"
            return words.say(f"lab.act.{name}", {"value": number_text(depth)})
        case LineArtefact(kind, lasting):
            args = {"kind": words.say(f"lab.artefact.{kind}"), "long": duration_text(lasting)}
            return words.say("lab.act.artefact", args)
        case Message(who, text):
            return words.say("lab.act.message", {"who": words.say(f"lab.role.{who}"), "text": text})
        case Note(text):
            return text
        case _:
            return _at_the_pump(act, words)


def _at_the_pump(  # noqa: PLR0911 - one arm an act
    act: LineHeight | ChangeBag | Extravasate | KeyingSlip | OverrideVital | GoTo, words: Words
) -> str:
    match act:
        case LineHeight(below_cm):
            return words.say("lab.act.height", {"value": number_text(below_cm)})
        case ChangeBag(agent, bag):
            args = {"agent": words.say(f"agent.{agent}"), "bag": bag.text}
            return words.say("lab.act.bag", args)
        case Extravasate(agent, lost):
            args = {"agent": words.say(f"agent.{agent}"), "lost": str(lost)}
            return words.say("lab.act.extravasate", args)
        case KeyingSlip(agent, times):
            args = {"agent": words.say(f"agent.{agent}"), "times": number_text(times)}
            return words.say("lab.act.slip", args)
        case OverrideVital(vital, value):
            name = words.say(f"lab.vital.{vital}")
            if value is None:
                return words.say("lab.act.let-go", {"vital": name})
            return words.say("lab.act.override", {"vital": name, "value": number_text(value)})
        case GoTo(stage):
            return words.say("lab.act.stage", {"stage": stage})
        case _:
            assert_never(act)
