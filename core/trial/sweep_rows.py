"""A swept field as rows of text: every outcome at each value, and minus the first of them."""

from collections.abc import Callable, Iterator

from core.trial.outcome import Group
from core.trial.outcome_set import OUTCOMES
from core.trial.result_text import estimate_text, gap_text
from core.trial.sweep import Point, Swept, Variant
from core.trial.sweep_view import why_not
from core.view.wording import Words

Row = tuple[str, ...]


def at_rows(found: Swept, words: Words) -> Iterator[Row]:
    """A row of values, then a row per outcome; a row of one cell is a heading."""
    yield ("", *(point.value for point in found.points))
    yield from _rows(
        lambda code: (
            estimate_text(point.outcomes[code].estimate, words) for point in found.points
        ),
        words,
    )


def minus_rows(found: Swept, words: Words) -> Iterator[Row]:
    """The same of each later value minus the first, by pairs; nothing where there is none."""
    first, *later = found.points
    if not later:
        return

    def gap(point: Point, code: str) -> str:
        here, there = (each.outcomes[code].estimate for each in (point, first))
        return gap_text(point.differences[code], here, there, words)

    yield ("", *(point.value for point in later))
    yield from _rows(lambda code: (gap(point, code) for point in later), words)


def not_run_rows(found: Swept, words: Words) -> Iterator[tuple[str, str]]:
    """Each value that was not run with a reason."""
    for variant in found.variants:
        if not variant.sound:
            yield from ((variant.value, why) for why in why_not(variant, words))


def changed_rows(found: Swept, words: Words) -> Iterator[tuple[str, str]]:
    """Each value that was run with all that changes in the protocol."""
    for variant in found.variants:
        if variant.sound:
            yield variant.value, _changed(variant) or words.say("trial.sweep.as-it-is")


def _rows(cells: Callable[[str], Iterator[str]], words: Words) -> Iterator[Row]:
    for group in Group:
        yield (words.say(f"trial.group.{group}"),)
        for outcome in OUTCOMES:
            if outcome.group is group:
                yield (words.say(f"trial.outcome.{outcome.code}"), *cells(outcome.code))


def _changed(variant: Variant) -> str:
    return "; ".join(f"{each.place} {each.before} -> {each.after}" for each in variant.changes)
