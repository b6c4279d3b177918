"""Findings about the patient and what stands at the bedside."""

from collections.abc import Iterator

from core.lab.act import Act, Extravasate, LineArtefact, LineHeight, LineOn
from core.lab.finding import Finding
from core.lab.possible import staged
from core.lab.scenario import Changed, Scenario
from core.lab.staff_profile import profiles
from core.model.terms import Route
from core.patient.parameters import Parameter, shipped


def bedside_findings(scenario: Scenario) -> Iterator[Finding]:
    """What the virtual patient, the bedside or the staff does not have."""
    if scenario.staff not in profiles():
        known = {"staff": scenario.staff, "known": ", ".join(profiles())}
        yield Finding("staff-unknown", "scenario.staff", known)
    for changed in scenario.patient.changed:
        yield from _parameter(changed)
    acts = [(happening.id, act) for _, happening in staged(scenario) for act in happening.then]
    has_line = scenario.bedside.arterial_line or any(
        isinstance(act, LineOn) and act.on for _, act in acts
    )
    for happening, act in acts:
        yield from _act(scenario, happening, act, has_line=has_line)


def _parameter(changed: Changed) -> Iterator[Finding]:
    place = f"patient.changed.{changed.symbol}"
    known = {parameter.symbol: parameter for parameter in shipped().table.values()}
    parameter = known.get(changed.symbol)
    if parameter is None:
        told = {"symbol": changed.symbol, "known": ", ".join(known)}
        yield Finding("parameter-unknown", place, told)
    elif not _fits(changed, parameter):
        unit = "" if parameter.unit == "-" else f" {parameter.unit}"
        form = f"{parameter.low:g} to {parameter.high:g}{unit}"
        told = {"value": f"{changed.value} {changed.unit}".removesuffix(" -"), "form": form}
        yield Finding("parameter-range", place, told)


def _fits(changed: Changed, parameter: Parameter) -> bool:
    in_range = parameter.low <= float(changed.value) <= parameter.high
    return changed.unit == parameter.unit and in_range


def _act(scenario: Scenario, happening: str, act: Act, *, has_line: bool) -> Iterator[Finding]:
    if isinstance(act, LineArtefact | LineHeight) and not has_line:
        yield Finding("no-line", f"happening[{happening}]")
    if isinstance(act, Extravasate) and scenario.opening.setup.route is Route.CENTRAL:
        yield Finding("central", f"happening[{happening}]")
