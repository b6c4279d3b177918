"""Files and functions stay small, and are named for what a pharmacist or a builder looks for."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES_IN_FILE = 400
MOST_LINES_IN_FUNCTION = 40
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
KINDS_OF_TEST = {"unit", "property", "golden", "widget", "e2e", "rules", "packaging"}
NOT_TESTS = {"conftest.py", "data", "support"}


def python_files() -> list[Path]:
    files = [
        path
        for room in ("core", "gui", "resources", "tests")
        for path in (ROOT / room).rglob("*.py")
    ]
    assert files
    return sorted(files)


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in python_files()}
    too_long = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > MOST_LINES_IN_FILE}
    assert too_long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MOST_LINES_IN_FUNCTION
    ]
    assert too_long == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    named = [p for p in python_files() if EMPTY_NAMES & set(p.stem.lower().split("_"))]
    assert named == []


def test_tests_are_sorted_by_kind() -> None:
    entries = {p.name for p in (ROOT / "tests").iterdir() if p.name != "__pycache__"}
    assert entries - NOT_TESTS <= KINDS_OF_TEST


def test_test_folders_are_no_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_test_files_have_names_of_their_own() -> None:
    counted = Counter(p.name for p in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in counted.items() if count > 1] == []


def test_rooms_are_packages_all_the_way_down() -> None:
    """A folder without `__init__.py` could be shadowed by one of the same name elsewhere."""
    folders = {p.parent for room in ("core", "gui") for p in (ROOT / room).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
