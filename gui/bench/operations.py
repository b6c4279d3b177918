"""How fast a trial could be: the arithmetic it needs, and what this processor does of it.

Counted by hand from the closed forms of `core.trial`, per patient. An exponential or a logarithm
counts as 20 operations, a word of chance as 8, a cell of the noise as 2 (count it, weigh it).

A reading: 8 exponentials of the state and the curve (160) and what joins them (52); 11 words of
chance: the look, two and four of the noise, two for care, two for artefacts (88); 40 cells (80);
monitor and heart rate (19); course and facts (70); the cells of rows and notify rows (80); gates,
limits, the answer, the next look and the counts (45).

A change: 4 exponentials (80), the weights (30), the course (30), a word of chance (8), limits,
rounding and pump (45).

A sample of the true pressure: 8 exponentials (160) and what joins them (52); two words for the
fast noise and shares of those that last longer (21); 40 cells (80); counts (15).

Those are 380,000 operations for a patient in 72 h, with 157 readings, 19 changes and 864 samples:
1.4e10 patient-seconds per CPU-second where 2e10 operations are done in one. Were every number
fetched and stored once, 0.7 kB for a reading and 0.3 kB for a sample, 0.4 MB would be moved: as
long again at 2e10 bytes a second. In arrays each operation is a pass of its own, of 24 bytes a
number, and a pass over few patients costs what one over a thousand does, so about a twentieth of
that is reached. The rest needs a compiled program that makes one pass of all, and in which every
rule would be written a second time.
"""

from time import process_time

import numpy as np

PER_READING = 160 + 52 + 88 + 80 + 19 + 70 + 80 + 45
PER_CHANGE = 80 + 30 + 30 + 8 + 45
PER_SAMPLE = 160 + 52 + 21 + 80 + 15
_SIZE, _TIMES = 512, 3


def needed(readings: float, changes: float, samples: float) -> float:
    """The operations that so many readings, changes and samples need."""
    return readings * PER_READING + changes * PER_CHANGE + samples * PER_SAMPLE


def rate_per_s() -> float:
    """Operations per CPU-second, as a product of two matrices reaches them."""
    chance = np.random.default_rng(1)
    one, other = chance.random((_SIZE, _SIZE)), chance.random((_SIZE, _SIZE))
    one @ other  # once unmeasured
    best = 0.0
    for _ in range(_TIMES):
        begun = process_time()
        for _ in range(_TIMES):
            one @ other
        best = max(best, _TIMES * 2.0 * _SIZE**3 / (process_time() - begun))
    return best
