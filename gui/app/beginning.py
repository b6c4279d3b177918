"""From a filled form to a case on disk with its window, or to a sentence beside the form."""

from PySide6.QtCore import QObject, Signal

from core.approval import Allowed, read_approvals
from core.cases.bookcase import SHIPPED, Volume, volumes
from core.cases.errors import CaseTrouble
from core.cases.folder import CaseFolder, new_id
from core.cases.library_view import volume_view
from core.cases.offer import Offer, offer_of
from core.cases.opened import begin_case
from core.library import protocol_from
from core.model.commands import AddNote, OpenCase, ReportPump
from core.rules.compile import ProtocolError
from core.view.wording import Words
from gui.app.open_cases import OpenCases
from gui.bridge import CaseBridge
from gui.new_case.filled import Filled
from gui.new_case.judges import Context
from gui.new_case.page import NewCasePage
from gui.new_case.protocol_pick import AtHand


class Beginning(QObject):
    """One form and the case that comes of it. It lives as long as its page."""

    begun = Signal(str)
    """The initials of who began the case."""
    library_wished = Signal()
    """The protocol of the form is to be approved first."""

    def __init__(self, cases: OpenCases, offer: Offer, folder: CaseFolder) -> None:
        """An empty form. The initials of the shift stand there; they are no patient's."""
        around = cases.around
        self.page = NewCasePage(
            Context(around.site, offer, around.words, around.clock.now, self._labels)
        )
        super().__init__(self.page)
        self._cases, self._offer, self._folder = cases, offer, folder
        self._words, self._clock = around.words, around.clock
        self._chosen = f"{SHIPPED}{offer.protocol}"
        self._at_hand: dict[str, Volume] = {}
        if cases.initials:
            self.page.initials.put(cases.initials)
        self.page.begun.connect(self._begin)
        self.page.protocol_wished.connect(self._choose)
        self.page.library_wished.connect(self.library_wished)
        self.read_protocols()

    @property
    def text(self) -> str:
        """The exact text of the protocol that the form offers."""
        return self._offer.text

    @property
    def approved(self) -> bool:
        """Whether that text may be used at the workstation."""
        volume = self._at_hand.get(self._chosen)
        return (
            volume is not None
            and volume.text == self._offer.text
            and volume.allowed is Allowed.WORKSTATION
        )

    def read_protocols(self) -> None:
        """Show the protocols at hand anew; nothing that was typed is touched."""
        try:
            found = volumes(self._folder.data)
        except OSError as error:
            self.page.say(self._words.say("library.unreadable", {"why": str(error)}))
            return
        self._at_hand = {volume.place: volume for volume in found if volume.file is not None}
        self._render()

    def _render(self) -> None:
        names = tuple((place, _name(each, self._words)) for place, each in self._at_hand.items())
        self.page.render_protocols(AtHand(names, self._chosen, self.approved))

    def _choose(self, place: str) -> None:
        """Offer what that protocol leaves open; the form stays with the old one if it is broken."""
        volume = self._at_hand[place]
        try:
            offer = offer_of(protocol_from(volume.text), volume.text)
        except ProtocolError as error:
            self.page.say(self._words.say("trouble.not-begun", {"why": error.findings[0]}))
        else:
            self._offer, self._chosen = offer, place
            self.page.take_offer(offer)
        self._render()

    def _begin(self, filled: Filled) -> None:
        """Make the case durable, then show it; the form stays where that is not possible."""
        now = self._clock.now()
        path = self._folder.path_of(new_id(now)).absolute()
        command = OpenCase(
            at=now,
            setup=filled.setup,
            counting=self._offer.counting,
            countings=self._offer.countings,
            protocol=self._offer.protocol,
            protocol_version=self._offer.version,
            protocol_text=self._offer.text,
            initials=filled.initials,
        )
        try:
            opened = begin_case(path, command, read_approvals(self._folder.data))
        except (CaseTrouble, OSError) as trouble:
            self.page.say(self._words.say("trouble.not-begun", {"why": str(trouble)}))
            return
        self._cases.change_initials(filled.initials)
        bridge = self._cases.show(path, opened)
        self._tell_rest(bridge, filled)
        self.begun.emit(filled.initials)

    def _tell_rest(self, bridge: CaseBridge, filled: Filled) -> None:
        """What the form says besides the set-up, each as a fact of its own."""
        for refusal in filled.refusals:
            bridge.refuse(refusal.field, refusal.text, refusal.verdict)
        if filled.note:
            reason = self._words.say(f"new-case.bag-reason.{filled.note}")
            text = self._words.say("new-case.note-unlisted", {"reason": reason})
            bridge.send(AddNote(at=bridge.now(), text=text))
        if filled.running is not None:
            running = filled.running
            report = ReportPump(
                at=bridge.now(),
                observed_at=running.since,
                agent=self._offer.agent,
                dose=running.dose,
                rate=running.rate,
            )
            bridge.send(report)

    def _labels(self) -> tuple[str, ...]:
        """The labels of the cases that go on."""
        lines = self._cases.around.board.lines(self._clock.now())
        return tuple(line.label for line in lines if not line.ended and not line.broken)


def _name(volume: Volume, words: Words) -> str:
    view = volume_view(volume, words)
    return words.say("library.named-example", {"name": view.name}) if view.example else view.name
