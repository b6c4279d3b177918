"""The form of a new case over home: shown, left for the library and taken up again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.cases.folder import CaseFolder
from core.cases.offer import Offer, offer_of
from core.library import DEFAULT_PROTOCOL, read_protocol
from gui.app.open_cases import OpenCases
from gui.home.window import HomeWindow

if TYPE_CHECKING:
    from gui.app.beginning import Beginning


class FormDesk:
    """One form at a time; a new one takes the place of the one before."""

    def __init__(
        self,
        window: HomeWindow,
        cases: OpenCases,
        folder: CaseFolder,
        show_library: Callable[[], None],
    ) -> None:
        """Nothing is shown yet; `show_library` shows where a protocol is approved."""
        self._window, self._cases, self._folder = window, cases, folder
        self._show_library = show_library
        self._offer = _default_offer()
        self._form: Beginning | None = None

    @property
    def unapproved(self) -> str:
        """The text of the protocol whose approval a form waits for; empty where none does."""
        form = self._form
        return form.text if form is not None and not form.approved else ""

    def show(self) -> None:
        """Show an empty form over home."""
        from gui.app.beginning import Beginning  # noqa: PLC0415 - not before home is served

        self._window.come_home()
        form = Beginning(self._cases, self._offer, self._folder)
        self._form = form
        form.page.destroyed.connect(lambda: self._forget(form))
        form.library_wished.connect(self._show_library)
        form.begun.connect(self._on_begun)
        form.page.left.connect(self._window.show_home)
        self._window.show_page(form.page)

    def read_protocols(self) -> None:
        """Offer the protocols that are at hand now."""
        if self._form is not None:
            self._form.read_protocols()

    def go_on(self) -> None:
        """The form that waited goes on where it was left."""
        if self._form is not None:
            self._window.raise_()
            self._window.activateWindow()
            self._form.page.go_on()

    def _forget(self, form: "Beginning") -> None:
        if self._form is form:
            self._form = None

    def _on_begun(self, initials: str) -> None:
        self._form = None
        self._window.home.show_initials(initials)
        self._window.show_home()


def _default_offer() -> Offer:
    shelved = read_protocol(DEFAULT_PROTOCOL)
    if shelved.protocol is None:
        raise ValueError(f"{shelved.place}: {'; '.join(shelved.findings)}")
    return offer_of(shelved.protocol, shelved.text)
