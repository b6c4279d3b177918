"""Another target band, with its reason."""

from PySide6.QtCore import Qt

from core.model.case import Band
from core.model.commands import ChangeTarget
from core.model.terms import BandReason
from core.quantity.text import number_text
from core.view.contexts import allowed_bands
from gui.case.choice import ChoiceList
from gui.case.desk import Desk
from gui.case.panels.choose import worded
from gui.case.panels.panel import Panel
from gui.plain import Tone, plain_label


class TargetPanel(Panel):
    """The bands that the protocol allows; every one but the first asks why."""

    def __init__(self, desk: Desk) -> None:
        """Start at the present band."""
        super().__init__(desk, "target")
        self._bands = allowed_bands(desk.view)
        say = desk.words.say
        choices = [(band, say("view.target", _ends(band))) for band in self._bands]
        self.bands = ChoiceList(self.say("title"), choices)
        self.why = ChoiceList(self.say("why"), worded(desk.words, "band-reason", BandReason))
        self._why_title = plain_label(self.say("why"), tone=Tone.QUIET, wraps=True)
        self.add_text(self.say("hint", target=desk.view.strip.target))
        for widget in (self.bands, self._why_title, self.why):
            self.body.addWidget(widget)
        self.bands.currentRowChanged.connect(lambda _row: self._show_why())
        self.bands.chosen.connect(lambda _value: self._after_band())
        self.why.chosen.connect(lambda _value: self.finish())
        self._show_why()

    def start(self) -> None:
        """Keys go to the bands."""
        self.bands.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Change to the band under the cursor."""
        band = self.bands.value
        if isinstance(band, Band):
            reason = BandReason(str(self.why.value)) if self._wants_reason() else None
            changed = Band(band.low, band.high, reason)
            self.record(ChangeTarget(at=self.desk.now(), band=changed))

    def _wants_reason(self) -> bool:
        return self.bands.currentRow() > 0

    def _show_why(self) -> None:
        """The reason that belongs to the band is under the cursor first."""
        wanted = self._wants_reason()
        self.why.setVisible(wanted)
        self._why_title.setVisible(wanted)
        band = self.bands.value
        if wanted and isinstance(band, Band) and band.reason is not None:
            self.why.setCurrentRow(list(BandReason).index(band.reason))

    def _after_band(self) -> None:
        if self._wants_reason():
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.finish()


def _ends(band: Band) -> dict[str, str]:
    return {"low": number_text(band.low.value), "high": number_text(band.high.value)}
