"""The prompts that hang on one thing: a call on its reading, a card on its failed wean.

Their keys say what they hang on, so that each is shown once and goes when its cause goes.
"""

from core.model.events import Prompted


def call_key(row: str, reading: int) -> str:
    """The key of a call: its row and the number of its reading."""
    return f"call:{row}:{reading}"


def card_key(row: str, failed_at: int) -> str:
    """The key of a card: its row and the second of its failed wean."""
    return f"card:{row}:{failed_at}"


def is_call(prompt: Prompted) -> bool:
    """Whether the prompt belongs to one reading."""
    return prompt.key.startswith("call:")


def is_card(prompt: Prompted) -> bool:
    """Whether the prompt belongs to one failed wean."""
    return prompt.key.startswith("card:")


def is_call_of(prompt: Prompted, reading: int) -> bool:
    """Whether the prompt belongs to the reading with this number."""
    return is_call(prompt) and prompt.key == call_key(prompt.code, reading)
