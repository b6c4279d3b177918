"""When a change at the pump reaches the patient: the drug has to travel the line first.

An estimate for each agent by itself, in a line of its own, without a carrier. It changes no
advice; it says what a reading may still not show.
"""

from datetime import timedelta
from decimal import Decimal

import numpy as np

from core.quantity.bag_plan import line_lag
from core.quantity.measures import Millilitre, PumpRate
from core.view.track import Track

Arrivals = tuple[tuple[float, float], ...]
"""Begin and end of each stretch in which a change is still on its way, epoch seconds."""
_MOST = 60
"""Where more changes are in sight than this, the stretches are too narrow to be told apart."""
_S_PER_MIN = 60


def lag(dead_volume: Millilitre, rate: PumpRate) -> timedelta | None:
    """How long a change at this rate is on its way; None while nothing flows."""
    minutes = line_lag(dead_volume, (rate,))
    return None if minutes is None else timedelta(seconds=int(minutes * _S_PER_MIN))


def arrivals(given: Track, start: float, end: float, dead_volume: Millilitre) -> Arrivals:
    """The changes of a lane between two instants that were on their way; none where they crowd.

    A restated dose is no change. A change that overtakes the one before ends its stretch.
    """
    active = ~given["struck"]
    times, doses, rates = (given[name][active] for name in ("t", "dose", "rate"))
    changed = np.flatnonzero(np.diff(doses, prepend=np.nan) != 0)
    seen = changed[(times[changed] <= end) & (rates[changed] > 0)]
    seen = seen[np.searchsorted(times[seen], start) :] if len(seen) else seen
    if len(seen) > _MOST:
        return ()
    found = []
    for row in seen.tolist():
        wait = lag(dead_volume, PumpRate(Decimal(str(float(rates[row])))))
        if wait is not None:
            until = float(times[row]) + wait.total_seconds()
            next_change = times[changed[changed > row][:1]].tolist()
            found.append((float(times[row]), min([until, *next_change])))
    return tuple(found)
