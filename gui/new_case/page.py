"""The page on which a case is begun."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.cases.first_rate import FirstRate, dose_for, rate_for
from core.cases.offer import Offer
from core.entry.person import read_initials
from core.entry.verdict import Refused
from core.model.terms import Mode
from gui.button import TextButton
from gui.field import EntryField
from gui.new_case.aim import AimGroup
from gui.new_case.filled import RefusedText
from gui.new_case.group import Group, Part
from gui.new_case.infusion import InfusionGroup
from gui.new_case.judges import Context, Judges
from gui.new_case.mode_bar import ModeBar
from gui.new_case.mode_guard import ModeGuard
from gui.new_case.patient import PatientGroup
from gui.new_case.preview import Preview
from gui.new_case.protocol_pick import AtHand, ProtocolPick
from gui.new_case.taking import filled
from gui.notice import Notice
from gui.paragraph import paragraph
from gui.plain import Hairline, Tone, plain_label
from gui.theme import Size

_NOT_KEPT = frozenset({"label"})
"""A refused label may hold a name; it is not written down."""


class NewCasePage(QWidget):
    """Enter goes on, Ctrl+Enter or the last Enter begins, Esc in an empty field leaves."""

    begun = Signal(object)
    """A Filled form: every part stands."""
    left = Signal()
    """The form was left without a case."""
    protocol_wished = Signal(str)
    """The key of another protocol."""
    library_wished = Signal()
    """The protocol is to be approved, because the case is for a patient."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._offer = context.words, context.offer
        self._refused: list[RefusedText] = []
        self._asked_once = False
        self._judges = judges = Judges(context)
        self.top = Group(self._words, "")
        modes = [(mode, self._words.say(f"mode.{mode}")) for mode in Mode]
        self.mode = self.top.choice("mode", modes)
        # Simulation stands there: whoever means a patient has to say so, and then sees it said.
        self.mode.choose(Mode.SIMULATION)
        self.protocol = ProtocolPick(self._words, _name(context.offer))
        self.guard = ModeGuard(self.mode, self._words)
        self.guard.render_approval(_name(context.offer), approved=context.approved)
        self.patient = PatientGroup(self._words, judges)
        self.infusion = InfusionGroup(self._words, judges, context.site)
        self.aim = AimGroup(self._words, judges, context.offer, self.patient, self.infusion)
        self.bottom = Group(self._words, "")
        hint = self.bottom.say("initials-unit")
        self.initials = self.bottom.entry("initials", read_initials, hint)
        self._make_rest()
        self._lay_out()
        self._connect()
        self._on_changed()
        self.setFocusProxy(self.patient.label)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups in their reading order."""
        return (self.top, self.patient, self.infusion, self.aim, self.bottom)

    def begin(self) -> None:
        """Settle every part; where one does not stand it is named and gets the focus."""
        self._asked_once = True
        self._show_missing()
        settled: dict[str, object] = {}
        for name, part in self._in_sight():
            if name in self._missing() and not isinstance(part, EntryField):
                part.ask(self._words.say("new-case.part.choose"))
                self._bring_into_sight(part)
                return
            if isinstance(part, EntryField):
                value = part.settle()
                if value is None:
                    self._bring_into_sight(part)
                    return
                settled[name] = value.value
            else:
                settled[name] = part.values if name == "others" else part.value
        self.begun.emit(
            filled(settled, self.aim.band, self._offer, self.patient.stated, tuple(self._refused))
        )

    def render_protocols(self, at_hand: AtHand) -> None:
        """Show the protocols at hand, and whether the chosen one is approved."""
        self.protocol.render_names(at_hand)
        self.guard.render_approval(_name(self._offer), approved=at_hand.approved)

    def take_offer(self, offer: Offer) -> None:
        """Offer what another protocol leaves open; what was typed elsewhere stays."""
        self._offer = offer
        self._judges.take_offer(offer)
        self.aim.take_offer(offer)
        self._on_changed()

    def go_on(self) -> None:
        """Keys where the form was left: at the first part that is missing, else at the button."""
        missing = self._missing()
        parts = dict(self._in_sight())
        part = parts[missing[0]] if missing else self.begin_button
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Say why the case could not be begun; everything typed stays."""
        self.notice.say(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves where a field does not need it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _make_rest(self) -> None:
        say = self._words.say
        self.title = plain_label(say("new-case.title"), size=Size.LARGE, bold=True)
        self.scope = paragraph(say("program.scope"), tone=Tone.QUIET)
        self.preview = Preview(self._words)
        self.mode_bar = ModeBar(self._words)
        self.missing = plain_label(wraps=True)
        self.notice = Notice(say("home.put-away"))
        self.begin_button = TextButton(say("new-case.begin"), "Ctrl+Enter", primary=True)
        self.begin_button.setObjectName("begin")
        self.cancel_button = TextButton(say("new-case.cancel"), "Esc")

    def _lay_out(self) -> None:
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(28)
        for group in (self.patient, self.infusion, self.aim):
            row.addWidget(group, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(columns)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top, end = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.title)
        top.addSpacing(24)
        for part in (self.top, self.protocol):
            top.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.addWidget(self.guard.message)
        beside.addWidget(self.scope, 1)
        top.addSpacing(12)
        top.addLayout(beside, 1)
        end.addWidget(self.bottom)
        end.addWidget(self.missing, 1)
        end.addWidget(self.cancel_button)
        end.addWidget(self.begin_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(10)
        whole.addWidget(self.mode_bar)
        whole.addLayout(top)
        whole.addWidget(self.notice)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(Hairline())
        whole.addWidget(self.preview)
        whole.addWidget(Hairline())
        whole.addLayout(end)

    def _connect(self) -> None:
        self.begin_button.clicked.connect(self.begin)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(key), self, self.begin, context=within)
        self.cancel_button.clicked.connect(self.left)
        self.protocol.wished.connect(self.protocol_wished)
        self.protocol.passed.connect(self.patient.label.setFocus)
        self.guard.library_wished.connect(self.library_wished)
        for group in self.groups:
            group.changed.connect(self._on_changed)
            for name, part in group.parts.items():
                self._connect_part(name, part)

    def _connect_part(self, name: str, part: Part) -> None:
        if isinstance(part, EntryField):
            part.committed.connect(lambda _settled: self._go_on(part))
            part.refused.connect(lambda text, verdict: self._keep(name, text, verdict))
        else:
            part.passed.connect(lambda: self._go_on(part))

    def _go_on(self, part: Part) -> None:
        """To the next part in sight; from the last one, begin."""
        parts = [each for _, each in self._in_sight()]
        place = parts.index(part) + 1
        if place == len(parts):
            self.begin()
            return
        parts[place].setFocus()
        self._bring_into_sight(parts[place])

    def _keep(self, name: str, text: str, verdict: Refused) -> None:
        if name not in _NOT_KEPT:
            self._refused.append(RefusedText(name, text, verdict))

    def _in_sight(self) -> Iterator[tuple[str, Part]]:
        return (pair for group in self.groups for pair in group.in_sight())

    def _missing(self) -> list[str]:
        return [name for group in self.groups for name in group.missing()]

    def _show_missing(self) -> None:
        parts = ", ".join(self._words.say(f"new-case.part.{name}") for name in self._missing())
        shown = self._asked_once and parts
        self.missing.setText(self._words.say("new-case.missing", {"parts": parts}) if shown else "")

    def _bring_into_sight(self, part: Part) -> None:
        if self._scroll.isAncestorOf(part):
            self._scroll.ensureWidgetVisible(part)

    def _on_changed(self) -> None:
        self.mode_bar.show_mode(self.mode.value)
        self.preview.render_rate(self._first_rate())
        self._show_missing()

    def _first_rate(self) -> FirstRate | None:
        weight, bag = self.patient.standing_weight, self.infusion.standing_bag
        resolution = self.infusion.standing_resolution
        if weight is None or bag is None or resolution is None:
            return None
        dose, rate = self.aim.standing_dose, self.aim.standing_rate
        if rate is not None:
            return dose_for(rate, weight, bag, self._offer.unit)
        return None if dose is None else rate_for(dose, weight, bag, resolution)


def _name(offer: Offer) -> str:
    return f"{offer.protocol} {offer.version}"
