"""What the default table promises, on drawn facts that lie at and beside every bound.

The facts are drawn array-wise within their joint limits, so that no impossible cell is judged.
Each promise is a function that names the cells which break it, restated from the declared
limits, not from the rows; for each a fault is planted that must break it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from core.library import protocol_from, read_protocol
from core.model.course import UNKNOWN, Lane
from core.model.facts import ACTION_CODE, SHOCK_CODE, Axis, Facts, Phase
from core.model.terms import Action, Shock
from core.rules.compile import Protocol
from core.rules.table import MOST, Effect, Table

PROTOCOL = protocol_from(read_protocol("early-wean").text)
CELLS = 200_000
"""Drawn for each of the four bands; twenty-five times as many in the nightly setting."""
CHUNK = 50_000
HOUR = 3600
Mask = Any
"""An array of booleans, a place per cell; numpy does not type its arithmetic closely enough."""
Drawing = Callable[[int, int, int], tuple[Facts, Lane, Lane]]


@dataclass(frozen=True)
class Cells:
    """Facts, the starting and the last dose, and what the table makes of them."""

    protocol: Protocol
    band: int
    facts: Facts
    chosen: Lane
    last: Lane
    row: Lane
    ends_at: Lane

    @property
    def table(self) -> Table:
        return self.protocol.tables[self.band]

    @property
    def low(self) -> int:
        return int(self.protocol.bands[self.band].low.value)

    @property
    def rescue(self) -> Mask:
        return self[Axis.MAP] < max(55, self.low - 10)

    @property
    def high(self) -> Mask:
        return self[Axis.MAP] >= int(self.protocol.bands[self.band].high.value) + 25

    def __getitem__(self, axis: Axis) -> Lane:
        return self.facts[:, axis]

    def phase(self, phase: Phase) -> Mask:
        return self[Axis.PHASE] == phase

    def does(self, *actions: Action) -> Mask:
        return np.isin(self.table.actions[self.row], [ACTION_CODE[action] for action in actions])

    def calls(self) -> dict[str, Mask]:
        """For each notify row the cells in which it calls."""
        filled = self.table.with_answer(self.facts, self.row, self.ends_at)
        hits = np.concatenate([self.table.called(part) for part in pieces(filled)])
        found: dict[str, Mask] = {}
        for index, line in enumerate(self.table.notify):
            found[line.id] = found.get(line.id, False) | hits[:, index]
        return found


def pieces(lanes: Lane) -> list[Lane]:
    return np.array_split(lanes, len(lanes) // CHUNK + 1)


def answered(protocol: Protocol, band: int, drawn: tuple[Facts, Lane, Lane]) -> Cells:
    """What the table says, asked phase by phase in pieces that fit the memory."""
    facts, chosen, last = drawn
    table, row = protocol.tables[band], np.zeros(len(facts), dtype=np.int64)
    for phase in Phase:
        (where,) = np.nonzero(facts[:, Axis.PHASE] == phase)
        for part in pieces(where):
            row[part] = table.first(facts[part])
    ends_at = table.new_dose(row, facts, chosen=chosen, last=last)
    return Cells(protocol, band, facts, chosen, last, row, ends_at)


def no_row(c: Cells) -> Mask:
    return ~((c.facts >= c.table.low[c.row]) & (c.facts < c.table.high[c.row])).all(axis=1)


def the_wrong_way(c: Cells) -> Mask:
    """Raised at or above target, or lowered or stopped below it."""
    low, dose = c[Axis.MAP] < c.low, c[Axis.DOSE]
    return np.where(low, c.ends_at < dose, c.ends_at > dose)


def left_alone_when_low(c: Cells) -> Mask:
    low, since = c[Axis.MAP] < c.low, c[Axis.SINCE_CHANGE]
    stepped = c[Axis.SINCE_STEP] != UNKNOWN
    helped = c.does(Action.RAISE, Action.ESCALATE, Action.UNDO)
    helped |= stepped & ~c.rescue & c.does(Action.LOOK_AGAIN)
    due = c.phase(Phase.RUNNING) & (since >= np.where(c.rescue, 120, 300))
    off = c.phase(Phase.OFF) & ~c.does(Action.START, Action.LOOK_AGAIN)
    watch = c.phase(Phase.WATCH) & ~c.does(Action.RESTART, Action.LOOK_AGAIN)
    return low & ((due & ~helped) | off | watch)


def outside_the_limits(c: Cells) -> Mask:
    """A raise past the hard limit; below the floor but by the stop row; anything in a pause."""
    dose, stop = c[Axis.DOSE], c.does(Action.STOP) & (c.ends_at == 0)
    past = (c.ends_at > dose) & (c.ends_at > 1000)
    below = (c.ends_at < dose) & (c.ends_at < 10) & ~stop
    return past | below | (c.phase(Phase.PAUSED) & ~(c.does(Action.HOLD) & (c.ends_at == dose)))


def step_too_large(c: Cells) -> Mask:
    dose, change = c[Axis.DOSE], c.ends_at - c[Axis.DOSE]
    fits = np.where(dose <= 950, 50, np.where(dose <= 980, 20, 0))
    taken_back = np.minimum(np.minimum(c[Axis.STEP_SIZE], 50), fits)
    half = np.where(dose < 30, 10, np.minimum(dose // 2, dose - 20))
    least = np.where(c.high, half, np.where(dose < 30, 10, dose - 20))
    return (
        (c.does(Action.RAISE) & (change > np.where(c.rescue, 50, 20)))
        | (c.does(Action.UNDO) & (change > taken_back))
        | (c.does(Action.LOWER, Action.WEAN) & (c.ends_at < least))
        | (c.does(Action.START) & (c.ends_at != c.chosen))
        | (c.does(Action.RESTART) & (c.ends_at != np.maximum(c.last, 10)))
    )


def unlike_its_action(c: Cells) -> Mask:
    change = np.sign(c.ends_at - c[Axis.DOSE])
    up = c.does(Action.RAISE, Action.UNDO, Action.START, Action.RESTART)
    down = c.does(Action.LOWER, Action.WEAN, Action.STOP)
    return change != np.where(up, 1, np.where(down, -1, 0))


def too_soon(c: Cells) -> Mask:
    """No change within 2 min but a start; raises 5, planned lowerings 30 min after the last."""
    since, change = c[Axis.SINCE_CHANGE], c.ends_at - c[Axis.DOSE]
    raised = c.phase(Phase.RUNNING) & (change > 0) & ~c.rescue
    planned = (change < 0) & (~c.high | c.does(Action.STOP))
    least = np.where(raised, 300, np.where(planned, 1800, 120))
    return (change != 0) & ~c.phase(Phase.OFF) & (since < least)


def lowered_unstable(c: Cells) -> Mask:
    """Stopped or weaned before stability, lowered before 30 min above, or in the lockout."""
    stable = (c[Axis.AT_TARGET_FOR] >= 2 * HOUR) & (c[Axis.READINGS_SINCE_RAISE] >= 3)
    above = c[Axis.ABOVE_TARGET_FOR] >= 1800
    locked = (c[Axis.SINCE_FAILED_WEAN] >= 0) & (c[Axis.SINCE_FAILED_WEAN] < HOUR)
    stopped = c.does(Action.STOP) & (c[Axis.DOSE] > 20)
    lowered = c.does(Action.LOWER) & ~c.high & ~above
    held = locked & ~c.high & (c.ends_at < c[Axis.DOSE])
    return stopped | lowered | held | (c.does(Action.WEAN, Action.STOP) & ~stable)


def lowered_while_held(c: Cells) -> Mask:
    """Lowered or stopped under the high line with perfusion in doubt, or just after another."""
    other = c[Axis.SINCE_OTHER_CHANGE]
    held = (c[Axis.PERFUSION_CONCERN] == 1) | ((other >= 0) & (other < 1800))
    return held & ~c.high & (c.ends_at < c[Axis.DOSE])


def cards(c: Cells) -> dict[str, Mask]:
    """Where each call about the patient or a long or high dose is due."""
    running, off = c.phase(Phase.RUNNING), c.phase(Phase.OFF)
    upward = c.does(Action.RAISE, Action.UNDO, Action.ESCALATE)
    grave = [SHOCK_CODE[Shock.HYPOVOLAEMIC], SHOCK_CODE[Shock.OBSTRUCTIVE]]
    torn = (c[Axis.AGE] >= 65) & (c[Axis.CHRONIC_HYPERTENSION] == 1)
    return {
        "hydrocortisone": running & (c[Axis.HIGH_DOSE_FOR] >= 4 * HOUR),
        "third-agent": upward & (c[Axis.VASOPRESSIN] == 1) & (c.ends_at >= 500),
        "ejection-fraction": (c[Axis.LOW_EJECTION_FRACTION] == 1)
        & (c.low >= 75)
        & ~c.phase(Phase.PAUSED),
        "target-conflict": torn & ~c.phase(Phase.PAUSED),
        "shock-type": (off | running) & np.isin(c[Axis.SHOCK], grave),
        "arrhythmia": running & (c[Axis.ARRHYTHMIA] == 1),
        "interaction": (off | running) & (c[Axis.INTERACTING_DRUG] == 1),
        "adrenal": running & (c[Axis.ADRENAL_INSUFFICIENCY] == 1),
    }


def prompt_missing(c: Cells) -> Mask:
    upward = c.does(Action.RAISE, Action.UNDO, Action.ESCALATE)
    asked = upward & (c[Axis.VASOPRESSIN] == 0) & (c.ends_at >= 200)
    second, near = asked & (c.ends_at >= 250), asked & (c.ends_at < 250)
    high = c.phase(Phase.RUNNING) & c.high
    soft = c.does(Action.RAISE, Action.UNDO) & (c.ends_at > 500)
    fluids = c.does(Action.START) & (c[Axis.FLUIDS] == 0)
    wanted = {"second-agent": second, "second-agent-near": near, "high-map": high}
    wanted |= {"soft-limit": soft, "fluids-not-attested": fluids}
    wanted |= {"critical-map": c[Axis.MAP] < 50, "escalate-call": c.does(Action.ESCALATE)}
    wanted |= cards(c)
    called = c.calls()
    return np.any([called[name] != mask for name, mask in wanted.items()], axis=0)


def weaker_at_a_lower_map(c: Cells) -> Mask:
    """Against the same facts with a lower MAP on the same side of the band."""
    high = int(c.protocol.bands[c.band].high.value)
    pressure = c[Axis.MAP]
    least = np.where(pressure < c.low, 20, np.where(pressure <= high, c.low, high + 1))
    other = c.facts.copy()
    drop = np.random.default_rng(3).random(len(pressure))
    other[:, Axis.MAP] = least + (drop * (pressure - least)).astype(np.int64)
    lower = answered(c.protocol, c.band, (other, c.chosen, c.last))
    return lower.ends_at < c.ends_at


def weaker_at_a_higher_dose(c: Cells) -> Mask:
    """Above the band, against the same facts with a higher dose; of 0.03 and more."""
    judged = c.phase(Phase.RUNNING) & (c[Axis.DOSE] >= 30)
    judged &= c[Axis.MAP] > int(c.protocol.bands[c.band].high.value)
    other = c.facts[judged].copy()
    other[:, Axis.DOSE] += np.random.default_rng(4).integers(1, 400, len(other))
    higher = answered(c.protocol, c.band, (other, c.chosen[judged], c.last[judged]))
    broken = np.zeros_like(judged)
    change = c.ends_at[judged] - c[Axis.DOSE][judged]
    broken[judged] = higher.ends_at - higher[Axis.DOSE] > change
    return broken


PROMISES: tuple[Callable[[Cells], Mask], ...] = (
    *(no_row, the_wrong_way, left_alone_when_low, outside_the_limits, step_too_large),
    *(unlike_its_action, too_soon, lowered_unstable, lowered_while_held, prompt_missing),
    *(weaker_at_a_lower_map, weaker_at_a_higher_dose),
)


def told(c: Cells, broken: Mask) -> str:
    """The first broken cell in words."""
    at = int(np.argmax(broken))
    facts = {axis.name: int(c.facts[at, axis]) for axis in Axis if c.facts[at, axis] != UNKNOWN}
    return f"{c.table.rows[c.row[at]].id} ends at {c.ends_at[at]}: {facts}"


@pytest.mark.parametrize("band", range(len(PROTOCOL.bands)))
def test_every_promise_holds_in_every_cell(band: int, drawn: Drawing, *, nightly: bool) -> None:
    for seed in range(25 if nightly else 1):
        cells = answered(PROTOCOL, band, drawn(band, CELLS, seed))
        for breach in PROMISES:
            broken = breach(cells)
            assert not broken.any(), f"{breach.__name__}: {told(cells, broken)}"
        assert len(np.unique(cells.row)) == len(cells.table.rows), "a row that no cell reached"


def planted(
    row: str, part: str, axis: Axis | None, number: int, base: Protocol = PROTOCOL
) -> Protocol:
    """A fault: a bound of a row moved, or its effect or amount changed."""
    table = base.tables[0]
    names = [item.id for item in (table.notify if part.startswith("notify") else table.rows)]
    changed, at = getattr(table, part).copy(), names.index(row)
    if axis is None:
        changed[at] = number
    else:
        changed[at, axis] += number
    return replace(PROTOCOL, tables=(replace(table, **{part: changed}), *PROTOCOL.tables[1:]))


def swapped(one: str, other: str) -> Protocol:
    table = PROTOCOL.tables[0]
    names = [row.id for row in table.rows]
    order, pair = np.arange(len(names)), [names.index(one), names.index(other)]
    order[pair] = pair[::-1]
    names_of = ("actions", "low", "high", "effect", "amount")
    parts = {part: getattr(table, part)[order] for part in names_of}
    rows = tuple(table.rows[at] for at in order)
    return replace(PROTOCOL, tables=(replace(table, rows=rows, **parts), *PROTOCOL.tables[1:]))


NO_LOW_HALF = planted("high-low-dose", "high", Axis.DOSE, 500 - MOST)
FAULTS: dict[str, tuple[Callable[[Cells], Mask], Protocol]] = {
    "a last row that asks": (no_row, planted("hold", "low", Axis.MAP, 2**62 + 70)),
    "target low taken in": (the_wrong_way, planted("up", "high", Axis.MAP, 1)),
    "a wrong sign": (the_wrong_way, planted("up", "effect", None, Effect.SUBTRACT)),
    "rows swapped": (left_alone_when_low, swapped("up", "up-wait")),
    "rows of off swapped": (left_alone_when_low, swapped("start", "stay-off")),
    "a raise in a pause": (outside_the_limits, planted("rest", "effect", None, Effect.SET)),
    "one step past the limit": (outside_the_limits, planted("up", "high", Axis.DOSE, 1)),
    "a larger step up": (step_too_large, planted("up", "amount", None, 21)),
    "a larger undo": (step_too_large, planted("undo", "amount", None, 51)),
    "a larger wean": (step_too_large, planted("wean", "amount", None, 21)),
    "a raise of nothing": (unlike_its_action, planted("rescue", "effect", None, Effect.KEEP)),
    "a second early": (too_soon, planted("up", "low", Axis.SINCE_CHANGE, -1)),
    "a second early to wean": (too_soon, planted("wean", "low", Axis.SINCE_CHANGE, -1)),
    "a lower floor": (outside_the_limits, planted("down-low-dose", "amount", None, 9)),
    "a stop from higher": (lowered_unstable, planted("stop", "high", Axis.DOSE, 1)),
    "a stop too early": (lowered_unstable, planted("stop", "low", Axis.AT_TARGET_FOR, -1)),
    "no lockout": (lowered_unstable, planted("lockout", "high", Axis.SINCE_FAILED_WEAN, -3600)),
    "perfusion unheard": (
        lowered_while_held,
        planted("wean-hold-perfusion", "low", Axis.PERFUSION_CONCERN, 1),
    ),
    "another agent's change unheard": (
        lowered_while_held,
        planted("other-agent-changed", "high", Axis.SINCE_OTHER_CHANGE, -1),
    ),
    "a card an hour late": (
        prompt_missing,
        planted("hydrocortisone", "notify_low", Axis.HIGH_DOSE_FOR, HOUR),
    ),
    "a call a mmHg late": (prompt_missing, planted("critical-map", "notify_high", Axis.MAP, -1)),
    "a weak rescue": (weaker_at_a_lower_map, planted("rescue", "amount", None, 5)),
    "no halving from 0.5 on": (
        weaker_at_a_higher_dose,
        planted("high-half", "high", Axis.DOSE, 500 - MOST, NO_LOW_HALF),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_breaks_its_promise(fault: str, drawn: Drawing) -> None:
    breach, protocol = FAULTS[fault]
    assert breach(answered(protocol, 0, drawn(0, 60_000, 1))).any()
