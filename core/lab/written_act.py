"""An act as a scenario file writes it: what `core.lab.written_then` reads, the other way round."""

from datetime import timedelta
from decimal import Decimal
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
    Vital,
)
from core.quantity.text import number_text

Table = dict[str, object]


def written(act: Act) -> Table:
    """The table of the act, as JSON can hold it."""
    match act:
        case Message(who, text):
            return {"message": {"who": who.value, "text": text}}
        case Note(text):
            return {"note": text}
        case GoTo(stage):
            return {"go_to": stage}
        case GiveFluid() | SecondHit() | Hydrocortisone() | Sedation():
            return _of_patient(act)
        case LineArtefact() | LineHeight() | LineOn() | OverrideVital():
            return _of_monitor(act)
        case ChangeBag() | Extravasate() | KeyingSlip():
            return _of_infusion(act)
        case _:
            assert_never(act)


def _of_patient(act: GiveFluid | SecondHit | Hydrocortisone | Sedation) -> Table:
    match act:
        case GiveFluid(volume, over, lost):
            key = "blood_loss" if lost else "fluid"
            return {key: {"volume": str(volume), "over": _span(over)}}
        case SecondHit(drive):
            return {"second_hit": number_text(drive)}
        case Hydrocortisone(on):
            return {"hydrocortisone": _on(on=on)}
        case Sedation(depth):
            return {"sedation": number_text(depth)}
        case _:
            assert_never(act)


def _of_monitor(act: LineArtefact | LineHeight | LineOn | OverrideVital) -> Table:
    match act:
        case LineArtefact(kind, lasting):
            return {"artefact": {"kind": kind.value, "for": _span(lasting)}}
        case LineHeight(below_cm):
            return {"line_height": f"{number_text(below_cm)} cm"}
        case LineOn(on):
            return {"arterial_line": _on(on=on)}
        case OverrideVital(vital, value):
            return {"override": {vital.value: _figure(vital, value)}}
        case _:
            assert_never(act)


def _of_infusion(act: ChangeBag | Extravasate | KeyingSlip) -> Table:
    agent = {"agent": act.agent.value}
    match act:
        case ChangeBag(_, bag):
            label = f"{bag.amount} in {bag.volume}"
            return {"bag": {"hang": label, "as": bag.expressed_as.value, **agent}}
        case Extravasate(_, lost):
            return {"extravasation": {"lost": str(lost), **agent}}
        case KeyingSlip(_, times):
            return {"keying_slip": {"times": number_text(times), **agent}}
        case _:
            assert_never(act)


def _figure(vital: Vital, value: Decimal | None) -> str:
    if value is None:
        return "none"
    return f"{number_text(value)} {'/min' if vital is Vital.HEART_RATE else 'mmHg'}"


def _on(*, on: bool) -> str:
    return "on" if on else "off"


def _span(span: timedelta) -> str:
    return f"{span // timedelta(seconds=1)} s"
