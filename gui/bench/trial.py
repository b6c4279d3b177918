"""What an arm of a trial costs, against the arithmetic it needs and against a published peer.

The default protocol in a closed loop on one core: decisions, noise, rounding, slips and artefacts
as in any trial.
"""

from time import process_time

from core.library import DEFAULT_PROTOCOL, read_protocol
from core.trial.arm_chunk import run_arm_chunk
from core.trial.plan import Arm, Plan
from gui.bench.measure import Row
from gui.bench.operations import needed, rate_per_s
from gui.bench.peer import NAME, Peer

PATIENTS, HOURS, TIMES = 20_000, 72, 2
"""A whole piece of a trial for as long as trials last by default: the first hours, in which there
are more readings and changes, cost most."""
AIM = 1e-4
"""A ten-thousandth of the peer's time for the same work; a hundred-thousandth is hoped for."""
_PIECE_H = 1000
"""Patient-hours that the printed times are for."""
_S_PER_H = 3600
_MS = 1000


def trial_rows(peer: Peer | None = None, patients: int = PATIENTS, hours: int = HOURS) -> list[Row]:
    """The row of the arithmetic, and that of the peer where it was measured."""
    plan = Plan((Arm("default", read_protocol(DEFAULT_PROTOCOL).text),), patients, hours)
    took_s, operations = min(_played(plan) for _ in range(TIMES))
    piece_ms = took_s * _MS * _PIECE_H / (patients * hours)
    rate = patients * hours * _S_PER_H / took_s
    note = f"for {_PIECE_H:,} patient-hours; {rate:.2e} patient-seconds per CPU-second"
    least_ms = operations / rate_per_s() * _MS * _PIECE_H / (patients * hours)
    each = operations / (patients * hours)
    rows = [
        Row(
            f"trial arm, {patients:,} patients for {hours} h",
            piece_ms,
            f"{each:,.0f} operations per patient-hour at this processor's rate",
            least_ms,
            None,
            note,
        )
    ]
    return rows if peer is None else [*rows, _against(peer, piece_ms, rate)]


def _played(plan: Plan) -> tuple[float, float]:
    """CPU-seconds of one run, and the operations that it needed."""
    begun = process_time()
    record = run_arm_chunk(plan, plan.arms[0], plan.first, plan.patients)
    took = process_time() - begun
    samples = plan.patients * plan.seconds / plan.sample_s
    return took, needed(float(record.readings.sum()), float(record.changes.sum()), samples)


def _against(peer: Peer, piece_ms: float, rate: float) -> Row:
    own_ms = _PIECE_H * _S_PER_H / peer.rate * _MS
    return Row(
        "trial arm, the same work by a peer",
        piece_ms,
        f"{NAME} {peer.version}",
        own_ms,
        AIM,
        f"{rate / peer.rate:,.0f} times its {peer.rate:,.0f} patient-seconds per CPU-second; "
        "at least 10,000 demanded, 100,000 hoped for; its steps are of 1 s",
    )
