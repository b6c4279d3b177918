"""A change as one plain sentence, with its example in a second one."""

from collections.abc import Mapping

from core.model.facts import Axis
from core.revision.change import Change, Group
from core.view.wording import Words

_BESIDE = ("recheck", "interval")


def sentence(change: Change, words: Words) -> str:
    """What changes, in words."""
    args = dict(change.args)
    agent = "" if change.agent is None else words.say(f"agent.{change.agent}")
    if change.group in {Group.ACTION, Group.DOSE, Group.RECHECK}:
        args = _of_advice(change, args, words)
    if "fact" in args:
        args["fact"] = words.say(f"axis.{args['fact']}") if _is_spoken(args["fact"]) else "advice"
    if "call" in args:
        args["call"] = words.say("revision.call", {"id": args["call"]})
    if "phase" in args:
        args["phase"] = words.say(f"revision.phase.{args['phase']}")
    said = words.say(f"revision.{change.code}", {**args, "agent": agent})
    return f"{agent}: {said}" if agent else said


def example_text(change: Change, words: Words) -> str:
    """The moment at which the change is seen; empty where there is none to show."""
    example = change.example
    if example is None:
        return ""
    facts = ", ".join(f"{_name(name, words)} {value}" for name, value in example.facts.items())
    before, now = (_advised(change, side, words) for side in (example.before, example.now))
    code = "example" if example.band else "example-anywhere"
    args = {"band": example.band, "facts": facts, "before": before, "now": now}
    return words.say(f"revision.{code}", args)


def _of_advice(change: Change, args: dict[str, str], words: Words) -> dict[str, str]:
    for side in ("before", "now"):
        args[f"action_{side}"] = words.say(f"action-word.{args[f'action_{side}']}")
    where = "at" if args["bands"] else "anywhere"
    args["where"] = words.say(f"revision.where-{where}", args)
    same = args["row_before"] == args["row_now"]
    args["rows"] = words.say("revision.row" if same else "revision.rows", args)
    return {**args, "amount": _amount(args, words), "beside": _beside(change, args, words)}


def _amount(args: dict[str, str], words: Words) -> str:
    """How much the dose differs at most, and in which direction."""
    codes = [name for name in ("more", "less") if args[name]]
    if not codes:
        return words.say("revision.amount-none")
    return words.say(f"revision.amount-{'-'.join(codes)}", args)


def _beside(change: Change, args: dict[str, str], words: Words) -> str:
    """What changes beside action and dose: the next reading, the class of the interval."""
    parts = [
        words.say(f"revision.{name}-changed", args)
        for name in _BESIDE
        if args[f"{name}_before"] != args[f"{name}_now"]
        and not (name == "interval" and change.group is Group.ACTION)
    ]
    if change.group is Group.RECHECK:
        return "; ".join(parts)
    return "".join(f"; {part}" for part in parts)


def _advised(change: Change, side: Mapping[str, str], words: Words) -> str:
    told = dict(side)
    if "called" in told:
        return words.say(f"revision.called-{told['called']}")
    if change.group is Group.DOSE:
        return told["dose"]
    told["action"] = words.say(f"action-word.{told['action']}")
    return words.say(f"revision.advised-{change.group}", told)


def _name(name: str, words: Words) -> str:
    return words.say(f"axis.{name}") if _is_spoken(name) else name.replace("_", " ")


def _is_spoken(name: str) -> bool:
    return name.upper() not in {Axis.PHASE.name, Axis.ACTION.name, Axis.ENDS_AT.name}
