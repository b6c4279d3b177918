"""`pressor trial --protocol A --sweep FIELD=V1,V2`: the outcome curves of one field."""

from collections.abc import Iterator

from core.library import file_from
from core.trial.contrasts import Runner
from core.trial.plan import Plan
from core.trial.result_text import aligned
from core.trial.sweep import Swept, swept, variants
from core.trial.sweep_rows import Row, at_rows, changed_rows, minus_rows, not_run_rows
from core.trial.sweep_values import asked_for
from core.trial.sweep_view import why_not
from core.trial.usual_care import is_usual_care
from core.view.wording import Words


def run_sweep(plan: Plan, asked: str, run: Runner, words: Words) -> Swept:
    """The curves over the one arm of a plan.

    Raises:
        ValueError: there is more than one arm, or none of the values can be tried.
    """
    if len(plan.arms) != 1 or is_usual_care(plan.arms[0].text):
        raise ValueError("--sweep: it takes one protocol: leave --versus and usual care out")
    file = file_from(plan.arms[0].text)
    name, values = asked_for(asked, file)
    tried = tuple(variants(file, name, values))
    if not any(variant.sound for variant in tried):
        told = "; ".join(f"{variant.value}: {why_not(variant, words)[0]}" for variant in tried)
        raise ValueError(f"--sweep {name}: no value gives a protocol that is proved: {told}")
    return swept(plan, name, tried, run)


def sweep_text(found: Swept, words: Words) -> str:
    """The curves as a table, the differences from the first value, and what changed."""
    plan = found.plan
    head = {"protocol": found.base, "field": found.field, "patients": str(plan.patients)}
    head |= {"preset": str(plan.preset), "hours": str(plan.hours), "seed": str(plan.seed)}
    counted = {"usable": str(found.counted), "patients": str(plan.patients)}
    blocks = [
        words.say("trial.sweep.head", head),
        words.say("trial.rests-on"),
        words.say("trial.sweep.counted", counted),
        _table(at_rows(found, words)),
        *_differences(found, words),
        *_not_run(found, words),
        words.say("trial.sweep.changed") + "\n" + "\n".join(_changed(found, words)),
        words.say("trial.methods"),
    ]
    return "\n\n".join(blocks)


def _table(rows: Iterator[Row]) -> str:
    """A column per value, a row per outcome, set in below its heading."""
    return aligned(
        [row if row[0] == "" or len(row) == 1 else (f"  {row[0]}", *row[1:]) for row in rows]
    )


def _differences(found: Swept, words: Words) -> Iterator[str]:
    """Each later value minus the first, where there is a later one."""
    if len(found.points) > 1:
        head = words.say("trial.sweep.differences", {"value": found.points[0].value})
        yield f"{head}\n{_table(minus_rows(found, words))}"


def _not_run(found: Swept, words: Words) -> Iterator[str]:
    rows = [f"  {value}: {why}" for value, why in not_run_rows(found, words)]
    if rows:
        yield "\n".join([words.say("trial.sweep.not-run"), *rows])


def _changed(found: Swept, words: Words) -> Iterator[str]:
    """What changed at each value that was run."""
    return (f"  {value}: {what}" for value, what in changed_rows(found, words))
