"""A figure of the monitor put in place of the patient's own, as a scenario file writes it."""

from decimal import Decimal
from typing import Annotated

from pydantic import PlainValidator, Tag

from core.lab.act import Act, OverrideVital, Vital
from core.lab.written import Written, sole, text_read
from core.quantity.measures import HeartRate, Mmhg


def _mmhg(text: str) -> Decimal | None:
    return None if text == "none" else Mmhg.parse(text).value


def _rate(text: str) -> Decimal | None:
    return None if text == "none" else HeartRate.parse(text).value


Figure = Annotated[Decimal | None, PlainValidator(text_read(_mmhg, "45 mmHg"))]
Beats = Annotated[Decimal | None, PlainValidator(text_read(_rate, "120 /min"))]


class WrittenMapOverride(Written):
    """MAP on the monitor."""

    map: Figure

    def act(self) -> Act:
        """What it means."""
        return OverrideVital(Vital.MAP, self.map)


class WrittenSystolicOverride(Written):
    """Systolic pressure on the monitor."""

    systolic: Figure

    def act(self) -> Act:
        """What it means."""
        return OverrideVital(Vital.SYSTOLIC, self.systolic)


class WrittenDiastolicOverride(Written):
    """Diastolic pressure on the monitor."""

    diastolic: Figure

    def act(self) -> Act:
        """What it means."""
        return OverrideVital(Vital.DIASTOLIC, self.diastolic)


class WrittenHeartRateOverride(Written):
    """Heart rate on the monitor."""

    heart_rate: Beats

    def act(self) -> Act:
        """What it means."""
        return OverrideVital(Vital.HEART_RATE, self.heart_rate)


WrittenOverride = Annotated[
    Annotated[WrittenMapOverride, Tag("<map>")]
    | Annotated[WrittenSystolicOverride, Tag("<systolic>")]
    | Annotated[WrittenDiastolicOverride, Tag("<diastolic>")]
    | Annotated[WrittenHeartRateOverride, Tag("<heart_rate>")],
    sole("map", "systolic", "diastolic", "heart_rate"),
]
