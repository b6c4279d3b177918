"""Why there is no advice to follow just now, and what to do about it."""

from core.model.events import AdviceWithheld
from core.model.state import State
from core.model.terms import Gate
from core.quantity.text import number_text
from core.view.case_view import AdviceStatus, NextStepView
from core.view.wording import Words

_MENDED_BY_A_BAG = frozenset({Gate.SETUP_INCOMPLETE, Gate.PUMP_TOO_COARSE})
_LEAVES_ADVICE_OPEN = frozenset({Gate.LATE_ENTRY, Gate.OTHER_SOURCE_DECIDES})


def silence(state: State, card: NextStepView | None, words: Words) -> str:
    """The sentence; empty where the advice that stands is open and nothing speaks against it.

    Beside an open piece of advice it is said that the latest reading is none to titrate on.
    """
    if state.ended is not None:
        return words.say("silence.case_ended")
    if state.paused is not None:
        return words.say("silence.paused")
    is_open = card is not None and card.status is AdviceStatus.OPEN
    closed = _closed_gate(state)
    if closed is not None and not (is_open and closed.gate in _LEAVES_ADVICE_OPEN):
        return words.say(f"silence.{closed.gate}", _args(state, closed))
    return "" if is_open else words.say(f"silence.{_nothing_open(state, card)}")


def _closed_gate(state: State) -> AdviceWithheld | None:
    """What withheld advice, unless that has been mended or struck through since."""
    withheld, latest = state.last_gate, state.last_reading
    if withheld is None or _is_struck(state, withheld.reading):
        return None
    hung_since = state.bag is not None and state.bag.seq > withheld.reading
    if withheld.gate in _MENDED_BY_A_BAG and hung_since:
        return None
    of_latest = latest is not None and latest[0] == withheld.reading
    return withheld if of_latest or withheld.gate is not Gate.ARTEFACT else None


def _args(state: State, withheld: AdviceWithheld) -> dict[str, str]:
    args = {} if withheld.detail is None else dict(withheld.detail.args)
    if withheld.gate is Gate.ARTEFACT and state.last_reading is not None:
        args["map"] = number_text(state.last_reading[1].map.value)
    return args


def _nothing_open(state: State, card: NextStepView | None) -> str:
    standing = state.standing
    if card is None or standing is None:
        return "no-advice" if len(state.readings) else "no-reading"
    return "corrected" if _is_struck(state, standing.advised.reading) else str(card.status)


def _is_struck(state: State, seq: int) -> bool:
    """Whether the reading of that number, most often the latest, counts no more."""
    readings = state.readings
    return all(readings[place][0] != seq for place in range(len(readings) - 1, -1, -1))
