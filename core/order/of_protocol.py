"""The order that a protocol file amounts to, and an order printed for the ward."""

from core.order.judge import judge
from core.order.order import ELEMENTS, Order, written
from core.quantity.measures import Mmhg
from core.rules.protocol import ProtocolFile
from core.view.wording import Words

_WIDTH = 16
_BESIDE = ("expressed_as", "indication", "reason", "weaning", "calls", "text")


def order_of(file: ProtocolFile, words: Words) -> Order:
    """The titration order of a protocol: its declared limits, in the band offered first.

    A further agent of a file is `file.of(further)`.
    """
    limits, band = file.limits, file.target[0]
    low = Mmhg.parse(band.low)
    below_target = Mmhg.parse(limits.lines.rescue_below_target)
    rescue = max(Mmhg.parse(limits.lines.rescue), Mmhg(low.value - below_target.value))
    said = {
        "line": str(rescue),
        "low": band.low,
        "wean": limits.steps.wean,
        "apart": limits.intervals.wean,
        "stable": limits.stable_for_wean,
        "readings": limits.readings_for_wean,
        "stop": limits.stop_from,
        "watch": file.wean.watch,
        "critical": limits.lines.critical,
        "high": limits.lines.high_above_target,
    }
    steps, intervals = limits.steps, limits.intervals
    return Order(
        title=f"{file.title} ({file.id} {file.version})",
        drug=file.drug.value,
        expressed_as="base",
        route=words.say("as-written.route", {"site": file.prompts.site_check}),
        start=_span(limits.start.least, limits.start.most),
        increment=words.say("as-written.tiers", {**said, "one": steps.up, "two": steps.rescue}),
        interval=words.say(
            "as-written.tiers", {**said, "one": intervals.up, "two": intervals.rescue}
        ),
        maximum=limits.hard,
        endpoint=f"MAP {low.value} to {band.high}",
        weaning=words.say("as-written.weaning", said),
        calls=words.say("as-written.calls", said),
    )


def _span(least: str, most: str) -> str:
    if least == most:
        return least
    return f"{least.partition(' ')[0]} to {most}"


def printed(order: Order, words: Words) -> str:
    """The order as text: the scope on top, the seven elements, what else it says, the findings."""
    others = [field for field in _BESIDE if written(order, field)]
    findings = judge(order)
    lines = [words.say("program.scope"), "", words.say("print-out.heading"), order.title, ""]
    lines += [_line(order, field, words) for field in (*ELEMENTS, *others)]
    lines += ["", words.say("print-out.findings" if findings else "print-out.no-findings")]
    lines += [f"- {_named(one.field, words)}: {one.sentence(words)}" for one in findings]
    lines += ["", words.say("print-out.signed")]
    return "\n".join(lines) + "\n"


def _line(order: Order, field: str, words: Words) -> str:
    text = written(order, field) or words.say("print-out.blank")
    return f"{_named(field, words):<{_WIDTH}}{text}"


def _named(field: str, words: Words) -> str:
    return words.say(f"element.{field}")
