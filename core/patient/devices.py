"""The numbers of lines, cuffs and pumps: resources/patient/devices.toml, and draws from them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import resources
from core.patient.arrays import FloatArray, IntArray
from core.patient.chance import normal, stream_of, uniform
from core.patient.parameters import Law, Parameter, parameters_from

BoolArray = NDArray[np.bool_]


@cache
def devices() -> Mapping[str, Parameter]:
    """The parameters of all devices by name, each with unit, source, grade and range."""
    place = Path(resources.__path__[0], "patient", "devices.toml")
    return parameters_from(place.read_text("utf-8")).table


def typical(name: str) -> float:
    """The typical value of a device's parameter, in the unit that the file gives.

    Raises:
        KeyError: there is no such parameter.
    """
    return devices()[name].typical


@cache
def stream(name: str) -> int:
    """The stream of chance of one thing that a device does."""
    return stream_of(f"device {name}")


def draw(name: str, seed: int, ids: IntArray, counter: IntArray | int = 0) -> FloatArray:
    """A value per patient by the parameter's law; the counter numbers the occasions.

    Raises:
        KeyError: there is no such parameter.
        ValueError: its law does not say how one occasion differs from another.
    """
    told = devices()[name]
    if told.law is Law.UNIFORM:
        return told.low + (told.high - told.low) * uniform(seed, ids, stream(name), counter)
    spread = told.spread * normal(seed, ids, stream(name), counter)
    match told.law:
        case Law.NORMAL:
            return told.typical + spread
        case Law.CLIPPED_NORMAL:
            return np.clip(told.typical + spread, told.clip_low, told.clip_high)
        case Law.LOGNORMAL:
            risen: FloatArray = told.typical * np.exp(spread)
            return risen
        case _:
            raise ValueError(f"{name}: {told.law} is no law to draw by")


def told(value: FloatArray | float, count: int) -> FloatArray:
    """One value for each patient; a single number stands for all.

    Raises:
        ValueError: there are neither one nor `count` values.
    """
    given = np.asarray(value, dtype=np.float64)
    return np.ascontiguousarray(np.broadcast_to(given, (count,)))
