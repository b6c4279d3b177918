"""The result of a trial: the plan, what became of every patient, and what that comes to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import resources
from core.trial.compare import Compared, compared
from core.trial.plan import Plan
from core.trial.record import Record

_DATA = {"patient": "parameters.toml", "devices": "devices.toml"}


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A trial that was run: `records` by the name of the arm, in the sequence of the plan.

    `versions`: of the program and of numpy, and the SHA-256 of the parameter files.
    """

    plan: Plan
    records: Mapping[str, Record]
    compared: Compared
    versions: Mapping[str, str]


class ResultError(ValueError):
    """What is no result of a trial; the sentence says what is wrong."""


def result_of(
    plan: Plan, records: Mapping[str, Record], versions: Mapping[str, str] | None = None
) -> Result:
    """What the records of a plan's arms come to; the first arm is held against each other one.

    Raises:
        ResultError: the records are not those of the arms.
        PairingError: two arms do not hold the same patients.
    """
    names = [arm.name for arm in plan.arms]
    if sorted(records) != sorted(names):
        raise ResultError(f"arms {', '.join(names)}, but records of {', '.join(records)}")
    ordered = {name: records[name] for name in names}
    return Result(plan, ordered, compared(ordered, plan.hours), versions or own_versions())


@cache
def own_versions() -> Mapping[str, str]:
    """What a result hangs on besides its plan."""
    folder = Path(resources.__path__[0], "patient")
    digests = {
        name: hashlib.sha256((folder / file).read_bytes()).hexdigest()
        for name, file in _DATA.items()
    }
    return {"pressor": version("pressor"), "numpy": version("numpy"), **digests}
