"""What is pictured: each window brought into the state that its picture is named after."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core.model.terms import Agent, Attested, Mode, Route, WeightBasis
from core.quantity.bag import ExpressedAs
from gui.about import AboutPage
from gui.case.panels.agent import AgentPanel
from gui.new_case.aim import Running
from gui.new_case.infusion import RESOLUTIONS
from gui.new_case.page import NewCasePage
from gui.shots.beside import BESIDE
from gui.shots.bookshelf import LIBRARY
from gui.shots.debriefs import DEBRIEF
from gui.shots.lab import LAB
from gui.shots.stage import INITIALS, Stage
from gui.shots.trials import TRIAL
from gui.shots.ward import DECLINED, DOUBTED, FAILED, TAPERED, THREE, TITRATED, WEANED
from gui.theme import Look

_USUAL = Path("~/.local/share/pressor")


@dataclass(frozen=True, slots=True)
class Shot:
    """A window ready to be pictured under a name."""

    name: str
    window: QWidget


def shots(stage: Stage) -> Iterator[Shot]:
    """Every picture in turn; each is taken before the next one is prepared."""
    for name, prepare in _SHOTS.items():
        yield Shot(name, prepare(stage))


def _home(stage: Stage) -> QWidget:
    return stage.program.window


def _new_case(stage: Stage) -> QWidget:
    page = _form(stage)
    _fill_patient(page, label="ICU-21", weight="82", initials=INITIALS)
    page.mode.choose(Mode.WORKSTATION)
    page.infusion.stated.choose(ExpressedAs.BASE)
    page.infusion.listed.choose("8 mg in 250 mL")
    page.infusion.route.choose(Route.CENTRAL)
    page.infusion.resolution.choose(RESOLUTIONS[0])
    page.aim.running.choose(Running.NO)
    page.aim.vasopressin.choose(Attested.NO)
    page.begin_button.setFocus()
    return stage.program.window


def _new_case_errors(stage: Stage) -> QWidget:
    page = _form(stage)
    _fill_patient(page, label="John Smith", weight="70,5", initials="J")
    page.infusion.stated.choose(ExpressedAs.BASE)
    page.infusion.bag.put("8 mg in 25 mL")
    page.begin()  # it asks about the label and stops there
    for field in (page.infusion.bag, page.initials, page.patient.weight):
        field.settle()
    return stage.program.window


def _form(stage: Stage) -> NewCasePage:
    stage.program.clinic.form.show()
    page = stage.program.window.pages.currentWidget()
    if not isinstance(page, NewCasePage):
        raise TypeError(f"the form of a new case is not in sight, but {page!r}")
    return page


def _fill_patient(page: NewCasePage, label: str, weight: str, initials: str) -> None:
    page.patient.label.put(label)
    page.patient.weight.put(weight)
    page.patient.basis.choose(WeightBasis.ACTUAL)
    page.patient.age.put("67")
    page.patient.fluids.choose(Attested.YES)
    page.patient.volume.choose(Attested.YES)
    page.initials.put(initials)


def _titrating(stage: Stage) -> QWidget:
    return stage.open(TITRATED)


def _why(stage: Stage) -> QWidget:
    window = stage.open(TITRATED)
    window.actions_table["why"].trigger()
    return window


def _dark(stage: Stage) -> QWidget:
    window = stage.open(TITRATED)
    window.actions_table["why"].trigger()
    stage.program.wear(Look.DARK)
    return window


def _weaning(stage: Stage) -> QWidget:
    stage.program.wear(Look.LIGHT)
    return stage.open(WEANED)


def _three(stage: Stage) -> QWidget:
    return stage.open(THREE)


def _another_agent(stage: Stage) -> QWidget:
    """Dopamine asks for its reason; bag and dose show their sum."""
    window = stage.open(THREE)
    window.actions_table["agent"].trigger()
    panel = window.left.panel
    if not isinstance(panel, AgentPanel):
        raise TypeError(f"the panel of another agent is not in sight, but {panel!r}")
    panel.pick(Agent.DOPAMINE)
    panel.dose.put("5")
    panel.finish()
    return window


def _taper(stage: Stage) -> QWidget:
    return stage.open(TAPERED)


def _failed_wean(stage: Stage) -> QWidget:
    return stage.open(FAILED)


def _artefact(stage: Stage) -> QWidget:
    return stage.open(DOUBTED)


def _override(stage: Stage) -> QWidget:
    window = stage.open(DECLINED)
    window.actions_table["decline"].trigger()
    return window


def _about(stage: Stage) -> QWidget:
    """The page names the usual place of the cases, not that of the pictures."""
    program = stage.program
    program.window.show_page(AboutPage(program.parts.words, _USUAL))
    return program.window


_SHOTS: dict[str, Callable[[Stage], QWidget]] = {
    "home": _home,
    "new-case": _new_case,
    "new-case-errors": _new_case_errors,
    "titrating": _titrating,
    "why": _why,
    "dark": _dark,
    "weaning": _weaning,
    "three-agents": _three,
    "another-agent": _another_agent,
    "taper": _taper,
    "failed-wean": _failed_wean,
    "artefact": _artefact,
    "override": _override,
    "about": _about,
    **BESIDE,
    **LIBRARY,
    **LAB,
    **DEBRIEF,
    **TRIAL,
}
NAMES = tuple(_SHOTS)
"""The names of the pictures."""
