"""The published numbers of measurement and pumps are computed; a miss stays a miss."""

import pytest

from core.patient.changeover import watched
from core.patient.devices import devices, typical
from core.patient.validation import published
from core.patient.validation_devices import ANSWERS, NOT_ANSWERED

MET = {
    "ME-NIBP-B": (-1.0, 0.5),
    "ME-NIBP-SD": (10.2, 0.5),
    "ME-RES": (30.7, 5.0),
    "ME-ART": (0.29, 0.02),
    "PU-QC": (12.4, 4.4),
    "PU-NEFF1": (6.75, 0.05),
    "PU-NEFF2": (19.6, 0.1),
    "PU-NEFF3": (0.3, 0.05),
    "PU-RB1": (18.0, 0.1),
    "PU-RB2": (0.05, 0.025),
    "PU-SNIJ": (9e-9, 1e-12),
    "PU-ELLI": (8.0, 5.0),
    "PU-IGA": (37.0, 4.0),
}
MISSED = {"ME-OBP": (1.0, 2.0), "PU-SIP": (1.5, 3.5), "PU-COUR": (2.0, 6.0)}
"""What the devices give, from and to, where 5.36 mmHg, 5.5 % and 15 % were published."""


@pytest.mark.parametrize("row", sorted(MET))
def test_a_number_is_met(row: str) -> None:
    told, tolerance = MET[row]
    assert ANSWERS[row]() == pytest.approx(told, abs=tolerance)


@pytest.mark.parametrize("row", sorted(MISSED))
def test_a_miss_is_as_far_off_as_it_was_when_it_was_written_down(row: str) -> None:
    low, high = MISSED[row]
    assert low < ANSWERS[row]() < high


def test_every_row_is_answered_or_says_why_not() -> None:
    assert ANSWERS.keys() == MET.keys() | MISSED.keys()
    assert not ANSWERS.keys() & NOT_ANSWERED.keys()
    rows = {row.id for row in published() if row.id.startswith(("ME-", "PU-"))}
    assert rows == ANSWERS.keys() | NOT_ANSWERED.keys()
    assert all(NOT_ANSWERED.values())


def test_drops_at_a_change_come_from_the_change() -> None:
    assert watched(None).fallen(0.20) < 2.0
    assert ANSWERS["PU-SIP"]() < ANSWERS["PU-QC"]() / 2


def test_a_name_that_no_device_has_is_refused() -> None:
    with pytest.raises(KeyError):
        typical("no_such_number")


def test_every_parameter_of_a_device_has_unit_source_and_grade() -> None:
    assert len(devices()) > 30
    assert all(told.unit and told.source and told.grade for told in devices().values())
