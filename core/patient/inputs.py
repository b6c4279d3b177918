"""What is done to each patient of a cohort just now."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike

from core.patient.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """What enters each patient, constant over a step; one entry per patient.

    Norepinephrine in mcg/min of BASE, as it leaves the pump's own line (the transit to the blood
    is the body's); epinephrine in mcg/min and vasopressin in units/min at the vein; effective
    crystalloid in mL/min beyond maintenance; hydrocortisone 0 or 1; propofol sedation 0 to 1.
    """

    norepinephrine_mcg_min: FloatArray
    epinephrine_mcg_min: FloatArray
    vasopressin_units_min: FloatArray
    fluid_ml_min: FloatArray
    hydrocortisone: FloatArray
    sedation: FloatArray

    @classmethod
    def none(cls, count: int) -> "Inputs":
        """Nothing is given."""
        nothing = np.zeros(count)
        return cls(*(nothing for _ in fields(cls)))

    def changed(self, **arrays: ArrayLike) -> "Inputs":
        """The same with other inputs; a single number stands for every patient.

        Raises:
            ValueError: an input below 0 or no number, another length, or an unknown input.
        """
        return replace(self, **{name: self._fitted(name, told) for name, told in arrays.items()})

    def _fitted(self, name: str, told: ArrayLike) -> FloatArray:
        if name not in (known := [field.name for field in fields(self)]):
            raise ValueError(f"{name}: no input; accepted: {', '.join(known)}")
        count = len(self.sedation)
        given = np.asarray(told, dtype=np.float64)
        if given.ndim > 1 or given.size not in {1, count}:
            raise ValueError(f"{name}: {given.shape} values; give one, or {count}")
        if not (given >= 0).all():
            raise ValueError(f"{name}: below 0 or no number; give 0 or more")
        return np.ascontiguousarray(np.broadcast_to(given, (count,)))
