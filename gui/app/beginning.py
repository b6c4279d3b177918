"""From a filled form to a case on disk with its window, or to a sentence beside the form."""

from PySide6.QtCore import QObject, Signal

from core.cases.errors import CaseTrouble
from core.cases.folder import CaseFolder, new_id
from core.cases.offer import Offer
from core.cases.opened import begin_case
from core.model.commands import AddNote, OpenCase, ReportPump
from gui.app.open_cases import OpenCases
from gui.bridge import CaseBridge
from gui.new_case.filled import Filled
from gui.new_case.judges import Context
from gui.new_case.page import NewCasePage


class Beginning(QObject):
    """One form and the case that comes of it. It lives as long as its page."""

    begun = Signal(str)
    """The initials of who began the case."""

    def __init__(self, cases: OpenCases, offer: Offer, folder: CaseFolder) -> None:
        """An empty form. The initials of the shift stand there; they are no patient's."""
        around = cases.around
        self.page = NewCasePage(
            Context(around.site, offer, around.words, around.clock.now, self._labels)
        )
        super().__init__(self.page)
        self._cases, self._offer, self._folder = cases, offer, folder
        self._words, self._clock = around.words, around.clock
        if cases.initials:
            self.page.initials.put(cases.initials)
        self.page.begun.connect(self._begin)

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
            opened = begin_case(path, command)
        except CaseTrouble as trouble:
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
