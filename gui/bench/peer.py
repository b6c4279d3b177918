"""The published simulator that a trial is measured against, in an interpreter of its own."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "python_anesthesia_simulator"
_SCRIPT = Path(__file__).with_name("peer_anesthesia.py")
_ABSENT = 3
_PATIENCE_S = 600


class PeerError(Exception):
    """The peer cannot be measured; the sentence says why, in one line."""


@dataclass(frozen=True, slots=True)
class Peer:
    """What the peer reached: its version, and its patient-seconds per CPU-second."""

    version: str
    rate: float


def measured(python: str) -> Peer:
    """The peer as this interpreter runs it.

    Raises:
        PeerError: there is no such interpreter, it lacks the peer, or the peer fails.
    """
    try:
        done = subprocess.run(  # noqa: S603 - what the user named, with our own file
            [python, str(_SCRIPT)], capture_output=True, text=True, check=False, timeout=_PATIENCE_S
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerError(f"{python}: cannot be run: {error}") from error
    if done.returncode == _ABSENT:
        raise PeerError(f"{python}: has no {NAME}; install {NAME}==1.0.0 there")
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise PeerError(f"{python}: {NAME} failed: {lines[-1] if lines else done.returncode}")
    told = json.loads(done.stdout)
    return Peer(told["version"], told["patient_s_per_cpu_s"])
