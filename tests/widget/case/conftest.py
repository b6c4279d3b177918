"""A case at a simulated bedside, in memory, and its window."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.cases.site import read_site
from core.clock import SimulatedClock
from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import DosingWeight, Setup
from core.model.commands import AnswerAdvice, OpenCase, RecordReading
from core.model.terms import Attested, Mode, Reply, Route, Source, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, Kilogram, Milligram, Millilitre, Mmhg, PumpRate
from core.session import Session
from core.texts import load_words
from gui.bridge import CaseBridge
from gui.case.window import CaseWindow
from gui.theme import LIGHT, dress

START = datetime(2027, 3, 4, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")


@pytest.fixture
def case_clock() -> SimulatedClock:
    return SimulatedClock(START)


@pytest.fixture
def case_log() -> MemoryLog:
    return MemoryLog()


@pytest.fixture
def open_bridge(
    qapp: QApplication, case_clock: SimulatedClock, case_log: MemoryLog
) -> Callable[..., CaseBridge]:
    """Open a case of 82 kg on 8 mg in 250 mL; keywords change the set-up."""
    dress(qapp, LIGHT)
    protocol = read_protocol("early-wean")
    assert protocol.protocol is not None
    bands, counting = protocol.protocol.bands, protocol.protocol.counting
    countings = protocol.protocol.countings

    def opened(**changed: object) -> CaseBridge:
        given: dict[str, object] = {
            "label": "ICU-12",
            "mode": Mode.WORKSTATION,
            "weight": DosingWeight(Kilogram(Decimal(82)), WeightBasis.ACTUAL),
            "bag": Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE),
            "route": Route.CENTRAL,
            "resolution": PumpRate(Decimal("0.1")),
            "band": bands[0],
            "start_dose": Dose.parse("0.05 mcg/kg/min"),
            "fluids": Attested.YES,
            "vasopressin": Attested.NO,
        }
        session = Session(case_log, protocol_from)
        session.handle(
            OpenCase(
                at=START,
                setup=Setup(**(given | changed)),  # type: ignore[arg-type]  # any field may change
                counting=counting,
                countings=countings,
                protocol="early-wean",
                protocol_version="1.0.0",
                protocol_text=protocol.text,
                initials="AB",
            )
        )
        return CaseBridge(session, tuple(case_log), load_words(ZONE), read_site(), case_clock)

    return opened


@pytest.fixture
def case_bridge(open_bridge: Callable[..., CaseBridge]) -> CaseBridge:
    return open_bridge()


@pytest.fixture
def wait_for(case_clock: SimulatedClock) -> Callable[[CaseBridge, float], None]:
    """Let so many minutes pass for a case, as the ticker would."""

    def waited(bridge: CaseBridge, minutes: float) -> None:
        end = case_clock.now() + timedelta(minutes=minutes)
        due = bridge.next_due(case_clock.now())
        while due is not None and due <= end:
            case_clock.advance(due - case_clock.now())
            bridge.tick(case_clock.now())
            due = bridge.next_due(case_clock.now())
        case_clock.advance(end - case_clock.now())
        bridge.tick(end)
        bridge.refresh(end)

    return waited


@pytest.fixture
def read_map_of(case_clock: SimulatedClock) -> Callable[[CaseBridge, int], None]:
    """Record a MAP of the arterial line, now."""

    def read(bridge: CaseBridge, mmhg: int) -> None:
        now = case_clock.now()
        value = Mmhg(Decimal(mmhg))
        source = Source.ARTERIAL_LINE
        assert bridge.send(RecordReading(at=now, observed_at=now, map=value, source=source))

    return read


@pytest.fixture
def accept_of(case_clock: SimulatedClock) -> Callable[[CaseBridge], None]:
    """Accept the advice that stands, and set the pump."""

    def accept(bridge: CaseBridge) -> None:
        step = bridge.view.next_step
        assert step is not None
        now = case_clock.now()
        command = AnswerAdvice(at=now, advice=step.seq, reply=Reply.ACCEPT, pump_set=True)
        assert bridge.send(command)

    return accept


@pytest.fixture
def titrated(
    open_bridge: Callable[..., CaseBridge],
    read_map_of: Callable[[CaseBridge, int], None],
    accept_of: Callable[[CaseBridge], None],
    wait_for: Callable[[CaseBridge, float], None],
) -> Callable[..., CaseBridge]:
    """A case that runs at 0.09 mcg/kg/min and, two minutes after MAP 61, is advised 0.11."""

    def made(**changed: object) -> CaseBridge:
        bridge = open_bridge(**changed)
        read_map_of(bridge, 58)
        for mmhg in (59, 60, 61):
            wait_for(bridge, 5)
            read_map_of(bridge, mmhg)
            accept_of(bridge)
        wait_for(bridge, 5)
        read_map_of(bridge, 61)
        wait_for(bridge, 2)
        return bridge

    return made


@pytest.fixture
def window_of(qtbot: QtBot) -> Callable[..., CaseWindow]:
    """Show the window of a case in a size, with the cursor in it."""

    def shown(bridge: CaseBridge, width: int = 1366, height: int = 768) -> CaseWindow:
        window = CaseWindow(bridge)
        qtbot.addWidget(window)
        window.resize(width, height)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return window

    return shown


@pytest.fixture
def larger_font(qapp: QApplication) -> Iterator[None]:
    """Everything one and a half times as large."""
    usual = QFont(qapp.font())
    font = QFont(usual)
    font.setPointSizeF(1.5 * usual.pointSizeF())
    qapp.setFont(font)
    yield
    qapp.setFont(usual)
