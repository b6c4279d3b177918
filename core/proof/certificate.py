"""The certificate of a protocol: what was proved of which exact text, by which program."""

import hashlib
from typing import TYPE_CHECKING

from core.frozen import dataclass

if TYPE_CHECKING:  # who only compares texts needs no proof
    from core.proof.prove import Proof


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was proved of one exact text; `sha256` is of its UTF-8 bytes."""

    sha256: str
    program: str
    cells: int
    proved: tuple[str, ...]
    pending: tuple[str, ...]

    def covers(self, text: str) -> bool:
        """Whether it is about this text and no other."""
        return self.sha256 == sha256_of(text)


def sha256_of(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def certificate_of(text: str, proof: "Proof", program: str) -> Certificate | None:
    """The certificate that a proof of a text earns from this program; None with findings."""
    if not proof.ok:
        return None
    return Certificate(sha256_of(text), program, proof.cells, proof.proved, proof.pending)
