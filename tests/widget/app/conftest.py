"""The whole program in one process, driven by hand: clock, ticker, and what a person would do."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.cases.folder import CaseFolder
from core.clock import SimulatedClock
from core.model.commands import RecordReading, ReportPump
from core.model.terms import Agent, Route, Source, WeightBasis
from core.quantity.bag import ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Mmhg, PumpRate
from core.texts import load_words
from gui.app.program import Parts, Program
from gui.app.start import application_of
from gui.bridge import CaseBridge
from gui.home.cells import Column
from gui.new_case.aim import Running
from gui.new_case.page import NewCasePage

START = datetime(2027, 3, 4, 14, 0, tzinfo=UTC)
LOADING = 30_000
"""Milliseconds that a busy machine may take to load the clinical part."""


class Hand:
    """A scheduler fired by hand, and a clock that may be set."""

    def __init__(self) -> None:
        self.clock = SimulatedClock(START)
        self.step: int | None = None
        self.action: Callable[[], None] | None = None

    def arm(self, delay: timedelta, action: Callable[[], None]) -> None:
        assert delay <= timedelta(seconds=1)
        self.action = action

    def disarm(self) -> None:
        self.action = None

    def step_of(self) -> int | None:
        step, self.step = self.step, None
        return step

    def later(self, minutes: float) -> None:
        """So much time passes in one go; then the ticker looks."""
        self.clock.advance(timedelta(minutes=minutes))
        assert self.action is not None
        self.action()


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path, hand: Hand) -> Iterator[Callable[..., Program]]:
    started: list[Program] = []

    def begin(case: Path | None = None) -> Program:
        folder = CaseFolder(tmp_path / "data")
        parts = Parts(application_of(), folder, load_words(UTC), hand.clock, hand, hand.step_of)
        program = Program(parts)
        qtbot.addWidget(program.window)
        started.append(program)
        program.show(case)
        qtbot.waitUntil(lambda: hand.action is not None, timeout=LOADING)
        return program

    yield begin
    for program in started:
        program.close()
    gc.collect()


@pytest.fixture
def program(start: Callable[..., Program]) -> Program:
    return start()


class Driver:
    """What a person does with the program, and what is read off home."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program = program
        self._qtbot = qtbot

    @property
    def form(self) -> NewCasePage:
        page = self.program.window.pages.currentWidget()
        assert isinstance(page, NewCasePage)
        return page

    def fill(self, label: str = "ICU-14", *, running: bool = False) -> None:
        page = self.form
        page.patient.label.put(label)
        page.patient.weight.put("82")
        page.patient.basis.choose(WeightBasis.ACTUAL)
        page.infusion.stated.choose(ExpressedAs.BASE)
        page.infusion.listed.choose("8 mg in 250 mL")
        page.infusion.route.choose(Route.CENTRAL)
        page.infusion.resolution.choose(PumpRate(Decimal("0.1")))
        page.aim.running.choose(Running.YES if running else Running.NO)
        page.initials.put("AB")

    def begin(self, label: str = "ICU-14") -> CaseBridge:
        self.program.clinic.do("new-case")
        self.fill(label)
        self.form.begin()
        return self.program.clinic.cases.bridges[-1]

    def close_windows(self) -> Path:
        """Every case is closed; the path of the only one."""
        self.program.clinic.cases.close()
        self._qtbot.waitUntil(lambda: self.program.clinic.cases.windows == ())
        return self.program.parts.folder.paths()[0]

    def cell(self, label: str, column: Column) -> str:
        model = self.program.window.home.pane.table.lines_model
        row = [line.label for line in model.lines].index(label)
        return str(model.index(row, column).data())

    @staticmethod
    def read(bridge: CaseBridge, mmhg: int) -> None:
        now = bridge.now()
        value = Mmhg(Decimal(mmhg))
        assert bridge.send(
            RecordReading(at=now, observed_at=now, source=Source.ARTERIAL_LINE, map=value)
        )

    @staticmethod
    def run(bridge: CaseBridge, dose: str) -> None:
        now = bridge.now()
        value = Dose(Decimal(dose), DoseUnit.MCG_KG_MIN)
        assert bridge.send(
            ReportPump(at=now, observed_at=now, agent=Agent.NOREPINEPHRINE, dose=value)
        )


@pytest.fixture
def driver(program: Program, qtbot: QtBot) -> Driver:
    return Driver(program, qtbot)


@pytest.fixture
def drive(qtbot: QtBot) -> Callable[[Program], Driver]:
    """For a test that starts the program more than once."""
    return lambda program: Driver(program, qtbot)
