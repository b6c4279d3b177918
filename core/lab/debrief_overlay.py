"""The courses over each other, as lines to paint and as figures side by side."""

from collections.abc import Iterator, Sequence

from core.lab.band_time import bands_of
from core.lab.counterfactual import Figures, Other, figures_of
from core.lab.debrief_text import Teller, amount_text, signed
from core.lab.debrief_view import BandStep, DifferenceRow, DoseLine, MapLine, OverlayView
from core.lab.minutes import agents_of, doses_by_minute, dosing_unit, maps_by_minute
from core.lab.played import SECOND, Played
from core.model.terms import Agent
from core.view.wording import Words

GIVEN = "given"
"""The code of the course itself, beside those of the choices."""


def overlay_view(played: Played, others: Sequence[Other], words: Words) -> OverlayView:
    """The course itself and what else could have happened, all from one moment on.

    Raises:
        ValueError: the others part at different moments.
    """
    if len({other.begins for other in others}) > 1:
        raise ValueError("courses to be laid over each other part at one moment")
    teller = Teller(played, words)
    moment = others[0].begins if others else None
    return OverlayView(
        opened_at=played.opened_at.timestamp(),
        until=played.until,
        moment=moment,
        moment_text=_moment(moment, teller),
        maps=tuple(_maps(played, others, teller)),
        doses=tuple(_doses(played, others, teller)),
        band=tuple(BandStep(band.second, band.low, band.high) for band in bands_of(played)),
        columns=tuple(_name(other.choice, teller) for other in others),
        differences=tuple(_differences(played, others, teller)),
        spoken=tuple(_spoken(others, teller)),
    )


def _moment(moment: int | None, teller: Teller) -> str:
    if moment is None:
        return teller.say("debrief.overlay.no-other")
    return teller.say("debrief.overlay.moment", at=teller.at(moment * SECOND))


def _name(code: str, teller: Teller) -> str:
    return teller.say(f"debrief.course.{code}")


def _maps(played: Played, others: Sequence[Other], teller: Teller) -> Iterator[MapLine]:
    yield MapLine(GIVEN, _name(GIVEN, teller), maps_by_minute(played))
    for other in others:
        yield MapLine(other.choice, _name(other.choice, teller), maps_by_minute(other.played))


def _doses(played: Played, others: Sequence[Other], teller: Teller) -> Iterator[DoseLine]:
    for agent in _agents(played, others):
        courses = [(GIVEN, played), *((str(one.choice), one.played) for one in others)]
        for code, course in courses:
            yield DoseLine(
                code=code,
                name=_name(code, teller),
                agent=teller.agent(agent),
                unit=str(dosing_unit(agent)),
                points=doses_by_minute(course, agent),
            )


def _agents(played: Played, others: Sequence[Other]) -> tuple[Agent, ...]:
    stood = {
        agent for course in (played, *(one.played for one in others)) for agent in agents_of(course)
    }
    return tuple(agent for agent in Agent if agent in stood)


def _differences(
    played: Played, others: Sequence[Other], teller: Teller
) -> Iterator[DifferenceRow]:
    if not others:
        return
    own = figures_of(played, others[0].begins, played.until, bands_of(played))
    for name in ("in", "below", "above", "low"):
        yield DifferenceRow(
            teller.say(f"debrief.overlay.{name}"),
            teller.minutes(_seconds(own, name)),
            tuple(_beside(other, name, teller) for other in others),
        )
    for agent in _agents(played, others):
        yield DifferenceRow(
            teller.say("debrief.overlay.dose", agent=teller.agent(agent)),
            amount_text(agent, _given(own, agent)),
            tuple(_dose_beside(other, agent, teller) for other in others),
        )


def _seconds(figures: Figures, name: str) -> int:
    time = figures.time
    named = {"in": time.inside, "below": time.below, "above": time.above}
    return named.get(name, figures.below_low)


def _given(figures: Figures, agent: Agent) -> float:
    return dict(figures.given).get(agent, 0.0)


def _beside(other: Other, name: str, teller: Teller) -> str:
    value, was = _seconds(other.figures, name), _seconds(other.beside, name)
    difference = signed(teller.minutes(abs(value - was)), more=value > was)
    return teller.say("debrief.overlay.other", value=teller.minutes(value), difference=difference)


def _dose_beside(other: Other, agent: Agent, teller: Teller) -> str:
    value, was = _given(other.figures, agent), _given(other.beside, agent)
    difference = signed(amount_text(agent, abs(value - was)), more=value > was)
    return teller.say(
        "debrief.overlay.other", value=amount_text(agent, value), difference=difference
    )


def _spoken(others: Sequence[Other], teller: Teller) -> Iterator[str]:
    for other in others:
        name = _name(other.choice, teller)
        yield teller.say(
            "debrief.overlay.spoken",
            name=name,
            inside=teller.minutes(other.figures.time.inside),
            was=teller.minutes(other.beside.time.inside),
            low=teller.minutes(other.figures.below_low),
            low_was=teller.minutes(other.beside.below_low),
        )
        if other.ends < teller.played.until:
            at = teller.clock(other.ends * SECOND)
            yield teller.say("debrief.overlay.shorter", name=name, at=at)
