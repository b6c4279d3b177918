"""What run this was: scenario, seed, who played, protocol, versions, when and how it ended."""

from core.lab.debrief_text import Teller
from core.lab.debrief_view import Named
from core.lab.played import Played
from core.lab.staff_profile import profile_of
from core.model.events import CaseEnded
from core.quantity.measures import duration_text
from core.view.wording import Words


def head_of(played: Played, words: Words, program: str = "") -> tuple[Named, ...]:
    """The lines of the head; `program` is the version of the program, left out where unknown."""
    teller = Teller(played, words)
    lines = {
        "scenario": _scenario(teller),
        "seed": str(played.seed),
        "played": _player(teller),
        "protocol": f"{played.opening.protocol} {played.opening.protocol_version}",
        "case": _case(teller),
        "began": words.day_and_clock(played.opened_at),
        "lasted": teller.say("debrief.value.lasted", lasted=duration_text(played.span)),
        "ended": _ended(teller),
    }
    if program:
        lines["program"] = teller.say("debrief.value.program", version=program)
    return tuple(Named(teller.say(f"debrief.head.{name}"), text) for name, text in lines.items())


def _scenario(teller: Teller) -> str:
    scenario = teller.played.scenario
    args = {"title": scenario.title, "id": scenario.id, "version": scenario.version}
    return teller.say("debrief.value.scenario", **args)


def _player(teller: Teller) -> str:
    staff = teller.played.staff
    if staff is None:
        return teller.say("debrief.value.learner")
    return teller.say("debrief.value.staff", id=staff, title=profile_of(staff).title)


def _case(teller: Teller) -> str:
    setup = teller.played.opening.setup
    return teller.say(
        "debrief.value.case",
        label=setup.label,
        mode=teller.words.say(f"case.mode.{setup.mode}"),
        weight=str(setup.weight.weight),
        low=str(setup.band.low.value),
        high=str(setup.band.high.value),
    )


def _ended(teller: Teller) -> str:
    played = teller.played
    ended = [fact.recorded_at for fact in played.facts if isinstance(fact.event, CaseEnded)]
    text = next((end.text for end in played.scenario.ends if end.id == played.ended_by), None)
    at = teller.clock(played.span)
    if text is not None:
        return teller.say("debrief.value.by-end", at=at, text=text)
    return (
        teller.say("debrief.value.at-length", at=at) if ended else teller.say("debrief.value.open")
    )
