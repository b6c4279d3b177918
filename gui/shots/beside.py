"""What is pictured beside a case: evidence, a card, and what is stated of the patient."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.report.paper import paper_of
from gui.prints.record import first_sheet
from gui.shots.sheet import Sheet
from gui.shots.stage import Stage
from gui.shots.ward import THREE, TITRATED, facts_of

_CONFLICT = "C11"
"""A conflict with superseded wording on one of its sides."""


def evidence(stage: Stage) -> QWidget:
    """A conflict, found by its id in the search field."""
    references = stage.program.clinic.references
    references.show_evidence()
    references.evidence.search.setText(_CONFLICT)
    return references.evidence


def card(stage: Stage) -> QWidget:
    """The card that cannot wait."""
    references = stage.program.clinic.references
    references.show_card("extravasation")
    return references.cards


def patient(stage: Stage) -> QWidget:
    """The panel of a case in which nobody stated anything yet."""
    window = stage.open(TITRATED)
    window.actions_table["patient"].trigger()
    return window


def printed(stage: Stage) -> QWidget:
    """The first page of the printed record of a case with several agents."""
    facts = tuple(facts_of(THREE))
    return Sheet(first_sheet(paper_of(facts, stage.program.parts.words, notes=True)))


BESIDE: dict[str, Callable[[Stage], QWidget]] = {
    "evidence": evidence,
    "card": card,
    "patient": patient,
    "printed": printed,
}
"""The pictures by their names."""
