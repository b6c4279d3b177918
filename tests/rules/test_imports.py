"""The import contracts name every room, and the core starts without windows or heavy libraries."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FUNCTIONAL_CORE = {"proof", "clock", "entry", "model", "quantity", "rules", "view"}
CALC = ["calc", "--weight", "80 kg", "--bag", "8 mg in 250 mL", "--as", "base"]
READS_IN_FULL = ("pydantic", "pydantic_core", "annotated_types", "numpy.ma", "core.indices")
"""What only reads texts that did not come with the program, and what nobody needs at first."""
NEVER_AT_START = ("PySide6", "shiboken6", "scipy", "numba", "distributed", "pyqtgraph", "gui.app")


def contract(name: str) -> dict[str, Any]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = configuration["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if contract["name"] == name)


def modules_of_core() -> set[str]:
    entries = (ROOT / "core").iterdir()
    return {p.stem for p in entries if p.suffix == ".py" or (p / "__init__.py").exists()} - {
        "__init__"
    }


def test_every_module_of_the_core_has_its_layer() -> None:
    layers = contract("imports point one way")
    named = {name.strip("() ") for layer in layers["layers"] for name in layer.split("|")}
    assert modules_of_core() <= named
    assert layers["exhaustive"] is True


def test_the_functional_core_is_held_to_its_contract() -> None:
    judged = set(
        contract("the functional core does no I/O, reads no clock, rolls no dice")["source_modules"]
    )
    assert judged == {f"core.{name}" for name in FUNCTIONAL_CORE & modules_of_core()}


def imported_by(statement: str, names: tuple[str, ...] = NEVER_AT_START) -> set[str]:
    """Those of some modules that a fresh interpreter holds after the statement."""
    asked = f"import sys\n{statement}\nprint(*[n for n in {names} if n in sys.modules])"
    answer = subprocess.run(  # noqa: S603  our own interpreter, our own text
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return set(answer.stdout.splitlines()[-1].split()) if answer.stdout.strip() else set()


def test_no_file_of_the_core_imports_a_window_or_anything_heavy() -> None:
    everything = (
        "import importlib, pkgutil, core\n"
        "for found in pkgutil.walk_packages(core.__path__, 'core.'):\n"
        "    importlib.import_module(found.name)\n"
        "assert 'core.quantity.measures' in sys.modules"
    )
    assert imported_by(everything) == set()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ([*CALC, "--dose", "0.1 mcg/kg/min", "--json"], 0),
        (["export", "demo-weaning", "--to", "html"], 0),
        (["verify", "demo-weaning"], 0),
        (["order", "norepinephrine-adult", "--json"], 1),
        (["diff", "norepinephrine-adult", "norepinephrine-adult"], 0),
    ],
)
def test_a_function_without_a_window_imports_no_qt(asked: list[str], status: int) -> None:
    run = (
        "import contextlib, gui.__main__, io\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    assert gui.__main__.main({asked}) == {status}"
    )
    assert imported_by(run) == set()


START = """
import os, sys, tempfile
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from gui.bench import child
with tempfile.TemporaryDirectory() as data:
    child.ready(Path(data))
    from core.cases.opened import begin_case, open_case
    from gui.bench.long_case import START, opening
    begin_case(Path(data, "again.case"), opening(START)).close()
    opened = open_case(Path(data, "again.case"))
    assert opened.session.protocol.file.id == "norepinephrine-adult"
    opened.close()
"""


def test_a_start_up_to_the_first_advice_reads_nothing_in_full() -> None:
    assert imported_by(START, READS_IN_FULL) == set()


def test_an_import_of_qt_would_be_seen() -> None:
    assert "PySide6" in imported_by("import PySide6.QtCore")
