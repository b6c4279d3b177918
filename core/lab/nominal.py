"""Nominal patients under a protocol that is followed: do they reach the band, with few prompts?

Two promises of the proof cannot be judged from the table alone; these runs judge them. Patients
are drawn from three presets and everything is done as advised. A course counts as nominal while
the dose stays within the protocol's soft limit: beyond it lies refractory shock, whose patients
are counted and told apart, not left out of sight.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from core.lab.nominal_course import LONGEST, Patient, course_of, plain_scenario
from core.lab.scenario import Preset
from core.library import Shelved

PRESETS = (Preset.EARLY, Preset.DEFAULT, Preset.SEVERE)
REACHED_SHARE = 0.9
"""At least this share of the nominal patients has to (local choice; the rest is counted)."""
MOST_PROMPTS_AN_HOUR = 6
"""The budget of prompts that do not call now (rules of this program)."""
BAND, PROMPTS = "nominal-band", "prompts-per-hour"
HOUR = timedelta(hours=1)
Progress = Callable[[int, int], None]
"""Called with how many patients have run, and of how many."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of the patients of one preset.

    Minutes are from the first reading below target to the band. `most_prompts` is of all courses
    but the refractory ones, which are told apart.
    """

    preset: str
    patients: int
    needed: int
    nominal: int
    reached: int
    median_minutes: float | None
    slowest_minutes: float | None
    longest_unseen_minutes: float
    most_prompts: int
    refractory: int
    refractory_reached: int
    refractory_most_prompts: int


@dataclass(frozen=True, slots=True)
class Nominal:
    """The runs of one protocol: how they were made, and what came of them."""

    seed: int
    patients: int
    hours: int
    figures: tuple[Figures, ...]

    @property
    def held(self) -> tuple[str, ...]:
        """The promises that these runs keep; with no nominal patient at all they keep none."""
        judged = all(found.nominal > 0 for found in self.figures)
        reached = sum(found.reached for found in self.figures) >= REACHED_SHARE * sum(
            found.nominal for found in self.figures
        )
        quiet = all(found.most_prompts <= MOST_PROMPTS_AN_HOUR for found in self.figures)
        kept = ((BAND, judged and reached), (PROMPTS, judged and quiet))
        return tuple(name for name, holds in kept if holds)

    @property
    def broken(self) -> tuple[str, ...]:
        """The promises that they do not keep."""
        return tuple(name for name in (BAND, PROMPTS) if name not in self.held)


def nominal(
    shelved: Shelved, seed: int, patients: int, progress: Progress | None = None
) -> Nominal:
    """Run so many patients of each preset by a protocol that can advise.

    The patients of one number are the same in every protocol, so that protocols can be compared.

    Raises:
        ValueError: the protocol has findings, or there is no patient to run.
    """
    if shelved.protocol is None or patients < 1:
        raise ValueError(f"{shelved.id}: nominal runs need a protocol that advises and patients")
    total, figures = len(PRESETS) * patients, list[Figures]()
    for preset in PRESETS:
        scenario, runs = plain_scenario(preset, shelved.protocol), list[Patient]()
        for number in range(patients):
            runs.append(course_of(scenario, seed + number, shelved))
            if progress is not None:
                progress(len(figures) * patients + len(runs), total)
        figures.append(_figures(preset, runs))
    return Nominal(seed, patients, LONGEST // HOUR, tuple(figures))


def _figures(preset: Preset, runs: Sequence[Patient]) -> Figures:
    needed = [run for run in runs if run.needed]
    plain = [run for run in needed if not run.refractory]
    hard = [run for run in runs if run.refractory]
    minutes = [run.reached_s / 60 for run in plain if run.reached_s is not None]
    return Figures(
        preset=str(preset),
        patients=len(runs),
        needed=len(needed),
        nominal=len(plain),
        reached=len(minutes),
        median_minutes=median(minutes) if minutes else None,
        slowest_minutes=max(minutes, default=None),
        longest_unseen_minutes=max((run.unseen_s for run in runs), default=0) / 60,
        most_prompts=max((run.prompts for run in runs if not run.refractory), default=0),
        refractory=len(hard),
        refractory_reached=sum(run.reached_s is not None for run in hard),
        refractory_most_prompts=max((run.prompts for run in hard), default=0),
    )
