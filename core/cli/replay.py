"""`pressor replay CHART`: a real chart through the engine, one line of JSON per reading."""

import argparse
import json
import sys
from pathlib import Path

from core.chart.errors import ChartError
from core.chart.replay import Assumed, Played, Replay, Tally, first_weight
from core.chart.rows import Chart
from core.chart.sniff import FORMATS, open_chart
from core.library import DEFAULT_PROTOCOL, Shelved, read_protocol
from core.model.case import Band
from core.model.terms import Attested
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Milligram,
    Millilitre,
    PumpRate,
    UnitError,
    duration_text,
    parse_duration,
)
from core.quantity.text import number_text
from core.rules.compile import Protocol
from core.rules.look import facts_from
from core.view.explain import Explained, reasons_of

FINE, BAD_USAGE = 0, 2


class ReplayUsageError(ValueError):
    """An option of `replay` that cannot be read; the message names it."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; every assumption has its flag."""
    parser = subparsers.add_parser("replay", help="feed a real chart through the engine")
    parser.add_argument("chart", metavar="CHART", help="a file, or a folder of its tables")
    parser.add_argument("--format", choices=FORMATS, help="otherwise found by looking")
    parser.add_argument("--stay", metavar="ID", help="one stay of several")
    parser.add_argument("--protocol", metavar="ID", default=DEFAULT_PROTOCOL)
    parser.add_argument("--as", dest="expressed_as", default="base", choices=list(ExpressedAs))
    parser.add_argument("--bag", metavar='"8 mg in 250 mL"', default="8 mg in 250 mL")
    parser.add_argument("--resolution", metavar='"0.1 mL/h"', default="0.1 mL/h")
    parser.add_argument("--target", metavar='"65-75 mmHg"', help="otherwise the protocol's first")
    parser.add_argument("--fluids", choices=["attested", "not-charted"], default="not-charted")
    parser.add_argument("--run-gap", metavar='"75 min"', help="otherwise the protocol's")
    parser.add_argument("--json", action="store_true", help="JSON lines; they are the default")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the assumptions, then a line per reading; the tally goes to standard error."""
    try:
        shelved = read_protocol(args.protocol)
        if shelved.protocol is None:
            raise ReplayUsageError(f"--protocol {shelved.id}: {shelved.findings[0]}")
        assumed = _assumed(args, shelved.protocol)
        charts = open_chart(Path(args.chart), args.format, args.stay)
    except (ChartError, UnitError, OSError, ValueError) as fault:
        sys.stderr.write(f"pressor replay: {' '.join(str(fault).split())}\n")
        return BAD_USAGE
    whole = Tally()
    for chart in charts:
        _play(chart, shelved, shelved.protocol, assumed, whole)
    _print_tally(whole)
    return FINE


def _assumed(args: argparse.Namespace, protocol: Protocol) -> Assumed:
    attested = Attested.YES if args.fluids == "attested" else Attested.UNKNOWN
    return Assumed(
        bag=_bag(args.bag, ExpressedAs(args.expressed_as)),
        resolution=PumpRate.parse(args.resolution),
        band=protocol.bands[0] if args.target is None else _band(args.target, protocol),
        fluids=attested,
        run_gap=None if args.run_gap is None else parse_duration(args.run_gap),
    )


def _bag(text: str, expressed_as: ExpressedAs) -> Bag:
    amount, found, volume = text.partition(" in ")
    if not found:
        raise ReplayUsageError(f'--bag "{text}": write it as "8 mg in 250 mL"')
    return Bag(Milligram.parse(amount), Millilitre.parse(volume), expressed_as)


def _band(text: str, protocol: Protocol) -> Band:
    low, _, high = text.removesuffix(" mmHg").partition("-")
    for band in protocol.bands:
        if (number_text(band.low.value), number_text(band.high.value)) == (low, high):
            return band
    allowed = ", ".join(f"{number_text(band.low.value)}-{band.high}" for band in protocol.bands)
    raise ReplayUsageError(f'--target "{text}": the protocol allows {allowed}')


def _play(
    chart: Chart, shelved: Shelved, protocol: Protocol, assumed: Assumed, whole: Tally
) -> None:
    said = {"stay": chart.stay, "protocol": shelved.id, **_assumptions(chart, protocol, assumed)}
    sys.stdout.write(json.dumps({"assumed": {**said, **chart.assumed}}) + "\n")
    tally = Tally()
    for played in Replay(chart, shelved, assumed).run():
        tally.add(played)
        whole.add(played)
        line = _line(played, protocol, assumed.band)
        sys.stdout.write(json.dumps({"stay": chart.stay, **line}) + "\n")


def _assumptions(chart: Chart, protocol: Protocol, assumed: Assumed) -> dict[str, str]:
    gap = protocol.counting.run_gap if assumed.run_gap is None else assumed.run_gap
    return {
        "as": str(assumed.bag.expressed_as),
        "bag": assumed.bag.text,
        "resolution": str(assumed.resolution),
        "dosing_weight": str(first_weight(chart)),
        "target": f"{number_text(assumed.band.low.value)}-{assumed.band.high}",
        "fluids": "attested" if assumed.fluids is Attested.YES else "not charted",
        "vasopressin": "off unless charted",
        "route": "central",
        "run_gap": duration_text(gap),
    }


def _line(played: Played, protocol: Protocol, band: Band) -> dict[str, object]:
    reading = played.reading
    return {
        "at": reading.at.isoformat().replace("+00:00", "Z"),
        "map": int(reading.map.value),
        "source": str(reading.source),
        "given": {str(agent): str(dose) for agent, dose in played.given.items()},
        "advice": _advice(played, protocol, band),
        "prompts": [prompt.code for prompt in played.prompts],
        "gate": None if played.withheld is None else str(played.withheld.gate),
    }


def _advice(played: Played, protocol: Protocol, band: Band) -> list[dict[str, object]]:
    advised = played.advised
    if advised is None:
        return []
    table = protocol.table(band)
    given = Explained(table, facts_from(advised.inputs), str(protocol.unit))
    return [
        {
            "agent": str(advised.agent),
            "action": str(advised.action),
            "dose": str(advised.dose),
            "rule": advised.rule,
            "reasons": reasons_of(given, advised.rule),
        }
    ]


def _print_tally(tally: Tally) -> None:
    gates = ", ".join(f"{name} {times}" for name, times in sorted(tally.gates.items()))
    sys.stderr.write(
        f"readings {tally.readings}, on norepinephrine {tally.on_drug}; "
        f"dosed advices on norepinephrine {tally.dosed}, wean prompts {tally.wean_prompts}; "
        f"gates closed: {gates or 'none'}\n"
    )
