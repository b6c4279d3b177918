"""The order that a protocol file amounts to: its declared limits, and what its rows really do."""

from core.model.terms import Agent
from core.order.order import Order
from core.quantity.measures import Mmhg
from core.rules.bounds import NONE
from core.rules.protocol import ProtocolFile
from core.view.wording import Words


def order_of(file: ProtocolFile, words: Words) -> Order:
    """The titration order of a protocol, in the band offered first.

    A further agent of a file is `file.of(further)`. An agent without a row that raises is a fixed
    dose: the default start, never more than the starting range allows, whatever the limits say.
    The reason for a restricted agent is a patient's and stays to be written: a finding until then.
    """
    limits, band = file.limits, file.target[0]
    said = _figures(file)
    order = Order(
        title=f"{file.title} ({file.id} {file.version})",
        drug=file.drug.value,
        expressed_as="base" if file.drug is Agent.NOREPINEPHRINE else "",
        route=words.say("as-written.route", {"site": file.prompts.site_check}),
        start=_span(limits.start.least, limits.start.most),
        increment=_tiers(limits.steps.up, limits.steps.rescue, said, words),
        interval=_tiers(limits.intervals.up, limits.intervals.rescue, said, words),
        maximum=limits.hard,
        endpoint=f"MAP {band.low.partition(' ')[0]} to {band.high}",
        weaning=_weaning(file, said, words),
        calls=words.say("as-written.calls", said),
    )
    if any(row.then.action == "raise" for row in file.rule):
        return order
    fixed = words.say("as-written.fixed")
    doses = {"start": limits.start.default, "maximum": limits.start.most}
    if limits.start.most == NONE:
        doses = {}
    return order.model_copy(update={"increment": fixed, "interval": fixed, **doses})


def _figures(file: ProtocolFile) -> dict[str, str]:
    """What the sentences of an order are filled with."""
    limits, low = file.limits, Mmhg.parse(file.target[0].low)
    below_target = Mmhg.parse(limits.lines.rescue_below_target)
    line = max(Mmhg.parse(limits.lines.rescue), Mmhg(low.value - below_target.value))
    return {
        "line": str(line),
        "low": str(low),
        "wean": limits.steps.wean,
        "apart": limits.intervals.wean,
        "stable": limits.stable_for_wean,
        "readings": limits.readings_for_wean,
        "stop": limits.stop_from,
        "watch": file.wean.watch,
        "critical": limits.lines.critical,
        "high": limits.lines.high_above_target,
    }


def _weaning(file: ProtocolFile, said: dict[str, str], words: Words) -> str:
    """When and how the dose comes down, as the weaning rows ask."""
    weans = [row for row in file.rule if row.then.action == "wean"]
    spans = (row.when.catecholamine_free for row in weans)
    free = next((span.at_least for span in spans if span is not None and span.at_least), None)
    parts = [words.say("as-written.weaning", said)] if weans else []
    if free is not None:
        parts[0] += words.say("as-written.free", {"free": free})
    if any(row.then.action == "undo" for row in file.rule):
        parts.append(words.say("as-written.undo", said))
    if any(row.then.action == "stop" for row in file.rule):
        parts.append(words.say("as-written.stop", said))
    return "; ".join(parts)


def _span(least: str, most: str) -> str:
    if least == most:
        return least
    return f"{least.partition(' ')[0]} to {most}"


def _tiers(usual: str, rescue: str, said: dict[str, str], words: Words) -> str:
    if usual == rescue:
        return usual
    return words.say("as-written.tiers", {**said, "one": usual, "two": rescue})
