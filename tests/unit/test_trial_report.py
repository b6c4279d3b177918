"""The report of a trial as HTML: whole, escaped, from nowhere else, and the same each time."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC
from math import nan
from typing import Any

import numpy as np
import pytest

from core.patient.arrays import FloatArray
from core.patient.chance import normal
from core.report.facts import SCOPE
from core.report.figures import PLACE
from core.report.trial_html import trial_html, trial_paper
from core.texts import load_words
from core.trial.outcome_set import OUTCOMES
from core.trial.plan import Arm, Plan
from core.trial.record import Record
from core.trial.result import Result, result_of
from core.trial.result_view import result_view

COUNT, HOURS = 30, 12
WORDS = load_words(UTC)
NAMES = ("new-protocol", "usual-care", "third")
TOLD = {"pressor": "0.0.1", "numpy": "2.0.0", "patient": "a" * 64, "devices": "b" * 64}


def record(arm: int) -> Record:
    ids = np.arange(COUNT, dtype=np.int64)
    arrays: dict[str, Any] = {
        name: np.abs(normal(1, ids, 8, arm)) if kind is FloatArray else ids % 7 + arm
        for name, kind in Record.__annotations__.items()
    }
    in_band, below = 3600 * 8 + 60 * ids, np.full(COUNT, 3600 * (arm + 1), dtype=np.int64)
    whole = np.full(COUNT, 3600 * HOURS, dtype=np.int64)
    return Record(
        **arrays
        | {
            "ids": ids,
            "excluded": np.where(ids == 4, 1, 0),
            "seconds_followed": whole,
            "seconds_in_band": in_band,
            "seconds_below_band": below,
            "seconds_above_band": whole - in_band - below,
            "hours_to_liberation": np.where(ids % 3 == arm, nan, ids % 9 + 1.5),
        }
    )


def result(count: int = 2) -> Result:
    arms = tuple(
        Arm(name, f'version = "1.{place}.0"\n') for place, name in enumerate(NAMES[:count])
    )
    plan = Plan(arms, patients=COUNT, hours=HOURS, seed=7)
    return result_of(plan, {arm.name: record(at) for at, arm in enumerate(arms)}, TOLD)


def texts(html: str) -> list[str]:
    root = ET.fromstring(html.removeprefix("<!DOCTYPE html>"))  # noqa: S314 - our own page
    cells = ("".join(part.itertext()).replace("\u00a0", " ") for part in root.iter())
    return [" ".join(cell.split()) for cell in cells]


def test_every_outcome_difference_arm_and_reason_stands_in_it() -> None:
    found = result()
    told, view = texts(trial_html(found, WORDS)), result_view(found, WORDS)
    for outcome in OUTCOMES:
        assert told.count(WORDS.say(f"trial.outcome.{outcome.code}")) >= 2
    for row in view.rows:
        assert set(row.cells) <= set(told)
    for arm in found.plan.arms:
        assert {arm.name, arm.hash} <= set(told)
    assert {"1.0.0", "1.1.0", view.rests_on, SCOPE, view.title, *view.notes} <= set(told)
    assert {"present", "usable", "left out: no shock", "30", "29"} <= set(told)
    assert {*TOLD.values(), "7", "12 h"} <= set(told)


@pytest.mark.parametrize(("arms", "dots"), [(1, 0), (2, 5), (3, 10)])
def test_the_pictures_are_curve_bars_and_dots_of_each_pair(arms: int, dots: int) -> None:
    html = trial_html(result(arms), WORDS)
    assert html.count("<svg") == 2 + dots
    assert html.count("h0") == dots * (COUNT - 1)
    lines = re.findall(r'<polyline [^>]*stroke-width="1.6"[^>]*/>', html)
    dashes = {re.sub(r'.*dasharray="([^"]*)".*', r"\1", line) for line in lines if "dash" in line}
    assert len(dashes) == arms - 1


def test_time_in_band_is_told_by_hatching_and_in_words() -> None:
    html = trial_html(result(), WORDS)
    bars = next(one for one in html.split("<svg") if "in band" in one and "polygon" in one)
    assert bars.count('stroke-width="0.6"') > 40
    for word in ("below ", "in band ", "above "):
        assert bars.count(f">{word}") == 2


def test_a_hostile_name_is_shown_letter_by_letter() -> None:
    found = result()
    for name in ('<script>alert("x")</script>', "a\u202eb & 'c'"):
        object.__setattr__(found.plan.arms[0], "name", name)
        again = result_of(found.plan, {name: record(0), "usual-care": record(1)}, TOLD)
        html = trial_html(again, WORDS)
        assert "<script" not in html
        assert "\u202e" not in html
        assert any("alert" in told or "[U+202E]" in told for told in texts(html))


def test_nothing_comes_from_anywhere_else_and_nothing_runs() -> None:
    html = trial_html(result(3), WORDS)
    assert not re.search(r"https?:|//|src=|href=|url\(|@import|<script|<link|\son[a-z]+=", html)
    assert "default-src 'none'" in html


def test_the_same_result_gives_the_same_bytes() -> None:
    assert trial_html(result(3), WORDS) == trial_html(result(3), WORDS)
    assert trial_html(result(2), WORDS) != trial_html(result(3), WORDS)


def test_the_paper_has_a_place_for_each_picture_and_widths_for_each_table() -> None:
    paper = trial_paper(result(3), WORDS)
    places = re.findall(f'src="{PLACE}([0-9]+)"', paper.html)
    assert sorted(map(int, places)) == list(range(len(paper.pictures)))
    assert len(paper.widths) == paper.html.count("<table")
    assert all(sum(widths) == pytest.approx(100.0) for widths in paper.widths)
    assert paper.foot(2, 5) == (
        SCOPE,
        "Report of a trial, new-protocol and 2 more, seed 7, page 2 of 5",
    )


def test_every_part_of_a_picture_lies_within_it() -> None:
    for drawing in trial_paper(result(3), WORDS).pictures:
        for part in drawing.parts:
            points = getattr(part, "points", None) or (part.at,)  # type: ignore[union-attr]
            assert all(-0.01 <= x <= drawing.width for x, _ in points)
            assert all(-0.01 <= y <= drawing.height for _, y in points)


def test_nobody_who_counts_gives_a_report_all_the_same() -> None:
    none = {name: np.ones(COUNT, dtype=np.int64) for name in ("excluded",)}
    found = result()
    empty = {arm.name: Record(**(record(0).arrays() | none)) for arm in found.plan.arms}
    html = trial_html(result_of(found.plan, empty, TOLD), WORDS)
    assert html.count("<svg") == 7
    assert "nan" not in html
