"""A titration order as somebody wrote it: every field is text, empty where nothing is written."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Written = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000, strict=True)]


class Order(BaseModel):
    """The seven elements of a complete titration order, and what stands around them.

    Doses and times carry their unit: "0.05 mcg/kg/min", "0.02 to 0.1 mcg/kg/min", "5 min". A
    second tier stands after a semicolon: "0.02 mcg/kg/min; 0.05 mcg/kg/min below MAP 55 mmHg".
    An increment that begins with "fixed dose" says that nothing is titrated: it wants no interval.
    `expressed_as` is base or the salt the doses are written in; `reason` why a restricted agent
    is chosen; `text` whatever else the order says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Written = ""
    drug: Written = ""
    expressed_as: Written = ""
    route: Written = ""
    start: Written = ""
    increment: Written = ""
    interval: Written = ""
    maximum: Written = ""
    endpoint: Written = ""
    indication: Written = ""
    reason: Written = ""
    weaning: Written = ""
    calls: Written = ""
    text: Written = ""


ELEMENTS = ("drug", "route", "start", "increment", "interval", "maximum", "endpoint")
"""What makes an order complete (Joint Commission). Ranges are allowed, but not for the maximum."""

FIXED = "fixed dose"
"""How the increment of a dose begins that is not titrated."""

SPOKEN = ("start", "increment", "interval", "maximum", "endpoint", "weaning", "calls", "text")
"""Where a word may be vague."""


def written(order: Order, field: str) -> str:
    """What stands in a field."""
    return str(getattr(order, field))
