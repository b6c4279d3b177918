"""Codes become sentences: the texts are data, the arguments are written by the one formatter."""

from collections.abc import Mapping
from datetime import timedelta

from core.entry.verdict import Argument, Arguments
from core.quantity.measures import duration_text


def argument_text(argument: Argument) -> str:
    """One argument in house form."""
    if isinstance(argument, timedelta):
        return duration_text(argument)
    return str(argument)


def filled(sentence: str, args: Arguments) -> str:
    """The sentence with its {places} filled; typed text inside an argument is never expanded."""
    return sentence.format_map({name: argument_text(value) for name, value in args})


def explained(sentences: Mapping[str, str], code: str, args: Arguments) -> str:
    """The filled sentence of a code; raises KeyError where the texts lack the code."""
    return filled(sentences[code], args)
