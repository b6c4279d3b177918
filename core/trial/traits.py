"""What the bytes of a record hang on besides its plan, so that two machines can be compared."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np

import core
import resources
from core.trial.result import own_versions

PROGRAM, ARITHMETIC = "program files", "arithmetic"
_SHOWN = 12
"""So many digits of a digest are told; the others would not help anybody."""


@cache
def traits() -> Mapping[str, str]:
    """Versions, and digests of data, program and arithmetic, by the name that a sentence uses."""
    return {**own_versions(), PROGRAM: _program(), ARITHMETIC: _arithmetic()}


def differences(theirs: Mapping[str, str], mine: Mapping[str, str]) -> Iterator[str]:
    """What differs, as "numpy 2.3.5, here 2.4.1"; nothing where two machines are alike."""
    for name in (*mine, *(each for each in theirs if each not in mine)):
        there, here = (told.get(name, "nothing")[:_SHOWN] for told in (theirs, mine))
        if theirs.get(name) != mine.get(name):
            yield f"{name} {there}, here {here}"


def _program() -> str:
    """A digest of every file of the core, and of its data."""
    digest = hashlib.sha256()
    data = Path(resources.__path__[0])
    for root, kind in ((Path(core.__path__[0]), "*.py"), (data, "*.toml"), (data, "*.json")):
        for file in sorted(root.rglob(kind)):
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _arithmetic() -> str:
    """A digest of functions whose last digits differ between processors.

    numpy takes wider instructions where there are any, and its exponentials then end otherwise.
    """
    points, above = np.linspace(-20.0, 20.0, 4001), np.linspace(1e-6, 50.0, 4001)
    values = (
        np.exp(points),
        np.exp2(points),
        np.expm1(points),
        np.cos(points),
        np.log(above),
        np.power(above, points / 10.0),
    )
    return hashlib.sha256(b"".join(each.tobytes() for each in values)).hexdigest()
