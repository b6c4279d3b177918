"""A bag in words: the agent, the label's amount and volume, and the concentration."""

from core.model.terms import Agent
from core.quantity.bag import Bag
from core.view.wording import Words


def bag_said(agent: Agent, bag: Bag, words: Words) -> dict[str, str]:
    """What a sentence about a bag is filled with; only norepinephrine is labelled by its salts."""
    text = bag.text
    if agent is Agent.NOREPINEPHRINE:
        expressed = words.say(f"expressed.{bag.expressed_as}")
        text = words.say("record.value.of-salt", {"bag": bag.text, "expressed": expressed})
    return {
        "agent": words.say(f"agent.{agent}"),
        "bag": text,
        "concentration": bag.concentration_text,
    }
