"""`pressor trial --again FILE.json`: a plan once more, and whether it comes out the same."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from core.cli.trial_progress import progress
from core.cli.trial_sweep import run_sweep
from core.cli.trial_work import Work, work_of
from core.trial.again import (
    Differs,
    axes_again,
    figures_differing,
    plan_again,
    values_again,
    versions_differing,
)
from core.trial.cluster_client import ClusterError
from core.trial.grid_json import KIND as GRID
from core.trial.grid_json import as_text as grid_json
from core.trial.plan import Plan
from core.trial.result import result_of
from core.trial.result_json import KIND as TRIAL
from core.trial.result_json import as_text, opened
from core.trial.robustness import grid_of
from core.trial.sweep_json import KIND as SWEEP
from core.trial.sweep_json import as_text as sweep_json
from core.view.wording import Words

FINE, DIFFERS = 0, 1
_MOST_TOLD = 20
"""So many figures are told one by one; the rest are counted."""
_ALONE = ("protocol", "versus", "sweep", "grid", "out", "contrasts")
_USUAL = {
    item.name: item.default
    for item in fields(Plan)
    if item.name in {"patients", "hours", "seed", "preset"}
}
"""What these have where nobody asked for anything."""


def run_again(args: argparse.Namespace, words: Words) -> int:
    """Run it and say what differs. 0 every figure is the same, 1 some differ.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no result of this format, or something else was asked for beside it.
    """
    other = any(getattr(args, name) != usual for name, usual in _USUAL.items())
    if other or any(getattr(args, name) for name in _ALONE):
        raise ValueError(
            "--again runs the plan of the file: leave everything but --workers and --cluster out"
        )
    told = _told(args.again)
    now = _now(told, args, words)
    versions, figures = versions_differing(told, now), figures_differing(told, now)
    if args.json:
        sys.stdout.write(_object(versions, figures))
    else:
        sys.stdout.write("\n".join(_lines(versions, figures, words)) + "\n")
    return DIFFERS if figures else FINE


def _told(place: str) -> dict[str, Any]:
    """What the file says."""
    try:
        return opened(Path(place).read_text("utf-8"), (TRIAL, SWEEP, GRID))
    except ValueError as fault:
        raise ValueError(f"{place}: {fault}") from fault


def _now(told: Mapping[str, Any], args: argparse.Namespace, words: Words) -> dict[str, Any]:
    """The same file as it is written today."""
    with work_of(args, runs=told["kind"] != TRIAL) as work:
        try:
            now: dict[str, Any] = json.loads(_run(told, work, words))
        except ClusterError:
            raise
        except ValueError as fault:
            raise ValueError(f"{args.again}: {fault}") from fault
    return now


def _run(told: Mapping[str, Any], work: Work, words: Words) -> str:
    plan, tell = plan_again(told), progress(words)
    if told["kind"] == TRIAL:
        return as_text(result_of(plan, work.records(plan, tell)), "")
    if told["kind"] == GRID:
        axes = axes_again(told)
        found = grid_of(plan, axes, tell or (lambda _: None), work.pool)
        return grid_json(found, "", whole=True)
    name, values = values_again(told)
    (arm,) = plan.arms
    asked = f"{name}={','.join(values)}"
    swept = run_sweep(plan, asked, partial(work.records, tell=tell), words)
    return sweep_json(swept, arm, words, whole=True)


def _lines(versions: Sequence[Differs], figures: Sequence[Differs], words: Words) -> list[str]:
    lines = [_line("version", each, words) for each in versions]
    if not figures:
        return [*lines, words.say("trial.again.same")]
    lines += [_line("figure", each, words) for each in figures[:_MOST_TOLD]]
    if len(figures) > _MOST_TOLD:
        lines.append(words.say("trial.again.more", {"count": str(len(figures) - _MOST_TOLD)}))
    return [*lines, words.say("trial.again.differs", {"count": str(len(figures))})]


def _line(code: str, each: Differs, words: Words) -> str:
    args = {"place": each.place, "told": each.told, "now": each.now}
    return words.say(f"trial.again.{code}", args)


def _object(versions: Sequence[Differs], figures: Sequence[Differs]) -> str:
    def rows(told: Sequence[Differs]) -> list[dict[str, str]]:
        return [{"place": each.place, "file": each.told, "now": each.now} for each in told]

    told = {"same": not figures, "versions": rows(versions), "figures": rows(figures)}
    return json.dumps(told, allow_nan=False) + "\n"
