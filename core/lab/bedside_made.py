"""The bedside as a scenario finds it: patient, devices, and what runs when the case opens."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from core.lab.bedside import Bedside, inputs, true_vitals
from core.lab.bedside_hands import keyed
from core.lab.patient_made import patient_of
from core.lab.scenario import Running, Scenario
from core.model.terms import Agent, Route
from core.patient.arterial_line import drawn_line, good_line, switched
from core.patient.body import Body, at_start, settled
from core.patient.cohort import Cohort
from core.patient.cuff import drawn_cuff, measured, nothing_measured
from core.patient.pump import S_PER_MIN, Pump, flow_ml_h
from core.patient.pump_hands import warmed_up
from core.patient.tubing import laid, peripheral_s, transit_s
from core.quantity.bag import Bag
from core.quantity.dosing import exact_rate, settable_rate
from core.rules.compile import Protocol


def at_bedside(scenario: Scenario, seed: int, protocol: Protocol) -> Bedside:
    """The bedside at second 0. The same seed gives the same patient, devices and chance.

    What runs already has filled its line. With `settled` it has reached its steady effect.

    Raises:
        PatientError: the patient cannot be made as the scenario asks.
        UnitError: something runs that no bag of the scenario or the protocol can give.
    """
    bedside = _with_running(_empty(scenario, seed), scenario, protocol)
    transit = transit_s(bedside.tubing, _flow(bedside.pumps))
    cohort = bedside.cohort.changed(transit_s=transit)
    bedside = replace(bedside, body=_body(scenario, cohort, bedside))
    reading = measured(bedside.cuff, 0, true_vitals(bedside), bedside.cuff_reading)
    return replace(bedside, cuff_reading=reading)


def _empty(scenario: Scenario, seed: int) -> Bedside:
    spec, setup = scenario.bedside, scenario.opening.setup
    cohort = patient_of(scenario, seed)
    vein = peripheral_s(1) if setup.route is Route.PERIPHERAL else cohort.transit_s
    make = drawn_line if spec.artefacts else good_line
    line = switched(make(seed, cohort.ids, artefacts=spec.artefacts), spec.arterial_line)
    cuff = drawn_cuff(seed, cohort.ids, spec.cuff_interval.total_seconds())
    bags: dict[Agent, Bag] = {} if setup.bag is None else {Agent.NOREPINEPHRINE: setup.bag}
    return Bedside(
        second=0,
        cohort=cohort,
        body=at_start(cohort),
        tubing=laid(vein, float(spec.shared_dead_volume.value), float(spec.carrier.value)),
        line=line,
        cuff=cuff,
        cuff_reading=nothing_measured(cuff),
        resolution_ml_h=float(setup.resolution.value),
        own_dead_ml=float(spec.own_dead_volume.value),
        bags=bags,
    )


def _with_running(bedside: Bedside, scenario: Scenario, protocol: Protocol) -> Bedside:
    for running in scenario.opening.running:
        bedside = _started(bedside, running, scenario, protocol)
    warm = {agent: warmed_up(pump) for agent, pump in bedside.pumps.items()}
    return replace(bedside, pumps=warm)


def _started(bedside: Bedside, running: Running, scenario: Scenario, protocol: Protocol) -> Bedside:
    part = protocol.part(running.agent)
    bag = bedside.bags.get(running.agent) or (None if part is None else part.usual_bag)
    if bag is None:
        return bedside
    setup = scenario.opening.setup
    exact = exact_rate(running.dose, setup.weight.weight, bag)
    rate = settable_rate(exact, setup.resolution)
    return keyed(bedside, running.agent, rate, bag)


def _flow(pumps: Mapping[Agent, Pump]) -> float:
    return float(sum(float(pump.set_ml_h[0]) for pump in pumps.values()))


def _body(scenario: Scenario, cohort: Cohort, bedside: Bedside) -> Body:
    """At the start of the illness, or where it has stood under the drugs that run."""
    if not bedside.pumps or not scenario.patient.settled:
        return at_start(cohort)
    rates = {
        agent: flow_ml_h(pump) / S_PER_MIN * pump.concentration_mcg_ml
        for agent, pump in bedside.pumps.items()
    }
    none = np.zeros(1)
    steady = replace(
        inputs(bedside, {}),
        norepinephrine_mcg_min=rates.get(Agent.NOREPINEPHRINE, none),
        epinephrine_mcg_min=rates.get(Agent.EPINEPHRINE, none),
        vasopressin_units_min=rates.get(Agent.VASOPRESSIN, none),
    )
    return settled(cohort, steady)
