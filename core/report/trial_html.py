"""The report of a trial: what was tried on whom, what came of it, and how that is known."""

from core.report.paper import Paper
from core.report.report import Report, label_of, report_html, report_paper
from core.report.trial_bars import bars_drawing
from core.report.trial_curve import curve_drawing
from core.report.trial_pairs import pairs_drawing
from core.report.trial_parts import closing_parts, opening_parts, outcome_parts
from core.trial.result import Result
from core.trial.result_view import result_view
from core.view.wording import Words


def trial_html(result: Result, words: Words) -> str:
    """The report as HTML, well-formed as XML too."""
    return report_html(trial_report(result, words), words)


def trial_paper(result: Result, words: Words) -> Paper:
    """The report, to be painted."""
    return report_paper(trial_report(result, words), words)


def trial_report(result: Result, words: Words) -> Report:
    """What stands in it: the figures, curves, bars and dots that the window shows."""
    view = result_view(result, words)
    names = [arm.name for arm in result.plan.arms]
    dots = (pairs_drawing(pairs, words) for pairs in view.pairs)
    return Report(
        title=words.say("trial-report.title", {"arms": " / ".join(names)}),
        label=label_of(names, result.plan.seed, words),
        head=(view.title, view.rests_on),
        before=(*opening_parts(result, words), *outcome_parts(view, words)),
        shown=(),
        pictures=(curve_drawing(view, words), bars_drawing(view, words), *dots),
        after=tuple(closing_parts(view.notes, result.versions, words)),
    )
