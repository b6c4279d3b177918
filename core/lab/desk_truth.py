"""The hidden figures of a simulation in words: the patient, the pumps, what else acts on her."""

from collections.abc import Iterator
from datetime import datetime

from core.lab.bedside import Bedside
from core.lab.desk_view import PumpTruth, TruthFigure
from core.lab.monitor_view import moment
from core.lab.simulation import Simulation
from core.lab.world import Situation, charted_rate
from core.model.state import State
from core.model.terms import Agent
from core.patient.body import Row
from core.quantity.bag import Bag
from core.view.wording import Words

_SMALL = 1e-6
_MCG_AGENTS = frozenset(Agent) - {Agent.VASOPRESSIN}


def truth_figures(simulation: Simulation, words: Words) -> tuple[TruthFigure, ...]:
    """What the patient has: pressure and pulse beside what is shown, drug, and illness."""
    sample, body = simulation.true_now(), simulation.bedside.body
    screen = simulation.monitor()
    figures = {
        "map": (f"{sample.map_mmhg:.0f}", "" if screen.map is None else str(screen.map)),
        "heart-rate": (
            f"{sample.heart_rate_bpm:.0f}",
            "" if screen.heart_rate is None else str(screen.heart_rate),
        ),
        "effect": (_decimals(float(body.row(Row.EFFECT_MCG_L)[0]), 2), ""),
        "vasoplegia": (_decimals(sample.vasoplegia, 2), ""),
        "drive": (_decimals(sample.drive, 2), ""),
    }
    return tuple(_figure(code, *told, words) for code, told in figures.items())


def _figure(code: str, value: str, shown: str, words: Words) -> TruthFigure:
    aside = words.say("lab.truth.shown", {"value": shown}) if shown else ""
    name, unit = words.say(f"lab.truth.{code}"), words.say(f"lab.unit.{code}")
    return TruthFigure(code, name, value, unit, aside)


def pumps(simulation: Simulation, words: Words) -> tuple[PumpTruth, ...]:
    """Each pump beside what the case believes of it."""
    situation = Situation(simulation.state, simulation.session.protocol)
    reaching = dict(simulation.true_now().reaching)
    bags = simulation.bedside.bags
    found = []
    for agent, rate in simulation.displays().items():
        charted = charted_rate(agent, situation)
        other_bag = _is_other_bag(agent, bags.get(agent), simulation.state)
        found.append(
            PumpTruth(
                name=words.say(f"agent.{agent}"),
                set_rate=str(rate),
                charted=words.say("lab.pump.none") if charted is None else str(charted),
                reaching=_reaching(agent, reaching.get(agent, 0.0), simulation.state, words),
                bag=bags[agent].concentration_text if agent in bags else "",
                wrong=other_bag or (charted is not None and charted != rate),
            )
        )
    return tuple(found)


def _is_other_bag(agent: Agent, hanging: Bag | None, state: State) -> bool:
    """Whether norepinephrine's bag is another strength than the case was told."""
    charted = state.bag
    if agent is not Agent.NOREPINEPHRINE or hanging is None or charted is None:
        return False
    return charted.bag.concentration != hanging.concentration


def _reaching(agent: Agent, amount: float, state: State, words: Words) -> str:
    """What reaches the vein, in the unit that the agent is dosed in."""
    if agent not in _MCG_AGENTS:
        return words.say("lab.pump.units", {"value": _decimals(amount, 4)})
    weight = state.weight
    kilograms = 1.0 if weight is None else float(weight.weight.value)
    return words.say("lab.pump.mcg", {"value": _decimals(amount / kilograms, 3)})


def doings(bedside: Bedside, opened_at: datetime, words: Words) -> tuple[str, ...]:
    """What acts on the patient, or stands between her and the screen, besides the pumps."""
    return tuple(_doings(bedside, opened_at, words))


def _doings(bedside: Bedside, opened_at: datetime, words: Words) -> Iterator[str]:
    for fluid in bedside.pouring:
        code = "lab.doing.fluid" if fluid.ml_min > 0 else "lab.doing.loss"
        at = words.clock(moment(opened_at, fluid.until))
        yield words.say(code, {"rate": _decimals(abs(fluid.ml_min), 1), "until": at})
    if bedside.hydrocortisone:
        yield words.say("lab.doing.hydrocortisone")
    if bedside.sedation > _SMALL:
        yield words.say("lab.doing.sedation", {"depth": _decimals(bedside.sedation, 2)})
    for agent, share in bedside.lost.items():
        if share > _SMALL:
            args = {"agent": words.say(f"agent.{agent}"), "share": f"{100 * share:.0f}"}
            yield words.say("lab.doing.lost", args)
    height = float(bedside.line.below_cm[0])
    if bool(bedside.line.on[0]) and abs(height) > 1:
        code = "lab.doing.too-low" if height > 0 else "lab.doing.too-high"
        yield words.say(code, {"cm": f"{abs(height):.0f}"})


def _decimals(value: float, places: int) -> str:
    """A figure of the model for reading: rounded, without trailing zeros."""
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
