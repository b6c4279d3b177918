"""The log on disk is only ever added to: no SQL of `core/log` changes or removes a row."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# A trigger that refuses a change has to name the change it refuses.
REFUSING_TRIGGER = re.compile(r"BEFORE\s+(UPDATE|DELETE)\s+ON", re.IGNORECASE)
CHANGING = re.compile(
    r"\b(UPDATE|DELETE|REPLACE)\b|\bdelete\s+from\b|\breplace\s+into\b|\bupdate\s+\w+\s+set\b"
)


def literals(source: str) -> Iterator[str]:
    """The string literals of a module, docstrings left out."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ):
            yield node.value


def changes(source: str) -> list[str]:
    return [text for text in literals(source) if CHANGING.search(REFUSING_TRIGGER.sub("", text))]


def test_no_sql_of_the_log_changes_or_removes_a_row() -> None:
    files = sorted((ROOT / "core" / "log").rglob("*.py"))
    assert files
    assert {
        p.name: changes(p.read_text("utf-8")) for p in files if changes(p.read_text("utf-8"))
    } == {}


def test_sql_that_changes_a_row_is_found() -> None:
    assert changes('"""UPDATE in a docstring."""\nq = f"delete from {t}"') == ["delete from "]
    assert changes('q = "INSERT OR REPLACE INTO event VALUES (?)"') != []
    assert (
        changes('q = "CREATE TRIGGER t BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 1); END"')
        == []
    )
