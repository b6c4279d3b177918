"""What became of each patient of one arm: one entry per patient, in the sequence of their ids."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any

import numpy as np

from core.patient.arrays import FlagArray, FloatArray, IntArray


class Exclusion(IntEnum):
    """Why a patient is left out. Each hangs on the patient alone, so it is the same in all arms."""

    NONE = 0
    NO_SHOCK = 1  # the pressure is at or above target without any drug when the trial begins
    NOT_A_NUMBER = 2  # what was drawn gives no finite pressure


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """The outcomes of one arm. Pressure is the true one with its noise, unless "read" is said.

    Times in band and so on count the samples of the true pressure, each standing for the time
    up to the next. NaN where a thing never happened.

    Attributes:
        ids: the patients.
        excluded: a value of `Exclusion`.
        minutes_to_target: until the first usable reading at or above the low end of the band.
        seconds_followed: the four next ones are parts of it; below 65 overlaps the others.
        depth_below_65_mmhg_min: how far below 65 mmHg times how long.
        given_mcg_kg: norepinephrine base that left the pump, per kg of true weight.
        changes: real changes of the set dose.
        readings: entered, artefacts too; artefact_readings of them were none; missed_readings
            were due and not taken in time.
        prompts: calls and cards on readings, readings that are overdue, weans that are offered;
            prompts_hour_max in the worst hour. Left out: what a bag, a line, a long time above the
            band or perfusion ask for.
        hours_to_liberation: until norepinephrine was off for good (off at the end, and since).
        wean_steps: lowerings and stops made while the last usable reading was at or above target.
        rebounds: of these, followed within 60 min by a usable reading below the band.
        failed_weans: of these, undone by a raise or a restart within the protocol's step window
            while the last usable reading was below the band.
        second_agents: 1 where vasopressin was started.
        second_agent_prompts: times that it was asked for.
        escalations: readings on which no step fitted any more.
        gate_artefact, gate_stale, gate_limit, gate_pump: advice withheld, by gate.
        mdpe_percent, mdape_percent, wobble_percent: of the error against the middle of the band
            over the samples while the drug runs; divergence_percent_h: slope of its size.
    """

    ids: IntArray
    excluded: IntArray
    minutes_to_target: FloatArray
    seconds_followed: IntArray
    seconds_in_band: IntArray
    seconds_below_band: IntArray
    seconds_above_band: IntArray
    seconds_below_65: IntArray
    depth_below_65_mmhg_min: FloatArray
    given_mcg_kg: FloatArray
    changes: IntArray
    readings: IntArray
    artefact_readings: IntArray
    missed_readings: IntArray
    prompts: IntArray
    prompts_hour_max: IntArray
    hours_to_liberation: FloatArray
    wean_steps: IntArray
    rebounds: IntArray
    failed_weans: IntArray
    second_agents: IntArray
    second_agent_prompts: IntArray
    escalations: IntArray
    gate_artefact: IntArray
    gate_stale: IntArray
    gate_limit: IntArray
    gate_pump: IntArray
    mdpe_percent: FloatArray
    mdape_percent: FloatArray
    wobble_percent: FloatArray
    divergence_percent_h: FloatArray

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit each other.

        Raises:
            ValueError: a field with another length, or floats where counts are, or the reverse.
        """
        for item in fields(self):
            array = getattr(self, item.name)
            wanted = np.float64 if item.type is FloatArray else np.int64
            if array.shape != (len(self.ids),) or array.dtype != wanted:
                raise ValueError(f"{item.name}: {array.shape} of {array.dtype} does not fit")

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def usable(self) -> FlagArray:
        """The patients who count."""
        counted: FlagArray = self.excluded == Exclusion.NONE
        return counted

    def picked(self, indices: IntArray | FlagArray) -> "Record":
        """The outcomes of some patients."""
        return Record(**{name: array[indices] for name, array in self.arrays().items()})

    def arrays(self) -> dict[str, Any]:
        """Every field by name."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def same_as(self, other: "Record") -> bool:
        """Whether two records are equal to the last bit."""
        mine, theirs = self.arrays(), other.arrays()
        return all(array.tobytes() == theirs[name].tobytes() for name, array in mine.items())


def merged(parts: Sequence[Record]) -> Record:
    """The parts as one, by id, whatever the sequence in which they came.

    Raises:
        ValueError: there are no parts, or a patient is in two of them.
    """
    if not parts:
        raise ValueError("nothing to merge: no part of the trial was run")
    names = parts[0].arrays()
    whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    by_id = np.argsort(whole["ids"], kind="stable")
    if np.unique(whole["ids"]).size != len(by_id):
        raise ValueError("a patient is in two parts of the trial")
    return Record(**{name: array[by_id] for name, array in whole.items()})


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Present N, usable M, and how many are left out by reason."""

    present: int
    usable: int
    by_reason: dict[Exclusion, int]


def exclusions(record: Record) -> Exclusions:
    """How many of a record count, and why the others do not."""
    counts = {why: int((record.excluded == why).sum()) for why in tuple(Exclusion)[1:]}
    return Exclusions(len(record), int(record.usable.sum()), counts)
