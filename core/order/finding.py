"""What the check-list has to say about an order: a code, the field, and what was seen there."""

from dataclasses import dataclass

from core.view.wording import Words


@dataclass(frozen=True, slots=True)
class OrderFinding:
    """One finding; its sentence is the text of its id with `args` put in."""

    id: str
    field: str
    args: tuple[tuple[str, str], ...] = ()

    def sentence(self, words: Words) -> str:
        """The finding in words: what was seen, why it will not do, what to write instead."""
        args = dict(self.args)
        if "vague" in args:
            args["instead"] = words.say(f"write-instead.{args['vague']}")
        return words.say(f"check-list.{self.id}", args)


def finding(code: str, field: str, **args: str) -> OrderFinding:
    """A finding with named arguments."""
    return OrderFinding(code, field, tuple(args.items()))
