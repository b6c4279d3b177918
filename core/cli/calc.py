"""`pressor calc`: the rate for a dose, or the dose for a rate, one at a time or a table of them."""

import argparse
import json
import sys
from decimal import Decimal

from core.cli.calc_limits import RefusedError, UsageError
from core.cli.calc_sum import Answer, Given, dose_answer, rate_answer
from core.cli.calc_table import run_table
from core.quantity.bag import ExpressedAs
from core.quantity.measures import PumpRate, UnitError
from core.quantity.text import number_text

FINE, REFUSED, BAD_USAGE = 0, 1, 2
_BASES = ", ".join(ExpressedAs)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options; every quantity is text with its unit."""
    parser = subparsers.add_parser("calc", help="the rate for a dose, or the dose for a rate")
    parser.add_argument("--weight", metavar='"80 kg"', help="dosing weight; not for a flat dose")
    parser.add_argument("--bag", metavar='"8 mg in 250 mL"', help="amount in volume")
    parser.add_argument(
        "--as", dest="expressed_as", metavar="base", help=f"what the amount weighs: {_BASES}"
    )
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--dose", metavar='"0.1 mcg/kg/min"', help="or flat, as 8 mcg/min")
    asked.add_argument("--rate", metavar='"15 mL/h"', help="what the pump runs")
    asked.add_argument("--table", metavar="FILE.csv", help="many rows at once")
    parser.add_argument("--resolution", metavar='"0.1 mL/h"', default="0.1 mL/h")
    parser.add_argument("--json", action="store_true", help="one JSON object, or JSON lines")
    parser.set_defaults(run=run)


def _one_line(text: str) -> str:
    """What was typed may hold line breaks; what is said about it may not."""
    return " ".join(text.split())


def run(args: argparse.Namespace) -> int:
    """Print the answer. 0 fine, 1 a refused value, 2 bad usage with one line on standard error."""
    try:
        resolution = _resolution(args.resolution)
        expressed_as = _expressed_as(args.expressed_as, optional=args.table is not None)
        if args.table is not None:
            return run_table(args.table, expressed_as, resolution, as_json=args.json)
        answer = _answer(args, expressed_as, resolution)
    except UsageError as fault:
        sys.stderr.write(f"pressor calc: {_one_line(str(fault))}\n")
        return BAD_USAGE
    except RefusedError as refusal:
        sys.stdout.write((refusal.as_json() if args.json else _one_line(str(refusal))) + "\n")
        return REFUSED
    sys.stdout.write((json.dumps(answer.as_json()) if args.json else _as_text(answer)) + "\n")
    return FINE


def _answer(
    args: argparse.Namespace, expressed_as: ExpressedAs | None, resolution: PumpRate
) -> Answer:
    if args.bag is None:
        raise UsageError('--bag is missing: give amount and volume, such as "8 mg in 250 mL"')
    if args.dose is None and args.rate is None:
        raise UsageError('give --dose, such as "0.1 mcg/kg/min", or --rate, such as "15 mL/h"')
    given = Given(args.weight, args.bag, expressed_as, resolution)
    return dose_answer(args.dose, given) if args.rate is None else rate_answer(args.rate, given)


def _resolution(text: str) -> PumpRate:
    try:
        resolution = PumpRate.parse(text)
    except UnitError as error:
        raise UsageError(f"--resolution: {error}") from error
    if not 0 < resolution.value <= Decimal(10):
        raise UsageError(f'--resolution: {resolution} is no pump setting: write one as "0.1 mL/h"')
    return resolution


def _expressed_as(text: str | None, *, optional: bool) -> ExpressedAs | None:
    if text is None and optional:
        return None
    if text is None:
        raise UsageError(f"--as is missing: state base or the salt ({_BASES}); there is no default")
    try:
        return ExpressedAs(text.strip().lower().replace("-", " "))
    except ValueError as error:
        raise UsageError(
            f'--as: "{text}" is neither base nor a salt: use one of {_BASES}'
        ) from error


def _as_text(answer: Answer) -> str:
    delivered = f"{answer.shown_delivered} {answer.unit}"
    bag = answer.bag
    lines = [
        f"RATE {answer.rate}   (exact {answer.shown_exact} mL/h)",
        f"DOSE {number_text(answer.dose)} {answer.unit}   (delivered {delivered})",
        f"BAG {bag.text} {bag.expressed_as}, {bag.concentration_text} of base",
        f"SUM {answer.sum}",
    ]
    lines += [f"warning: {warning.message}" for warning in answer.warnings]
    return "\n".join(lines)
