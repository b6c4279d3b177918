"""Cards: what to think of and do in a moment that a prompt names, point by point, with sources."""

from core.frozen import dataclass
from core.view.wording import Words

CARDS: dict[str, tuple[str, ...]] = {
    "extravasation": ("stop", "leave", "aspirate", "phentolamine", "call"),
    "wean-causes": ("volume", "source-control", "adrenal", "wait"),
    "line-residual": ("flush", "aspirate", "label", "watch"),
    "perfusion": ("mental-status", "capillary-refill", "lactate", "urine-output", "concern"),
    "bag-change": ("prepare", "check", "quick", "concentration", "watch"),
    "arterial-line": ("place", "cuff", "zero", "decides"),
    "same-reading": ("trace", "line", "charted", "wait"),
}
"""Every card with its points in their order; the words stand in resources/texts/cards.toml."""

BAG_CHANGE, SAME_READING = "bag-change", "same-reading"
"""The check-lists of a bag that runs out and of a dead source; no statement asks for them."""
_OF_PROMPT = {
    "failed-wean": "wean-causes",
    "failed-weans": "wean-causes",
    "site-check": "extravasation",
    "perfusion-check": "perfusion",
    "arterial-line": "arterial-line",
    "same-reading": SAME_READING,
    "bag-empty": BAG_CHANGE,
}
AFTER_STOP = "line-residual"
"""The card of a stop."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to think of or do; `source` says where it comes from and how that was read."""

    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card in words: `when` is the moment it is for."""

    code: str
    title: str
    when: str
    points: tuple[Point, ...]


def card_of_prompt(code: str) -> str:
    """The card that belongs to a prompt; empty for a prompt without one."""
    return _OF_PROMPT.get(code, "")


def card(code: str, words: Words) -> Card:
    """A card in words.

    Raises:
        KeyError: there is no such card.
    """
    points = tuple(_point(f"card.{code}.{name}", words) for name in CARDS[code])
    return Card(code, words.say(f"card.{code}.title"), words.say(f"card.{code}.when"), points)


def plain_card(shown: Card, words: Words) -> str:
    """A card as plain text, to print or to send on; the scope of the program stands below it."""
    lines = [shown.title, "", shown.when, ""]
    for number, point in enumerate(shown.points, 1):
        lines += [f"{number}. {point.says}", f"   {point.source}", ""]
    scope = words.say("program.scope")
    return "\n".join([*lines, words.say("cards.printed", {"scope": scope})])


def _point(place: str, words: Words) -> Point:
    grade = words.say(f"{place}.grade")
    args = {"grade": words.say(f"cards.grade.{grade}"), "source": words.say(f"{place}.source")}
    return Point(words.say(f"{place}.says"), words.say("cards.source", args))
