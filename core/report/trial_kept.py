"""What a trial can be kept as: one function per kind of file, called when it is wanted."""

from collections.abc import Callable, Mapping

from core.report.paper import Paper
from core.report.trial_html import trial_html, trial_paper
from core.trial.result import Result
from core.trial.result_json import as_text
from core.trial.result_text import as_csv
from core.view.wording import Words

Kept = Mapping[str, Callable[[], str | Paper]]
"""By what the name of a file ends in, without the dot; a Paper has yet to be painted as PDF."""


def kept(found: Result, words: Words) -> Kept:
    """A trial as each kind of file."""
    return {
        "json": lambda: as_text(found, words.say("trial.rests-on")),
        "csv": lambda: as_csv(found),
        "html": lambda: trial_html(found, words),
        "pdf": lambda: trial_paper(found, words),
    }
