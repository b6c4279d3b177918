"""An order printed for the ward, with what the check-list has to say about it."""

from core.order.judge import judge
from core.order.order import ELEMENTS, Order, written
from core.view.wording import Words

_WIDTH = 16
_BESIDE = ("expressed_as", "indication", "reason", "weaning", "calls", "text")


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
