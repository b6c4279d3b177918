"""Starting: what is wished, what is loaded before the first paint, how numbers are written."""

import locale
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from gui.__main__ import _module_for
from gui.app.start import application_of, main

ROOT = Path(__file__).parents[3]
LATER = ("numpy", "sqlite3", "core.rules", "core.session", "core.entry", "gui.case")
NEVER = ("scipy", "numba", "pyqtgraph", "fhir")

AT_FIRST_PAINT = """
import sys
from pathlib import Path
from core.cases.folder import CaseFolder
from core.clock import SimulatedClock
from core.system_clock import LocalZone, SystemClock
from core.texts import load_words
from gui.app.program import Parts, Program
from gui.app.start import application_of
from gui.ticker import QtScheduler

application, folder = application_of(), CaseFolder(Path(sys.argv[1]))
parts = Parts(application, folder, load_words(LocalZone()), SystemClock(), QtScheduler())
program = Program(parts)

def at_first_paint():
    print("painted", *sorted(sys.modules))

def when_loaded():
    if "gui.case.window" in sys.modules:
        print("loaded", *sorted(sys.modules))
        program.close()
        application.quit()
    else:
        QTimer.singleShot(0, program.window, when_loaded)

from PySide6.QtCore import QTimer
program.window.painted.disconnect()
program.window.painted.connect(at_first_paint)
program.window.painted.connect(program.load)
program.window.painted.connect(when_loaded)
program.show()
application.exec()
"""


def unmeasured() -> dict[str, str]:
    """The environment without the measuring of coverage, which loads sqlite3 itself."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The modules of a fresh process at the first paint and when everything is loaded."""
    answer = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", AT_FIRST_PAINT, str(tmp_path_factory.mktemp("data"))],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**unmeasured(), "QT_QPA_PLATFORM": "offscreen"},
    )
    words = [line.split() for line in answer.stdout.splitlines()]
    return {first: set(rest) for first, *rest in words}


def within(names: tuple[str, ...], modules: set[str]) -> set[str]:
    return {name for name in names if name in modules}


def test_nothing_clinical_is_loaded_before_the_first_paint(loaded: dict[str, set[str]]) -> None:
    assert within(LATER, loaded["painted"]) == set()
    assert "gui.home.window" in loaded["painted"]


def test_after_it_everything_is_and_nothing_heavy_ever(loaded: dict[str, set[str]]) -> None:
    assert within(LATER, loaded["loaded"]) == set(LATER)
    assert within(NEVER, loaded["loaded"]) == set()


@pytest.mark.parametrize(
    ("words", "names"),
    [(["--data"], "--data"), (["--banana"], "--banana"), (["one.case", "two.case"], "two.case")],
)
def test_a_wish_that_makes_no_sense_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], words: list[str], names: str
) -> None:
    assert main(words) == 2
    said = capsys.readouterr().err
    assert names in said
    assert said.count("\n") == 1


def test_a_data_folder_that_cannot_be_used_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    assert main(["--data", str(tmp_path / "data")]) == 2
    said = capsys.readouterr().err
    assert str(tmp_path / "data") in said
    assert said.count("\n") == 1


def test_a_case_file_named_alone_asks_for_the_window() -> None:
    assert _module_for(["ward/ICU.case"]) == "gui.app"
    assert _module_for(["--data", "cases", "ICU.case"]) == "gui.app"
    assert _module_for(["verify", "ICU.case"]) != "gui.app"


OPEN_AND_QUIT = """
import sys
from PySide6.QtCore import QTimer
from gui.app.start import application_of, main

application = application_of()
QTimer.singleShot(0, application, lambda: QTimer.singleShot(0, application.quit))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("told", ["option", "equals", "environment"])
def test_the_window_opens_on_the_folder_told_and_ends_well(tmp_path: Path, told: str) -> None:
    place = tmp_path / "elsewhere"
    words = {
        "option": ["--data", str(place)],
        "equals": [f"--data={place}"],
        "environment": [],
    }[told]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if told == "environment":
        environment["PRESSOR_DATA"] = str(place)
    answer = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", OPEN_AND_QUIT, *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    assert answer.returncode == 0, answer.stderr
    assert "Traceback" not in answer.stderr
    assert (place / "cases").is_dir()
    assert (place / "window.ini").exists()


@pytest.mark.usefixtures("qapp")
def test_numbers_and_months_are_written_one_way_whatever_the_desktop_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    application_of()
    assert QLocale().toString(0.5) == "0.5"
    assert locale.localeconv()["decimal_point"] == "."
    assert locale.setlocale(locale.LC_TIME) == "C"
