"""From settled fields to what is asked for."""

from datetime import datetime

from core.cases.offer import Offer
from core.model.case import Band, DosingWeight, Setup
from core.model.terms import Agent, Attested, Mode, Route, Sex, WeightBasis
from core.quantity.bag import Bag
from core.quantity.measures import Dose, Kilogram, PumpRate, Years
from gui.new_case.aim import By, Running
from gui.new_case.filled import Filled, RefusedText, RunningNow, Stated
from gui.new_case.values import Values


def filled(
    settled: dict[str, object],
    band: Band,
    offer: Offer,
    stated: Stated,
    refusals: tuple[RefusedText, ...],
) -> Filled:
    """The case that a form asks for. TypeError where a field settled to a foreign kind."""
    values = Values(settled)
    setup = Setup(
        label=values.of(str, "label"),
        mode=values.of(Mode, "mode"),
        weight=DosingWeight(values.of(Kilogram, "weight"), values.of(WeightBasis, "basis")),
        bag=values.of(Bag, "bag"),
        route=values.of(Route, "route"),
        resolution=values.of(PumpRate, "resolution"),
        band=band,
        start_dose=values.maybe(Dose, "start") or offer.start,
        sex=values.maybe(Sex, "sex"),
        age=values.maybe(Years, "age"),
        fluids=values.of(Attested, "fluids"),
        volume_assessed=values.of(Attested, "volume"),
        vasopressin=values.of(Attested, "vasopressin"),
        others_running=values.all_of(Agent, "others"),
        shock=stated.shock,
        conditions=stated.conditions,
    )
    initials = values.of(str, "initials")
    reason = values.maybe(str, "bag-unlisted") or ""
    return Filled(setup, initials, _running(values), reason, refusals)


def _running(values: Values) -> RunningNow | None:
    if values.of(Running, "running") is Running.NO:
        return None
    since = values.of(datetime, "since")
    if values.of(By, "by") is By.DOSE:
        return RunningNow(since, dose=values.of(Dose, "runs"))
    return RunningNow(since, rate=values.of(PumpRate, "runs"))
