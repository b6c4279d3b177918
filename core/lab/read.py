"""The text of a scenario file into a `Scenario`, or every fault in it, each with its place."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core.lab.scenario import (
    BedsideSpec,
    Changed,
    End,
    Happening,
    Item,
    Objective,
    Opening,
    PatientSpec,
    Prebrief,
    Running,
    Scenario,
    Stage,
)
from core.lab.script import LONGEST
from core.lab.written_file import (
    WrittenBedside,
    WrittenHappening,
    WrittenItem,
    WrittenOpening,
    WrittenPatient,
    WrittenScenario,
)
from core.model.case import Band, DosingWeight, Setup
from core.model.terms import Mode
from core.quantity.bag import Bag
from core.quantity.measures import Mmhg, UnitError

_PLAIN = {
    "missing": "this key is missing",
    "tuple_type": "a list of tables is written here, as [[stage]] or [ ... ]",
    "model_type": "a table is written here, as [opening] or { ... }",
    "bool_type": "write true or false",
}


class ScenarioError(ValueError):
    """A file that is no scenario; `faults` say where, what, and what may stand there."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def scenario_from(text: str, name: str) -> Scenario:
    """The scenario of a file's text; `name` is what its faults call the file.

    Raises:
        ScenarioError: with every fault found.
    """
    try:
        data = tomllib.loads(text)
        as_json = json.dumps(data)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError((f"{name}: not readable as TOML: {error}",)) from error
    except RecursionError as error:
        raise ScenarioError((f"{name}: tables are nested too deeply",)) from error
    except TypeError as error:
        fault = 'a date or time stands where a quantity is needed: write it as "5 min"'
        raise ScenarioError((f"{name}: {fault}",)) from error
    try:
        written = WrittenScenario.model_validate_json(as_json)
        scenario = _scenario(written)
    except ValidationError as error:
        raise ScenarioError(tuple(_sentences(error, data, name))) from error
    except UnitError as error:
        raise ScenarioError((f"{name}: opening: {error}",)) from error
    twice = tuple(f"{name}: {fault}" for fault in _taken_twice(scenario))
    if twice:
        raise ScenarioError(twice)
    return scenario


def _sentences(error: ValidationError, data: Mapping[str, Any], name: str) -> Iterator[str]:
    for item in error.errors(include_url=False, include_context=False):
        found = item["input"]
        seen = "" if isinstance(found, dict | list) else f" (found {found!r})"
        what = _PLAIN.get(item["type"], item["msg"].removeprefix("Value error, "))
        yield f"{name}: {_place(item['loc'], data)}: {what}{seen}"


def _place(loc: Sequence[str | int], data: Any) -> str:  # noqa: ANN401 - whatever the file says
    """The place with the ids that were written: stage[recovery].happening[hit].when.at."""
    text, here = "", data
    for part in loc:
        if isinstance(part, str) and part.startswith("<"):
            continue  # which of several tables was meant; no key of the file
        here = _inside(here, part)
        if isinstance(part, int):
            named = here.get("id") if isinstance(here, dict) else None
            text += f"[{named if isinstance(named, str) else part + 1}]"
        else:
            text += f".{part}" if text else part
    return text or "the file"


def _inside(here: Any, part: str | int) -> Any:  # noqa: ANN401 - whatever the file says
    try:
        return here[part]
    except (KeyError, IndexError, TypeError):
        return None


def _taken_twice(scenario: Scenario) -> Iterator[str]:
    """Names that mean two things. Happenings and ends share theirs."""
    watched = [item.id for item in scenario.happenings] + [item.id for item in scenario.ends]
    named: dict[str, Iterable[str]] = {
        "objective": (item.id for item in scenario.objectives),
        "stage": (item.id for item in scenario.stages),
        "happening or end": [LONGEST, *watched],
        "item": (item.id for item in scenario.checklist),
    }
    for kind, names in named.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield f'{kind}[{name}]: the id "{name}" is taken: give each {kind} its own'


def _scenario(written: WrittenScenario) -> Scenario:
    head = written.scenario
    return Scenario(
        id=head.id,
        title=head.title,
        version=head.version,
        protocol=head.protocol,
        staff=head.staff,
        longest=head.longest,
        objectives=tuple(Objective(item.id, item.text) for item in written.objective),
        prebrief=Prebrief(**written.prebrief.model_dump()),
        opening=_opening(written.opening),
        patient=_patient(written.patient),
        bedside=_bedside(written.bedside),
        stages=tuple(
            Stage(item.id, item.text, tuple(_happening(part) for part in item.happening))
            for item in written.stage
        ),
        always=tuple(_happening(item) for item in written.always),
        ends=tuple(
            End(item.id, item.text, item.when.trigger(), item.outcome) for item in written.end
        ),
        checklist=tuple(_item(item) for item in written.item),
        debrief=head.debrief,
    )


def _opening(written: WrittenOpening) -> Opening:
    amount, volume = written.bag
    low, high = written.target
    setup = Setup(
        label=written.label,
        mode=Mode.SIMULATION,
        weight=DosingWeight(written.weight, written.basis),
        bag=Bag(amount, volume, written.expressed_as),
        route=written.route,
        resolution=written.resolution,
        band=Band(Mmhg(low), Mmhg(high), written.reason),
        start_dose=written.start,
        sex=written.sex,
        age=written.age,
        fluids=written.fluids,
        volume_assessed=written.volume_assessed,
        vasopressin=written.vasopressin,
        shock=written.shock,
        conditions=dict(written.conditions),
    )
    running = (Running(item.agent, item.dose, item.already) for item in written.running)
    return Opening(setup, tuple(running))


def _patient(written: WrittenPatient) -> PatientSpec:
    return PatientSpec(
        preset=written.preset,
        drawn=written.drawn,
        changed=tuple(Changed(name, *value) for name, value in written.changed.items()),
        source_control=written.source_control,
        settled=written.settled,
    )


def _bedside(written: WrittenBedside) -> BedsideSpec:
    return BedsideSpec(
        arterial_line=written.arterial_line,
        artefacts=written.artefacts,
        cuff_interval=written.cuff_interval,
        own_dead_volume=written.own_dead_volume,
        shared_dead_volume=written.shared_dead_volume,
        carrier=written.carrier,
    )


def _happening(written: WrittenHappening) -> Happening:
    return Happening(
        id=written.id,
        text=written.text,
        when=written.when.trigger(),
        then=tuple(act.act() for act in written.then),
        repeat=written.repeat,
    )


def _item(written: WrittenItem) -> Item:
    late = written.points // 2 if written.late_points is None else written.late_points
    return Item(
        id=written.id,
        text=written.text,
        objective=written.objective,
        measure=written.measure.measure(),
        after=written.after,
        by=written.by,
        points=written.points,
        late_points=late,
    )
