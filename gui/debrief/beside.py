"""What stands beside the timeline: one page at a time, chosen by key or by its name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.lab.debrief_view import DebriefView
from core.view.wording import Words
from gui.case.choice import Segments
from gui.debrief.actions import PAGES, DebriefActions
from gui.debrief.listed import Checklist, EventList, OpportunityList
from gui.debrief.sheet import Sheet
from gui.debrief.told import show_comparison, show_figures, show_talk


class Beside(QWidget):
    """The pages and their names."""

    def __init__(self, words: Words, actions: DebriefActions, *, comparable: bool) -> None:
        """The opportunities in front. `comparable`: another course can set out from this one."""
        super().__init__()
        self._words, self._comparable = words, comparable
        self._shown: DebriefView | None = None
        names = {page: words.say(f"debriefing.page.{page}") for page in PAGES}
        self.chooser = Segments(words.say("debriefing.page.choose"), list(names.items()))
        self.opportunities = OpportunityList(words)
        self.checklist = Checklist(words, actions)
        self.events = EventList(words)
        self.sheets = {page: Sheet(names[page], words) for page in ("figures", "compare", "talk")}
        listed = {"opportunities": self.opportunities, "checklist": self.checklist}
        self._pages: dict[str, QWidget] = {**listed, "events": self.events, **self.sheets}
        self.stack = QStackedWidget()
        for page in PAGES:
            self.stack.addWidget(self._pages[page])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.chooser)
        column.addWidget(self.stack, 1)
        self.chooser.chosen.connect(lambda page: self.show_page(str(page)))
        self.show_page(PAGES[0])

    @property
    def page(self) -> str:
        """The page in front."""
        return str(self.chooser.value)

    def render(self, view: DebriefView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show a debrief; what is the same is left alone."""
        if view == self._shown:
            return
        self._shown = view
        for listed in (self.opportunities, self.checklist, self.events):
            listed.render(view)
        show_figures(self.sheets["figures"], view, self._words)
        show_comparison(self.sheets["compare"], view, self._words, comparable=self._comparable)
        show_talk(self.sheets["talk"], view, self._words)

    def show_page(self, page: str) -> None:
        """Bring a page to the front."""
        self.chooser.choose(page)
        self.stack.setCurrentWidget(self._pages[page])

    def focus(self) -> None:
        """Keys into the page in front."""
        page = self._pages[self.page]
        table = getattr(page, "table", page)
        table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_marks(self) -> None:
        """Draw the marks in the colours of now."""
        self.opportunities.table.show_marks()
        self.checklist.table.show_marks()
