"""The command line: finds the function by its name and gives every error as one line, status 2."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from core.cli.export import Painter

BAD_USAGE = 2
FUNCTIONS = {
    "approve": "core.cli.approve",
    "calc": "core.cli.calc",
    "check": "core.cli.check",
    "diff": "core.cli.diff",
    "export": "core.cli.export",
    "import": "core.cli.import_protocol",
    "order": "core.cli.order",
    "patient": "core.cli.patient",
    "protocols": "core.cli.protocols",
    "replay": "core.cli.replay",
    "simulate": "core.cli.simulate",
    "trial": "core.cli.trial",
    "verify": "core.cli.verify",
}
"""Each is imported only when asked for: `calc` needs no table, `verify` no protocol."""
WINDOWED = ("shots", "bench")
_DATA: dict[str, Any] = {"metavar": "DIR", "help": "where cases and settings live"}


class OneLineParser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, without a page of usage."""

    def error(self, message: str) -> NoReturn:
        """Say it and leave with status 2."""
        self.exit(BAD_USAGE, f"{self.prog}: {' '.join(message.split())}\n")


def main(arguments: Sequence[str] | None = None, paint: "Painter | None" = None) -> int:
    """Run one function; 0 fine, 1 the answer is "no", 2 bad usage or unreadable input.

    `paint` makes a PDF, for who started this with Qt at hand.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    args = _parser(given).parse_args(given, argparse.Namespace(paint=paint))
    _write_utf8()
    try:
        status: int = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader left (as `head` does); nothing of ours went wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _write_utf8() -> None:
    """A case may hold any letter, whatever the encoding of the terminal."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def _parser(given: Sequence[str]) -> OneLineParser:
    parser = OneLineParser(
        prog="pressor",
        description="Advises on norepinephrine; never drives a pump. Without a function: the "
        f"window. With Qt: {', '.join(WINDOWED)}.",
    )
    parser.add_argument("--data", **_DATA)
    subparsers = parser.add_subparsers(dest="function", metavar="FUNCTION", required=True)
    named = [name for name in FUNCTIONS if name in given]
    for name in named or FUNCTIONS:
        import_module(FUNCTIONS[name]).add_parser(subparsers)
    for function in subparsers.choices.values():
        # Told behind the function too; not told there, what was told before it stays.
        function.add_argument("--data", **{**_DATA, "default": argparse.SUPPRESS})
    return parser
