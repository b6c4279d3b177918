"""`pressor simulate ... --debrief FILE`: the debrief of the course as HTML or PDF."""

from collections.abc import Callable
from datetime import UTC
from importlib.metadata import version
from pathlib import Path

from core.lab.counterfactual import Choice, other_course
from core.lab.debrief import debrief_of
from core.lab.debrief_view import DebriefView
from core.lab.debrief_words import debrief_view
from core.lab.played import played_of
from core.lab.run import Course
from core.lab.trail import trail_of
from core.report.debrief_html import debrief_html, debrief_paper
from core.report.paper import Paper
from core.texts import load_words
from core.view.wording import Words

HTML, PDF = ".html", ".pdf"

Painter = Callable[[Paper], bytes]
"""Makes a PDF."""


def demand_debrief(place: str, paint: Painter | None) -> None:
    """What is wrong with the file is said before anything is played.

    Raises:
        ValueError: it is there already, no HTML or PDF, or there is nothing to paint a PDF with.
    """
    path = Path(place)
    if path.suffix not in {HTML, PDF}:
        raise ValueError(f"--debrief: {place}: name a file as debrief.html or debrief.pdf")
    if path.exists():
        raise ValueError(f"--debrief: {place} is there already; choose another name")
    if path.suffix == PDF and paint is None:
        raise ValueError("--debrief to a pdf needs Qt and is reached by the command pressor alone")


def write_debrief(course: Course, place: str, paint: Painter | None) -> None:
    """Write the debrief; beside the course what else could have happened from the opening on.

    Raises:
        OSError: the file cannot be written.
    """
    words = load_words(UTC)
    view = _view(course, words)
    path = Path(place)
    if paint is not None and path.suffix == PDF:
        content = paint(debrief_paper(view, words, course.scenario.opening.setup.label))
    else:
        content = debrief_html(view, words).encode()
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise ValueError(f"--debrief: {place} is there already; choose another name") from error


def _view(course: Course, words: Words) -> DebriefView:
    played = played_of(course)
    trail = trail_of(played, 0)
    others = [
        other_course(played, trail, 0, choice) for choice in (Choice.PROTOCOL, Choice.NO_CHANGE)
    ]
    return debrief_view(debrief_of(played), words, others, version("pressor"))
