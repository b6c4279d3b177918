"""A trial in the pictures: its form, its outcomes, the curve, the bars and the dots."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

import resources
from core.library import text_at
from core.patient.cohort import Preset
from core.trial.grid_json import grid_from
from core.trial.patient_case import facts_of
from core.trial.plan import Arm, Plan
from core.trial.robustness import alone
from core.trial.sweep import loaded, swept, variants_of
from core.trial.usual_care import arm as usual_care_arm
from gui.app.trial import TrialDesk
from gui.shots.stage import Stage
from gui.theme import Look
from gui.trial.heat_draw import Spot
from gui.trial.sweep import SweepForm
from gui.trial.task import tried
from gui.trial.window import TrialWindow

_PROTOCOL = "norepinephrine-adult"
_PATIENTS, _HOURS, _SEED = 80, 36, 1
_SWEPT, _FIELD = 12, "limits.steps.up"
_VALUES = ("0.02 mcg/kg/min", "0.03 mcg/kg/min", "0.04 mcg/kg/min", "0.06 mcg/kg/min")


def _chooser(stage: Stage) -> QWidget:
    stage.program.wear(Look.LIGHT)
    stage.program.clinic.show_trial()
    return stage.program.clinic.trial.window


def _outcomes(stage: Stage) -> QWidget:
    """A small trial; run here, since a picture waits for no other process."""
    return _on_page(stage, "outcomes")


def _curve(stage: Stage) -> QWidget:
    return _on_page(stage, "curve")


def _bars(stage: Stage) -> QWidget:
    return _on_page(stage, "bars")


def _pairs(stage: Stage) -> QWidget:
    return _on_page(stage, "pairs")


def _dark(stage: Stage) -> QWidget:
    stage.program.wear(Look.DARK)
    return _on_page(stage, "curve")


def _bends_form(stage: Stage) -> QWidget:
    window = _trial(stage).window
    window.show_page("bends")
    return window


def _bends(stage: Stage) -> QWidget:
    """The default protocol in its 72 cells, in a weak response with rare readings.

    They take minutes, so a grid that was run before is kept: what `pressor trial --protocol
    norepinephrine-adult --grid --patients 250 --hours 24 --seed 1 --json` prints.
    """
    stage.program.wear(Look.LIGHT)
    desk = _trial(stage)
    text = Path(resources.__path__[0], "trial", "shown-grid.json").read_text("utf-8")
    desk.show_grid(grid_from(text, Arm(_PROTOCOL, text_at(_PROTOCOL)[1])))
    desk.window.views.bends.map.go(Spot(1, 1, 2))
    return desk.window


def _bends_dark(stage: Stage) -> QWidget:
    stage.program.wear(Look.DARK)
    window = _trial(stage).window
    window.views.bends.measure(1)
    return window


def _sweep_form(stage: Stage) -> QWidget:
    """Values that cannot be are refused beside their field."""
    stage.program.wear(Look.LIGHT)
    window = _trial(stage).window
    window.show_page("sweep")
    form = window.views.sweep.form
    if isinstance(form, SweepForm):
        form.values.put("0.01, 0.02, fast")
        form.settle()
    return window


def _sweep(stage: Stage) -> QWidget:
    """The step up of the default protocol at four values, one of which does not load.

    A proof of each takes longer than all other pictures, so here it is left out.
    """
    desk = _trial(stage)
    plan = Plan(
        (Arm(_PROTOCOL, text_at(_PROTOCOL)[1]),), patients=_SWEPT, hours=_HOURS // 3, seed=_SEED
    )
    tried_values = tuple(variants_of(plan.arms[0], _FIELD, _VALUES, loaded))
    desk.show_sweep(swept(plan, _FIELD, tried_values, alone))
    return desk.window


def _patient(stage: Stage) -> QWidget:
    """A patient of the grid as a case, in the ordinary window."""
    stage.program.wear(Look.LIGHT)
    desk = _trial(stage)
    cell = desk.window.views.bends.map.cell
    if cell is None or cell.cell.patient is None:
        raise RuntimeError("there is no patient to open")
    plan = replace(cell.cell.plan, hours=8)
    desk.patients.take(facts_of(desk.patients.wanted(plan, plan.arms[0], cell.cell.patient)))
    return stage.program.clinic.cases.windows[-1]


def _trial(stage: Stage) -> TrialDesk:
    return stage.program.clinic.trial


def _running(stage: Stage) -> QWidget:
    """While it runs, half of it done."""
    stage.program.wear(Look.LIGHT)
    window = _on_page(stage, "setup")
    told = {"percent": "50", "left": "2 min"}
    window.show_progress(stage.program.parts.words.say("trial-window.run.left", told), 50)
    return window


def _on_page(stage: Stage, page: str) -> TrialWindow:
    desk = stage.program.clinic.trial
    if desk.result is None:
        _run(desk)
    desk.window.show_page(page)
    return desk.window


def _run(desk: TrialDesk) -> None:
    arms = (Arm(_PROTOCOL, text_at(_PROTOCOL)[1]), usual_care_arm())
    plan = Plan(arms, patients=_PATIENTS, hours=_HOURS, seed=_SEED, preset=Preset.EARLY)
    desk.show_result(tried(plan, lambda _done, _whole: None))


TRIAL: dict[str, Callable[[Stage], QWidget]] = {
    "trial-chooser": _chooser,
    "trial-outcomes": _outcomes,
    "trial-curve": _curve,
    "trial-bars": _bars,
    "trial-pairs": _pairs,
    "trial-dark": _dark,
    "trial-running": _running,
    "trial-bends-form": _bends_form,
    "trial-bends": _bends,
    "trial-bends-dark": _bends_dark,
    "trial-patient": _patient,
    "trial-sweep-form": _sweep_form,
    "trial-sweep": _sweep,
}
"""The pictures of a trial by name."""
