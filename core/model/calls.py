"""The prompts that hang on one thing: a call on its reading, a card on a failed wean or a change.

Their keys say what they hang on, so that each is shown once and goes when its cause goes.
"""

from core.model.events import Prompted


def call_key(row: str, reading: int) -> str:
    """The key of a call: its row and the number of its reading."""
    return f"call:{row}:{reading}"


def card_key(row: str, began_at: int) -> str:
    """The key of a card: its row and the second of the failed wean or change it hangs on."""
    return f"card:{row}:{began_at}"


def is_call(prompt: Prompted) -> bool:
    """Whether the prompt belongs to one reading."""
    return prompt.key.startswith("call:")


def is_card(prompt: Prompted) -> bool:
    """Whether the prompt belongs to one failed wean, one change, or the case."""
    return prompt.key.startswith("card:")


def is_card_of_case(key: str) -> bool:
    """Whether the key is that of a card that is shown once in a case."""
    return key.startswith("card:") and key.endswith(":0")


def is_call_of(prompt: Prompted, reading: int) -> bool:
    """Whether the prompt belongs to the reading with this number."""
    return is_call(prompt) and prompt.key == call_key(prompt.code, reading)
