"""What every course says at the line, in words: for the strip under the timeline and for ears."""

from datetime import timedelta

from core.lab.debrief_view import DoseLine, MapLine
from core.quantity.measures import duration_text
from core.view.wording import Words
from gui.debrief.courses import GIVEN
from gui.debrief.plot import value_at
from gui.debrief.scene import MINUTE, Scene
from gui.timeline.ticks import clock_text, thousandths_text

_KNOWN_FOR = 2 * MINUTE
"""A point further back says nothing of now, in seconds."""


def moment_text(scene: Scene, words: Words) -> str:
    """The time at the line: "08:20 (+20min)"."""
    at = clock_text(scene.view.overlay.opened_at + scene.second, words.zone)
    since = duration_text(timedelta(seconds=scene.second))
    return words.say("debriefing.here.moment", {"at": at, "since": since})


def courses_text(scene: Scene, words: Words) -> tuple[str, ...]:
    """A line for each course that runs at the moment: its MAP and its doses.

    Before the courses part they are one.
    """
    overlay = scene.view.overlay
    parted = overlay.moment is not None and scene.second >= overlay.moment
    shown = [line for line in overlay.maps if line.code == GIVEN or parted]
    return tuple(_course(line, scene, words, alone=not parted) for line in shown)


def chosen_text(scene: Scene, words: Words) -> str:
    """The chosen opportunity in a sentence."""
    row = scene.chosen
    if row is None:
        return words.say("debriefing.chosen.none")
    args = {"at": row.at, "map": row.map, "agent": row.agent}
    told = {"verdict": row.word, "sentence": row.sentence}
    return words.say("debriefing.chosen.spoken", args | told)


def spoken(scene: Scene, words: Words) -> str:
    """All of it, for a screen reader."""
    told = (moment_text(scene, words), *courses_text(scene, words), chosen_text(scene, words))
    return ". ".join(text.rstrip(".") for text in told) + "."


def _course(line: MapLine, scene: Scene, words: Words, *, alone: bool) -> str:
    doses = [dose for dose in scene.view.overlay.doses if dose.code == line.code]
    told = (_map(line, scene, words, alone=alone), *(_dose(d, scene, words) for d in doses))
    return ", ".join(text for text in told if text)


def _map(line: MapLine, scene: Scene, words: Words, *, alone: bool) -> str:
    value = _here(line, scene)
    if value is None:
        code = "debriefing.here.unknown" if alone else "debriefing.here.no-map"
        return words.say(code, {"name": line.name})
    args = {"name": line.name, "map": f"{value:.0f}"}
    return words.say("debriefing.here.alone" if alone else "debriefing.here.map", args)


def _dose(line: DoseLine, scene: Scene, words: Words) -> str:
    value = _here(line, scene)
    if value is None:
        return ""
    args = {"agent": line.agent, "dose": thousandths_text(round(value * 1000)), "unit": line.unit}
    return words.say("debriefing.here.dose", args)


def _here(line: MapLine | DoseLine, scene: Scene) -> float | None:
    near = tuple(point for point in line.points if point[0] > scene.second - _KNOWN_FOR)
    return value_at(near, scene.second)
