"""Prompts that time alone brings: a reading is overdue, a wean is offered and not taken.

As `core.rules.prompts` has it, for what an ordinary course of a trial can meet: at most one piece
of advice stands, and a prompt is shown once for its key.
"""

import numpy as np

from core.model.course import UNKNOWN, Lane
from core.model.set_up import FIRST_READING
from core.patient.arrays import FlagArray, IntArray, flagged
from core.rules.numbers import Reminders
from core.rules.prompts import WEAN_REPEATS


class Overdue:
    """When each patient is to be looked at again, and which reminders of it were shown."""

    def __init__(self, reminders: Reminders, patients: int) -> None:
        """Cases are opened at second 0, and a first reading is asked for."""
        self._grace = reminders.grace
        self._again = np.array((0, *reminders.overdue_again))
        self._wean_again = reminders.wean_again
        self._recheck_at = np.full(patients, int(FIRST_READING.total_seconds()), dtype=np.int64)
        self._wait_s = np.full(patients, int(FIRST_READING.total_seconds()), dtype=np.int64)
        self._shown = np.zeros(patients, dtype=np.int64)
        self._eligible_from = np.full(patients, UNKNOWN, dtype=np.int64)
        self._offered = np.zeros(patients, dtype=np.bool_)
        self._weans_shown = np.zeros(patients, dtype=np.int64)

    def by(self, who: IntArray, now: IntArray) -> IntArray:
        """What has been shown to these since they were last asked about."""
        fresh = np.zeros(len(who), dtype=np.int64)
        past = now - self._recheck_at[who] - self._grace(self._wait_s[who])
        places = flagged(past >= 0)
        if len(places):
            here = who[places]
            shown = self._shown[here]
            due = np.searchsorted(self._again, past[places], side="right")
            fresh[places] = np.maximum(due - shown, 0)
            self._shown[here] = np.maximum(due, shown)
        fresh += self._weans(who, now)
        return fresh

    def _weans(self, who: IntArray, now: IntArray) -> IntArray:
        fresh = np.zeros(len(who), dtype=np.int64)
        places = flagged(self._offered[who])
        if len(places):
            here = who[places]
            times = (now[places] - self._eligible_from[here]) // self._wean_again + 1
            shown = self._weans_shown[here]
            fresh[places] = np.maximum(np.minimum(times, WEAN_REPEATS) - shown, 0)
            self._weans_shown[here] = shown + fresh[places]
        return fresh

    def advised(self, who: IntArray, now: IntArray, wait_s: Lane, weans: FlagArray) -> IntArray:
        """Advice was given: it sets the next reading, and offers a wean or does not."""
        self._recheck_at[who], self._wait_s[who] = now + wait_s, wait_s
        self._shown[who] = 0
        begins = flagged(weans)
        since = self._eligible_from[who[begins]]
        first = np.where(since == UNKNOWN, now[begins], since)
        self._eligible_from[who] = UNKNOWN
        self._eligible_from[who[begins]] = first
        self._offered[who] = weans
        return self._weans(who, now)

    def withheld(self, who: IntArray) -> None:
        """Advice was withheld past the gates: what stood before stands no longer."""
        self._offered[who] = False

    def changed(self, who: IntArray, second: Lane, really: FlagArray) -> None:
        """A change follows the advice: the wait counts from it."""
        here, at = who[really], second[really]
        self._recheck_at[here] = at + self._wait_s[here]
        self._shown[here] = 0
        self._eligible_from[here] = UNKNOWN
        self._offered[here] = False
        self._weans_shown[here] = 0
