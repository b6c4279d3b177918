"""What the words of an order say: vague words, conditions that cannot hold, reasons that are none.

The patterns look for wordings, not for meaning: an order without a finding has not been
understood, it has only passed this list.
"""

import re
from collections.abc import Iterator

from core.model.terms import Agent
from core.order.drugs import CATECHOLAMINES, agents_in, names_of
from core.order.finding import OrderFinding, finding
from core.order.order import SPOKEN, Order, written

# A figure with a unit beside it makes most of these words exact: "wean by 0.02 mcg/kg/min".
_MEASURED = re.compile(r"[0-9] ?(?:mcg|mg|units|mmHg|mL|min\b|h\b|hours?\b|%|/min)|MAP [^;]*[0-9]")
_CLAUSES = re.compile(r"[;\n]|,\s|\.(?:\s|$)")


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_ALWAYS_VAGUE = {
    "as-needed": _word(r"as needed|prn|as required|if needed|when necessary"),
    "to-effect": _word(r"to effect|to response|until stable|until effective"),
    "low-dose": _word(r"(?:low|small|high|renal)[- ]doses?"),
    "adequate": _word(r"adequate|acceptable|sufficient|satisfactory"),
    "tolerated": _word(r"as tolerated"),
    "about": _word(r"about|approximately|roughly"),
}
_VAGUE_ALONE = {
    "gradually": _word(r"gradual|gradually|slowly|quickly|rapidly"),
    "wean": _word(r"wean(?:ed|ing)?|taper(?:ed|ing)?"),
    "adjust": _word(r"adjust(?:ed)?|(?<!not )titrate[ds]?"),
    "keep": _word(r"keep|maintain"),
    "often": _word(r"often|frequently|regularly|closely|periodically|soon"),
}


def vague_words(order: Order) -> Iterator[OrderFinding]:
    """Words that two nurses may carry out differently, once each and with what to write instead."""
    for field in SPOKEN:
        clauses = _CLAUSES.split(written(order, field))
        for code, pattern in (_ALWAYS_VAGUE | _VAGUE_ALONE).items():
            counted = [c for c in clauses if code in _ALWAYS_VAGUE or not _MEASURED.search(c)]
            found = next((hit for clause in counted if (hit := pattern.search(clause))), None)
            if found is not None:
                yield finding("vague-word", field, seen=found[0], vague=code)


_LOWERS = _word(
    r"wean(?:ed|ing)?|taper(?:ed|ing)?|reduc(?:e|ed|ing)|decreas(?:e|ed|ing)|lower(?:ed)?"
    r"|stop(?:ped)?|discontinu(?:e|ed)|come off|turn off"
)
_WITHOUT = r"(?:without|free of|off(?: of)?|no)(?: any| all| the use of)*"
# "Other" or "additional" makes the condition possible: the drug itself is not meant then.
_AFTERWARDS = r"(?: has been| have been| is| are) off"
_VASOPRESSOR_FREE = _word(
    rf"{_WITHOUT} (?:vaso)?pressors?|(?:vaso)?pressor[- ]free"
    rf"|(?:all|every) (?:vaso)?pressors?{_AFTERWARDS}"
)
_CATECHOLAMINE_FREE = _word(
    rf"{_WITHOUT} catecholamines?|catecholamine[- ]free|(?:all|every) catecholamines?{_AFTERWARDS}"
)
_WINDOW = re.compile(
    r"MAP (?:is )?(?:above|over|at least|>=?|\u2265) ?(?P<over>[0-9]+)(?: mmHg)?"
    r" and (?:MAP )?(?:is )?(?:below|under|at most|<=?|\u2264) ?(?P<under>[0-9]+)",
    re.IGNORECASE,
)


def impossible_preconditions(order: Order) -> Iterator[OrderFinding]:
    """A lowering that waits for the drug itself to be off, or a MAP above and below at once."""
    agents = agents_in(order.drug)
    for field in ("weaning", "text", "calls", "start"):
        for sentence in re.split(r"[;\n]|\.(?:\s|$)", written(order, field)):
            hit = _off_while_running(sentence, agents) or _empty_window(sentence)
            if hit is not None:
                drug = agents[0].value if agents else "-"
                yield finding("impossible-precondition", field, seen=hit, drug=drug)


def _off_while_running(sentence: str, agents: tuple[Agent, ...]) -> str | None:
    named = agents_in(_VASOPRESSOR_FREE.sub("", sentence)) or agents
    if not named or not _LOWERS.search(sentence):
        return None
    # The drug to be lowered is the one named first, or else the drug of the order.
    lowered = min(named, key=lambda agent: _place(sentence, agent))
    own = _word(rf"{_WITHOUT} (?:{'|'.join(names_of(lowered))})")
    patterns = [_VASOPRESSOR_FREE, own]
    if lowered in CATECHOLAMINES:
        patterns.append(_CATECHOLAMINE_FREE)
    hits = [hit[0] for pattern in patterns if (hit := pattern.search(sentence))]
    return hits[0] if hits else None


def _place(sentence: str, agent: Agent) -> int:
    found = _word("|".join(names_of(agent))).search(sentence)
    return len(sentence) if found is None else found.start()


def _empty_window(sentence: str) -> str | None:
    found = _WINDOW.search(sentence)
    if found is None or int(found["over"]) < int(found["under"]):
        return None
    return found[0]


_HEPATORENAL = re.compile(r"hepato-?renal|\bHRS\b", re.IGNORECASE)
_HEPATORENAL_MARKS = (
    re.compile(r"(?<![0-9.])0\.5 mg/h\b"),
    re.compile(r"\b(?:4 h(?:ours?)?|four hours)\b"),
    re.compile(r"(?<![0-9.])3 mg/h\b"),
)
_MARKS_NEEDED = 2


def hepatorenal_dosing(order: Order) -> Iterator[OrderFinding]:
    """Two marks of the hepatorenal schedule (0.5 mg/h steps, each 4 h, at most 3 mg/h) in shock.

    Four hours between steps leaves a patient in shock below target; machine summaries copy the
    schedule into pages about shock.
    """
    if agents_in(order.drug)[:1] != (Agent.NOREPINEPHRINE,):
        return
    if _HEPATORENAL.search(f"{order.indication} {order.reason}"):
        return
    said = "; ".join(written(order, field) for field in SPOKEN)
    marks = [hit[0] for mark in _HEPATORENAL_MARKS if (hit := mark.search(said))]
    if len(marks) >= _MARKS_NEEDED:
        yield finding("hepatorenal-dosing", "increment", seen=", ".join(marks))


_KIDNEYS = re.compile(
    r"(?<!not for )\b(?:renal|kidneys?|nephro\w*|diuresis|urine output)\b", re.IGNORECASE
)
_REASONS = {
    Agent.PHENYLEPHRINE: re.compile(
        r"arrhythmi|high (?:cardiac )?output|high CO\b|salvage", re.IGNORECASE
    ),
    Agent.DOPAMINE: re.compile(
        r"bradycardi|low risk of (?:tachy)?arrhythmi|low (?:tachy)?arrhythmia risk", re.IGNORECASE
    ),
}


def restricted_agents(order: Order) -> Iterator[OrderFinding]:
    """Phenylephrine and dopamine want their reason; the kidneys are never one for dopamine."""
    agent = next(iter(agents_in(order.drug)), None)
    if agent is None or agent not in _REASONS:
        return
    said = f"{order.reason}; {order.indication}; {order.text}"
    kidneys = _KIDNEYS.search(said)
    if agent is Agent.DOPAMINE and kidneys is not None:
        yield finding("dopamine-for-kidneys", "reason", seen=kidneys[0])
    elif not _REASONS[agent].search(said):
        yield finding(f"{agent.value}-without-reason", "reason", seen=order.reason or "-")
