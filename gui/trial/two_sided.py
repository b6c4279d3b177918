"""A page that is a form until there is something to show, and can be turned back to the form."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.trial.plan_form import PlanForm


class TwoSided(QStackedWidget):
    """A form and the result of what it wished for."""

    wanted = Signal(object)
    """A Wanted: run it."""
    turned = Signal()
    """The other side is in front, or something else is to be said above and below it."""

    def __init__(self, form: PlanForm) -> None:
        """The form in front, and nothing behind it yet."""
        super().__init__()
        self.form, self.result = form, QWidget()
        self.title, self.counted = "", ""
        self.addWidget(form)
        self.addWidget(self.result)
        form.wanted.connect(self.wanted)

    @property
    def shows_result(self) -> bool:
        """Whether the result is in front."""
        return self.currentWidget() is self.result

    @property
    def keys(self) -> QWidget:
        """Where the keys go."""
        return self.result if self.shows_result else self.form.keys

    def begin(self) -> None:
        """From the result the form comes first: what runs is what stands in it."""
        if self.shows_result:
            self.turn_to(self.form)
        else:
            self.form.begin()

    def show_side(self, title: str, counted: str) -> None:
        """Bring the result to the front, under its title."""
        self.title, self.counted = title, counted
        self.turn_to(self.result)

    def turn_to(self, side: QWidget) -> None:
        """Bring a side to the front with the keys."""
        self.setCurrentWidget(side)
        self.keys.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.turned.emit()

    def turn(self, by: int) -> None:
        """Show what comes next, where there is such."""
