"""Every word that the timeline shows or speaks."""

from core.model.terms import Source
from core.view.points import Marker

TITLE = "Timeline of MAP and dose"
TABLE_TITLE = "Table of the timeline, newest first"
MAP_TITLE = ("MAP", "mmHg")
DOSE_TITLE = ("DOSE", "mcg/kg/min")
MAIN_AGENT = "norepinephrine"
STRIP = "Values at the focus line"
MAP_UNIT = "mmHg"
DOSE_UNIT = "mcg/kg/min"

SOURCE = {
    Source.ARTERIAL_LINE: "arterial line",
    Source.SECOND_LINE: "second line",
    Source.CUFF: "cuff",
}
CALCULATED = "calculated"
ARTEFACT = "artefact"
STRUCK = "struck through"

GIVEN = "given"
ADVISED = "advised"
ACCEPTED = "accepted"
PAUSED = "paused"
UNDER_WAY = "still in the line"
OFF = "off"
TARGET = "target"
NOW = "now"
NO_READING = "No reading yet"

MARKER = {
    Marker.NOTE: "note",
    Marker.ADVICE: "advice",
    Marker.ACCEPTED: "advice accepted",
    Marker.CORRECTION: "correction",
    Marker.PAUSE: "pause",
    Marker.BAG_CHANGE: "bag change",
    Marker.PUMP_CHANGE: "pump change",
    Marker.PROMPT: "prompt",
    Marker.OVERRIDDEN: "advice overridden",
}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

COLUMNS = ("Time", "What", "Value", "Unit", "Source or detail", "By")

WINDOW_NAME = "Show {hours} hours"
WINDOW_NAME_ONE = "Show 1 hour"
WINDOW_TEXT = "{hours}h"
BACK_TO_NOW = "Now"
BACK_TO_NOW_NAME = "Back to now"


def previous(text: str) -> str:
    """How the value before the latest is told beside it."""
    return f"was {text}"


def since(clock: str) -> str:
    """How the start of the dose that runs is told."""
    return f"since {clock}"


def at(clock: str) -> str:
    """How the time of something earlier than the focus is told."""
    return f"at {clock}"


def times(count: int) -> str:
    """How often the same happened."""
    return f"({count})"
