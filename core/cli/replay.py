"""`pressor replay CHART`: a real chart through the engine, one line of JSON per reading."""

import argparse
import json
import sys
from pathlib import Path

from core.cases.bookcase import place_of
from core.chart.assumed import Assumed
from core.chart.errors import ChartError
from core.chart.replay import Played, Replay
from core.chart.rows import Chart
from core.chart.sniff import FORMATS, open_chart
from core.chart.tally import Tally
from core.cli.replay_options import OptionError, add_options, assumed_from, described
from core.data_folder import data_folder
from core.library import DEFAULT_PROTOCOL, Shelved, read_protocol
from core.model.case import Band
from core.model.terms import Agent
from core.quantity.measures import Dose
from core.quantity.text import number_text
from core.rules.compile import Protocol
from core.rules.look import facts_from
from core.view.explain import Explained, reasons_of

FINE, BAD_USAGE = 0, 2
ONE_AT_A_TIME = "one-at-a-time"
"""What stands for a row where an agent is held because another is titrated."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; every assumption has its option."""
    parser = subparsers.add_parser("replay", help="feed a real chart through the engine")
    parser.add_argument("chart", metavar="CHART", help="a file, or a folder of its tables")
    parser.add_argument("--format", choices=FORMATS, help="otherwise found by looking")
    parser.add_argument("--stay", metavar="ID", help="one stay of several")
    parser.add_argument("--protocol", metavar="ID", default=DEFAULT_PROTOCOL)
    parser.add_argument("--json", action="store_true", help="JSON lines; they are the default")
    add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the assumptions, then a line per reading; the tally goes to standard error."""
    try:
        shelved = read_protocol(place_of(args.protocol, data_folder(args.data)))
        if shelved.protocol is None:
            raise OptionError(f"--protocol {shelved.id}: {shelved.findings[0]}")
        assumed = assumed_from(args, shelved.protocol)
        charts = open_chart(Path(args.chart), args.format, args.stay)
    except (ChartError, OSError, ValueError) as fault:
        sys.stderr.write(f"pressor replay: {' '.join(str(fault).split())}\n")
        return BAD_USAGE
    tally = Tally()
    for chart in charts:
        _play(chart, shelved, shelved.protocol, assumed, tally)
    sys.stderr.write(f"{tally.text()}\n")
    return FINE


def _play(
    chart: Chart, shelved: Shelved, protocol: Protocol, assumed: Assumed, tally: Tally
) -> None:
    said = {"stay": chart.stay, "protocol": shelved.id, **described(assumed, chart, protocol)}
    _print({"assumed": said})
    tally.add_chart(chart)
    replay = Replay(chart, shelved, assumed)
    for played in replay.run():
        tally.add(played)
        _print({"stay": chart.stay, **_line(played, protocol, assumed.band)})
    tally.add_refused(replay.refused)


def _print(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


def _line(played: Played, protocol: Protocol, band: Band) -> dict[str, object]:
    reading = played.reading
    return {
        "at": reading.at.isoformat().replace("+00:00", "Z"),
        "map": number_text(reading.map.value),
        "source": str(reading.source),
        "given": {str(agent): number_text(dose.value) for agent, dose in played.given.items()},
        "advice": _advice(played, protocol, band),
        "prompts": [prompt.code for prompt in played.prompts],
        "gate": None if played.withheld is None else str(played.withheld.gate),
    }


def _advice(played: Played, protocol: Protocol, band: Band) -> list[dict[str, object]]:
    """One entry per agent: the titrated one by its row, every other that runs held as it is."""
    advised = played.advised
    if advised is None:
        return []
    part = protocol.part(advised.agent) or protocol
    given = Explained(part.table(band), facts_from(advised.inputs), str(part.unit))
    titrated = _entry(advised.agent, str(advised.action), advised.dose, advised.rule)
    return [
        {**titrated, "reasons": reasons_of(given, advised.rule)},
        *(
            {**_entry(agent, "hold", dose, ONE_AT_A_TIME), "reasons": []}
            for agent, dose in played.given.items()
            if agent is not advised.agent
        ),
    ]


def _entry(agent: Agent, action: str, dose: Dose, rule: str) -> dict[str, object]:
    return {
        "agent": str(agent),
        "action": action,
        "dose": number_text(dose.value),
        "dose_unit": str(dose.unit),
        "rule": rule,
    }
