"""The courses over each other, as lines to paint and as figures side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    teller, compared = Teller(played, words), _compared(played, others)
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
        differences=tuple(_differences(compared, teller)),
        spoken=tuple(_spoken(compared, teller)),
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


@dataclass(frozen=True, slots=True)
class _Compared:
    """The figures of every course from the moment on, up to the end that all of them share."""

    own: Figures
    others: tuple[tuple[Other, Figures], ...]
    ends: int


def _compared(played: Played, others: Sequence[Other]) -> _Compared | None:
    if not others:
        return None
    begins, ends = others[0].begins, min(other.ends for other in others)
    bands = bands_of(played)
    return _Compared(
        own=figures_of(played, begins, ends, bands),
        others=tuple((one, figures_of(one.played, begins, ends, bands)) for one in others),
        ends=ends,
    )


def _differences(compared: _Compared | None, teller: Teller) -> Iterator[DifferenceRow]:
    if compared is None:
        return
    for name in ("in", "below", "above", "low"):
        was = _seconds(compared.own, name)
        yield DifferenceRow(
            teller.say(f"debrief.overlay.{name}"),
            teller.minutes(was),
            tuple(_beside(_seconds(figures, name), was, teller) for _, figures in compared.others),
        )
    agents = {agent for each in _all(compared) for agent, _ in each.given}
    for agent in (agent for agent in Agent if agent in agents):
        given = _given(compared.own, agent)
        others = (_given(figures, agent) for _, figures in compared.others)
        yield DifferenceRow(
            teller.say("debrief.overlay.dose", agent=teller.agent(agent)),
            amount_text(agent, given),
            tuple(_dose_beside(agent, other, given, teller) for other in others),
        )


def _all(compared: _Compared) -> tuple[Figures, ...]:
    return (compared.own, *(figures for _, figures in compared.others))


def _seconds(figures: Figures, name: str) -> int:
    time = figures.time
    named = {"in": time.inside, "below": time.below, "above": time.above}
    return named.get(name, figures.below_low)


def _given(figures: Figures, agent: Agent) -> float:
    return dict(figures.given).get(agent, 0.0)


def _beside(value: int, was: int, teller: Teller) -> str:
    difference = signed(teller.minutes(abs(value - was)), more=value > was)
    return teller.say("debrief.overlay.other", value=teller.minutes(value), difference=difference)


def _dose_beside(agent: Agent, value: float, was: float, teller: Teller) -> str:
    difference = signed(amount_text(agent, abs(value - was)), more=value > was)
    text = amount_text(agent, value)
    return teller.say("debrief.overlay.other", value=text, difference=difference)


def _spoken(compared: _Compared | None, teller: Teller) -> Iterator[str]:
    if compared is None:
        return
    own = compared.own
    for other, figures in compared.others:
        yield teller.say(
            "debrief.overlay.spoken",
            name=_name(other.choice, teller),
            inside=teller.minutes(figures.time.inside),
            was=teller.minutes(own.time.inside),
            low=teller.minutes(figures.below_low),
            low_was=teller.minutes(own.below_low),
        )
    if compared.ends < teller.played.until:
        yield teller.say("debrief.overlay.shorter", at=teller.at(compared.ends * SECOND))
