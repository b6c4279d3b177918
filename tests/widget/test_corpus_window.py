"""The corpus in the window of a case: readings, times, notes, and what a running infusion asks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.cases.site import read_site
from core.clock import SimulatedClock
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import DosingWeight, Setup
from core.model.commands import OpenCase, RecordReading, ReportPump
from core.model.events import (
    BagHung,
    Event,
    NoteAdded,
    PumpReported,
    ReadingRecorded,
    Recorded,
    WeightChanged,
)
from core.model.terms import Agent, Attested, Mode, Route, Source, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre, Mmhg, PumpRate
from core.session import Session
from core.texts import load_words
from gui.bridge import CaseBridge
from gui.case.choice import ChoiceList
from gui.case.window import CaseWindow
from gui.entry_line import EntryLine
from gui.field import EntryField

NOW = "2027-04-03T10:01Z"
MANY = 12
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Bench:
    """A case in memory, open for some hours, and its window."""

    def __init__(self, known: dict[str, str], kg: str = "70", mcg_per_ml: str = "32") -> None:
        self.now = datetime.fromisoformat(known.get("now", NOW))
        self.zone = ZoneInfo(known.get("zone", "UTC"))
        self.log = MemoryLog()
        self.session = Session(self.log, protocol_from)
        self.session.handle(_opening(self.now - timedelta(hours=3), kg, mcg_per_ml))

    def run(self, dose: str) -> None:
        at, given = self.now - timedelta(hours=2), Dose(Decimal(dose), DoseUnit.MCG_KG_MIN)
        agent = Agent.NOREPINEPHRINE
        self.session.handle(ReportPump(at=at, observed_at=at, agent=agent, dose=given))

    def read(self, ago: timedelta, mmhg: str) -> None:
        at, line = self.now - ago, Source.ARTERIAL_LINE
        pressure = Mmhg(Decimal(mmhg))
        self.session.handle(RecordReading(at=at, observed_at=at, source=line, map=pressure))

    def window(self, qtbot: QtBot) -> CaseWindow:
        clock, words = SimulatedClock(self.now), load_words(self.zone)
        window = CaseWindow(CaseBridge(self.session, tuple(self.log), words, read_site(), clock))
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.setUpdatesEnabled(False)  # nobody looks; painting takes most of the time
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window


def _opening(at: datetime, kg: str, mcg_per_ml: str) -> OpenCase:
    shelved = read_protocol(DEFAULT_PROTOCOL)
    protocol = protocol_from(shelved.text)
    setup = Setup(
        label="SIM-1",
        mode=Mode.SIMULATION,
        weight=DosingWeight(Kilogram(Decimal(kg)), WeightBasis.ACTUAL),
        bag=Bag(Milligram(Decimal(mcg_per_ml) / 4), Millilitre(Decimal(250)), ExpressedAs.BASE),
        route=Route.CENTRAL,
        resolution=PumpRate(Decimal("0.1")),
        band=protocol.bands[0],
        start_dose=Dose(Decimal("0.05"), DoseUnit.MCG_KG_MIN),
        vasopressin=Attested.NO,
    )
    return OpenCase(
        at=at,
        setup=setup,
        counting=protocol.counting,
        protocol=shelved.id,
        protocol_version=protocol.file.version,
        protocol_text=shelved.text,
        initials="AB",
    )


def shortcut(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    keys = QApplication.focusWidget()
    assert keys is not None
    QTest.keyClick(keys, key, modifiers)


Opened = tuple[CaseWindow, EntryField]


def map_field(bench: Bench, known: dict[str, str], qtbot: QtBot) -> Opened:
    if "prev" in known:
        pressure, _, ago = known["prev"].partition("@")
        bench.read(timedelta(seconds=int(ago.removesuffix("s"))), pressure)
    if "dup@5s" in known:
        bench.read(timedelta(seconds=5), "66")
    for place in range(MANY - 1 if "same x12" in known else 0):
        bench.read(timedelta(minutes=5 * (MANY - 1 - place)), "66")
    window = bench.window(qtbot)
    entry = window.left.reading
    if "sbp" in known:
        entry.more.setChecked(True)
    return window, entry.map


def time_field(bench: Bench, known: dict[str, str], qtbot: QtBot) -> Opened:
    if "last" in known:
        bench.read(timedelta(minutes=2), "70")
    window = bench.window(qtbot)
    return window, window.left.reading.time


def note_field(bench: Bench, _known: dict[str, str], qtbot: QtBot) -> Opened:
    window = bench.window(qtbot)
    shortcut(Qt.Key.Key_N, CONTROL | SHIFT)
    return window, panel_field(window)


def weight_field(bench: Bench, known: dict[str, str], qtbot: QtBot) -> Opened:
    if "running" in known:
        bench.run("0.1")
    window = bench.window(qtbot)
    shortcut(Qt.Key.Key_W, CONTROL | SHIFT)
    return window, panel_field(window)


def bag_field(bench: Bench, _known: dict[str, str], qtbot: QtBot) -> Opened:
    bench.run("0.1")
    window = bench.window(qtbot)
    shortcut(Qt.Key.Key_B, CONTROL | SHIFT)
    shortcut(Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    return window, panel_field(window)


def dose_field(bench: Bench, known: dict[str, str], qtbot: QtBot) -> Opened:
    bench.run(known["current"])
    window = bench.window(qtbot)
    return window, window.left.pump.field


def rate_field(bench: Bench, known: dict[str, str], qtbot: QtBot) -> Opened:
    bench.run({"7.5": "0.05", "4.17": "0.01"}[known["computed"]])
    window = bench.window(qtbot)
    pump = window.left.pump
    pump.by.focus()
    shortcut(Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
    shortcut(Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    return window, pump.field


def panel_field(window: CaseWindow) -> EntryField:
    panel = window.left.panel
    assert panel is not None
    field: EntryField = vars(panel)["field"]
    return field


def bench_for(name: str, known: dict[str, str]) -> Bench:
    """The weight and the bag with which the computed rate is exactly that of the row."""
    if name == "pump_rate_mL_h":
        kg, bag = {"7.5": ("80", "32"), "4.17": ("111.2", "16")}[known["computed"]]
        return Bench(known, kg, bag)
    return Bench(known, known.get("prev", "70") if name == "weight_kg" else "70")


# What was typed into the field of a name, as the case holds it.
HELD: dict[str, tuple[type[Event], Callable[[Any], object]]] = {
    "map_mmHg": (ReadingRecorded, lambda event: event.map),
    "reading_time": (ReadingRecorded, lambda event: event.at),
    "dose_mcg_kg_min": (PumpReported, lambda event: event.dose),
    "pump_rate_mL_h": (PumpReported, lambda event: event.rate),
    "weight_kg": (WeightChanged, lambda event: event.weight.weight),
    "concentration": (BagHung, lambda event: event.bag),
    "note": (NoteAdded, lambda event: event.text),
}


FIELDS: dict[str, tuple[Callable[[Bench, dict[str, str], QtBot], Opened], int]] = {
    "map_mmHg": (map_field, 36),
    "reading_time": (time_field, 19),
    "note": (note_field, 4),
    "weight_kg": (weight_field, 5),
    "dose_mcg_kg_min": (dose_field, 4),
    "concentration": (bag_field, 1),
    "pump_rate_mL_h": (rate_field, 2),
}
# Rows without these words are entered in the form of a new case.
HERE = {
    "weight_kg": {"prev", "running"},
    "dose_mcg_kg_min": {"current"},
    "concentration": {"running"},
    "pump_rate_mL_h": {"computed"},
}


def rows_here(corpus: Any, name: str) -> list[Any]:  # noqa: ANN401 - the corpus of conftest
    rows = [row for row in corpus.rows(name) if "stop" not in row.known]
    return [row for row in rows if name not in HERE or HERE[name] & row.known.keys()]


@pytest.mark.parametrize("name", FIELDS)
def test_the_corpus_in_the_window(
    name: str,
    qtbot: QtBot,
    corpus: Any,  # noqa: ANN401 - as above
    new_place: Any,  # noqa: ANN401 - its place
    locale: str,
) -> None:
    opener, count = FIELDS[name]
    rows, faults = rows_here(corpus, name), []
    kept: dict[str, Any] = {}
    for row in rows:
        for put in corpus.ways(row):
            place = kept.pop(row.context, None)
            if place is None:
                bench = bench_for(name, row.known)
                place = new_place(*opener(bench, row.known, qtbot))
                _follow(place, bench.session, name)
            _fill_beside(place, row.known, name)
            faults += corpus.faults(row, place, put)
            if place.taken:
                place.window.close()  # the next row wants a case without this entry
            else:
                kept[row.context] = place
    assert not faults, "\n".join([locale, *faults])
    assert len(rows) == count


def _follow(place: Any, session: Session, name: str) -> None:  # noqa: ANN401 - a place
    kind, value = HELD[name]

    def listen(facts: tuple[Recorded, ...]) -> None:
        place.taken.extend(value(fact.event) for fact in facts if isinstance(fact.event, kind))

    session.listen(listen)
    place.afterwards = place.window.left.reading.afterwards


def _fill_beside(place: Any, known: dict[str, str], name: str) -> None:  # noqa: ANN401 - a place
    """What a reading needs beside the field that is tried."""
    entry = place.window.left.reading
    if name == "reading_time":
        entry.map.put("70")
    if "sbp" in known:
        entry.systolic.put(known["sbp"])
        entry.diastolic.put(known["dbp"])
        while entry.diastolic.settle() is None:  # as Enter there: asked, then confirmed
            pass


@pytest.mark.parametrize("dose", ["0.3", "0.02"])
def test_a_stop_is_no_figure_but_an_act_with_a_reason(dose: str, qtbot: QtBot) -> None:
    """The corpus has two stops, of which the window asks the reason for both."""
    bench = Bench({})
    bench.run(dose)
    before = len(tuple(bench.log))
    bench.window(qtbot)
    shortcut(Qt.Key.Key_S, CONTROL | SHIFT)
    assert len(tuple(bench.log)) == before
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), ChoiceList))
    shortcut(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    told = [fact.event for fact in tuple(bench.log)[before:]]
    stops = [event for event in told if isinstance(event, PumpReported)]
    assert [stop.dose.value for stop in stops] == [0]
    assert any(isinstance(event, NoteAdded) for event in told)


def test_neither_wheel_nor_drop_changes_a_field_of_the_window(
    qtbot: QtBot,
    corpus: Any,  # noqa: ANN401 - as above
) -> None:
    bench = Bench({})
    bench.run("0.1")
    window = bench.window(qtbot)
    window.left.reading.more.setChecked(True)
    lines = [line for line in window.findChildren(EntryLine) if line.isVisible()]
    assert len(lines) >= 7
    for line in lines:
        line.setText("70")
        line.setFocus()
        corpus.turn_wheel(line)
        corpus.drop(line, "99")
        assert line.text() == "70", line.accessibleName()
