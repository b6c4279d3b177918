"""A trial in the pictures: its form, its outcomes, the curve, the bars and the dots."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.library import text_at
from core.patient.cohort import Preset
from core.trial.plan import Arm, Plan
from core.trial.usual_care import arm as usual_care_arm
from gui.app.trial import TrialDesk
from gui.shots.stage import Stage
from gui.theme import Look
from gui.trial.task import tried
from gui.trial.window import TrialWindow

_PROTOCOL = "norepinephrine-adult"
_PATIENTS, _HOURS, _SEED = 80, 36, 1


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
}
"""The pictures of a trial by name."""
