"""Items that are done at a moment: a fact recorded, a dose reached, MAP in the band."""

from dataclasses import replace
from datetime import timedelta

from core.lab.band_time import bands_of, first_lasting, true_stretches
from core.lab.charted import set_doses, within
from core.lab.chronicle import Chronicle
from core.lab.item_state import Asked, Outcome
from core.lab.measure import BandReached, DoseAtMost, DoseReached, FactRecorded
from core.lab.played import SECOND, Played
from core.lab.slips import Found, slips_of
from core.lab.trigger import Fact


def fact_recorded(asked: Asked, measure: FactRecorded) -> Outcome:
    """The first time that the fact was recorded since the item was open."""
    times = _times_of(asked.played, measure.fact)
    return asked.done_at(min((at for at in times if at >= asked.opens), default=None))


def dose_at_most(asked: Asked, measure: DoseAtMost) -> Outcome:
    """The first time that the charted dose was this or less; an agent that never ran has none."""
    doses = within(set_doses(asked.played, measure.agent), asked.opens, asked.played.span)
    return asked.done_at(next((item.since for item in doses if item.dose <= measure.dose), None))


def dose_reached(asked: Asked, measure: DoseReached) -> Outcome:
    """The first time that the charted dose was this or more."""
    doses = within(set_doses(asked.played, measure.agent), asked.opens, asked.played.span)
    return asked.done_at(next((item.since for item in doses if item.dose >= measure.dose), None))


def band_reached(asked: Asked, measure: BandReached) -> Outcome:
    """When the patient's MAP had first been in the band for so long, all of it since the item."""
    played = asked.played
    stretches = true_stretches(played, asked.opens // SECOND)
    second = first_lasting(stretches, bands_of(played), measure.lasting // SECOND)
    return asked.done_at(None if second is None else second * SECOND)


def _times_of(played: Played, fact: Fact) -> list[timedelta]:
    """When the fact was recorded; what ran before the opening was nobody's deed here."""
    chronicle = Chronicle(played.opened_at)
    for recorded in played.facts:
        told = chronicle.told((recorded,))
        before = recorded.event.at < played.opened_at
        chronicle = replace(told, facts=chronicle.facts) if before else told
    times = [at // SECOND * SECOND for at in chronicle.facts.get(fact, ())]
    if fact is Fact.PUMP_CORRECTED:
        slips = slips_of(played)
        times += [slip.ended for slip in slips if slip.ended and slip.how is Found.REPORTED]
    return times
