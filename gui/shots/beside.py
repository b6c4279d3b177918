"""What is pictured beside a case: evidence, a card, and what is stated of the patient."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gui.shots.stage import Stage
from gui.shots.ward import TITRATED

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


BESIDE: dict[str, Callable[[Stage], QWidget]] = {
    "evidence": evidence,
    "card": card,
    "patient": patient,
}
"""The pictures by their names."""
