"""What a chart does not say: an option for each assumption of `pressor replay`."""

import argparse
from datetime import timedelta
from decimal import Decimal

from core.chart.assumed import Assumed, default_start, dosing_units, first_weight
from core.chart.rows import Chart
from core.cli.calc_limits import RefusedError, UsageError, settled, worldwide
from core.entry.bag import BagContext, read_bag
from core.entry.weight import WeightContext, read_weight
from core.model.case import Band
from core.model.state import dose_of
from core.model.terms import Attested, Route
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    Kilogram,
    PumpRate,
    UnitError,
    duration_text,
    parse_duration,
)
from core.quantity.text import number_text
from core.rules.compile import Protocol

FLUIDS = {"attested": Attested.YES, "not-charted": Attested.UNKNOWN}
VASOPRESSIN = {"off": Attested.NO, "on": Attested.YES, "not-charted": Attested.UNKNOWN}
_COARSEST = Decimal(10)
_SUBSTANCES = ", ".join(ExpressedAs)


class OptionError(ValueError):
    """An option of `replay` that cannot be read; the message names it."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add one option for each assumption."""
    add = parser.add_argument
    add("--as", dest="expressed_as", metavar="base", default="base", help=_SUBSTANCES)
    add("--bag", metavar='"8 mg in 250 mL"', default="8 mg in 250 mL")
    add("--resolution", metavar='"0.1 mL/h"', default="0.1 mL/h", help="of the pump")
    add("--weight", metavar='"70 kg"', default="70 kg", help="until the chart names one")
    add("--target", metavar='"65-75 mmHg"', help="otherwise the protocol's first")
    add("--start-dose", metavar='"0.05 mcg/kg/min"', help="otherwise the protocol's")
    add("--route", choices=list(Route), default=Route.CENTRAL)
    add("--fluids", choices=list(FLUIDS), default="not-charted")
    add("--vasopressin", choices=list(VASOPRESSIN), default="off", help="until charted")
    add("--run-gap", metavar='"75 min"', help="otherwise the protocol's")


def assumed_from(args: argparse.Namespace, protocol: Protocol) -> Assumed:
    """The assumptions as asked for. Raises `OptionError`."""
    return Assumed(
        bag=_bag(args.bag, _expressed_as(args.expressed_as)),
        resolution=_resolution(args.resolution),
        band=protocol.bands[0] if args.target is None else _band(args.target, protocol),
        weight=_weight(args.weight),
        route=Route(args.route),
        fluids=FLUIDS[args.fluids],
        vasopressin=VASOPRESSIN[args.vasopressin],
        start_dose=None if args.start_dose is None else _start_dose(args.start_dose, protocol),
        run_gap=None if args.run_gap is None else _run_gap(args.run_gap),
    )


def described(assumed: Assumed, chart: Chart, protocol: Protocol) -> dict[str, object]:
    """What was taken for granted in this stay, by the reader of the chart too."""
    charted = first_weight(chart)
    gap = protocol.counting.run_gap if assumed.run_gap is None else assumed.run_gap
    units = dosing_units(chart, protocol)
    return {
        "as": str(assumed.bag.expressed_as),
        "bag": assumed.bag.text,
        "resolution": str(assumed.resolution),
        "dosing_weight": str(assumed.weight if charted is None else charted),
        "dosing_weight_is": "assumed" if charted is None else "charted",
        "target": _band_text(assumed.band),
        "start_dose": str(assumed.start_dose or default_start(protocol)),
        "route": str(assumed.route),
        "fluids": _named(FLUIDS, assumed.fluids),
        "vasopressin": _named(VASOPRESSIN, assumed.vasopressin),
        "run_gap": duration_text(gap),
        "dose_units": {str(agent): str(unit) for agent, unit in units.items()},
        **chart.assumed,
    }


def _named(names: dict[str, Attested], value: Attested) -> str:
    return next(name for name, one in names.items() if one is value)


def _expressed_as(text: str) -> ExpressedAs:
    try:
        return ExpressedAs(text.strip().lower().replace("-", " "))
    except ValueError as error:
        raise OptionError(f'--as: "{text}" is not one of {_SUBSTANCES}') from error


def _bag(text: str, expressed_as: ExpressedAs) -> Bag:
    try:
        bag, _ = settled(read_bag(text, BagContext(expressed_as), worldwide()), "--bag")
    except (UsageError, RefusedError) as error:
        raise OptionError(str(error)) from error
    return bag


def _weight(text: str) -> Kilogram:
    try:
        weight, _ = settled(read_weight(text, WeightContext(), worldwide()), "--weight")
    except (UsageError, RefusedError) as error:
        raise OptionError(str(error)) from error
    return weight


def _resolution(text: str) -> PumpRate:
    try:
        resolution = PumpRate.parse(text)
    except UnitError as error:
        raise OptionError(f"--resolution: {error}") from error
    if not 0 < resolution.value <= _COARSEST:
        raise OptionError(f'--resolution: {resolution} is no pump setting: write one as "0.1 mL/h"')
    return resolution


def _run_gap(text: str) -> timedelta:
    try:
        gap = parse_duration(text)
    except UnitError as error:
        raise OptionError(f"--run-gap: {error}") from error
    if gap <= timedelta(0):
        raise OptionError("--run-gap: no time at all breaks every run: write some, as 75 min")
    return gap


def _start_dose(text: str, protocol: Protocol) -> Dose:
    numbers, unit = protocol.numbers, protocol.unit
    least, most = (dose_of(count, unit) for count in (numbers.start_least, numbers.start_most))
    try:
        dose = Dose.parse(text)
        if least <= dose <= most:
            return dose
    except UnitError as error:
        raise OptionError(f"--start-dose: {error}") from error
    raise OptionError(f"--start-dose: {dose} is outside {least} to {most}, the protocol's range")


def _band_text(band: Band) -> str:
    return f"{number_text(band.low.value)}-{band.high}"


def _band(text: str, protocol: Protocol) -> Band:
    wanted = "".join(text.removesuffix("mmHg").split())
    for band in protocol.bands:
        if _band_text(band).removesuffix(" mmHg") == wanted:
            return band
    allowed = ", ".join(_band_text(band) for band in protocol.bands)
    raise OptionError(f'--target: "{text}" is no band of the protocol: choose from {allowed}')
