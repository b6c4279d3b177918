"""What a trial, a sweep and a grid are kept as: a function per kind of file."""

from collections.abc import Callable, Mapping

from core.report.grid_html import grid_report
from core.report.paper import Paper
from core.report.report import report_html, report_paper
from core.report.sweep_html import sweep_report
from core.report.trial_html import trial_html, trial_paper
from core.trial.grid_json import as_text as grid_json
from core.trial.plan import Arm
from core.trial.result import Result
from core.trial.result_json import as_text
from core.trial.result_text import as_csv
from core.trial.robustness import Grid
from core.trial.sweep import Swept
from core.trial.sweep_json import as_text as sweep_json
from core.trial.varied_csv import grid_csv, sweep_csv
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


def sweep_kept(found: Swept, arm: Arm, words: Words) -> Kept:
    """A sweep of an arm as each kind of file."""
    return {
        "json": lambda: sweep_json(found, arm, words, whole=True),
        "csv": lambda: sweep_csv(found),
        "html": lambda: report_html(sweep_report(found, arm, words), words),
        "pdf": lambda: report_paper(sweep_report(found, arm, words), words),
    }


def grid_kept(found: Grid, words: Words) -> Kept:
    """A grid as each kind of file."""
    return {
        "json": lambda: grid_json(found, words.say("trial.rests-on"), whole=True),
        "csv": lambda: grid_csv(found),
        "html": lambda: report_html(grid_report(found, words), words),
        "pdf": lambda: report_paper(grid_report(found, words), words),
    }
