"""The report of a grid: how far a protocol bends, as tables of heat with a figure in each cell."""

from core.report.heat import heat_drawing, patients_drawing
from core.report.report import Report, label_of
from core.report.trial_parts import arms_part, closing_parts, plan_part
from core.trial.grid_view import grid_view
from core.trial.result import own_versions
from core.trial.robustness import Grid
from core.view.wording import Words


def grid_report(found: Grid, words: Words) -> Report:
    """What stands in it."""
    view, plan = grid_view(found, words), found.plan
    pictures = (
        drawing
        for table in view.tables
        for drawing in (
            *(heat_drawing(table, measure, words) for measure in view.measures),
            patients_drawing(table, words),
        )
    )
    notes = (words.say("trial-report.grid-methods"), words.say("trial.seen"))
    return Report(
        title=words.say("trial-report.title-grid", {"arms": plan.arms[0].name}),
        label=label_of([plan.arms[0].name], plan.seed, words),
        head=(view.title, words.say("trial.rests-on")),
        before=(arms_part(plan.arms, words, "protocol"), plan_part(plan, words)),
        shown=(view.usual, words.say("trial.grid.patients", {"seed": str(plan.seed)})),
        pictures=tuple(pictures),
        after=tuple(closing_parts(notes, own_versions(), words)),
    )
