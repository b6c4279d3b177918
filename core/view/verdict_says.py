"""A verdict as one sentence."""

from core.verdict.opportunity import Judged, Opportunity
from core.verdict.telling import NO_GATE, told
from core.view.wording import Words

_CODED = {"agent": "agent", "action": "action-word", "gate": "gate"}
"""Which arguments are codes, and the group of texts that each is written from."""


def verdict_sentence(opportunity: Opportunity, judged: Judged, words: Words) -> str:
    """What is said of a verdict, in words."""
    found = told(opportunity, judged)
    written = {
        name: words.say(_code(name, text)) if name in _CODED else text
        for name, text in found.args.items()
    }
    said = words.say(found.code, written)
    # A sentence may begin with the name of an agent.
    return said[0].upper() + said[1:]


def _code(name: str, text: str) -> str:
    if name == "gate" and text == NO_GATE:
        return f"verdict-gate.{text}"
    return f"{_CODED[name]}.{text}"
