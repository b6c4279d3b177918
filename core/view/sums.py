"""The doses that run as one figure, by each published set, and each dose in other units.

Every figure names its set and version. Nothing here advises a dose.
"""

from collections.abc import Callable, Iterator
from dataclasses import field

from core.frozen import dataclass
from core.model.infusions import infusion_of
from core.model.state import Given, State
from core.model.terms import Agent
from core.quantity.bag import ExpressedAs
from core.quantity.equivalents import (
    Running,
    Shown,
    diastolic_shock_index,
    per_kg,
    same_dose,
    score,
    unit_of,
)
from core.quantity.measures import Dose, DoseUnit, Kilogram
from core.quantity.text import fraction_text, rounded
from core.view.aids import Aids
from core.view.wording import Words

_MAIN = Agent.NOREPINEPHRINE
_PLACES = 6
_BASE = ExpressedAs.BASE


@dataclass(frozen=True, slots=True)
class SumsView:
    """The lines, worked out when somebody looks at them."""

    look: Callable[[], tuple[str, ...]] = field(default=tuple, compare=False, repr=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """Indices first, then each dose in other units."""
        return self.look()


def sums(state: State, aids: Aids, words: Words) -> tuple[str, ...]:
    """Every line for what runs now; none while nothing runs."""
    given = [each for each in state.given.values() if each.dose.value > 0]
    if not given or state.weight is None:
        return ()
    weight = state.weight.weight
    return (
        *_scores(given, weight, aids, words),
        *_shock(state, words),
        *_doses(state, weight, words),
    )


def _scores(given: list[Given], weight: Kilogram, aids: Aids, words: Words) -> Iterator[str]:
    counted = {str(each.agent): _counted(each.dose, weight) for each in given}
    running = Running(**counted)
    for by in aids.sets():
        found = score(by, running, weight)
        figure = f"{fraction_text(found.value, 3)} {found.unit}".rstrip()
        line = {"name": found.name, "version": found.version, "figure": figure}
        without = ", ".join(found.not_counted)
        code = "view.score-without" if without else "view.score"
        yield words.say(code, {**line, "without": without})


def _counted(dose: Dose, weight: Kilogram) -> Dose:
    """The dose in the unit that sets count it in."""
    if dose.unit is not DoseUnit.MCG_MIN:
        return dose
    return Dose(rounded(per_kg(dose, weight), _PLACES), DoseUnit.MCG_KG_MIN)


def _shock(state: State, words: Words) -> Iterator[str]:
    """The diastolic shock index of the latest reading, where it has what that needs."""
    if state.last_reading is None:
        return
    _, reading = state.last_reading
    if reading.diastolic is None or reading.heart_rate is None or reading.diastolic.value <= 0:
        return
    found = diastolic_shock_index(reading.heart_rate, reading.diastolic)
    figure = f"{fraction_text(found.value, 2)} {found.unit}"
    yield words.say("view.score", {"name": found.name, "version": found.version, "figure": figure})


def _doses(state: State, weight: Kilogram, words: Words) -> Iterator[str]:
    for agent, given in state.given.items():
        if given.dose.value > 0 and (given.dose.unit is unit_of(agent) or agent is _MAIN):
            said = _in_words(same_dose(given.dose, weight, _salt(state, agent)), words)
            yield words.say("view.same-dose", {"agent": words.say(f"agent.{agent}"), "said": said})


def _in_words(shown: tuple[Shown, ...], words: Words) -> str:
    """The forms of base side by side, then those of a salt, which is named once."""
    base, salt = (
        " = ".join(_figure(each) for each in shown if (each.expressed_as is _BASE) is of_base)
        for of_base in (True, False)
    )
    if not salt:
        return base
    name = words.say(f"expressed.{shown[-1].expressed_as}")
    return words.say("view.in-salt", {"base": base, "salt": name, "said": salt})


def _figure(shown: Shown) -> str:
    return f"{fraction_text(shown.value, 3)} {shown.unit}"


def _salt(state: State, agent: Agent) -> ExpressedAs:
    """The salt to show a dose of base in: that of the label, else the one of most labels."""
    if agent is not _MAIN:
        return ExpressedAs.BASE
    bag = infusion_of(state, agent).bag
    labelled = ExpressedAs.BASE if bag is None else bag.bag.expressed_as
    return ExpressedAs.BITARTRATE_MONOHYDRATE if labelled is ExpressedAs.BASE else labelled
