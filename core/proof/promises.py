"""The promises, in the order in which they are judged. Their words stand in the texts by id."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.proof import (
    promises_calls,
    promises_dose,
    promises_engine,
    promises_low,
    promises_order,
    promises_pump,
    promises_table,
    promises_time,
    promises_wean,
)
from core.proof.cells import Mask
from core.proof.finding import Breach
from core.proof.scene import Scene
from core.proof.subject import Subject, breaches_in


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that is proved, and how its breaches are found."""

    id: str
    find: Callable[[Subject], Iterator[Breach]]


def in_cells(broken: Callable[[Scene], Mask]) -> Callable[[Subject], Iterator[Breach]]:
    """A promise that is judged cell by cell."""

    def find(subject: Subject) -> Iterator[Breach]:
        for painted, scene in subject.unlike:
            yield from breaches_in(painted, scene, broken(scene))

    return find


PROMISES = (
    Promise("total", in_cells(promises_table.total)),
    Promise("reachable", promises_table.reachable),
    Promise("bounds", promises_table.bounds),
    Promise("as-said", in_cells(promises_dose.as_said)),
    Promise("no-raise", in_cells(promises_dose.no_raise)),
    Promise("no-lowering", in_cells(promises_dose.no_lowering)),
    Promise("hard-limit", in_cells(promises_dose.hard_limit)),
    Promise("floor", in_cells(promises_dose.floor)),
    Promise("size", in_cells(promises_dose.size)),
    Promise("full-step", in_cells(promises_dose.full_step)),
    Promise("acts", in_cells(promises_low.acts)),
    Promise("starts", in_cells(promises_low.starts)),
    Promise("after-step", in_cells(promises_low.after_step)),
    Promise("far-below", in_cells(promises_low.far_below)),
    Promise("quiet", in_cells(promises_low.quiet)),
    Promise("too-soon", in_cells(promises_wean.too_soon)),
    Promise("stop", in_cells(promises_wean.stop)),
    Promise("earned", in_cells(promises_wean.earned)),
    Promise("due", in_cells(promises_wean.due)),
    Promise("lockout", in_cells(promises_wean.lockout)),
    Promise("held", in_cells(promises_wean.held)),
    Promise("critical", promises_calls.critical),
    Promise("second-agent", promises_calls.second_agent),
    Promise("calls", promises_calls.calls),
    Promise("paused", promises_calls.paused),
    Promise("lower-map", promises_order.lower_map),
    Promise("higher-dose", in_cells(promises_order.higher_dose)),
    Promise("watch-readings", promises_time.watch_readings),
    Promise("wean-ends", promises_time.wean_ends),
    Promise("answers", promises_time.answers),
    Promise("pump", promises_pump.pump),
    Promise("unusable", promises_engine.unusable),
    Promise("worked", promises_engine.worked),
)
PENDING = ("nominal-band", "prompts-per-hour")
"""What is still to be shown with the virtual patient."""
