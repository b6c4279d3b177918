"""`pressor order PROTOCOL`: the titration orders a protocol amounts to, and their gaps."""

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import UTC

from core.cases.bookcase import place_of
from core.data_folder import data_folder
from core.library import read_protocol
from core.model.terms import Agent
from core.order.finding import OrderFinding
from core.order.judge import judge
from core.order.of_protocol import order_of
from core.order.order import ELEMENTS, Order, written
from core.order.print_out import printed
from core.rules.compile import Protocol
from core.texts import load_words
from core.view.wording import Words

FINE, FINDINGS, BAD_USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Judged:
    """The order of one agent with its findings."""

    agent: Agent
    order: Order
    findings: tuple[OrderFinding, ...]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; its arguments are PROTOCOL and --json."""
    parser = subparsers.add_parser("order", help="the titration order of a protocol, to print")
    parser.add_argument("protocol", metavar="PROTOCOL", help="id of a shipped one, or a path")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print an order for each agent. 0 fine, 1 an order has findings, 2 unreadable protocol."""
    words = load_words(UTC)
    try:
        protocol = _protocol(place_of(args.protocol, data_folder(args.data)))
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"pressor order: {' '.join(str(fault).split())}\n")
        return BAD_USAGE
    orders = [_judged(part, words) for part in protocol.parts]
    if args.json:
        sys.stdout.write(json.dumps(_as_json(protocol, orders, words)) + "\n")
    else:
        sys.stdout.write("\n".join(printed(one.order, words) for one in orders))
    return FINDINGS if any(one.findings for one in orders) else FINE


def _protocol(id_or_path: str) -> Protocol:
    shelved = read_protocol(id_or_path)
    if shelved.protocol is None:
        raise ValueError(f"{shelved.id}: {'; '.join(shelved.findings)}")
    return shelved.protocol


def _judged(part: Protocol, words: Words) -> Judged:
    order = order_of(part.file, words)
    return Judged(part.agent, order, judge(order))


def _as_json(protocol: Protocol, orders: list[Judged], words: Words) -> dict[str, object]:
    return {
        "protocol": {"id": protocol.file.id, "version": protocol.file.version},
        "scope": words.say("program.scope"),
        "orders": [_fields(one, words) for one in orders],
    }


def _fields(one: Judged, words: Words) -> dict[str, object]:
    others = {
        name: text
        for name in Order.model_fields
        if name not in ELEMENTS and (text := written(one.order, name))
    }
    return {
        "agent": one.agent.value,
        "elements": {name: written(one.order, name) for name in ELEMENTS},
        "others": others,
        "findings": [
            {"code": found.id, "element": found.field, "message": found.sentence(words)}
            for found in one.findings
        ],
    }
