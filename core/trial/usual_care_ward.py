"""Nurses of usual care at the bedsides of a chunk: what they remember from reading to reading."""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FlagArray, IntArray
from core.trial.deciding import Decided, Readings, Reports, undecided
from core.trial.usual_care import UsualCare
from core.trial.usual_care_decide import NEVER_S, Sight, decide


@dataclass(slots=True, eq=False)
class UsualCareWard:
    """One arm of usual care for the patients of one chunk. Its arrays change in place.

    `dose` is what was charted last, thousandths of mcg/kg/min; `band` in mmHg; `start` the dose
    to start with. Nobody starts before a reading is low.
    """

    care: UsualCare
    seed: int
    ids: IntArray
    band: tuple[int, int]
    start: int
    dose: IntArray
    changed_s: IntArray
    reached: FlagArray
    started: FlagArray

    @classmethod
    def opened(
        cls,
        care: UsualCare,
        seed: int,
        ids: IntArray,
        band: tuple[int, int],
        start: int | None = None,
    ) -> "UsualCareWard":
        """The bedsides before the first reading; without `start` the dose is the file's."""
        count = len(ids)
        return cls(
            care,
            seed,
            ids,
            band,
            care.start if start is None else start,
            np.zeros(count, dtype=np.int64),
            np.full(count, NEVER_S, dtype=np.int64),
            np.zeros(count, dtype=np.bool_),
            np.zeros(count, dtype=np.bool_),
        )

    def read(self, readings: Readings) -> Decided:
        """What the nurses do with readings; nothing is shown and no gate closes."""
        who, usable = readings.who, self._usable(readings)
        sight = Sight(
            ids=self.ids[who],
            second=readings.second,
            map_mmhg=readings.map_mmhg,
            usable=usable,
            dose=self.dose[who],
            changed_s=self.changed_s[who],
            reached=self.reached[who],
            started=self.started[who],
            band=self.band,
            start=self.start,
        )
        told = decide(self.care, self.seed, sight)
        self.reached[who] |= usable & (readings.map_mmhg >= self.band[0])
        empty = undecided(len(who), 0)
        return Decided(
            usable=usable,
            gate=empty.gate,
            row=empty.row,
            before=sight.dose,
            dose=told.dose,
            wait_s=told.next_check_s,
            prompts=empty.prompts,
            second_agent=empty.second_agent,
            escalates=empty.escalates,
        )

    def report(self, reports: Reports) -> None:
        """Remember what the pumps run and since when."""
        self.dose[reports.who] = reports.dose
        self.changed_s[reports.who] = reports.second
        self.started[reports.who] |= reports.dose > 0

    def second_agent_begun(self, who: IntArray, second: IntArray) -> None:
        """Usual care asks for no second agent, and titrates on when one runs."""

    def _usable(self, readings: Readings) -> FlagArray:
        least, most = (self.care.typical(f"plausible_{end}_mmhg") for end in ("from", "to"))
        shown = readings.map_mmhg
        usable: FlagArray = ~readings.marked & (shown >= least) & (shown <= most)
        return usable
