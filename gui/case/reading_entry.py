"""Where a reading is typed: MAP first; Enter adds and the cursor is back in MAP."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.entry.moment import read_time
from core.entry.plausible import Pair
from core.entry.pressure import (
    MapEntry,
    PairEntry,
    read_diastolic,
    read_heart_rate,
    read_map,
    read_pair,
    read_systolic,
)
from core.entry.verdict import Asked, Verdict
from core.model.commands import RecordReading, StrikeEntry
from core.model.terms import Source, StrikeReason
from core.quantity.measures import HeartRate, Mmhg
from core.view.case_view import CaseView
from core.view.contexts import counts_unconfirmed, reading_context, time_context
from gui.button import TextButton
from gui.case.choice import Segments
from gui.case.desk import Desk
from gui.field import EntryField, Judge, Settled, align
from gui.message import Kind, Message
from gui.tabbing import chain
from gui.theme import Size


class ReadingEntry(QWidget):
    """MAP, or systolic and diastolic; heart rate; source; time."""

    def __init__(self, desk: Desk) -> None:
        """Empty fields; the source stays as it was last chosen."""
        super().__init__()
        self._desk = desk
        self._observed_at: datetime | None = None
        say = desk.words.say
        site = desk.profile
        self.map = EntryField(
            say("case.entry.map"),
            self._judge_map,
            desk.words,
            unit=Mmhg.unit,
            size=Size.LARGE,
            alone=False,
        )
        self.systolic = self._optional("systolic", lambda typed: read_systolic(typed, site))
        self.diastolic = self._optional("diastolic", lambda typed: read_diastolic(typed, site))
        self.heart_rate = self._optional(
            "heart_rate", lambda typed: read_heart_rate(typed, site), HeartRate.unit
        )
        self.time = EntryField(
            say("case.entry.time"),
            self._judge_time,
            desk.words,
            rest=say("case.entry.now"),
            alone=False,
        )
        short = [(source, say(f"case.entry.source.{source}")) for source in Source]
        self.source = Segments(say("case.entry.source_name"), short)
        self.source.choose(Source.ARTERIAL_LINE)
        self.more = TextButton(say("case.entry.more"), flat=True)
        self.more.setCheckable(True)
        self.add = TextButton(say("case.entry.add"), say("case.key.enter"))
        self.afterwards = Message()
        self._lay_out()
        self._connect()
        self._show_more(shown=False)

    def start(self) -> None:
        """The cursor waits in MAP."""
        self.map.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.map.edit.selectAll()

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Only whether anything may be added; what is being typed is never touched."""
        self.setEnabled(view.outcome is None)

    def submit(self) -> None:
        """Add the reading if every field stands; the first that does not takes the focus."""
        observed = self.time.settle()
        at = self.time.peek() if observed is None else observed.value
        if not isinstance(at, datetime):
            return
        self._observed_at = at
        if observed is None:
            self._take_unconfirmed(at)
            return
        rest = (self.systolic, self.diastolic, self.heart_rate)
        if not all(field.settle() for field in rest):
            return
        settled = self.map.settle()
        if settled is not None:
            self._record(settled, at, asked="")
        else:
            self._take_unconfirmed(at)

    def _take_unconfirmed(self, observed_at: datetime) -> None:
        """A low reading counts before what is asked about it is answered; the question stays."""
        verdict = self._judge_map(self.map.text)
        if not isinstance(verdict, Asked) or not isinstance(verdict.value, MapEntry | PairEntry):
            return
        doubts = frozenset(question.doubt for question in verdict.questions)
        if counts_unconfirmed(verdict.value, doubts, self._desk.view):
            asked = f"{self.time.question_text} {self.map.question_text}".strip()
            self._record(Settled(verdict.value), observed_at, asked=asked)

    def _record(self, settled: Settled, observed_at: datetime, asked: str) -> None:
        entry = settled.value
        pair = entry.pair if isinstance(entry, PairEntry) else self._pair()
        heart_rate = self.heart_rate.settle()
        rate = None if heart_rate is None else heart_rate.value
        believed = isinstance(entry, MapEntry | PairEntry) and not entry.artefact
        command = RecordReading(
            at=self._desk.now(),
            observed_at=observed_at,
            source=self._source(),
            map=_typed_map(entry),
            systolic=None if pair is None else pair.systolic,
            diastolic=None if pair is None else pair.diastolic,
            heart_rate=rate if isinstance(rate, HeartRate) else None,
            artefact=settled.artefact or not believed,
        )
        if self._desk.send(command):
            self._clear()
            self._ask_afterwards(asked, observed_at)

    def _ask_afterwards(self, asked: str, observed_at: datetime) -> None:
        if not asked:
            self.afterwards.hush()
            return
        say = self._desk.words.say
        text = say("case.entry.taken", {"question": asked})
        artefact = (say("case.field.artefact"), lambda: self._strike(observed_at))
        true = (say("case.entry.true"), self._dismiss)
        self.afterwards.say(Kind.QUESTION, text, (true, artefact))
        chain(self.map.edit, *self.afterwards.pick_buttons())

    def _dismiss(self) -> None:
        self.afterwards.hush()
        self.start()

    def _strike(self, observed_at: datetime) -> None:
        """The reading that was taken turned out to be an artefact."""
        reading = self._desk.view.reading
        if reading is not None and reading.at == observed_at:
            now = self._desk.now()
            struck = StrikeEntry(at=now, refers_to=reading.seq, reason=StrikeReason.ARTEFACT)
            if not self._desk.send(struck):
                return
        self._dismiss()

    def _clear(self) -> None:
        for field in (self.map, self.systolic, self.diastolic, self.heart_rate, self.time):
            field.clear()
        self.start()

    def _judge_map(self, typed: str) -> Verdict[object]:
        """A typed MAP, or with nothing typed there the mean of a pair that was."""
        pair = self._pair()
        at = self._observed_at or self._desk.now()
        context = reading_context(self._desk.view, self._source(), at, pair)
        if not typed.strip() and pair is not None:
            return read_pair(pair, context, self._desk.profile)
        return read_map(typed, context, self._desk.profile)

    def _judge_time(self, typed: str) -> Verdict[datetime]:
        desk = self._desk
        context = time_context(desk.view, self._source(), desk.now(), desk.words.zone)
        return read_time(typed, context, desk.profile)

    def _pair(self) -> Pair | None:
        if self.systolic.blank or self.diastolic.blank:
            return None
        systolic, diastolic = self.systolic.peek(), self.diastolic.peek()
        if isinstance(systolic, Mmhg) and isinstance(diastolic, Mmhg):
            return Pair(systolic, diastolic)
        return None

    def _source(self) -> Source:
        return Source(str(self.source.value))

    def _show_more(self, *, shown: bool) -> None:
        for field in (self.systolic, self.diastolic, self.heart_rate):
            field.setVisible(shown)
        if shown:
            self.systolic.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _optional(self, code: str, judge: Judge, unit: str = Mmhg.unit) -> EntryField:
        name = self._desk.words.say(f"case.entry.{code}")
        return EntryField(name, judge, self._desk.words, unit=unit, optional=True, alone=False)

    def _connect(self) -> None:
        for code in ("map", "systolic", "diastolic", "heart_rate", "time"):
            field: EntryField = getattr(self, code)
            field.entered.connect(self.submit)
            field.refused.connect(
                lambda text, verdict, code=code: self._desk.refuse(code, text, verdict)
            )
            field.edit.textEdited.connect(lambda _text: self.afterwards.hush())
        self.more.toggled.connect(lambda shown: self._show_more(shown=shown))
        self.add.clicked.connect(lambda _checked=False: self.submit())
        self.source.chosen.connect(lambda _source: self.map.forget())

    def _lay_out(self) -> None:
        align([self.map, self.systolic, self.diastolic, self.heart_rate, self.time])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for widget in (
            self.map,
            self.afterwards,
            self.more,
            self.systolic,
            self.diastolic,
            self.heart_rate,
            self.source,
            self.time,
            self.add,
        ):
            whole.addWidget(widget)


def _typed_map(entry: object) -> Mmhg | None:
    """The MAP to record: none for a pair, from which the core calculates it."""
    match entry:
        case MapEntry():
            return entry.map
        case Mmhg():
            return entry
        case _:
            return None
