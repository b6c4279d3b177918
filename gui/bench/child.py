"""One start of the program up to a point, then the end: `python -m gui.bench.child POINT DATA`.

`bare` is a plain PySide6 window, `painted` home on the screen, `ready` the first advice of a new
case. Each leaves on the first turn of the event loop after its point. What is loaded, and in which
order, is as in `gui.__main__` and `gui.app`.
"""

import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.app.program import Program


def bare() -> None:
    """A plain window, shown, then left: the yardstick."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - the program loads something before Qt
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415 - the same

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.show()
    QTimer.singleShot(0, application.quit)
    application.exec()


def painted(data: Path) -> None:
    """The program up to the first paint of home."""
    program, application = _program(data)
    program.window.painted.disconnect()
    program.window.painted.connect(application.quit)
    program.show()
    application.exec()


def ready(data: Path) -> None:
    """The program up to the first advice: home painted, a case begun, a reading answered."""
    program, application = _program(data)
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - as above

    given: list[bool] = []

    def advise() -> None:
        try:
            given.append(_is_advised(program, data))
        finally:  # a fault in here would otherwise leave the program waiting for somebody
            QTimer.singleShot(0, application.quit)

    program.window.painted.connect(advise)
    program.show()
    application.exec()
    program.close()
    if given != [True]:
        sys.exit("no advice was given")


def _is_advised(program: "Program", data: Path) -> bool:
    """Load the clinical part as the program does, begin a case, and answer a reading."""
    _ = program.clinic
    from core.cases.opened import begin_case  # noqa: PLC0415 - as the program: after the paint
    from core.model.commands import RecordReading  # noqa: PLC0415 - the same
    from core.model.events import Advised  # noqa: PLC0415 - the same
    from core.model.terms import Source  # noqa: PLC0415 - the same
    from core.quantity.measures import Mmhg  # noqa: PLC0415 - the same
    from gui.bench.long_case import START, opening  # noqa: PLC0415 - the same

    opened = begin_case(data / "cases" / "start.case", opening(START))
    at = START + timedelta(minutes=1)
    value = Mmhg(Decimal(54))
    reading = RecordReading(at=at, observed_at=at, source=Source.ARTERIAL_LINE, map=value)
    return any(isinstance(fact.event, Advised) for fact in opened.session.handle(reading))


def _program(data: Path) -> "tuple[Program, QApplication]":
    from gui import loading  # noqa: PLC0415 - not for the bare window

    loading.begin()
    loading.load_qt()
    from core.cases.folder import CaseFolder  # noqa: PLC0415 - the same
    from core.system_clock import LocalZone, SystemClock  # noqa: PLC0415 - the same
    from core.texts import load_words  # noqa: PLC0415 - the same
    from gui.app.program import Parts, Program  # noqa: PLC0415 - the same
    from gui.app.start import application_of  # noqa: PLC0415 - the same
    from gui.ticker import QtScheduler  # noqa: PLC0415 - the same

    application, clock = application_of(), SystemClock()
    words = load_words(LocalZone())
    parts = Parts(application, CaseFolder(data), words, clock, QtScheduler(), clock.check)
    return Program(parts), application


if __name__ == "__main__":
    point = sys.argv[1]
    if point == "bare":
        bare()
    elif point == "painted":
        painted(Path(sys.argv[2]))
    else:
        ready(Path(sys.argv[2]))
