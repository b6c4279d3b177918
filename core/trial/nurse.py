"""What the simulated staff does with its time: late, missed, forgotten, rounded and keyed wrongly.

Every chance hangs on (seed, patient, second) alone. One draw of 64 bits serves four chances of 16
bits each, so a share is met to 1 in 65,536.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import BitArray, FlagArray, FloatArray, IntArray
from core.patient.chance import bits, stream_of
from core.trial.plan import MINUTE_S, Plan

LOOK_AGAIN_S = 60
"""After a reading that could not be used somebody looks again so soon."""
_LOOKS, _ACTS = stream_of("trial looks"), stream_of("trial acts")
_PARTS = 2.0**16
_MOST_MISSED = 4


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """The chances of one look: how late, how many missed, what is known and found."""

    late_s: IntArray
    missed: IntArray
    knows: FlagArray
    finds: FlagArray


@dataclass(frozen=True, slots=True, eq=False)
class Acts:
    """The chances of one act: when, and how it goes wrong. `slips`: 1 ten-fold, -1 a tenth."""

    after_s: IntArray
    forgets: FlagArray
    rounds: FlagArray
    slips: IntArray


def looks(plan: Plan, own: BitArray, second: IntArray | int) -> Looks:
    """What happens at and after a look at this second; `own` are the patients' keys."""
    late, missed, knows, finds = _parts(bits(own, _LOOKS, second))
    staff = plan.staff
    return Looks(
        _spread(staff.late_s, late),
        _misses(plan.missed_share, missed),
        knows < staff.knows_artefact,
        finds < staff.finds,
    )


def acts(plan: Plan, own: BitArray, second: IntArray | int) -> Acts:
    """What happens to advice that is given at this second."""
    after, forgets, rounds, slips = _parts(bits(own, _ACTS, second))
    staff = plan.staff
    ten_fold = (slips < staff.slips / 2.0).astype(np.int64)
    return Acts(
        _spread(staff.react_s, after),
        forgets < staff.forgets,
        rounds < staff.rounds,
        2 * ten_fold - (slips < staff.slips),
    )


def next_look(plan: Plan, base: IntArray, wait_s: IntArray, chance: Looks) -> IntArray:
    """The second of the next reading: a whole minute, at least one later than `base`."""
    waits = np.rint(wait_s * plan.reading_factor).astype(np.int64)
    wanted = base + waits + chance.late_s + chance.missed * plan.staff.missed_for_s
    minute: IntArray = np.maximum(-(-wanted // MINUTE_S), base // MINUTE_S + 1)
    return minute * MINUTE_S


def rounded(dose: IntArray, before: IntArray, round_to: int, hard: int) -> IntArray:
    """The dose at the next multiple towards the change, never past `hard`, never down to nothing.

    `hard` 0: there is no limit.
    """
    up = -(-dose // round_to) * round_to
    down = dose // round_to * round_to
    near = np.where(dose > before, np.minimum(up, hard) if hard else up, down)
    return np.where((near > 0) & (near != before), near, dose)


def keyed(steps: IntArray, slips: IntArray, most: int) -> IntArray:
    """The pump steps that fingers key: ten-fold or a tenth where they slip, if the pump can."""
    slipped = np.where(slips > 0, 10 * steps, (steps + 5) // 10)
    takes = (slips != 0) & (slipped > 0) & (slipped <= most)
    return np.where(takes, slipped, steps)


def _parts(word: BitArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    fields = np.ascontiguousarray(word.astype("<u8", copy=False)).view("<u2").reshape(-1, 4)
    shares = (fields.T + 0.5) / _PARTS
    return shares[0], shares[1], shares[2], shares[3]


def _spread(typical_s: int, chance: FloatArray) -> IntArray:
    """A delay from half to twice the typical one, whole seconds."""
    if typical_s == 0:
        return np.zeros(len(chance), dtype=np.int64)
    delay: IntArray = np.rint(typical_s * np.exp2(2.0 * chance - 1.0)).astype(np.int64)
    return delay


def _misses(share: float, chance: FloatArray) -> IntArray:
    """How many times in a row a reading is missed, at most four."""
    missed = np.zeros(len(chance), dtype=np.int64)
    for times in range(1, _MOST_MISSED + 1 if share > 0 else 1):
        missed += chance < share**times
    return missed
