"""The library in the pictures: as it opens, with a refused file, and the course that shows why."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.model.terms import Mode
from gui.new_case.page import NewCasePage
from gui.shots.stage import Stage


def _library(stage: Stage) -> QWidget:
    stage.program.clinic.show_library()
    return stage.program.clinic.librarian.window


def _refused(stage: Stage) -> QWidget:
    window = stage.program.clinic.librarian.window
    window.list.setCurrentRow(window.list.count() - 1)
    return window


def _counterexample(stage: Stage) -> QWidget:
    """The first course that the refused one offers, opened as a person does it."""
    window = stage.program.clinic.librarian.window
    window.detail.course_buttons[0].click()
    window.close()
    return stage.program.clinic.cases.windows[-1]


def _unapproved(stage: Stage) -> QWidget:
    """A patient is meant, and the local file was never approved."""
    program = stage.program
    program.clinic.form.show()
    page = program.window.pages.currentWidget()
    if not isinstance(page, NewCasePage):
        raise TypeError(f"the form of a new case is not in sight, but {page!r}")
    names = page.protocol.names
    names.setCurrentIndex(names.count() - 1)
    names.activated.emit(names.count() - 1)
    page.mode.choose(Mode.WORKSTATION)
    return program.window


LIBRARY: dict[str, Callable[[Stage], QWidget]] = {
    "library": _library,
    "refused": _refused,
    "counterexample": _counterexample,
    "unapproved": _unapproved,
}
"""The pictures of the library by name."""
