"""What is counted for each patient of an arm while the trial runs, and the record made of it."""

from typing import Any

import numpy as np

from core.patient.arrays import FlagArray, FloatArray, IntArray, flagged
from core.trial.control import Control
from core.trial.deciding import GATES, OPEN, Decided, Readings, Reports
from core.trial.plan import Plan
from core.trial.record import Exclusion, Record
from core.trial.setting import Setting

_SAMPLED = (
    "seconds_followed", "seconds_below_band", "seconds_above_band", "seconds_in_band",
    "seconds_below_65",
)  # fmt: skip
_COUNTS = (
    "changes", "readings", "artefact_readings", "missed_readings", "prompts",
    "prompts_hour_max", "wean_steps", "rebounds", "failed_weans", "second_agents",
    "second_agent_prompts", "escalations", "gate_artefact", "gate_stale", "gate_limit", "gate_pump",
)  # fmt: skip
_GATE_COUNTS = {
    "gate_artefact": "artefact",
    "gate_stale": "stale",
    "gate_limit": "limit_breach",
    "gate_pump": "pump_too_coarse",
}
_HOUR_S = 3600
_NEVER = -(2**40)
_HARM_MMHG = 65.0


class Tally:
    """The counts of one chunk under one arm."""

    def __init__(self, plan: Plan, setting: Setting, patients: int) -> None:
        """Nothing has happened yet."""
        self._plan, self._low = plan, int(setting.band.low.value)
        self._high, self._window = int(setting.band.high.value), setting.lines.step_window
        self.counts = {name: np.zeros(patients, dtype=np.int64) for name in _COUNTS}
        # A month of minutes fits 16 bits, and what is small is quick to count.
        self._samples = {name: np.zeros(patients, dtype=np.uint16) for name in _SAMPLED}
        self._depth = np.zeros(patients)
        self._reached_s = np.full(patients, np.nan)
        self._dose = np.zeros(patients, dtype=np.int64)
        self._off_since = np.full(patients, _NEVER, dtype=np.int64)
        self._last_map = np.zeros(patients, dtype=np.int64)
        self._step_at = np.full(patients, _NEVER, dtype=np.int64)
        self._rebounded = np.zeros(patients, dtype=np.bool_)
        self._hour = np.zeros(patients, dtype=np.int64)
        self._in_hour = np.zeros(patients, dtype=np.int64)
        self._control = Control(
            patients, plan.seconds // plan.sample_s, (self._low + self._high) / 2.0
        )

    def sample(self, second: int, map_mmhg: FloatArray, running: FlagArray) -> None:
        """The true pressure of everyone, standing for the time to the next sample.

        `running`: the drug is charted to run.
        """
        below, above = map_mmhg < self._low, map_mmhg > self._high
        harmful = map_mmhg < _HARM_MMHG
        found = (np.ones_like(below), below, above, ~(below | above), harmful)
        for name, flags in zip(_SAMPLED, found, strict=True):
            self._samples[name] += flags
        missing = np.where(harmful, _HARM_MMHG - map_mmhg, 0.0)
        missing *= self._plan.sample_s / 60.0
        self._depth += missing
        self._control.sample(second, map_mmhg, running)

    def read(self, readings: Readings, told: Decided, missed: IntArray) -> None:
        """Readings, and what was answered to them."""
        who, c = readings.who, self.counts
        c["readings"][who] += 1
        c["artefact_readings"][who[~told.usable]] += 1
        c["second_agent_prompts"][who[told.second_agent]] += 1
        c["escalations"][who[told.escalates]] += 1
        late = flagged(missed != 0)
        c["missed_readings"][who[late]] += missed[late]
        shut = flagged(told.gate != OPEN)
        for name, gate in _GATE_COUNTS.items() if len(shut) else ():
            c[name][who[shut]] += told.gate[shut] == GATE_PLACE[gate]
        self._count_prompts(who, readings.entered, told.prompts)
        some = flagged(told.usable)
        self._count_pressures(who[some], readings.map_mmhg[some], readings.second[some])

    def _count_prompts(self, who: IntArray, second: IntArray, prompts: IntArray) -> None:
        some = flagged(prompts != 0)
        who, hour, prompts = who[some], second[some] // _HOUR_S, prompts[some]
        self.counts["prompts"][who] += prompts
        self._in_hour[who] = np.where(self._hour[who] == hour, self._in_hour[who], 0) + prompts
        self._hour[who] = hour
        most = self.counts["prompts_hour_max"]
        most[who] = np.maximum(most[who], self._in_hour[who])

    def _count_pressures(self, who: IntArray, pressure: IntArray, second: IntArray) -> None:
        self._last_map[who] = pressure
        new = flagged((pressure >= self._low) & np.isnan(self._reached_s[who]))
        self._reached_s[who[new]] = second[new]
        below = flagged(pressure < self._low)
        low = who[below]
        young = low[second[below] - self._step_at[low] <= _HOUR_S]
        fresh = young[~self._rebounded[young]]
        self.counts["rebounds"][fresh] += 1
        self._rebounded[fresh] = True

    def report(self, reports: Reports) -> None:
        """What pumps run from now on."""
        who, dose, at = reports.who, reports.dose, reports.second
        before = self._dose[who]
        self.counts["changes"][who] += dose != before
        in_range = self._last_map[who] >= self._low
        stepped = (dose < before) & in_range
        young = at - self._step_at[who] < self._window
        failed = (dose > before) & young & ~in_range
        self.counts["wean_steps"][who] += stepped
        self.counts["failed_weans"][who] += failed
        self._step_at[who] = np.where(
            stepped, at, np.where(dose != before, _NEVER, self._step_at[who])
        )
        self._rebounded[who] &= dose == before
        self._off_since[who] = np.where((dose == 0) & (before > 0), at, self._off_since[who])
        self._dose[who] = dose

    def begun(self, who: IntArray) -> None:
        """The second agent was begun."""
        self.counts["second_agents"][who] = 1

    def record(
        self, ids: IntArray, excluded: IntArray, given_mcg_kg: FloatArray, started: FlagArray
    ) -> Record:
        """The record of the chunk."""
        free = (self._dose == 0) & started
        mdpe, mdape, wobble, divergence = self._control.measures()
        rest: dict[str, Any] = {
            **self.counts,
            **self._seconds(),
            "minutes_to_target": self._reached_s / 60.0,
            "depth_below_65_mmhg_min": self._depth,
            "given_mcg_kg": given_mcg_kg,
            "hours_to_liberation": np.where(free, self._off_since / _HOUR_S, np.nan),
            "mdpe_percent": mdpe,
            "mdape_percent": mdape,
            "wobble_percent": wobble,
            "divergence_percent_h": divergence,
        }
        return Record(ids=ids, excluded=excluded, **rest)

    def _seconds(self) -> dict[str, IntArray]:
        """How long, each sample standing for the time to the next."""
        each = self._plan.sample_s
        return {name: each * many.astype(np.int64) for name, many in self._samples.items()}


GATE_PLACE = {str(gate): place for place, gate in enumerate(GATES)}


def excluded(untreated_mmhg: FloatArray, low: int) -> IntArray:
    """Who is left out, by the pressure before any drug: the same in every arm of one band."""
    told = np.where(untreated_mmhg >= low, Exclusion.NO_SHOCK, Exclusion.NONE)
    return np.where(np.isfinite(untreated_mmhg), told, Exclusion.NOT_A_NUMBER).astype(np.int64)
