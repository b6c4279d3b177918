"""Items about a span of time: readings, a dose kept below or kept as it is, time in the band."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from core.lab.band_time import bands_of, timed, true_stretches
from core.lab.charted import dose_at, set_doses, within
from core.lab.item_state import Asked, Outcome, State, cut_short, lasting
from core.lab.measure import DoseHeld, DoseNeverAbove, ReadingsApart, TimeInBand
from core.lab.played import SECOND
from core.model.events import Reason
from core.quantity.text import fraction_text


def readings_apart(asked: Asked, measure: ReadingsApart) -> Outcome:
    """Whether no gap was longer, from the opening of the item to the end of the span."""
    begins, ends = asked.opens, asked.ends(measure.during)
    if begins >= ends:
        return cut_short()
    times = (asked.played.since(reading.at) for reading in asked.played.readings)
    edges = [begins, *(at for at in times if begins < at < ends), ends]
    gaps = [(after - before, before) for before, after in pairwise(edges)]
    longest, since = max(gaps, key=lambda gap: (gap[0], -gap[1]))
    args = {
        "longest": lasting(longest),
        "since": asked.instant(since),
        "most": lasting(measure.at_most),
    }
    if longest <= measure.at_most:
        return Outcome(State.DONE, Reason("readings-kept", args))
    first = next(before for gap, before in gaps if gap > measure.at_most)
    return Outcome(State.MISSED, Reason("readings-gap", args), first + measure.at_most)


def dose_never_above(asked: Asked, measure: DoseNeverAbove) -> Outcome:
    """Whether the charted dose was never more than this, at the beginning of the span included."""
    begins, ends = asked.opens, asked.ends(measure.during)
    if begins >= ends:
        return cut_short()
    doses = within(set_doses(asked.played, measure.agent), begins, ends)
    above = next((item for item in doses if item.dose > measure.dose), None)
    args = {"most": str(measure.dose)}
    if above is None:
        return Outcome(State.DONE, Reason("never-above", args))
    told = {**args, "dose": str(above.dose), "at": asked.instant(above.since)}
    return Outcome(State.MISSED, Reason("above", told), above.since)


def dose_held(asked: Asked, measure: DoseHeld) -> Outcome:
    """Whether the charted dose stayed as it was for so long; a change at its end is none in it."""
    until = asked.opens + measure.lasting
    doses = set_doses(asked.played, measure.agent)
    standing = dose_at(doses, asked.opens)
    changes = (item for item in doses if asked.opens < item.since < until)
    changed = next((item for item in changes if item.dose != standing), None)
    args = {"lasting": lasting(measure.lasting)}
    if changed is not None:
        told = {**args, "dose": str(changed.dose), "at": asked.instant(changed.since)}
        return Outcome(State.MISSED, Reason("not-held", told), changed.since)
    if until > asked.played.span:
        return Outcome(State.NOT_ASKED, Reason("cut-short", {"by": asked.instant(until)}))
    return Outcome(State.DONE, Reason("held", args), until)


def time_in_band(asked: Asked, measure: TimeInBand) -> Outcome:
    """Whether so much of the known time of the span was in the band."""
    begins, ends = asked.opens // SECOND, asked.ends(measure.during) // SECOND
    time = timed(true_stretches(asked.played, begins, ends), bands_of(asked.played))
    if time.known == 0:
        return cut_short()
    share = Fraction(100 * time.inside, time.known)
    args = {
        "share": fraction_text(share, 1),
        "least": str(measure.at_least),
        "known": lasting(timedelta(seconds=time.known)),
    }
    kept = share >= Fraction(measure.at_least.value)
    state, code = (State.DONE, "in-band") if kept else (State.MISSED, "out-of-band")
    return Outcome(state, Reason(code, args))
