"""What a case window is given to work with: views come in, requests go out."""

from datetime import datetime
from typing import Protocol as Interface

from PySide6.QtCore import SignalInstance

from core.entry.profile import SiteProfile
from core.entry.verdict import Refused
from core.model.commands import Command
from core.view.case_view import CaseView
from core.view.wording import Words


class Desk(Interface):
    """One open case as its window sees it."""

    view: CaseView
    words: Words
    profile: SiteProfile

    @property
    def view_changed(self) -> SignalInstance:
        """Tells of a new CaseView."""
        ...

    @property
    def second(self) -> SignalInstance:
        """Tells the present moment once a second, for clocks and countdowns."""
        ...

    @property
    def trouble(self) -> SignalInstance:
        """Tells a sentence when something could not be recorded."""
        ...

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        ...

    def send(self, command: Command) -> bool:
        """Ask for something; False means that it did not count and the entry stays."""
        ...

    def refuse(self, field: str, text: str, verdict: Refused) -> None:
        """Keep what was typed and refused as a fact."""
        ...
