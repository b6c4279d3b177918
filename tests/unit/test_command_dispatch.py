"""Which module answers the command `pressor`, and that Qt is asked for only when it is painted."""

import sys
from types import SimpleNamespace

import pytest

from gui.__main__ import main


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Notes that the window's start was begun, which would put the collector to rest for good."""
    starts: list[bool] = []
    monkeypatch.setattr("gui.loading.begin", lambda: starts.append(True))
    return starts


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """Stands in for the modules behind the command and notes which is called with what."""
    calls: list[tuple[str, list[str]]] = []

    def load(name: str) -> SimpleNamespace:
        if name == "PySide6.QtWidgets":
            return SimpleNamespace()

        def answer(words: list[str]) -> int:
            calls.append((name, words))
            return 7

        return SimpleNamespace(main=answer)

    monkeypatch.setattr("gui.__main__.import_module", load)
    monkeypatch.setattr("gui.loading.import_module", load)
    return calls


@pytest.mark.parametrize(
    ("words", "module"),
    [
        ([], "gui.app"),
        (["--data", "cases"], "gui.app"),
        (["--data=cases"], "gui.app"),
        (["shots", "pictures"], "gui.shots.command"),
        (["bench", "--json"], "gui.bench.command"),
        (["calc", "--weight", "80 kg"], "core.cli.command"),
        (["--data", "cases", "verify", "case"], "core.cli.command"),
        (["--database"], "core.cli.command"),
        (["--help"], "core.cli.command"),
        (["export", "a.case", "--to", "json"], "core.cli.command"),
        (["export", "pdf", "--to", "html"], "core.cli.command"),
        (["export", "a.case", "--to", "pdf", "--out", "a.pdf"], "gui.prints.command"),
        (["export", "--to=pdf", "a.case"], "gui.prints.command"),
        (["--data", "cases", "export", "a.case", "--to", "pdf"], "gui.prints.command"),
    ],
)
def test_each_function_has_its_module(
    asked: list[tuple[str, list[str]]], begun: list[bool], words: list[str], module: str
) -> None:
    assert main(words) == 7
    assert asked == [(module, words)]
    assert begun == [True] * (module == "gui.app")


def test_the_words_of_the_command_line_are_taken(
    asked: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["pressor", "calc"])
    assert main() == 7
    assert asked == [("core.cli.command", ["calc"])]


@pytest.mark.parametrize("words", [[], ["export", "a.case", "--to", "pdf", "--out", "a.pdf"]])
def test_without_qt_the_window_and_the_painter_say_what_is_missing(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load(name: str) -> SimpleNamespace:
        message = f"libGL.so.1: cannot open shared object file, wanted by {name}"
        raise ImportError(message)

    monkeypatch.setattr("gui.loading.import_module", load)
    assert main(words) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "libGL.so.1" in said
    assert "./run" in said
