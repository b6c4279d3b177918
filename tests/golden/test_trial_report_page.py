"""The report of a small trial letter by letter.

The records are written out here, so that no model and no protocol can change the page. To take a
wanted change over, write what the test got into `tests/data/golden/report`.
"""

from datetime import UTC
from pathlib import Path
from typing import Any

import numpy as np

from core.patient.arrays import FloatArray
from core.report.trial_html import trial_html
from core.texts import load_words
from core.trial.plan import Arm, Plan
from core.trial.record import Record
from core.trial.result import result_of

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "report" / "trial.html"
VERSIONS = {"pressor": "0.0.1", "numpy": "2.0.0", "patient": "a" * 64, "devices": "b" * 64}
HOURS = 4


def record(*, tried: bool) -> Record:
    ids = np.arange(8, dtype=np.int64)
    arrays: dict[str, Any] = {
        name: (ids + tried) / 4 if kind is FloatArray else ids % 3 + tried
        for name, kind in Record.__annotations__.items()
    }
    below = 300 * (ids % 4) + (0 if tried else 600)
    above = 600 * (ids % 3)
    return Record(
        **arrays
        | {
            "ids": ids,
            "excluded": np.where(ids == 5, 1, 0),
            "seconds_followed": np.full(8, 3600 * HOURS, dtype=np.int64),
            "seconds_in_band": 3600 * HOURS - below - above,
            "seconds_below_band": below,
            "seconds_above_band": above,
            "seconds_below_65": below,
            "hours_to_liberation": np.where(ids < 5 + tried, ids / 2 + 1, np.nan),
        }
    )


def test_the_report_is_the_page_kept_here() -> None:
    arms = (Arm("tried", 'version = "1.2.0"\n'), Arm("other", 'version = "1.0.0"\n'))
    plan = Plan(arms, patients=8, hours=HOURS, seed=3)
    records = {"tried": record(tried=True), "other": record(tried=False)}
    html = trial_html(result_of(plan, records, VERSIONS), load_words(UTC))
    assert html == GOLDEN.read_text("utf-8")
