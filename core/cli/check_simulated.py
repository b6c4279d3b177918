"""The promises of `pressor check` that only the virtual patient can judge, beside the exact proof.

They are judged once the exact proof holds, and on every check: a few patients take seconds, as
long as the proof itself. `--patients` takes more of them, or 0 to leave the promises pending.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace

from core.lab.nominal import Figures, Nominal, nominal
from core.library import Shelved
from core.proof.finding import Finding
from core.proof.prove import Progress, Proof
from core.view.wording import Words

SEED = 1
PATIENTS = 4
"""So many of each preset are run where nothing else is asked for: under ten seconds."""
MOST_PATIENTS = 1000


def patients_from(text: str) -> int:
    """How many patients of each preset are asked for.

    Raises:
        ValueError: that is no whole number from 0 to 1000.
    """
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_PATIENTS):
        raise ValueError(f'"{text}" is no number of patients: give 0 to {MOST_PATIENTS}')
    return int(text)


def simulated(
    shelved: Shelved, proof: Proof, patients: int, progress: Progress
) -> tuple[Proof, Nominal | None]:
    """The proof with the pending promises judged; as it was where there is nothing to judge.

    A promise that the runs break is a finding.
    """
    if not proof.ok or shelved.protocol is None or patients == 0:
        return proof, None
    found = nominal(shelved, SEED, patients, progress)
    args = {"patients": str(patients), "seed": str(SEED), "figures": figures_text(found)}
    broken = tuple(Finding(name, None, args) for name in found.broken)
    judged = (*found.held, *found.broken)
    pending = tuple(name for name in proof.pending if name not in judged)
    return replace(proof, findings=broken, pending=pending), found


def fields(found: Nominal | None) -> dict[str, object] | None:
    """The runs as JSON; minutes are decimal strings."""
    if found is None:
        return None
    return {
        "held": list(found.held),
        "seed": found.seed,
        "patients": found.patients,
        "hours": found.hours,
        "figures": [_row(row) for row in found.figures],
    }


def _row(row: Figures) -> dict[str, object]:
    return {
        name: _minutes(value) if name.endswith("_minutes") else value
        for name, value in asdict(row).items()
    }


def _minutes(value: float | None) -> str | None:
    return None if value is None else f"{value:.0f}"


def figures_text(found: Nominal) -> str:
    """The figures in one line: how many reached the band, and the most prompts in an hour."""
    return "; ".join(
        f"{row.preset}: {row.reached} of {row.nominal}, most prompts {row.most_prompts}"
        for row in found.figures
    )


def lines(found: Nominal, words: Words) -> Iterator[str]:
    """The promises that the runs keep, with their figures."""
    how = {"patients": str(found.patients), "seed": str(found.seed), "hours": str(found.hours)}
    yield words.say("simulated.title", how)
    yield from (f"  {words.say(f'pending.{name}')}" for name in found.held)
    for row in found.figures:
        told = {name: str(value) for name, value in _row(row).items()}
        told["slowest_minutes"] = _minutes(row.slowest_minutes) or "0"
        yield f"  {words.say('simulated.figures', told)}"
        if row.refractory:
            yield f"    {words.say('simulated.refractory', told)}"
