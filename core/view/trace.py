"""The line of one source of MAP: its usable readings and where the line is broken."""

from dataclasses import field, replace

import numpy as np
from numpy.typing import NDArray

from core.frozen import dataclass
from core.view.pyramid import Floats, Places, Pyramid
from core.view.track import Column, Track

Booleans = NDArray[np.bool_]


def _no_points() -> Track:
    return Track.empty(t=np.float64, calculated=np.bool_, broken=np.bool_)


@dataclass(frozen=True, slots=True)
class Trace:
    """Usable readings of one source in order of time: t in epoch seconds, value in mmHg.

    `broken` marks a point that an artefact parts from the point before; `parted` says that the
    next point will be such a one.
    """

    points: Track = field(default_factory=_no_points)
    values: Pyramid = field(default_factory=Pyramid)
    parted: bool = False

    @classmethod
    def of(cls, t: Column, value: Column, calculated: Column, artefact: Column) -> "Trace":
        """The trace of all readings of a source, artefacts among them."""
        usable = ~artefact
        passed = np.cumsum(artefact)[usable]
        broken = np.diff(passed, prepend=0) > 0
        points = Track.of(t=t[usable], calculated=calculated[usable], broken=broken)
        parted = bool(len(artefact)) and bool(artefact[-1])
        return cls(points, Pyramid.of(value[usable]), parted)

    def __len__(self) -> int:
        return len(self.points)

    @property
    def t(self) -> Floats:
        """Times of the points, epoch seconds."""
        return self.points["t"]

    @property
    def value(self) -> Floats:
        """MAP of the points, mmHg."""
        return self.values.values["value"]

    def with_point(self, t: float, value: float, *, calculated: bool) -> "Trace":
        """This trace and a usable reading that is no earlier than its last."""
        points = self.points.append(t=t, calculated=calculated, broken=self.parted)
        return Trace(points, self.values.append(value))

    def with_artefact(self) -> "Trace":
        """This trace after a reading that is not to be joined over."""
        return replace(self, parted=True)

    def joined(self, left: Places, right: Places, run_gap: float) -> Booleans:
        """Whether the line runs from each point `left` to its successor `right`.

        It does not over an artefact nor over more than `run_gap` seconds.
        """
        near = self.t[right] - self.t[left] <= run_gap
        whole: Booleans = near & ~self.points["broken"][right]
        return whole
